//! A running installation: the open store, the index that follows it, who is signed in, and the one road in.
//!
//! [`Desk::call`] is what every transport calls. It checks the caller's right, runs the handler, and lets the changes be
//! heard. Handlers read through [`Desk::store`] and write through [`Desk::pen`] only.

use std::path::PathBuf;
use std::sync::{Arc, Weak};

use domain::edit::Edit;
use domain::permission::{Permission, Scope};
use domain::refusal::Lang;
use domain::staff::Staff;
use domain::time::{Clock, SystemClock};
use domain::{Ctx, Id, Millis, Verdict};
use onnx::Runtime;
use serde_json::Value as Json;
use store::{Folder, Store};
use tokio::sync::broadcast;

use crate::assist::Understanding;
use crate::calls::{self, Call, Change, Needs};
use crate::conflict::Decision;
use crate::error::{Code, Error};
use crate::hub::Hub;
use crate::import::{Jobs, Previews};
use crate::intent::Learnt;
use crate::meaning::Meaning;
use crate::model;
use crate::search::Indexer;
use crate::secrets::{self, KeyPlace};
use crate::session::Sessions;
use crate::speech::Sound;

/// Changes that a slow listener may fall behind by before it must refetch everything.
const CHANGE_BACKLOG: usize = 1_024;

/// How to open a desk.
pub struct Opening {
    pub folder: PathBuf,
    pub keys: KeyPlace,
    pub clock: Arc<dyn Clock>,
    /// The shelf of models.
    pub models: PathBuf,
}

impl Opening {
    pub fn new(folder: PathBuf, keys: KeyPlace) -> Self {
        let models = onnx::Shelf::usual_folder(&folder.join("models"));
        Opening { folder, keys, clock: Arc::new(SystemClock), models }
    }
}

/// The folder that the desktop and `zg` use when none is named: the platform's place for a person's own data.
pub fn usual_folder() -> Result<PathBuf, Error> {
    let home = |name: &str| std::env::var_os(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let base = if cfg!(windows) {
        home("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        home("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        home("XDG_DATA_HOME").or_else(|| home("HOME").map(|home| home.join(".local/share")))
    };
    let nowhere =
        || Error::new(Code::Failed, "不知道数据该放哪里，用 --data 指定一个文件夹。", "There is no place for the data; name a folder with --data.");
    base.map(|base| base.join("Zhanggui")).ok_or_else(nowhere)
}

/// A running installation. Clones share it.
#[derive(Clone)]
pub struct Desk {
    inner: Arc<Inner>,
}

struct Inner {
    store: Store,
    clock: Arc<dyn Clock>,
    indexer: Indexer,
    models: Result<Runtime, onnx::Error>,
    meaning: Arc<Meaning>,
    sound: Sound,
    learnt: Learnt,
    understanding: Understanding,
    sessions: Sessions,
    previews: Previews,
    jobs: Jobs,
    hub: Hub,
    changes: broadcast::Sender<Arc<Vec<Change>>>,
}

/// A desk as a background task holds it while it sleeps: it keeps nothing open.
pub(crate) struct FaintDesk {
    inner: Weak<Inner>,
}

impl FaintDesk {
    /// The desk, unless it was closed or dropped.
    pub fn awake(&self) -> Option<Desk> {
        let desk = Desk { inner: self.inner.upgrade()? };
        desk.indexer().index().is_ok().then_some(desk)
    }
}

/// Who calls, as the transport tells it.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    pub session: Option<String>,
    pub lang: Lang,
    who: Option<Arc<Who>>,
    call: Option<&'static Call>,
    /// What this call decides about a conflict, besides what it changes.
    decides: Option<Arc<Decision>>,
}

/// A signed-in person at this moment: their rights are read anew at every call.
#[derive(Clone, Debug)]
pub struct Who {
    pub staff: Staff,
    pub permissions: std::collections::BTreeSet<Permission>,
    pub scope: Scope,
    /// The shop they work in now.
    pub shop: Option<Id>,
}

impl Who {
    pub fn id(&self) -> Id {
        self.staff.id
    }
    pub fn may(&self, permission: Permission) -> bool {
        self.permissions.contains(&permission)
    }
}

impl Caller {
    pub fn new(session: Option<String>, lang: Lang) -> Self {
        Caller { session: session.filter(|text| !text.is_empty()), lang, who: None, call: None, decides: None }
    }

    /// The same caller, whose next commit decides.
    pub(crate) fn deciding(&self, decision: Arc<Decision>) -> Self {
        Caller { decides: Some(decision), ..self.clone() }
    }

    /// The signed-in person. Present in every handler of a call that needs one.
    pub fn who(&self) -> Result<&Who, Error> {
        self.who.as_deref().ok_or_else(Error::signed_out)
    }
}

impl Desk {
    /// Opens the folder's desk, or lays out an empty one where there is none yet.
    pub async fn open(opening: Opening) -> Result<Desk, Error> {
        // First, since it tells the system's allocator how much to keep.
        let models = model::runtime(opening.models);
        let folder = Folder(opening.folder);
        let key = secrets::key(&folder, &opening.keys)?;
        let store = if folder.exists() { Store::open(&folder, &key).await? } else { Store::create(&folder, &key, secrets::new_device()?).await? };
        let hub = Hub::new(store.folder().0.clone(), &key);
        let meaning = Arc::new(Meaning::new(store.folder().vectors(), &key));
        let indexer = Indexer::open(&store, &key, opening.clock.clone(), Arc::clone(&meaning)).await?;
        let (changes, _) = broadcast::channel(CHANGE_BACKLOG);
        let inner = Inner {
            store,
            clock: opening.clock,
            indexer,
            models,
            meaning,
            sound: Sound::default(),
            learnt: Learnt::default(),
            understanding: Understanding::default(),
            sessions: Sessions::default(),
            previews: Previews::default(),
            jobs: Jobs::default(),
            hub,
            changes,
        };
        let desk = Desk { inner: Arc::new(inner) };
        desk.indexer().start(&desk);
        desk.meaning().start(&desk);
        crate::conversation::start_sending(&desk);
        desk.hub().start(&desk);
        crate::assist::make_ready(&desk);
        Ok(desk)
    }

    pub fn store(&self) -> &Store {
        &self.inner.store
    }

    pub(crate) fn indexer(&self) -> &Indexer {
        &self.inner.indexer
    }

    pub(crate) fn meaning(&self) -> &Meaning {
        &self.inner.meaning
    }

    pub(crate) fn learnt(&self) -> &Learnt {
        &self.inner.learnt
    }

    pub(crate) fn understanding(&self) -> &Understanding {
        &self.inner.understanding
    }

    pub(crate) fn sound(&self) -> &Sound {
        &self.inner.sound
    }

    /// The models of this machine.
    ///
    /// # Errors
    /// When the manifest of the shelf cannot be read.
    pub(crate) fn models(&self) -> Result<&Runtime, Error> {
        self.inner.models.as_ref().map_err(|cause| {
            let (zh, en) = ("模型清单读不了，改好它再重新打开。", "The list of models cannot be read; mend it and reopen.");
            Error::new(Code::Failed, format!("{zh}（{cause}）"), format!("{en} ({cause})"))
        })
    }

    pub(crate) fn sessions(&self) -> &Sessions {
        &self.inner.sessions
    }

    /// The desk for a task that runs beside it.
    pub(crate) fn faint(&self) -> FaintDesk {
        FaintDesk { inner: Arc::downgrade(&self.inner) }
    }

    pub(crate) fn hub(&self) -> &Hub {
        &self.inner.hub
    }

    /// Lets everyone hear of what came from other desks, or left this one.
    pub(crate) fn announce(&self, changes: Vec<store::Change>) {
        if changes.is_empty() {
            return;
        }
        self.indexer().poke();
        let changes = changes.into_iter().map(|change| Change { noun: change.noun, id: change.id }).collect();
        // Nobody listening is fine.
        let _ = self.inner.changes.send(Arc::new(changes));
    }

    pub(crate) fn jobs(&self) -> &Jobs {
        &self.inner.jobs
    }

    pub(crate) fn previews(&self) -> &Previews {
        &self.inner.previews
    }

    pub fn now(&self) -> Millis {
        self.inner.clock.now()
    }

    pub fn new_id(&self) -> Id {
        Id::v7(self.now(), secrets::random())
    }

    /// Hears every committed change. A listener that falls behind gets `Lagged` and must refetch.
    pub fn changes(&self) -> broadcast::Receiver<Arc<Vec<Change>>> {
        self.inner.changes.subscribe()
    }

    /// Runs a call: the only entrance for screens, browsers and terminals.
    pub async fn call(&self, caller: Caller, name: &str, input: Json) -> Result<Json, Error> {
        let call = calls::find(name).ok_or_else(|| Error::unknown_call(name))?;
        let caller = self.admit(caller, call).await?;
        let answer = calls::dispatch(self, &caller, name, input).await;
        // What a handler forbids counts as much as what the list forbids.
        if let (Err(error), Ok(who)) = (&answer, caller.who())
            && error.code == Code::Forbidden
        {
            crate::audit::denied(self, who, call.name).await?;
        }
        answer
    }

    /// Finds out who calls and whether they may.
    async fn admit(&self, mut caller: Caller, call: &'static Call) -> Result<Caller, Error> {
        caller.call = Some(call);
        if call.needs == Needs::Nobody {
            return Ok(caller);
        }
        let session = self.sessions().touch(caller.session.as_deref(), self, call).await?;
        let who = self.who(session.staff, session.shop).await?;
        if let Needs::May(permission) = call.needs
            && !who.may(permission)
        {
            crate::audit::denied(self, &who, call.name).await?;
            return Err(forbidden(call));
        }
        caller.who = Some(Arc::new(who));
        Ok(caller)
    }

    /// The person with their present rights.
    pub(crate) async fn who(&self, staff: Id, shop: Option<Id>) -> Result<Who, Error> {
        let staff = self.store().get::<Staff>(staff).await?.filter(|staff| !staff.disabled).ok_or_else(Error::signed_out)?;
        let roles = self.store().all().await?;
        let permissions = domain::permission::permissions_of(&staff.role_ids(), &roles);
        let scope = domain::permission::scope_of(&staff, &permissions);
        Ok(Who { staff, permissions, scope, shop })
    }

    /// Takes the pen: reads after this see everything written, and nobody else writes until it is dropped.
    pub async fn pen(&self, caller: &Caller) -> Result<Pen<'_>, Error> {
        let actor = caller.who.as_deref().map(Who::id);
        let traced = caller.who.clone().zip(caller.call.filter(|call| crate::audit::is_traced(call)));
        Ok(Pen { desk: self, pen: self.store().pen().await, actor, traced, decides: caller.decides.clone() })
    }

    /// The pen for what the program does by itself, or for someone who is not signed in yet.
    pub(crate) async fn pen_as(&self, actor: Option<Id>) -> Pen<'_> {
        Pen { desk: self, pen: self.store().pen().await, actor, traced: None, decides: None }
    }

    /// Finishes what is under way and closes the file.
    pub async fn close(&self) {
        self.meaning().stop().await;
        self.indexer().stop().await;
        self.store().close().await;
    }
}

fn forbidden(call: &Call) -> Error {
    let name = call.name;
    Error::new(
        Code::Forbidden,
        format!("您的角色不能做这一步（{name}）。需要时找店长或管理员开通。"),
        format!("Your role does not allow this ({name}). Ask your shop manager or administrator."),
    )
}

/// The right to decide and write without anyone writing in between.
pub struct Pen<'d> {
    desk: &'d Desk,
    pen: store::Pen,
    actor: Option<Id>,
    /// Who changes something by which call: it goes into the audit trail with the change itself.
    traced: Option<(Arc<Who>, &'static Call)>,
    decides: Option<Arc<Decision>>,
}

impl Pen<'_> {
    /// Runs a rule with the time, the actor and fresh ids.
    pub fn decide<T>(&self, rule: impl FnOnce(&mut Ctx<'_>) -> Verdict<T>) -> Result<T, Error> {
        let mut ids = || self.desk.new_id();
        let mut ctx = Ctx { now: self.desk.now(), actor: self.actor, ids: &mut ids };
        Ok(rule(&mut ctx)?)
    }

    /// Makes the edits durable and lets everyone hear of them.
    pub async fn commit(&mut self, edits: Vec<Edit>) -> Result<(), Error> {
        self.commit_at(edits, self.desk.now()).await
    }

    /// Writes what every installation seeds alike. Its clocks say 1970, so that any real edit on any desk wins over it.
    pub(crate) async fn seed(&mut self, edits: Vec<Edit>) -> Result<(), Error> {
        self.commit_at(edits, 0).await
    }

    async fn commit_at(&mut self, mut edits: Vec<Edit>, now: Millis) -> Result<(), Error> {
        let decision = self.decides.take();
        edits.extend(decision.as_ref().filter(|decision| !decision.is_written_by(&edits)).map(|decision| decision.edit()));
        if let Some((who, call)) = &self.traced {
            edits.extend(crate::audit::change(self.desk, who, call.name, &edits));
        }
        let decided = decision.map(|decision| decision.decided.clone());
        let changes = self.pen.decide(edits, decided.into_iter().collect(), self.actor, now).await?;
        self.desk.announce(changes);
        Ok(())
    }
}

//! Intents taught in the console: kept as records, learnt by `nlp`, learnt anew when a phrase changes.
//!
//! What was learnt lives in memory only; the phrases are the truth. It guesses when asked and never acts on a guess.

use std::sync::{Arc, Mutex, PoisonError};

use domain::Id;
use domain::intent::{Intent, IntentChange};
use domain::ticket::Priority;
use nlp::classify::Basis;
use nlp::intent::{Example, Guess, Intents};

use crate::desk::{Caller, Desk};
use crate::error::{Code, Error};
use crate::shape::{ById, Created, Nothing};
use crate::shapes;

shapes! {
    pub struct SaveIntent {
        id: Option<Id>,
        name: String,
        examples: Vec<String>,
        kind: Option<Id>,
        department: Option<Id>,
        priority: Option<Priority>,
        reply: Option<Id>,
    }

    pub struct TryIntent { text: String }

    /// What a text probably wants.
    pub struct IntentGuess {
        /// Nothing when no taught intent fits.
        intent: Option<Id>,
        /// The best of them, whether it fits or not.
        best: Id,
        name: String,
        /// Of a hundred such guesses, how many are right, given that the text wants a taught intent at all.
        confidence: i64,
        /// Of a hundred such texts, how many want a taught intent.
        known: i64,
        /// The taught phrase that is most alike.
        nearest: String,
        /// Goes by characters alone: the sentence model is not there.
        plain: bool,
    }
}

/// What was learnt, and from which phrases with which model.
#[derive(Default)]
pub(crate) struct Learnt(Mutex<Option<(blake3::Hash, Arc<Intents>)>>);

pub(crate) async fn list(desk: &Desk, _: &Caller, _: Nothing) -> Result<Vec<Intent>, Error> {
    taught(desk).await
}

/// All that are taught, by name.
pub(crate) async fn taught(desk: &Desk) -> Result<Vec<Intent>, Error> {
    let mut intents: Vec<Intent> = desk.store().all().await?;
    intents.retain(|intent| !intent.archived);
    intents.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(intents)
}

pub(crate) async fn save(desk: &Desk, caller: &Caller, input: SaveIntent) -> Result<Created, Error> {
    let mut pen = desk.pen(caller).await?;
    let all: Vec<Intent> = desk.store().all().await?;
    let existing = match input.id {
        None => None,
        Some(id) => Some(found(&all, id)?),
    };
    let change = IntentChange {
        name: input.name,
        examples: input.examples,
        kind: input.kind,
        department: input.department,
        priority: input.priority,
        reply: input.reply,
    };
    let made = pen.decide(|ctx| domain::intent::save(existing, change, &all, ctx))?;
    pen.commit(made.edits).await?;
    Ok(Created { id: made.id })
}

pub(crate) async fn archive(desk: &Desk, caller: &Caller, input: ById) -> Result<Nothing, Error> {
    let mut pen = desk.pen(caller).await?;
    let all: Vec<Intent> = desk.store().all().await?;
    pen.commit(domain::intent::archive(found(&all, input.id)?)).await?;
    Ok(Nothing {})
}

fn found(all: &[Intent], id: Id) -> Result<&Intent, Error> {
    all.iter().find(|intent| intent.id == id && !intent.archived).ok_or_else(|| Error::not_found("个意图", "intent"))
}

/// `try`: what these words would be taken for.
pub(crate) async fn guess(desk: &Desk, caller: &Caller, input: TryIntent) -> Result<IntentGuess, Error> {
    let intents = list(desk, caller, Nothing {}).await?;
    let guess = wanted(desk, &intents, vec![input.text]).await?;
    guess.ok_or_else(|| {
        Error::new(Code::Refused, "先教至少两个意图，才分得出来。", "Teach at least two intents first; with one there is nothing to tell apart.")
    })
}

/// A text fits from this probability of wanting a taught intent: of small talk a third passes 0.5 and hardly any 0.7.
const FITS: f64 = 0.7;
/// What an older message counts beside the one after it.
const FADING: f64 = 0.8;

/// What these messages of one person want, the newest first; nothing while fewer than two intents are taught. Messages that fit speak
/// together, because the last one often only adds to what was asked before.
pub(crate) async fn wanted(desk: &Desk, intents: &[Intent], texts: Vec<String>) -> Result<Option<IntentGuess>, Error> {
    if intents.len() < 2 || texts.is_empty() {
        return Ok(None);
    }
    let (desk, examples) = (desk.clone(), examples(intents));
    let guessing = tokio::task::spawn_blocking(move || -> Result<Vec<Guess>, nlp::Error> {
        let embedder = desk.meaning().embedder();
        let learnt = desk.learnt().of(&examples, embedder.as_ref())?;
        texts.iter().map(|text| learnt.guess(text, embedder.as_ref())).collect()
    });
    let guesses = guessing.await.map_err(Error::internal)?.map_err(Error::internal)?;
    let Some(guess) = chosen(&guesses) else { return Ok(None) };
    let best = intents.iter().find(|intent| intent.id.to_string() == guess.best);
    Ok(best.map(|best| IntentGuess {
        intent: (guess.known >= FITS).then_some(best.id),
        best: best.id,
        name: best.name.clone(),
        confidence: percent(guess.confidence),
        known: percent(guess.known),
        nearest: guess.nearest.clone(),
        plain: guess.basis != Basis::Full,
    }))
}

/// Of the intent that most speaks for, the guess that is surest; the newest one where nothing fits.
fn chosen(guesses: &[Guess]) -> Option<&Guess> {
    let fitting =
        || guesses.iter().zip(std::iter::successors(Some(1.0_f64), |weight| Some(weight * FADING))).filter(|(guess, _)| guess.known >= FITS);
    let spoken = |best: &str| fitting().filter(|(guess, _)| guess.best == best).map(|(guess, weight)| guess.known * weight).sum::<f64>();
    let winner = fitting().map(|(guess, _)| guess.best.as_str()).max_by(|a, b| spoken(a).total_cmp(&spoken(b)));
    match winner {
        Some(winner) => fitting().map(|(guess, _)| guess).filter(|guess| guess.best == winner).max_by(|a, b| a.known.total_cmp(&b.known)),
        None => guesses.first(),
    }
}

fn percent(share: f64) -> i64 {
    (share.clamp(0.0, 1.0) * 100.0).round() as i64
}

/// By id, since names change.
fn examples(intents: &[Intent]) -> Vec<Example> {
    let of = |intent: &Intent| {
        let name = intent.id.to_string();
        intent.examples.iter().map(move |text| Example { text: text.clone(), intent: name.clone() }).collect::<Vec<_>>()
    };
    intents.iter().flat_map(of).collect()
}

impl Learnt {
    /// What these phrases teach; learnt at the first asking and after a change.
    fn of(&self, examples: &[Example], embedder: Option<&nlp::Embedder>) -> Result<Arc<Intents>, nlp::Error> {
        let print = print_of(examples, embedder);
        // Held while learning: a second asker would only learn the same again.
        let mut learnt = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, intents)) = learnt.as_ref()
            && *known == print
        {
            return Ok(Arc::clone(intents));
        }
        let intents = Arc::new(Intents::teach(examples, embedder)?);
        *learnt = Some((print, Arc::clone(&intents)));
        Ok(intents)
    }
}

fn print_of(examples: &[Example], embedder: Option<&nlp::Embedder>) -> blake3::Hash {
    let mut print = blake3::Hasher::new();
    print.update(embedder.map_or("", |embedder| embedder.hash()).as_bytes());
    for example in examples {
        print.update(example.intent.as_bytes()).update(&[0]).update(example.text.as_bytes()).update(&[0]);
    }
    print.finalize()
}

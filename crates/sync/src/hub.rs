//! The hub's rules: what it takes in, where that belongs, and what each desk hears of it.
//!
//! A hub has no state of its own between two requests: everything is in the ledger, so that several hubs may stand over one
//! database and any of them may die at any point. It never writes an op, never drops one, and never says that it has what
//! its database has not made durable: the caller commits before it sends the reply.

mod ingest;
mod place;
mod serve;

use domain::field::Noun;
use domain::id::Id;
use domain::scope::{self, Scope, Way};
use domain::time::Millis;

use crate::clock::DeviceId;
use crate::exchange::{Answer, Denied, Page, Reply, Request};
use crate::ledger::{Changes, Device, DeviceState, Ledger};

/// A clock may be this far ahead of the hub's, in milliseconds.
pub const AHEAD_MS: Millis = 5 * 60_000;

/// What a transaction came to.
pub struct Done {
    pub reply: Reply,
    /// The scopes whose followers should hear that there is something new, once it is committed.
    pub grown: Vec<Scope>,
}

/// Answers one request within one transaction, which the caller must commit before it sends the reply.
///
/// Whoever asks has been authenticated as the device that the request names.
pub fn answer<L: Ledger>(ledger: &mut L, request: &Request, now: Millis) -> Result<Done, L::Error> {
    let epoch = ledger.epoch()?.number;
    let Some(device) = ledger.device(device_of(request))? else {
        return Ok(denied(epoch, now, None, Denied::Unknown));
    };
    if device.state == DeviceState::Revoked {
        return Ok(denied(epoch, now, Some(&device), Denied::Revoked));
    }
    match request {
        // What was asked of another life is not answered by this one, and its cursors mean nothing here; the reply says which
        // life this is. A push that was long under way would be judged without what that life had settled.
        Request::Push(push) if push.epoch != epoch => {
            Ok(done(epoch, now, &device, Answer::Pushed { verdicts: Vec::new(), gone: Vec::new(), ahead: false }))
        }
        Request::Push(push) => ingest::take(ledger, device, push, now),
        Request::Pull(pull) if pull.epoch != epoch && pull.epoch != 0 => Ok(done(epoch, now, &device, Answer::Pulled(Page::default()))),
        Request::Pull(pull) => {
            let page = serve::page(ledger, pull)?;
            Ok(done(epoch, now, &device, Answer::Pulled(page)))
        }
        Request::Check { epoch: asked, roots, .. } if *asked != epoch => {
            Ok(done(epoch, now, &device, Answer::Checked { gone: Vec::new(), unsure: roots.clone() }))
        }
        Request::Check { roots, .. } => {
            let serve::Checked { gone, unsure } = serve::check(ledger, device.device, roots)?;
            Ok(done(epoch, now, &device, Answer::Checked { gone, unsure }))
        }
        Request::Offer { ops, .. } => {
            let grown = ingest::offered(ledger, &device, ops)?;
            Ok(Done { grown, ..done(epoch, now, &device, Answer::Offered) })
        }
        // Who gets a new name is the enrolment's business, which also knows keys.
        Request::Rejoin { .. } => Ok(denied(epoch, now, Some(&device), Denied::Unknown)),
    }
}

/// A shop asks for a customer who stands at its counter: the card and the history enter its scope.
pub fn pull_customer<L: Ledger>(ledger: &mut L, customer: Id, scope: Scope) -> Result<Vec<Scope>, L::Error> {
    let mut work = place::Work::new(ledger, scope);
    work.load(&[customer])?;
    work.pulled(customer, scope)?;
    let mut changes = Changes::default();
    let grown = work.finish(&mut changes)?;
    ledger.write(changes)?;
    Ok(grown)
}

pub const fn device_of(request: &Request) -> DeviceId {
    match request {
        Request::Push(push) => push.device,
        Request::Pull(pull) => pull.device,
        Request::Check { device, .. } | Request::Offer { device, .. } | Request::Rejoin { device } => *device,
    }
}

fn done(epoch: u64, now: Millis, device: &Device, answer: Answer) -> Done {
    Done { reply: Reply { epoch, now, head: device.head, ordinal: device.ordinal, answer }, grown: Vec::new() }
}

fn denied(epoch: u64, now: Millis, device: Option<&Device>, why: Denied) -> Done {
    let head = device.map_or(crate::chain::Head::genesis(DeviceId::default()), |device| device.head);
    Done { reply: Reply { epoch, now, head, ordinal: device.map_or(0, |device| device.ordinal), answer: Answer::Denied(why) }, grown: Vec::new() }
}

/// Whether a desk that made such a record keeps it although it stands under no scope of its own: what only goes up.
fn only_goes_up(noun: u16) -> bool {
    let ways = Noun::from_code(noun).map(scope::way);
    matches!(ways, Some(Way::Fixed(Scope::HeadOffice) | Way::Stays) | None)
}

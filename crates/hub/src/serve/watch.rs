//! What whoever watches the hub sees: whether it is well, and counts in the form that Prometheus reads.
//!
//! It counts kinds of requests and bytes of time, and never names a customer, a record or a person.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use sync::exchange::{Answer, Reply, Request};

use super::Hub;

/// Counts since the start.
#[derive(Default)]
pub(super) struct Watch {
    pushes: Count,
    pulls: Count,
    others: Count,
    ops_in: AtomicU64,
    ops_out: AtomicU64,
    refused: AtomicU64,
    denied: AtomicU64,
}

#[derive(Default)]
struct Count {
    times: AtomicU64,
    micros: AtomicU64,
}

impl Count {
    fn add(&self, took: Duration) {
        self.times.fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(took.as_micros() as u64, Ordering::Relaxed);
    }

    fn lines(&self, kind: &str) -> String {
        let seconds = self.micros.load(Ordering::Relaxed) as f64 / 1e6;
        let times = self.times.load(Ordering::Relaxed);
        format!("zg_hub_requests_total{{kind=\"{kind}\"}} {times}\nzg_hub_request_seconds_total{{kind=\"{kind}\"}} {seconds}\n")
    }
}

impl Watch {
    pub(super) fn answered(&self, request: &Request, reply: &Reply, took: Duration) {
        match request {
            Request::Push(push) => {
                self.pushes.add(took);
                self.ops_in.fetch_add(push.items.len() as u64, Ordering::Relaxed);
            }
            Request::Pull(_) => self.pulls.add(took),
            _ => self.others.add(took),
        }
        match &reply.answer {
            Answer::Pushed { verdicts, .. } => {
                self.refused.fetch_add(verdicts.len() as u64, Ordering::Relaxed);
            }
            Answer::Pulled(page) => {
                self.ops_out.fetch_add(page.ops.len() as u64, Ordering::Relaxed);
            }
            Answer::Denied(_) => {
                self.denied.fetch_add(1, Ordering::Relaxed);
            }
            _ => {}
        }
    }

    fn text(&self) -> String {
        let number = |name: &str, count: &AtomicU64| format!("zg_hub_{name}_total {}\n", count.load(Ordering::Relaxed));
        [
            self.pushes.lines("push"),
            self.pulls.lines("pull"),
            self.others.lines("other"),
            number("ops_in", &self.ops_in),
            number("ops_out", &self.ops_out),
            number("verdicts", &self.refused),
            number("denied", &self.denied),
        ]
        .concat()
    }
}

/// 200 when the database answers.
pub(super) async fn health(State(hub): State<Arc<Hub>>) -> Response {
    let asked = Arc::clone(&hub);
    let epoch = tokio::task::spawn_blocking(move || asked.database.epoch()).await;
    match epoch {
        Ok(Ok(epoch)) => format!("ok, epoch {:016x}\n", epoch.number).into_response(),
        Ok(Err(cause)) => (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", crate::error::chain(&cause))).into_response(),
        Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
    }
}

pub(super) async fn metrics(State(hub): State<Arc<Hub>>) -> String {
    hub.watch.text()
}

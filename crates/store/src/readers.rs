//! Connections that read, lent out one job at a time on threads that may block.
//!
//! A job that was begun runs to its end and brings its connection back, also when nobody waits for it any more. A reader
//! can not write: its connections are opened read-only.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;

use crate::StoreError;

#[derive(Clone)]
pub(crate) struct Readers(Arc<Shared>);

struct Shared {
    idle: Mutex<Vec<Connection>>,
    free: Arc<Semaphore>,
}

/// A connection on loan.
struct Loan {
    connection: Option<Connection>,
    to: Arc<Shared>,
}

impl Drop for Loan {
    fn drop(&mut self) {
        let mut idle = self.to.idle.lock().unwrap_or_else(PoisonError::into_inner);
        // After the end of the store a connection is not wanted back.
        if !self.to.free.is_closed() {
            idle.extend(self.connection.take());
        }
    }
}

impl Readers {
    pub fn new(connections: Vec<Connection>) -> Self {
        let free = Arc::new(Semaphore::new(connections.len()));
        Readers(Arc::new(Shared { idle: Mutex::new(connections), free }))
    }

    /// Runs the job on the next free connection.
    pub async fn run<T: Send + 'static>(&self, job: impl FnOnce(&Connection) -> Result<T, StoreError> + Send + 'static) -> Result<T, StoreError> {
        let permit = self.0.free.clone().acquire_owned().await.map_err(|_| closed())?;
        let shared = self.0.clone();
        let done = tokio::task::spawn_blocking(move || {
            let _permit = permit;
            let connection = shared.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let loan = Loan { connection, to: shared };
            job(loan.connection.as_ref().ok_or_else(closed)?)
        });
        done.await.map_err(|cause| StoreError::Io(std::io::Error::other(cause)))?
    }

    /// Lets no further job begin and closes what is idle.
    pub fn close(&self) {
        self.0.free.close();
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn closed() -> StoreError {
    StoreError::Io(std::io::Error::other("the desk is closed"))
}

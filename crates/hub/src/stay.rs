//! `zg-hub serve`: where to listen, behind which certificate, and what is written of it.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use domain::time::{Clock, SystemClock};
use hub::Database;
use hub::serve::{Hub, serve, told_to_stop};
use hub::tls::{Door, Tls};

use crate::Undone;

#[derive(Args)]
pub struct Stay {
    /// Where to listen.
    #[arg(long, default_value = "127.0.0.1:7717")]
    listen: SocketAddr,
    /// The hub's certificate and those it leans on, in PEM form. Read again when it changes.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The key of that certificate, in PEM form.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// `self`: a certificate of the hub's own authority, which desks get to know by their code. Nothing is installed anywhere.
    #[arg(long, value_name = "self", conflicts_with = "tls_cert")]
    tls: Option<Own>,
    /// A name or address of this hub as desks write it, for an own certificate. May be said several times.
    #[arg(long, value_name = "NAME", requires = "tls")]
    tls_name: Vec<String>,
    /// A proxy in front of the hub has the certificate, and only that reaches it.
    #[arg(long)]
    behind_proxy: bool,
    /// How to write what happens: for people, or JSON for programs. `ZG_LOG` says how much, such as `debug`.
    #[arg(long, value_enum, default_value = "text")]
    log: Log,
}

#[derive(Clone, Copy, ValueEnum)]
enum Own {
    #[value(name = "self")]
    Itself,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Log {
    Text,
    Json,
}

impl Stay {
    /// Serves until somebody presses Ctrl-C or the system says to stop.
    pub fn run(&self, database: Database) -> Result<String, Undone> {
        let is_safe = self.tls.is_some() || self.tls_cert.is_some() || self.behind_proxy || self.listen.ip().is_loopback();
        if !is_safe {
            return Err(Undone::Bare(self.listen));
        }
        self.begin_log();
        let authority = self.tls.map(|_| database.authority()).transpose()?;
        let (key, secret) = (database.signing_key()?, database.secret("numbers", hub::random())?);
        let hub = Hub::new(database, key, secret, Arc::new(SystemClock));
        let hub = match &authority {
            Some(authority) => hub.with_authority(authority.der()),
            None => hub,
        };
        let tls = match (&self.tls_cert, &self.tls_key, authority) {
            (Some(certificate), Some(key), _) => Some(Tls::of_files(certificate, key)?),
            (_, _, Some(authority)) => Some(Tls::own(authority, self.names(), SystemClock.now())?),
            _ => None,
        };
        let runtime = tokio::runtime::Runtime::new().map_err(hub::LedgerError::from)?;
        runtime.block_on(self.stay(Arc::new(hub), tls))
    }

    async fn stay(&self, hub: Arc<Hub>, tls: Option<Tls>) -> Result<String, Undone> {
        let listening = tokio::net::TcpListener::bind(self.listen).await;
        let listener = listening.map_err(|cause| Undone::Taken { at: self.listen, cause })?;
        let at = listener.local_addr().map_err(hub::LedgerError::from)?;
        println!("listening on {}://{at}", if tls.is_some() { "https" } else { "http" });
        match tls {
            Some(tls) => serve(hub, Door::open(listener, tls, Arc::new(SystemClock))?, told_to_stop()).await,
            None => serve(hub, listener, told_to_stop()).await,
        }
        .map_err(hub::LedgerError::from)?;
        Ok("stopped".to_owned())
    }

    /// Without names it is the address that is listened on, and this machine to itself.
    fn names(&self) -> Vec<String> {
        let ip = self.listen.ip();
        match ip {
            _ if !self.tls_name.is_empty() => self.tls_name.clone(),
            _ if ip.is_unspecified() => Vec::new(),
            _ if ip.is_loopback() => vec!["localhost".to_owned(), ip.to_string()],
            _ => vec![ip.to_string()],
        }
    }

    fn begin_log(&self) {
        let filter = tracing_subscriber::EnvFilter::try_from_env("ZG_LOG").unwrap_or_else(|_| "info".into());
        let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
        match self.log {
            Log::Text => log.init(),
            Log::Json => log.json().init(),
        }
    }
}

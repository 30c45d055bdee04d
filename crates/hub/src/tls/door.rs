//! A listening socket behind TLS. Handshakes are made aside, so that one that dawdles holds up nobody.
//!
//! Who knocks without TLS is told so in the language he speaks, because he has written `http` for `https`.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use domain::time::{Clock, Millis};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::{Tls, TlsError};

/// A handshake that takes longer is given up.
const HANDSHAKE: Duration = Duration::from_secs(10);
/// Handshakes that are over and wait to be served.
const WAITING: usize = 128;
/// Looks this often whether there is another certificate.
const RENEWING: Duration = Duration::from_secs(60);
/// What every TLS conversation begins with.
const TLS_BEGINS: u8 = 0x16;
const PLAIN: &str = "this hub speaks TLS: write https:// in its address\n";
/// A certificate with less than this left is warned of.
const SOON_MS: Millis = 14 * 86_400_000;

/// Where desks come in.
pub struct Door {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    at: SocketAddr,
}

impl Door {
    /// Opens it on a socket that listens already.
    pub fn open(listener: TcpListener, tls: Tls, clock: Arc<dyn Clock>) -> Result<Self, TlsError> {
        let acceptor = TlsAcceptor::from(Arc::new(tls.config()?));
        let at = listener.local_addr().unwrap_or_else(|_| ([0, 0, 0, 0], 0).into());
        let (shaken, ready) = mpsc::channel(WAITING);
        tokio::spawn(keep_fresh(tls, clock, shaken.clone()));
        tokio::spawn(async move {
            loop {
                let knocked = tokio::select! {
                    knocked = listener.accept() => knocked,
                    () = shaken.closed() => return,
                };
                match knocked {
                    Ok((stream, from)) => drop(tokio::spawn(shake(acceptor.clone(), stream, from, shaken.clone()))),
                    Err(cause) => {
                        // Too many open files: those that are open end some time.
                        tracing::warn!(%cause, "a connection could not be taken");
                        tokio::time::sleep(Duration::from_secs(1)).await;
                    }
                }
            }
        });
        Ok(Door { ready, at })
    }
}

impl axum::serve::Listener for Door {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(come) => come,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<SocketAddr> {
        Ok(self.at)
    }
}

async fn shake(acceptor: TlsAcceptor, stream: TcpStream, from: SocketAddr, shaken: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>) {
    let hello = async {
        let mut first = [0];
        if stream.peek(&mut first).await? != 0 && first[0] != TLS_BEGINS {
            return refuse(stream).await.map(|()| None);
        }
        acceptor.accept(stream).await.map(Some)
    };
    match tokio::time::timeout(HANDSHAKE, hello).await {
        Ok(Ok(Some(stream))) => drop(shaken.send((stream, from)).await),
        Ok(Ok(None)) => tracing::debug!(%from, "spoke without TLS and was told so"),
        Ok(Err(cause)) => tracing::debug!(%from, %cause, "no TLS came about"),
        Err(_) => tracing::debug!(%from, "dawdled over TLS"),
    }
}

async fn refuse(mut stream: TcpStream) -> std::io::Result<()> {
    let head = "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\n";
    stream.write_all(format!("{head}content-length: {}\r\n\r\n{PLAIN}", PLAIN.len()).as_bytes()).await?;
    // What was sent is read to its end, or closing would throw the answer away.
    stream.shutdown().await?;
    tokio::io::copy(&mut stream, &mut tokio::io::sink()).await.map(drop)
}

/// Shows a new certificate when there is one, and warns of one that ends soon.
async fn keep_fresh(tls: Tls, clock: Arc<dyn Clock>, shaken: mpsc::Sender<(TlsStream<TcpStream>, SocketAddr)>) {
    let mut warned = false;
    loop {
        match tls.renew(clock.now()) {
            Ok(true) => tracing::info!(ends = tls.ends(), "shows a new certificate"),
            Ok(false) => {}
            Err(cause) => tracing::error!(error = %crate::error::chain(&cause), "the certificate could not be renewed; the old one is shown"),
        }
        let is_soon = tls.ends() - clock.now() < SOON_MS;
        if is_soon && !warned {
            tracing::warn!(ends = tls.ends(), "the certificate ends soon or has ended: put a new one in its place");
        }
        warned = is_soon;
        tokio::select! {
            () = tokio::time::sleep(RENEWING) => {}
            () = shaken.closed() => return,
        }
    }
}

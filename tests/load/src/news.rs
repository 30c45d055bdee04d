//! Desks that wait for news: how soon a thousand of them have what was written, and what five thousand cost.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use anyhow::Context;
use domain::Id;
use domain::edit::New;
use domain::field::{Noun, conversation};
use domain::scope::Scope;
use store::bench::NOW;
use sync::exchange::{Answer, Cursor, Pull, Push, Request};
use sync::{DeviceId, Dot, Op};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::chain;
use crate::desk::Desk;
use crate::line::Line;
use crate::office::{Keeping, Office, end};

const SHOPS: usize = 100;
const WRITERS: u64 = 4;
/// Ops a second, by all writers together.
const PACE: u64 = 200;
const SECONDS: u64 = 15;

/// When each op was sent, and how long after that each who hears it had it.
#[derive(Default)]
struct Times {
    sent: HashMap<Dot, Instant>,
    had: Vec<f64>,
}

type Shared = Arc<Mutex<Times>>;

fn shop(nth: usize) -> Id {
    let mut random = [0xa0; 10];
    random[9] = nth as u8;
    Id::v7(NOW, random)
}

pub fn run(program: &Path, sockets: usize) -> anyhow::Result<()> {
    println!("| hub | sockets | ops/s | who hears | p50 ms | p99 ms | heard |\n|---|--:|--:|---|--:|--:|--:|");
    for keeping in [Some(Keeping::File), Keeping::server()].into_iter().flatten() {
        let office = Office::open(program, &keeping, 1)?;
        spread(&office, &office.url, sockets, keeping.name(), "the same hub")?;
        if matches!(keeping, Keeping::Server(_)) {
            let office = Office::open(program, &keeping, 2)?;
            let (mut second, url) = office.second()?;
            let told = spread(&office, &url, sockets, keeping.name(), "another hub");
            end(&mut second);
            told?;
        }
    }
    Ok(())
}

/// Writers send to the office's own hub, listeners wait at `url`.
fn spread(office: &Office<'_>, url: &str, sockets: usize, name: &str, who: &str) -> anyhow::Result<()> {
    let times = Shared::default();
    let all: Vec<String> = (0..SHOPS).map(|nth| format!("shop:{}", shop(nth))).collect();
    let mut listeners = Vec::new();
    let runtime = tokio::runtime::Runtime::new()?;
    for (nth, home) in all.iter().enumerate() {
        let line = Arc::new(Line::enrol(&office.url, &office.invite(home, false, &[])?, DeviceId(1_000 + nth as u64))?);
        let epoch = chain::epoch(&line)?;
        for _ in 0..sockets / SHOPS {
            listeners.push(runtime.spawn(listen(Arc::clone(&line), url.to_owned(), epoch, Arc::clone(&times))));
        }
    }
    let mut writers = Vec::new();
    for device in 1..=WRITERS {
        let line = Line::enrol(&office.url, &office.invite("head-office", true, &all)?, DeviceId(device))?;
        let pushes = written(device, chain::epoch(&line)?)?;
        writers.push((line, pushes));
    }
    chain::at_once(writers, |(line, pushes)| write(&line, pushes, &times))?;
    runtime.block_on(async { tokio::time::sleep(Duration::from_secs(2)).await });
    listeners.iter().for_each(tokio::task::JoinHandle::abort);
    let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
    let wanted = times.sent.len() * (sockets / SHOPS);
    times.had.sort_by(f64::total_cmp);
    let at = |share: f64| times.had.get((times.had.len() as f64 * share) as usize).copied().unwrap_or(f64::NAN);
    println!("| {name} | {sockets} | {PACE} | {who} | {:.0} | {:.0} | {} of {wanted} |", at(0.5), at(0.99), times.had.len());
    Ok(())
}

/// Conversations in one shop after another, a transaction each.
fn written(device: u64, epoch: u64) -> anyhow::Result<Vec<Push>> {
    let desk = Desk::empty(DeviceId(device))?;
    for nth in 0..PACE * SECONDS / WRITERS {
        let mut random = [device as u8; 10];
        random[2..].copy_from_slice(&nth.to_be_bytes());
        let at = (nth as usize * WRITERS as usize + device as usize) % SHOPS;
        let made = New::of(Noun::Conversation, Id::v7(NOW, random)).with(conversation::channel, "counter").with(conversation::shop, shop(at));
        desk.write(made.with(conversation::opened_at, NOW).at(conversation::state, "open").edits(), None)?;
    }
    desk.pushes(epoch)
}

/// Sends at its pace; what comes too late is sent at once and counted from when it should have gone.
fn write(line: &Line, pushes: Vec<Push>, times: &Shared) -> anyhow::Result<()> {
    let begun = Instant::now();
    let step = Duration::from_secs_f64(WRITERS as f64 / PACE as f64);
    for (nth, push) in pushes.into_iter().enumerate() {
        let due = begun + step * nth as u32;
        while let Some(early) = due.checked_duration_since(Instant::now()).filter(|early| !early.is_zero()) {
            std::thread::park_timeout(early);
        }
        for seq in push.before.seq + 1..=push.before.seq + push.items.len() as u64 {
            times.lock().unwrap_or_else(PoisonError::into_inner).sent.insert(Dot { device: push.device, seq }, due);
        }
        line.ask(&Request::Push(push))?;
    }
    Ok(())
}

/// One desk: waits, takes down what there is, waits again.
async fn listen(line: Arc<Line>, url: String, epoch: u64, times: Shared) -> anyhow::Result<()> {
    let (mut waiting, mut asking) = (Wire::open(&url).await?, Wire::open(&url).await?);
    let mut cursors: HashMap<Scope, Cursor> = HashMap::new();
    let mut news = String::new();
    loop {
        let heard = waiting.post("/v1/wait", &line, b"", &news).await?;
        news = heard.news;
        let pull = Pull { device: line.device, epoch, follows: cursors.iter().map(|(scope, cursor)| (*scope, *cursor)).collect(), bytes: 65_536 };
        let told = asking.post("/v1/exchange", &line, &sync::wire::pack_request(&Request::Pull(pull)), "").await?;
        let Answer::Pulled(page) = sync::wire::unpack_reply(&told.body)?.answer else { continue };
        cursors.extend(page.cursors.iter().filter_map(|(scope, cursor)| Some((*scope, (*cursor)?))));
        let mut times = times.lock().unwrap_or_else(PoisonError::into_inner);
        for op in page.ops.iter().filter_map(|bytes| Op::decode(bytes).ok()) {
            let late = times.sent.get(&op.dot()).map(|sent| sent.elapsed().as_secs_f64() * 1e3);
            times.had.extend(late);
        }
    }
}

/// One connection that stays, and requests on it one after another.
struct Wire {
    stream: TcpStream,
}

struct Heard {
    body: Vec<u8>,
    news: String,
}

impl Wire {
    async fn open(url: &str) -> anyhow::Result<Wire> {
        let stream = TcpStream::connect(url.trim_start_matches("http://")).await?;
        stream.set_nodelay(true)?;
        Ok(Wire { stream })
    }

    async fn post(&mut self, path: &str, line: &Line, frame: &[u8], news: &str) -> anyhow::Result<Heard> {
        self.send(path, line, frame, news).await?;
        self.hear().await
    }

    async fn send(&mut self, path: &str, line: &Line, frame: &[u8], news: &str) -> anyhow::Result<()> {
        let signed: String = line.headers(frame).iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let news = if news.is_empty() { String::new() } else { format!("zg-news: {news}\r\n") };
        let head = format!("POST {path} HTTP/1.1\r\nhost: hub\r\ncontent-length: {}\r\n{signed}{news}\r\n", frame.len());
        self.stream.write_all(&[head.as_bytes(), frame].concat()).await?;
        Ok(())
    }

    async fn hear(&mut self) -> anyhow::Result<Heard> {
        let mut bytes = Vec::new();
        let end = loop {
            if let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
                break at + 4;
            }
            anyhow::ensure!(self.stream.read_buf(&mut bytes).await? > 0, "the hub hung up");
        };
        let head = std::str::from_utf8(&bytes[..end])?.to_owned();
        let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(|value| value.trim().to_owned());
        let length: usize = header("content-length:").map_or(Ok(0), |value| value.parse())?;
        while bytes.len() < end + length {
            anyhow::ensure!(self.stream.read_buf(&mut bytes).await? > 0, "the hub hung up");
        }
        let status = head.split(' ').nth(1).context("no status")?;
        anyhow::ensure!(status.starts_with('2'), "{head}");
        Ok(Heard { body: bytes[end..].to_vec(), news: header("zg-news:").unwrap_or_default() })
    }
}

/// What sockets cost that only wait.
pub fn idle(program: &Path, sockets: usize) -> anyhow::Result<()> {
    const DEVICES: usize = 20;
    let keeping = Keeping::File;
    let office = Office::open(program, &keeping, 1)?;
    let lines = (0..DEVICES).map(|nth| chain::enrol(&office, 1 + nth as u64).map(Arc::new)).collect::<anyhow::Result<Vec<_>>>()?;
    let before = office.resident_mb()?;
    let held = tokio::runtime::Runtime::new()?.block_on(async {
        let mut held = Vec::new();
        for nth in 0..sockets {
            let mut wire = Wire::open(&office.url).await?;
            wire.send("/v1/wait", &lines[nth % DEVICES], b"", "").await?;
            held.push(wire);
        }
        // Until the hub has looked up what each of them hears.
        tokio::time::sleep(Duration::from_secs(5)).await;
        anyhow::Ok((office.resident_mb()?, held.len()))
    })?;
    println!("{} sockets that wait: {:.0} MB, {before:.0} MB without them", held.1, held.0);
    Ok(())
}

//! `zg`: every call from a terminal, the same console in a browser, measuring, and first set-up.
//!
//! A thin shell over `app`: it parses words, opens the desk, prints what comes back. It holds no rules.

use std::path::PathBuf;
use std::process::ExitCode;

use app::secrets::KeyPlace;
use clap::{Parser, Subcommand};
use domain::Lang;

mod audit;
mod call;
mod eval;
mod index;
mod init;
mod key;
mod models;
mod say;
mod serve;

/// Zhanggui (掌柜): the service desk of a chain of shops.
#[derive(Parser)]
#[command(name = "zg", version, about)]
struct Arguments {
    /// Folder of the desk's data. Default: the folder the desktop uses.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    /// Keep the data key in a file beside the data, for machines without a key store. Whoever has the disk has the data.
    #[arg(long, global = true)]
    insecure_key_file: bool,
    /// Language of messages: zh or en.
    #[arg(long, global = true, value_parser = lang)]
    lang: Option<Lang>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Set up a new desk, or the sample chain.
    Init(init::Init),
    /// Make one call and print its answer as JSON.
    Call(call::Call),
    /// List the calls there are.
    Calls,
    /// Serve the console to a browser on this machine.
    Serve(serve::Serve),
    /// The search index.
    #[command(subcommand)]
    Index(index::Index),
    /// The data's key: write it down, put it back.
    #[command(subcommand)]
    Key(key::Key),
    /// The models of this machine.
    #[command(subcommand)]
    Models(models::Models),
    /// Read a text aloud into a file.
    Say(say::Say),
    /// Measure on public data.
    #[command(subcommand)]
    Eval(eval::Eval),
    /// Walk the log's hash chain to its end.
    Verify,
    /// Check what a hub wrote for auditors.
    #[command(subcommand)]
    Audit(audit::Audit),
}

/// Where and how a command opens the desk.
struct Place {
    folder: PathBuf,
    keys: KeyPlace,
    lang: Lang,
}

impl Place {
    async fn open(&self) -> anyhow::Result<app::desk::Desk> {
        let opening = app::desk::Opening::new(self.folder.clone(), self.keys);
        app::desk::Desk::open(opening).await.map_err(|error| told(&error, self.lang))
    }
}

/// The error in the person's words, with its causes.
fn told(error: &app::error::Error, lang: Lang) -> anyhow::Error {
    let shape = error.shape(lang);
    match shape.detail {
        Some(detail) => anyhow::anyhow!("{} ({detail})", shape.message),
        None => anyhow::anyhow!(shape.message),
    }
}

fn lang(text: &str) -> Result<Lang, &'static str> {
    match text {
        "zh" => Ok(Lang::Zh),
        "en" => Ok(Lang::En),
        _ => Err("zh or en"),
    }
}

/// Chinese unless the environment asks for another language.
fn usual_lang() -> Lang {
    let set = ["LC_ALL", "LANG"].into_iter().find_map(|name| std::env::var(name).ok().filter(|text| !text.is_empty()));
    match set {
        Some(text) if text.starts_with("en") => Lang::En,
        _ => Lang::Zh,
    }
}

fn main() -> ExitCode {
    app::model::forbid_reports();
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_env("ZG_LOG").unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    match run(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(arguments: Arguments) -> anyhow::Result<()> {
    let place = Place {
        folder: arguments.data.map_or_else(app::desk::usual_folder, Ok).map_err(|error| told(&error, usual_lang()))?,
        keys: if arguments.insecure_key_file { KeyPlace::InsecureFile } else { KeyPlace::KeyStore },
        lang: arguments.lang.unwrap_or_else(usual_lang),
    };
    match arguments.command {
        Command::Init(init) => init.run(&place).await,
        Command::Call(call) => call.run(&place).await,
        Command::Calls => call::list(),
        Command::Serve(serve) => serve.run(&place).await,
        Command::Index(index) => index.run(&place).await,
        Command::Key(key) => key.run(&place).await,
        Command::Models(models) => models.run(&place.folder),
        Command::Say(say) => say.run(),
        Command::Eval(eval) => eval.run(),
        Command::Verify => verify(&place).await,
        Command::Audit(audit) => audit.run(&place).await,
    }
}

async fn verify(place: &Place) -> anyhow::Result<()> {
    let desk = place.open().await?;
    let (head, damaged) = (desk.store().verify().await, desk.store().check().await);
    desk.close().await;
    let head = head.map_err(|cause| anyhow::anyhow!(cause.text(place.lang)).context(cause))?;
    println!("{} ops, {}", head.seq, head.chain);
    let damaged = damaged?;
    anyhow::ensure!(damaged.is_empty(), "{}", damaged.join("\n"));
    Ok(())
}

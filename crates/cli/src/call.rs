//! `zg call`: what the console does, from a terminal.

use std::io::Read;

use anyhow::Context;
use app::calls::{CALLS, Needs};
use app::desk::{Caller, Desk};
use serde_json::{Value as Json, json};

use crate::Place;

#[derive(clap::Args)]
pub struct Call {
    /// The call's name, as `zg calls` lists them.
    name: String,
    /// The input as JSON; `-` reads it from standard input.
    #[arg(long, value_name = "JSON")]
    json: Option<String>,
    /// Sign in as this account first.
    #[arg(long = "as", value_name = "ACCOUNT")]
    account: Option<String>,
    /// File that holds the password; otherwise the environment variable ZG_PASSWORD.
    #[arg(long, value_name = "FILE")]
    password_file: Option<std::path::PathBuf>,
}

impl Call {
    pub async fn run(self, place: &Place) -> anyhow::Result<()> {
        let input = self.input()?;
        let desk = place.open().await?;
        desk.settled().await.map_err(|error| crate::told(&error, place.lang))?;
        let answer = self.make(&desk, place, input).await;
        desk.close().await;
        println!("{}", serde_json::to_string_pretty(&answer?)?);
        Ok(())
    }

    fn input(&self) -> anyhow::Result<Json> {
        let text = match self.json.as_deref() {
            None => return Ok(Json::Null),
            Some("-") => {
                let mut text = String::new();
                std::io::stdin().read_to_string(&mut text)?;
                text
            }
            Some(text) => text.to_owned(),
        };
        serde_json::from_str(&text).context("--json is not JSON")
    }

    async fn make(&self, desk: &Desk, place: &Place, input: Json) -> anyhow::Result<Json> {
        let told = |error: app::error::Error| crate::told(&error, place.lang);
        let session = match &self.account {
            None => None,
            Some(account) => {
                let input = json!({ "account": account, "password": self.password()? });
                let signed_in = desk.call(Caller::new(None, place.lang), "session.sign_in", input).await.map_err(told)?;
                signed_in["session"].as_str().map(str::to_owned)
            }
        };
        desk.call(Caller::new(session, place.lang), &self.name, input).await.map_err(told)
    }

    /// Never an argument: other people on the machine can read those.
    fn password(&self) -> anyhow::Result<String> {
        let text = match &self.password_file {
            Some(path) => std::fs::read_to_string(path).with_context(|| format!("the password file {}", path.display()))?,
            None => std::env::var("ZG_PASSWORD").context("give the password in ZG_PASSWORD or by --password-file")?,
        };
        Ok(text.trim_end_matches(['\r', '\n']).to_owned())
    }
}

/// `zg calls`
pub fn list() -> anyhow::Result<()> {
    for call in CALLS {
        let needs = match call.needs {
            Needs::Nobody => "-",
            Needs::Session => "session",
            Needs::SignedIn => "signed in",
            Needs::May(permission) => permission.as_str(),
        };
        println!("{:<28} {:<6} {needs}", call.name, if call.writes { "write" } else { "read" });
    }
    Ok(())
}

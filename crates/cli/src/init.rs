//! `zg init`: a new organisation, or the sample chain.

use anyhow::Context;
use app::desk::{Caller, Desk};
use serde_json::json;

use crate::Place;

#[derive(clap::Args)]
pub struct Init {
    /// Fill the desk with the sample chain 青禾生活.
    #[arg(long, conflicts_with_all = ["org"])]
    sample: bool,
    /// Name of the organisation.
    #[arg(long, required_unless_present = "sample")]
    org: Option<String>,
    /// Account of the first administrator.
    #[arg(long, default_value = "admin")]
    admin: String,
    /// The administrator's name.
    #[arg(long, default_value = "管理员")]
    name: String,
    /// Code of the first shop.
    #[arg(long, default_value = "HQ01")]
    shop_code: String,
    /// Name of the first shop.
    #[arg(long, default_value = "总店")]
    shop: String,
    /// File that holds the administrator's password; otherwise ZG_PASSWORD, otherwise one is made and printed.
    #[arg(long, value_name = "FILE")]
    password_file: Option<std::path::PathBuf>,
}

impl Init {
    pub async fn run(self, place: &Place) -> anyhow::Result<()> {
        let (password, made) = self.password()?;
        let desk = place.open().await?;
        let filled = self.fill(&desk, place, &password).await;
        desk.close().await;
        filled.map_err(|error| crate::told(&error, place.lang))?;
        println!("account: {}", if self.sample { "admin" } else { &self.admin });
        if made {
            println!("password: {password}");
        }
        Ok(())
    }

    async fn fill(&self, desk: &Desk, place: &Place, password: &str) -> Result<(), app::error::Error> {
        if self.sample {
            println!("{}", app::sample::write(desk, password).await?);
            return Ok(());
        }
        let input = json!({
            "organisation": self.org, "shop_code": self.shop_code, "shop_name": self.shop,
            "account": self.admin, "name": self.name, "password": password,
        });
        desk.call(Caller::new(None, place.lang), "setup.create", input).await.map(|_| ())
    }

    fn password(&self) -> anyhow::Result<(String, bool)> {
        if let Some(path) = &self.password_file {
            let text = std::fs::read_to_string(path).with_context(|| format!("the password file {}", path.display()))?;
            return Ok((text.trim_end_matches(['\r', '\n']).to_owned(), false));
        }
        match std::env::var("ZG_PASSWORD") {
            Ok(text) if !text.is_empty() => Ok((text, false)),
            _ => Ok((app::staff::one_time_password(), true)),
        }
    }
}

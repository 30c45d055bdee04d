//! `zg key`: writing the data's key down, and putting it back on another machine. A backup without it opens nothing.

use std::io::Read;

use app::secrets;
use clap::Subcommand;

use crate::Place;

#[derive(Subcommand)]
pub enum Key {
    /// Print the key in 64 hexadecimal digits. Keep it apart from the data: whoever has both reads everything.
    Show,
    /// Read a key from standard input, try it on the data, and keep it where the program looks for it.
    Put,
}

impl Key {
    pub async fn run(self, place: &Place) -> anyhow::Result<()> {
        let told = |error: app::error::Error| crate::told(&error, place.lang);
        match self {
            Key::Show => println!("{}", secrets::written(&place.folder, &place.keys).map_err(told)?),
            Key::Put => {
                let mut digits = String::new();
                std::io::stdin().read_to_string(&mut digits)?;
                secrets::put_back(&place.folder, &place.keys, &digits).await.map_err(told)?;
                println!("{}", place.lang.pick("钥匙放好了，数据打得开。", "The key is in its place and opens the data."));
            }
        }
        Ok(())
    }
}

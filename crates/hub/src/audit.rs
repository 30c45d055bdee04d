//! `zg-hub audit`: sealing a day, writing the file for auditors, checking the database itself.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Subcommand;
use domain::time::{Clock, SystemClock};
use hub::{Database, LedgerError, Wanted};
use sync::DeviceId;
use sync::trust::audit::hex;

use crate::{Undone, say, spelling};

#[derive(Subcommand)]
pub enum Audit {
    /// Sign where every log stands now. A hub that serves does it once a day.
    Seal,
    /// Write one file that `zg audit verify` checks without the hub.
    Export {
        file: PathBuf,
        /// Only this device's log.
        #[arg(long, value_parser = spelling::device)]
        device: Option<DeviceId>,
        /// With the words of every op, in clear: without it the file holds only their hashes.
        #[arg(long)]
        with_ops: bool,
    },
    /// Check the database against everything the hub has signed.
    Verify,
}

impl Audit {
    pub fn run(&self, hub: &Database, json: bool) -> Result<String, Undone> {
        match self {
            Audit::Seal => {
                let (sealed, is_new) = hub.seal(&hub.signing_key()?, SystemClock.now(), Wanted::Grown)?;
                Ok(say::sealed(json, &sealed, is_new))
            }
            Audit::Export { file, device, with_ops } => {
                export(hub, file, *device, *with_ops)?;
                let key = hex(&hub.signing_key()?.public().0);
                let told = format!("Written. Check it anywhere: zg audit verify {} --hub {key}", file.display());
                Ok(say::done(json, "export", &told))
            }
            Audit::Verify => {
                let report = hub.audit(hub.signing_key()?.public())?;
                if report.is_clean() { Ok(say::audited(json, &report)) } else { Err(Undone::Audit(Box::new(report))) }
            }
        }
    }
}

/// A file that is there already is left as it is.
fn export(hub: &Database, path: &Path, device: Option<DeviceId>, with_ops: bool) -> Result<(), LedgerError> {
    let key = hub.signing_key()?;
    let mut file = BufWriter::new(std::fs::File::create_new(path)?);
    hub.export(&key, SystemClock.now(), device, with_ops, &mut |record| writeln!(file, "{record}"))?;
    Ok(file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?)
}

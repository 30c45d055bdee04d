//! `zg audit`: checking a file that a hub wrote for auditors, without the hub, and the receipts this desk holds.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Subcommand;
use sync::trust::PublicKey;
use sync::trust::audit::{Auditor, Record, Report, hex, unhex_array};

use crate::Place;

#[derive(Subcommand)]
pub enum Audit {
    /// Check a file of `zg-hub audit export`: any edit, deletion, cut or reordering is named.
    Verify {
        file: PathBuf,
        /// The hub's public key, 64 hexadecimal digits, as the export printed it. Default: the hub of this desk.
        #[arg(long, value_parser = key)]
        hub: Option<PublicKey>,
        /// Receipts that a desk kept, as `zg audit receipts` prints them: logs must reach at least that far.
        #[arg(long, value_name = "FILE")]
        receipts: Option<PathBuf>,
        /// The digest of a day that was kept elsewhere: the file must have that day.
        #[arg(long, value_name = "DIGEST", value_parser = digest)]
        day: Option<[u8; 32]>,
    },
    /// Print the hub's newest receipts for this desk's log.
    Receipts,
}

fn key(text: &str) -> Result<PublicKey, &'static str> {
    digest(text).map(PublicKey)
}

fn digest(text: &str) -> Result<[u8; 32], &'static str> {
    unhex_array(text).ok_or("64 hexadecimal digits")
}

impl Audit {
    pub async fn run(self, place: &Place) -> anyhow::Result<()> {
        match self {
            Audit::Verify { file, hub, receipts, day } => {
                let known = hub.or_else(|| app::hub::known_in(&place.folder).and_then(|text| key(&text).ok()));
                verify(&file, known, receipts.as_deref(), day)
            }
            Audit::Receipts => print_receipts(place).await,
        }
    }
}

fn verify(path: &Path, hub: Option<PublicKey>, receipts: Option<&Path>, day: Option<[u8; 32]>) -> anyhow::Result<()> {
    let mut auditor = Auditor::of_file(hub);
    let mut lines = lines_of(path)?;
    if let Some(first) = lines.next() {
        auditor.line(&first?);
    }
    for line in receipts.map(lines_of).transpose()?.into_iter().flatten() {
        let Ok(Record::Receipt { receipt, signed }) = line?.parse() else { anyhow::bail!("a line of the receipts is none: print them again") };
        auditor.receipt(&receipt, &signed);
    }
    let mut has_day = day.is_none();
    for line in lines {
        let line = line?;
        has_day |= matches!(line.parse(), Ok(Record::Day { day: found, .. }) if Some(found.digest()) == day);
        auditor.line(&line);
    }
    let signer = auditor.hub();
    let report = auditor.finish();
    anyhow::ensure!(report.is_clean(), "{report}");
    anyhow::ensure!(has_day, "the day that was kept elsewhere is not in this file: it is of another hub, or was put back to an earlier time");
    print_clean(&report, hub, signer);
    Ok(())
}

/// Damaged text is a line like any other: it is none of a file, and is told.
fn lines_of(path: &Path) -> anyhow::Result<impl Iterator<Item = anyhow::Result<String>> + use<>> {
    let file = File::open(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    let lines = BufReader::new(file).split(b'\n');
    Ok(lines.map(|line| Ok(String::from_utf8_lossy(&line?).into_owned())))
}

fn print_clean(report: &Report, known: Option<PublicKey>, signer: Option<PublicKey>) {
    println!("Everything is as it was signed: {report}");
    if let (None, Some(signer)) = (known, signer) {
        println!("Signed by {}: compare this with what `zg-hub audit export` printed, or say it with --hub.", hex(&signer.0));
    }
}

async fn print_receipts(place: &Place) -> anyhow::Result<()> {
    let desk = place.open().await?;
    let receipts = desk.store().receipts().await;
    desk.close().await;
    for (receipt, signed) in receipts.map_err(|cause| anyhow::anyhow!(cause.text(place.lang)).context(cause))? {
        println!("{}", Record::Receipt { receipt, signed });
    }
    Ok(())
}

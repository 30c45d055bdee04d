//! `cargo xtask bench store`: the file beside SQLite's own library.

use clap::Args;

#[derive(Args)]
pub struct Told {
    #[arg(long, default_value_t = 200_000)]
    tickets: u64,
    #[arg(long, default_value_t = 1_000_000)]
    messages: u64,
    /// Only the JSON, for programs.
    #[arg(long)]
    json: bool,
}

impl Told {
    #[tokio::main]
    pub async fn run(self) -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let report = store::bench::run(folder.path(), store::bench::Size { tickets: self.tickets, messages: self.messages }).await?;
        if self.json {
            println!("{}", serde_json::to_string_pretty(&report)?);
        } else {
            print(&report);
        }
        Ok(())
    }
}

fn print(report: &store::bench::Report) {
    println!(
        "{} tickets, {} messages, {} ops, {:.2} GB, filled in {:.0} s\n",
        report.tickets,
        report.messages,
        report.ops,
        report.file_bytes as f64 / 1e9,
        report.load_s
    );
    println!("| what | rows | p50 ms | p95 ms | raw p50 ms | raw p95 ms | ratio |\n|---|--:|--:|--:|--:|--:|--:|");
    for line in &report.lines {
        println!(
            "| {} | {} | {:.2} | {:.2} | {:.2} | {:.2} | {:.2} |",
            line.what, line.rows, line.p50_ms, line.p95_ms, line.raw_p50_ms, line.raw_p95_ms, line.ratio
        );
    }
    let import = &report.import;
    println!(
        "\nimport of {} ops: {:.0} ops/s, raw {:.0} ops/s, ratio {:.2}",
        import.ops, import.ops_per_second, import.raw_ops_per_second, import.ratio
    );
}

//! `bench assist`: how long the desk thinks over a conversation of the sample chain.

#[derive(clap::Args)]
pub struct Told {}

impl Told {
    #[tokio::main]
    pub async fn run(self) -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let report = app::assist::bench::run(folder.path()).await.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        println!("| conversations | p50 ms | p95 ms | slowest ms | the very first ms | at once after the start ms | after the models idled ms |");
        println!("|--:|--:|--:|--:|--:|--:|--:|");
        let [p50, p95, slowest, first] = [report.p50_ms, report.p95_ms, report.slowest_ms, report.first_ms];
        println!("| {} | {p50} | {p95} | {slowest} | {first} | {} | {} |", report.conversations, report.at_once_ms, report.idled_ms);
        println!("\nfrom opening the desk to being signed in: {} ms", report.opened_ms);
        println!(
            "\n{}; bar 300 ms: {}",
            if report.plain { "words alone" } else { "with the models" },
            if report.slowest_ms.max(report.idled_ms) <= 300 { "kept" } else { "MISSED" }
        );
        Ok(())
    }
}

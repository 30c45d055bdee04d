//! `zg say`: a text read aloud into a file.

use std::path::PathBuf;

use clap::Args;

#[derive(Args)]
pub struct Say {
    text: String,
    /// Where the sound goes: 24 kHz, one channel, 16 bits.
    #[arg(short, long, value_name = "FILE.wav")]
    output: PathBuf,
    #[arg(long, default_value = speech::say::USUAL_VOICE)]
    voice: String,
    /// 0.5 to 2.
    #[arg(long, default_value_t = 1.0)]
    speed: f32,
}

impl Say {
    pub fn run(&self) -> anyhow::Result<()> {
        let speaker = speech::Speaker::open(&onnx::Runtime::usual()?)?;
        let samples = speaker.whole(&self.text, &self.voice, self.speed, &onnx::Cancel::new())?;
        speech::wav::write(&self.output, &samples, speech::say::RATE)?;
        println!("{:.1} s -> {}", samples.len() as f32 / speech::say::RATE as f32, self.output.display());
        Ok(())
    }
}

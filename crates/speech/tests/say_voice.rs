//! The real voice, when its model is on the shelf; otherwise the tests say so and pass.

use std::ops::ControlFlow;

use speech::{Chunk, Speaker};

fn speaker() -> Option<Speaker> {
    let opened = onnx::Runtime::usual().map_err(speech::Error::from).and_then(|r| Speaker::open(&r)).and_then(|s| s.warm().map(|()| s));
    opened.inspect_err(|e| eprintln!("skipped: {e}")).ok()
}

fn say(speaker: &Speaker, text: &str, speed: f32) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let said = speaker.say(text, "", speed, &onnx::Cancel::new(), &mut |c| {
        chunks.push(c);
        ControlFlow::Continue(())
    });
    assert!(said.is_ok_and(|s| !s.stopped));
    chunks
}

#[test]
fn a_sentence_becomes_speech_with_marks() {
    let Some(speaker) = speaker() else { return };
    let text = "您好，您的订单号是A1024，共¥12.50，请在11月27日9:30前到店。";
    let chunks = say(&speaker, text, 1.0);
    let seconds = chunks.iter().map(|c| c.samples.len()).sum::<usize>() as f32 / 24_000.0;
    assert!((5.0..20.0).contains(&seconds), "{seconds} s");
    assert!(chunks.len() > 1 && chunks.iter().all(|c| c.samples.iter().any(|s| s.abs() > 0.05)));
    let marks: Vec<_> = chunks.iter().flat_map(|c| &c.marks).collect();
    assert!(marks.windows(2).all(|w| w[0].start <= w[1].start && w[0].span.end <= w[1].span.start + 1));
    assert!(marks.last().is_some_and(|m| m.end <= seconds));
    let faster = say(&speaker, text, 2.0).iter().map(|c| c.samples.len()).sum::<usize>() as f32 / 24_000.0;
    assert!(faster < seconds * 0.75, "{faster} {seconds}");
}

#[test]
fn a_long_text_fits_the_model() {
    let Some(speaker) = speaker() else { return };
    let text = "我们会在收到您寄回的商品并且检查没有问题以后尽快把钱退到您原来付款的账户里".repeat(4);
    let chunks = say(&speaker, &text, 2.0);
    assert_eq!(chunks.iter().map(|c| c.span.end).max(), Some(text.chars().count()));
}

#[test]
fn a_run_is_stopped_in_the_middle() {
    let Some(speaker) = speaker() else { return };
    let cancel = onnx::Cancel::new();
    let other = cancel.clone();
    let said = speaker.say("第一句话说完了。第二句话不要再说，因为已经有人打断了。", "", 1.0, &cancel, &mut |_| {
        other.cancel();
        ControlFlow::Continue(())
    });
    assert!(said.unwrap().stopped);
}

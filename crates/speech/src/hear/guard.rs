//! What Whisper says of silence, music and noise, told from what people say. It takes away; it never adds a word.

/// What is known of a text besides its words.
#[derive(Clone, Copy, Debug)]
pub struct Signs {
    /// Whisper's probability that nobody speaks.
    pub no_speech: f32,
    /// Mean logarithm of its tokens' probabilities.
    pub mean: f32,
    /// Samples of the window over 16,000.
    pub seconds: f64,
}

/// Phrases that Whisper learnt from subtitles and says into silence.
const SUBTITLES: [&str; 16] = [
    "字幕",
    "谢谢观看",
    "感谢观看",
    "请不吝点赞",
    "订阅",
    "明镜",
    "点点栏目",
    "by索兰娅",
    "优优独播剧场",
    "Amara.org",
    "谢谢收看",
    "感谢收看",
    "作词",
    "作曲",
    "Thank you for watching",
    "Thanks for watching",
];

/// Whether the text was said by someone.
pub fn said(text: &str, signs: &Signs) -> bool {
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    let subtitle = SUBTITLES.iter().any(|phrase| text.contains(phrase)) && (signs.no_speech > 0.3 || signs.mean < -0.6);
    let nobody = signs.no_speech > 0.45 && signs.mean < -0.7;
    let guessed = signs.mean < -1.6;
    // Nobody says more than fourteen characters a second, and a single one in five seconds is a hum.
    let rate = letters as f64 / signs.seconds.max(0.3);
    let latin = text.chars().filter(|c| c.is_ascii_alphabetic()).count() * 2 > letters;
    let too_quick = rate > if latin { 30.0 } else { 14.0 };
    letters > 0 && !subtitle && !nobody && !guessed && !too_quick && !loops(text)
}

/// A text that is mostly one phrase over and over: it packs too well.
pub fn loops(text: &str) -> bool {
    let characters: Vec<char> = text.chars().filter(|c| c.is_alphanumeric() && !c.is_ascii_digit()).collect();
    if characters.len() < 16 {
        return false;
    }
    let mut pairs: Vec<&[char]> = characters.windows(3).collect();
    let all = pairs.len();
    pairs.sort_unstable();
    pairs.dedup();
    pairs.len() * 3 < all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, no_speech: f32, mean: f32, seconds: f64) -> bool {
        said(text, &Signs { no_speech, mean, seconds })
    }

    #[test]
    fn what_people_say_passes() {
        assert!(check("我要退货", 0.1, -0.3, 1.5));
        assert!(check("我要订阅这个套餐", 0.05, -0.3, 2.0));
        assert!(check("13800138000", 0.1, -0.2, 4.0));
        assert!(check("好", 0.2, -0.5, 0.4));
    }

    #[test]
    fn what_silence_is_made_to_say_does_not() {
        assert!(!check("", 0.0, 0.0, 1.0));
        assert!(!check("。。。", 0.0, -0.1, 1.0));
        assert!(!check("谢谢观看", 0.5, -0.3, 3.0));
        assert!(!check("嗯", 0.9, -1.1, 3.0));
        assert!(!check("你好", 0.1, -2.0, 3.0));
        assert!(!check(&"好的".repeat(30), 0.1, -0.1, 20.0));
        assert!(!check("这是一段长得没有人能在一秒里说完的话", 0.1, -0.1, 1.0));
    }
}

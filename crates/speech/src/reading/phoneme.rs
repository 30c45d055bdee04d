//! Pinyin with a tone into the phonemes that Kokoro's Mandarin voices were taught.
//!
//! The inventory is that of misaki's Mandarin table (Apache-2.0), which follows pinyin-to-ipa (MIT) and the phonology of
//! Duanmu and Lin; the rows here are written out anew from those facts and a test holds every syllable to the model's vocabulary.

/// The marks that Kokoro knows besides phonemes.
const MARKS: &str = " ,.!?;:—…()\"“”";

const PHONEMES: &str = "AIOQSTWYabcdefhijklmnopqrstuvwxyzɑɐɒæβɔɕçɖðʤəɚɛɜɟɡɥɨɪʝɯɰŋɳɲɴøɸθœɹɾɻʁɽʂʃʈʧʊʋʌɣɤχʎʒʔˈˌːʰʲ↓→↗↘ᵻᵊʣʥʦʨᵝꭧ";

/// Whether the model has a token for the character.
pub fn is_token(c: char) -> bool {
    MARKS.contains(c) || PHONEMES.contains(c)
}

const INITIALS: [(&str, &str); 21] = [
    ("zh", "ꭧ"),
    ("ch", "ꭧʰ"),
    ("sh", "ʂ"),
    ("b", "p"),
    ("p", "pʰ"),
    ("m", "m"),
    ("f", "f"),
    ("d", "t"),
    ("t", "tʰ"),
    ("n", "n"),
    ("l", "l"),
    ("g", "k"),
    ("k", "kʰ"),
    ("h", "x"),
    ("j", "ʨ"),
    ("q", "ʨʰ"),
    ("x", "ɕ"),
    ("r", "ɻ"),
    ("z", "ʦ"),
    ("c", "ʦʰ"),
    ("s", "s"),
];

/// Finals with the place of the tone as `0`; `v` is ü.
const FINALS: [(&str, &str); 39] = [
    ("a", "a0"),
    ("ai", "ai0"),
    ("an", "a0n"),
    ("ang", "a0ŋ"),
    ("ao", "au0"),
    ("e", "ɤ0"),
    ("ei", "ei0"),
    ("en", "ə0n"),
    ("eng", "ə0ŋ"),
    ("er", "ɚ0"),
    ("i", "i0"),
    ("ia", "ja0"),
    ("ian", "jɛ0n"),
    ("iang", "ja0ŋ"),
    ("iao", "jau0"),
    ("ie", "je0"),
    ("in", "i0n"),
    ("ing", "i0ŋ"),
    ("io", "jɔ0"),
    ("iong", "jʊ0ŋ"),
    ("iu", "jou0"),
    ("o", "wo0"),
    ("ong", "ʊ0ŋ"),
    ("ou", "ou0"),
    ("u", "u0"),
    ("ua", "wa0"),
    ("uai", "wai0"),
    ("uan", "wa0n"),
    ("uang", "wa0ŋ"),
    ("ue", "ɥe0"),
    ("ueng", "wə0ŋ"),
    ("ui", "wei0"),
    ("un", "wə0n"),
    ("uo", "wo0"),
    ("v", "y0"),
    ("van", "ɥɛ0n"),
    ("ve", "ɥe0"),
    ("vn", "y0n"),
    ("oo", "ɔ0"),
];

/// `zhong1` → `ꭧʊ→ŋ`; a trailing `r` before the tone (`wanr2`) is erhua. `None` for what is no syllable.
pub fn syllable(pinyin: &str) -> Option<String> {
    let (body, tone) = split_tone(pinyin);
    let (body, erhua) = match body.strip_suffix('r') {
        Some(stem) if !stem.is_empty() && body != "er" => (stem, true),
        _ => (body, false),
    };
    let mark = ["→", "↗", "↓", "↘", ""][usize::from(tone) - 1];
    let said = alone(body).map(str::to_owned).or_else(|| joined(body))?.replace('0', mark);
    Some(if erhua { with_erhua(&said) } else { said })
}

/// Body and tone; no tone is the neutral one, 5.
pub fn split_tone(pinyin: &str) -> (&str, u8) {
    match pinyin.as_bytes().last() {
        Some(tone @ b'1'..=b'5') => (&pinyin[..pinyin.len() - 1], tone - b'0'),
        _ => (pinyin, 5),
    }
}

/// Syllables that are no initial and final.
fn alone(body: &str) -> Option<&'static str> {
    Some(match body {
        "n" => "n0",
        "ng" | "hng" => "ŋ0",
        "m" | "hm" => "m0",
        "ê" => "ɛ0",
        "o" => "ɔ0",
        "yo" => "jɔ0",
        _ => return None,
    })
}

fn joined(body: &str) -> Option<String> {
    let plain = without_glide(body);
    let (initial, rest) =
        INITIALS.iter().find_map(|(i, sound)| plain.strip_prefix(i).map(|rest| ((*i, *sound), rest))).unwrap_or((("", ""), plain.as_str()));
    if rest == "i" && matches!(initial.0, "zh" | "ch" | "sh" | "r" | "z" | "c" | "s") {
        return Some(format!("{}ɨ0", initial.1));
    }
    let rest = if matches!(initial.0, "j" | "q" | "x") && rest.starts_with('u') { rest.replacen('u', "v", 1) } else { rest.to_owned() };
    let sound = FINALS.iter().find(|(f, _)| *f == rest)?.1;
    Some(format!("{}{sound}", initial.1))
}

/// `yan` → `ian`, `wu` → `u`, `yue` → `ve`: y and w are spelling, not sound.
fn without_glide(body: &str) -> String {
    match body {
        "yi" | "yin" | "ying" => body[1..].to_owned(),
        "you" => "iu".to_owned(),
        "wei" => "ui".to_owned(),
        "wen" => "un".to_owned(),
        "weng" => "ueng".to_owned(),
        "wu" => "u".to_owned(),
        _ if body.starts_with("yu") => format!("v{}", &body[2..]),
        _ if body.starts_with('y') => format!("i{}", &body[1..]),
        _ if body.starts_with('w') => format!("u{}", &body[1..]),
        _ => body.to_owned(),
    }
}

/// The r colours the end: n, ng and a closing i give way to it.
fn with_erhua(said: &str) -> String {
    let stem = said.strip_suffix('n').or_else(|| said.strip_suffix('ŋ')).unwrap_or(said);
    format!("{}ɚ", stem.replace("ai", "a"))
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    #[test]
    fn syllables_in_kokoros_alphabet() {
        let said: Vec<String> = "zhong1 guo2 ni3 hao3 shi4 zi5 ri4 ci2 xiong2 xue2 yue4 yuan2 jun1 lv4 lve4 nv3 er4 weng1 wo3 o1 yo1 you3 wei4 wen4 bo1 ju2 qu4 yong4 yun2 yin1 wanr2 yidianr3 dianr3 n2 ng4 ai4 e4 huar1 haair2 xx9"
            .split(' ')
            .map(|p| format!("{p} {}", syllable(p).unwrap_or("-".into())))
            .collect();
        expect![[r#"
            zhong1 ꭧʊ→ŋ
            guo2 kwo↗
            ni3 ni↓
            hao3 xau↓
            shi4 ʂɨ↘
            zi5 ʦɨ
            ri4 ɻɨ↘
            ci2 ʦʰɨ↗
            xiong2 ɕjʊ↗ŋ
            xue2 ɕɥe↗
            yue4 ɥe↘
            yuan2 ɥɛ↗n
            jun1 ʨy→n
            lv4 ly↘
            lve4 lɥe↘
            nv3 ny↓
            er4 ɚ↘
            weng1 wə→ŋ
            wo3 wo↓
            o1 ɔ→
            yo1 jɔ→
            you3 jou↓
            wei4 wei↘
            wen4 wə↘n
            bo1 pwo→
            ju2 ʨy↗
            qu4 ʨʰy↘
            yong4 jʊ↘ŋ
            yun2 y↗n
            yin1 i→n
            wanr2 wa↗ɚ
            yidianr3 -
            dianr3 tjɛ↓ɚ
            n2 n↗
            ng4 ŋ↘
            ai4 ai↘
            e4 ɤ↘
            huar1 xwa→ɚ
            haair2 -
            xx9 -"#]]
        .assert_eq(&said.join("\n"));
    }

    #[test]
    fn every_character_has_a_syllable_of_known_tokens() {
        use pinyin::ToPinyin as _;
        for c in '\u{4e00}'..='\u{9fff}' {
            let Some(pinyin) = c.to_pinyin() else { continue };
            let key = super::super::han::ascii(pinyin.with_tone_num_end());
            let said = syllable(&key).unwrap_or_else(|| panic!("{c} {key}"));
            assert!(said.chars().all(is_token), "{c} {key} {said}");
        }
    }
}

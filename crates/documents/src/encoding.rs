//! Bytes of a text file as a `String`: UTF-8, UTF-16 with or without a mark, GB18030, and what else `chardetng` knows.
//! It must refuse rather than hand on text full of replacement characters.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};

use crate::unreadable::Unreadable;

/// How much of a file is looked at to guess its encoding.
const SAMPLE_BYTES: usize = 256 << 10;

/// One broken character in this many is tolerated: a file cut in the middle of one, a stray byte in a long export.
const BROKEN_SHARE: usize = 500;

/// Decodes with the encoding found by [`guess`].
pub(crate) fn decode(bytes: &[u8]) -> Result<String, Unreadable> {
    decode_as(guess(bytes), bytes)
}

/// As [`decode`], with a label from inside the file (`<meta charset>`), which a byte order mark overrules.
pub(crate) fn decode_labelled(label: &str, bytes: &[u8]) -> Result<String, Unreadable> {
    let named = Encoding::for_label(label.as_bytes()).filter(|e| e.is_ascii_compatible());
    match named {
        // Pages are often saved anew as UTF-8 with the old label inside.
        Some(encoding) if Encoding::for_bom(bytes).is_none() && !is_utf8(sample(bytes)) => decode_as(encoding, bytes).or_else(|_| decode(bytes)),
        _ => decode(bytes),
    }
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Unreadable> {
    let (text, _, broken) = encoding.decode(bytes);
    if broken {
        let marks = text.matches('\u{fffd}').count();
        if marks > 1 + text.chars().count() / BROKEN_SHARE {
            return Err(Unreadable::Encoding);
        }
    }
    Ok(text.into_owned())
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding;
    }
    let sample = sample(bytes);
    if let Some(wide) = utf16_without_mark(sample) {
        return wide;
    }
    if is_utf8(sample) {
        return UTF_8;
    }
    if looks_like_gb(sample) {
        return GB18030;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    match detector.guess(None, Utf8Detection::Allow) {
        gbk if gbk == encoding_rs::GBK => GB18030,
        other => other,
    }
}

fn sample(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.len().min(SAMPLE_BYTES)]
}

/// Valid UTF-8, but for a character cut at the end of the sample.
fn is_utf8(sample: &[u8]) -> bool {
    match std::str::from_utf8(sample) {
        Ok(_) => true,
        Err(e) => e.error_len().is_none() && e.valid_up_to() > 0,
    }
}

/// UTF-16 text holds line ends or ASCII, so NUL bytes stand nearly all in one of the two positions.
fn utf16_without_mark(sample: &[u8]) -> Option<&'static Encoding> {
    let pairs = sample.chunks_exact(2);
    let (mut even, mut odd, count) = (0usize, 0usize, sample.len() / 2);
    for pair in pairs {
        even += usize::from(pair[0] == 0);
        odd += usize::from(pair[1] == 0);
    }
    let candidate = match (even, odd) {
        (e, o) if o > 0 && e * 20 <= o => UTF_16LE,
        (e, o) if e > 0 && o * 20 <= e => UTF_16BE,
        _ => return None,
    };
    let (text, _) = candidate.decode_without_bom_handling(&sample[..count * 2]);
    let usual = text.chars().filter(|c| is_usual(*c)).count();
    (usual * 10 >= text.chars().count() * 9).then_some(candidate)
}

fn is_usual(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{3000}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}' | '\u{2010}'..='\u{2030}')
        || matches!(c, '\u{ff01}'..='\u{ff5e}')
}

/// Valid GB18030 whose double bytes are mostly level-1 hanzi (lead byte B0 to D7) or punctuation (A1 to A3). Big5 and
/// Shift-JIS text read as GB18030 is spread over the rare rows.
fn looks_like_gb(sample: &[u8]) -> bool {
    let (mut pairs, mut common) = (0usize, 0usize);
    let mut bytes = sample.iter().copied().peekable();
    while let Some(lead) = bytes.next() {
        if lead < 0x80 {
            continue;
        }
        let Some(trail) = bytes.next() else { break };
        if !(0x30..=0xfe).contains(&trail) {
            return false;
        }
        pairs += 1;
        common += usize::from(matches!(lead, 0xa1..=0xa3 | 0xb0..=0xd7) && trail >= 0xa1);
    }
    pairs > 0 && common * 4 >= pairs * 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, SHIFT_JIS};
    use proptest::prelude::*;

    const TEXT: &str = "姓名,手机号\n张伟明,13800005678\n李娜,13900001234\n";

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn chinese_text_is_read_in_every_usual_encoding() {
        let gb = GB18030.encode(TEXT).0.into_owned();
        let mut marked = vec![0xef, 0xbb, 0xbf];
        marked.extend(TEXT.as_bytes());
        let mut marked_le = vec![0xff, 0xfe];
        marked_le.extend(utf16(TEXT, false));
        for bytes in [TEXT.as_bytes().to_vec(), marked, gb, utf16(TEXT, false), utf16(TEXT, true), marked_le] {
            assert_eq!(decode(&bytes).as_deref(), Ok(TEXT));
        }
    }

    #[test]
    fn traditional_and_japanese_text_are_not_taken_for_gb() {
        let zh = "退貨須知：七天內憑發票辦理，電池與充電器須一併交回，服務台將於當日完成檢查。";
        assert_eq!(decode(&BIG5.encode(zh).0).as_deref(), Ok(zh));
        let ja = "返品はレシートをお持ちのうえ、七日以内にお申し出ください。";
        assert_eq!(decode(&SHIFT_JIS.encode(ja).0).as_deref(), Ok(ja));
    }

    #[test]
    fn a_character_cut_at_the_end_is_tolerated_and_noise_is_not() {
        let cut = &"保修期内免费更换电池".as_bytes()[..25];
        assert!(decode(cut).is_ok_and(|t| t.starts_with("保修期内免费更换")));
        let noise: Vec<u8> = (0..2000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8 | 0x80).collect();
        assert!(decode_as(UTF_8, &noise).is_err());
    }

    #[test]
    fn a_page_is_read_by_its_own_label_unless_it_lies() {
        let gb = GB18030.encode("欢迎").0.into_owned();
        assert_eq!(decode_labelled("gb2312", &gb).as_deref(), Ok("欢迎"));
        assert_eq!(decode_labelled("gb2312", "欢迎光临，退换货规定".as_bytes()).as_deref(), Ok("欢迎光临，退换货规定"));
    }

    /// Text of level-1 hanzi with ASCII between, as bytes of GB18030.
    fn hanzi() -> impl Strategy<Value = Vec<u8>> {
        let pair = (0xb0u8..=0xd6, 0xa1u8..=0xfe).prop_map(|(lead, trail)| vec![lead, trail]);
        let piece = prop_oneof![4 => pair, 1 => (b' '..=b'~').prop_map(|b| vec![b])];
        proptest::collection::vec(piece, 20..80).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #[test]
        fn any_chinese_text_survives_gb18030(bytes in hanzi()) {
            let text = GB18030.decode(&bytes).0.into_owned();
            prop_assert_eq!(decode(&bytes), Ok(text));
        }
    }
}

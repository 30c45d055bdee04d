//! How characters sound: syllables, and how easily one is heard as another.
//!
//! Costs are in nats, about how much less likely a listener's slip is than hearing right.

use std::collections::HashMap;
use std::sync::OnceLock;

use pinyin::ToPinyinMulti;

/// A syllable with its tone (5: none).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Syllable {
    plain: &'static str,
    tone: u8,
}

/// Initials and finals that are taken for each other: by the south (zh/z, n/l, an/ang …) and by the model (b/p, j/q …).
const INITIALS: [(&str, &str, f32); 19] = [
    ("zh", "z", 0.7),
    ("ch", "c", 0.7),
    ("sh", "s", 0.7),
    ("n", "l", 0.9),
    ("r", "l", 1.4),
    ("h", "f", 1.0),
    ("b", "p", 1.5),
    ("d", "t", 1.5),
    ("g", "k", 1.5),
    ("j", "q", 1.5),
    ("q", "x", 1.5),
    ("j", "x", 1.6),
    ("zh", "ch", 1.5),
    ("z", "c", 1.5),
    ("ch", "sh", 1.8),
    ("c", "s", 1.8),
    ("p", "f", 1.8),
    ("r", "n", 1.8),
    ("zh", "sh", 2.0),
];
const FINALS: [(&str, &str, f32); 17] = [
    ("an", "ang", 0.7),
    ("en", "eng", 0.6),
    ("in", "ing", 0.5),
    ("ian", "iang", 1.0),
    ("uan", "uang", 0.8),
    ("en", "un", 1.6),
    ("o", "uo", 0.3),
    ("ou", "u", 1.8),
    ("ie", "ia", 2.0),
    ("e", "uo", 1.6),
    ("ei", "ui", 1.4),
    ("ong", "eng", 1.4),
    ("ai", "ei", 1.8),
    ("ian", "in", 1.6),
    ("uan", "un", 1.6),
    ("i", "ei", 2.0),
    ("e", "o", 1.4),
];
/// The same syllable in another tone.
const TONE: f32 = 0.25;
/// A syllable that nobody takes for the other.
pub const STRANGE: f32 = 5.0;
/// Readings of a character that are looked at; the rest is for dictionaries.
const READINGS: usize = 3;

/// How a character is read, the usual way first; empty for what is not Chinese.
pub fn readings(c: char) -> Vec<Syllable> {
    let Some(multi) = c.to_pinyin_multi() else { return Vec::new() };
    let mut out: Vec<Syllable> = Vec::new();
    for reading in multi {
        let tone = reading.with_tone_num_end().bytes().last().filter(u8::is_ascii_digit).map_or(5, |digit| digit - b'0');
        let syllable = Syllable { plain: reading.plain(), tone };
        if !out.contains(&syllable) && out.len() < READINGS {
            out.push(syllable);
        }
    }
    out
}

impl Syllable {
    fn parts(self) -> (&'static str, &'static str) {
        let long = match self.plain.as_bytes() {
            [b'z' | b'c' | b's', b'h', ..] => 2,
            [b'a' | b'e' | b'o' | 128.., ..] | [] => 0,
            _ => 1,
        };
        self.plain.split_at(long.min(self.plain.len()))
    }

    /// A number that is the same for all syllables that can be taken for this one.
    pub fn class(self) -> u16 {
        static CLASSES: OnceLock<HashMap<&'static str, u16>> = OnceLock::new();
        let classes = CLASSES.get_or_init(|| {
            let joined = |pairs: &[(&'static str, &'static str, f32)]| {
                let mut group: HashMap<&'static str, u16> = HashMap::new();
                for (i, (a, b, _)) in (1u16..).zip(pairs) {
                    let (old, new) = (group.get(a).copied(), group.get(b).copied());
                    let to = old.or(new).unwrap_or(i);
                    if let Some(other) = new.filter(|other| *other != to) {
                        group.values_mut().filter(|class| **class == other).for_each(|class| *class = to);
                    }
                    group.insert(a, to);
                    group.insert(b, to);
                }
                group
            };
            let mut all = joined(&INITIALS);
            all.extend(joined(&FINALS).into_iter().map(|(part, class)| (part, class + 100)));
            all
        });
        let class = |part: &str, else_| {
            classes.get(part).copied().unwrap_or_else(|| else_ + part.bytes().fold(0, |sum: u16, byte| sum * 7 + u16::from(byte)) % 50)
        };
        let (initial, last) = self.parts();
        class(initial, 30) % 100 + 100 * (class(last, 140) % 200)
    }

    /// What hearing the one for the other costs; `STRANGE` when that does not happen.
    pub fn far(self, other: Syllable) -> f32 {
        let tone = if self.tone == other.tone { 0.0 } else { TONE };
        if self.plain == other.plain {
            return tone;
        }
        let ((i, f), (j, g)) = (self.parts(), other.parts());
        (tone + part_far(i, j, &INITIALS) + part_far(f, g, &FINALS)).min(STRANGE)
    }
}

fn part_far(a: &str, b: &str, pairs: &[(&str, &str, f32)]) -> f32 {
    if a == b {
        return 0.0;
    }
    pairs.iter().find(|(x, y, _)| (*x, *y) == (a, b) || (*x, *y) == (b, a)).map_or(STRANGE, |(_, _, cost)| *cost)
}

/// What hearing one character for another costs, in their likeliest readings.
pub fn far_readings(a: &[Syllable], b: &[Syllable]) -> f32 {
    let mut least = STRANGE;
    for (i, one) in a.iter().enumerate() {
        for (j, other) in b.iter().enumerate() {
            // A rare reading is a worse reason than the usual one.
            least = least.min(one.far(*other) + 0.3 * (i + j) as f32);
        }
    }
    least
}

/// Keys under which a word is found by its sound. Several, because characters have several readings.
pub fn keys(sounds: &[Vec<Syllable>]) -> Vec<u64> {
    let mut keys = vec![0xcbf2_9ce4_8422_2325u64];
    for readings in sounds {
        let mut classes: Vec<u16> = readings.iter().map(|syllable| syllable.class()).collect();
        classes.sort_unstable();
        classes.dedup();
        if classes.is_empty() {
            return Vec::new();
        }
        classes.truncate(if keys.len() >= 4 { 1 } else { 2 });
        keys = keys
            .iter()
            .flat_map(|key| classes.iter().map(move |class| (key ^ u64::from(*class)).wrapping_mul(0x0100_0000_01b3).rotate_left(23)))
            .collect();
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(pairs: &str, expect: Expect) {
        let told = pairs.split(' ').map(|pair| {
            let both: Vec<char> = pair.chars().collect();
            format!("{pair} {:.2}", far_readings(&readings(both[0]), &readings(both[1])))
        });
        expect.assert_eq(&told.collect::<Vec<_>>().join("\n"));
    }

    #[test]
    fn slips_cost_by_how_often_they_happen() {
        check(
            "在在 在再 购够 四是 南蓝 因英 浦府 狗天 A一 😀一",
            expect![[r#"
            在在 0.00
            在再 0.00
            购够 0.00
            四是 0.70
            南蓝 0.90
            因英 0.50
            浦府 1.80
            狗天 5.00
            A一 5.00
            😀一 5.00"#]],
        );
    }

    #[test]
    fn what_can_be_taken_for_each_other_has_a_common_key() {
        for (a, b) in [("四", "是"), ("因", "英"), ("兰", "囊"), ("风", "红"), ("长", "藏")] {
            let key = |s: &str| keys(&s.chars().map(readings).collect::<Vec<_>>());
            assert!(key(a).iter().any(|one| key(b).contains(one)), "{a} {b}");
        }
    }
}

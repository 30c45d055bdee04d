//! The text made plain before it is read: compatibility forms, full width and Traditional characters become their usual
//! ones, pictures disappear. Every character keeps where it stood in the text as it was given, because the screen marks
//! the spoken word there.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

/// A plain text whose every character knows its place in the text that was given.
#[derive(Debug, Default, Clone)]
pub struct Folded {
    pub chars: Vec<char>,
    /// For each of `chars`, the index of the character (not the byte) in the original.
    pub origin: Vec<usize>,
}

/// Fold a text. Never fails; control characters and emoji are left out, an ideographic description stays unread later on.
pub fn fold(text: &str) -> Folded {
    let simplified = fast2s::convert(text);
    let mut folded = Folded::default();
    for (i, c) in simplified.chars().enumerate() {
        let mut push = |c: char| {
            folded.chars.push(c);
            folded.origin.push(i);
        };
        match c {
            '\n' | '\u{2028}' | '\u{2029}' => push('\n'),
            c if c.is_whitespace() || c.is_control() => push(' '),
            c if is_picture(c) => {}
            '…' | '⋯' => push('…'),
            '—' | '–' | '―' => push('—'),
            '\u{2070}'..='\u{209f}' | '²' | '³' => push(superscript(c)),
            c => decompose_compatible(c, |d| {
                if !is_combining_mark(d) {
                    push(plain_mark(d));
                }
            }),
        }
    }
    folded
}

fn superscript(c: char) -> char {
    match c {
        '²' => '2',
        '³' => '3',
        _ => ' ',
    }
}

fn plain_mark(c: char) -> char {
    match c {
        '￥' => '¥',
        '〜' | '～' | '∼' => '~',
        '｡' => '。',
        '‐' | '‑' | '‒' | '−' => '-',
        '“' | '”' | '„' | '「' | '」' | '『' | '』' => '"',
        '‘' | '’' => '\'',
        c => c,
    }
}

/// Emoji, dingbats, box drawing, private use, joiners: nothing that can be said.
fn is_picture(c: char) -> bool {
    matches!(c,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}'
        | '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{23ff}' | '\u{2500}'..='\u{27bf}' | '\u{2900}'..='\u{2bff}' | '\u{e000}'..='\u{f8ff}'
        | '\u{20d0}'..='\u{20ff}' | '\u{1f000}'..='\u{1faff}' | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}' | '™' | '®' | '©' | '℠')
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::*;

    fn plain(text: &str) -> String {
        fold(text).chars.into_iter().collect()
    }

    #[test]
    fn forms_are_made_usual() {
        expect![[r#"请问这个产品几点送达?¥12.50 25°C 3m2 1⁄2 1号"好"~ Wi-Fi 5kg"#]]
            .assert_eq(&plain("請問這個產品幾點送達？￥１２．５０　２５℃ 3㎡ ½ ①号👍🏽❤️「好」～ Wi‑Fi® 5㎏"));
    }

    #[test]
    fn every_character_knows_its_place() {
        let folded = fold("25℃👍好");
        expect!["[('2', 0), ('5', 1), ('°', 2), ('C', 2), ('好', 4)]"]
            .assert_eq(&format!("{:?}", folded.chars.iter().zip(&folded.origin).collect::<Vec<_>>()));
    }

    proptest::proptest! {
        #[test]
        fn places_grow_and_stay_inside(text in any_text()) {
            let folded = fold(&text);
            proptest::prop_assert_eq!(folded.chars.len(), folded.origin.len());
            proptest::prop_assert!(folded.origin.windows(2).all(|w| w[0] <= w[1]));
            proptest::prop_assert!(folded.origin.iter().all(|o| *o < text.chars().count()));
        }
    }

    fn any_text() -> impl proptest::strategy::Strategy<Value = String> {
        proptest::collection::vec(proptest::char::any(), 0..60).prop_map(|c| c.into_iter().collect())
    }

    use proptest::strategy::Strategy as _;
}

//! A document cut into passages, each small enough to have one meaning: whole sentences, up to some 150 characters, under the heading
//! they stand under.
//!
//! The cut depends on the text alone, so that whoever has the text can find a passage again by its number.

use std::ops::Range;

/// Characters of a passage; a longer sentence is a passage of its own. Of 80, 150, 300 and whole pages, 150 served the
/// passages of DRCD and CMRC best and short questions as well as any.
const LENGTH: usize = 150;
/// A line up to this long without a full stop is a heading of what follows.
const HEADING_MAX: usize = 30;
/// A longer document is known by its beginning.
const PASSAGES_MAX: usize = 400;

/// A passage of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    /// Bytes of the body.
    pub range: Range<usize>,
    /// The heading above it, in bytes of the body.
    pub heading: Option<Range<usize>>,
}

impl Cut {
    /// What its vector is made of: title, heading and text.
    pub fn text(&self, title: &str, body: &str) -> String {
        let heading = self.heading.clone().and_then(|range| body.get(range)).unwrap_or_default();
        let parts = [title.trim(), heading.trim(), body.get(self.range.clone()).unwrap_or_default().trim()];
        parts.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ")
    }
}

/// The passages of a document, in order. A document without a body is one passage: its title.
pub fn cut(body: &str) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    let mut heading: Option<Range<usize>> = None;
    let mut open: Option<(Range<usize>, usize)> = None;
    for line in lines(body) {
        let text = &body[line.clone()];
        if is_heading(text) && line.end < body.trim_end().len() {
            close(&mut cuts, &mut open, &heading);
            heading = Some(line);
            continue;
        }
        for sentence in sentences(text) {
            let (start, end) = (line.start + sentence.start, line.start + sentence.end);
            let length = body[start..end].chars().count();
            if open.as_ref().is_some_and(|(_, held)| held + length > LENGTH) {
                close(&mut cuts, &mut open, &heading);
            }
            let (range, held) = open.get_or_insert((start..end, 0));
            range.end = end;
            *held += length;
        }
    }
    close(&mut cuts, &mut open, &heading);
    if cuts.is_empty() {
        cuts.push(Cut { range: heading.map_or(0..0, |heading| heading), heading: None });
    }
    cuts.truncate(PASSAGES_MAX);
    cuts
}

fn close(cuts: &mut Vec<Cut>, open: &mut Option<(Range<usize>, usize)>, heading: &Option<Range<usize>>) {
    if let Some((range, _)) = open.take() {
        cuts.push(Cut { range, heading: heading.clone() });
    }
}

/// Lines with something on them, as bytes of the text, without the break.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let place = move |line: &str| line.as_ptr() as usize - text.as_ptr() as usize;
    text.lines().filter(|line| !line.trim().is_empty()).map(move |line| place(line)..place(line) + line.len())
}

fn is_heading(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() <= HEADING_MAX && !line.ends_with(['。', '！', '？', '；', '.', '!', '?', ';', '，', ',', '：', ':'])
}

/// Sentences with their stops, as bytes of the text. What has no stop is one sentence.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut stopped = false;
    for (at, c) in text.char_indices() {
        let closes = matches!(c, '”' | '」' | '』' | '）' | ')' | '"');
        if stopped && !closes && !is_stop(c) {
            found.push(start..at);
            start = at;
            stopped = false;
        }
        // A full stop between digits or letters is a decimal point or a name.
        let inner = c == '.' && text[at + 1..].chars().next().is_some_and(char::is_alphanumeric);
        stopped |= is_stop(c) && !inner;
    }
    found.push(start..text.len());
    found.retain(|range| !text[range.clone()].trim().is_empty());
    found
}

fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | '.' | '!' | '?' | ';' | '\n')
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    use super::*;

    fn check(title: &str, body: &str, told: Expect) {
        let cuts: Vec<String> = cut(body).iter().map(|cut| cut.text(title, body)).collect();
        told.assert_eq(&cuts.join("\n---\n"));
    }

    #[test]
    fn passages_are_whole_sentences_under_their_heading() {
        let long = "签收之日起七天内，商品完好，可以无理由退货。".repeat(8);
        check(
            "退换货",
            &format!("适用范围\n小家电都适用。\n时限\n{long}"),
            expect![[r#"
            退换货 适用范围 小家电都适用。
            ---
            退换货 时限 签收之日起七天内，商品完好，可以无理由退货。签收之日起七天内，商品完好，可以无理由退货。签收之日起七天内，商品完好，可以无理由退货。签收之日起七天内，商品完好，可以无理由退货。签收之日起七天内，商品完好，可以无理由退货。签收之日起七天内，商品完好，可以无理由退货。
            ---
            退换货 时限 签收之日起七天内，商品完好，可以无理由退货。签收之日起七天内，商品完好，可以无理由退货。"#]],
        );
    }

    #[test]
    fn a_bare_title_and_a_bare_line_are_passages() {
        check("几点关门", "", expect!["几点关门"]);
        check("", "几点关门", expect!["几点关门"]);
        check("Opening", "We open at 10.30 a.m. every day. Ask us!", expect!["Opening We open at 10.30 a.m. every day. Ask us!"]);
    }

    #[test]
    fn stops_inside_numbers_and_quotes_do_not_end_a_sentence() {
        let text = "保修 1.5 年。他说“好的。”然后走了！";
        let found: Vec<&str> = sentences(text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["保修 1.5 年。", "他说“好的。”", "然后走了！"]);
    }

    proptest! {
        #[test]
        fn any_text_is_cut_within_its_bounds(body in "(?s).{0,400}") {
            for cut in cut(&body) {
                prop_assert!(body.get(cut.range.clone()).is_some());
                prop_assert!(cut.heading.is_none_or(|heading| body.get(heading).is_some()));
            }
        }
    }
}

//! LAC's three tables: characters to numbers, full-width and Traditional to the forms it knows, numbers to tags.

use std::collections::HashMap;

/// What a tag without a name means, as in the reference.
const USUAL_TAG: &str = "n-B";

pub struct Dictionary {
    ids: HashMap<String, i64>,
    unknown: i64,
    forms: HashMap<String, String>,
    tags: HashMap<usize, (String, bool)>,
}

impl Dictionary {
    /// Each table holds lines `key TAB value`; lines without a tab are passed over, a key given twice keeps its last value.
    pub fn new(words: &str, forms: &str, tags: &str) -> Dictionary {
        let number = |(id, word): (&str, &str)| Some((word.to_owned(), id.parse().ok()?));
        let ids: HashMap<String, i64> = rows(words).filter_map(number).collect();
        let tag = |(id, tag): (&str, &str)| Some((id.parse().ok()?, named(tag)));
        Dictionary {
            unknown: ids.get("OOV").copied().unwrap_or(0),
            ids,
            forms: rows(forms).map(|(from, to)| (from.to_owned(), to.to_owned())).collect(),
            tags: rows(tags).filter_map(tag).collect(),
        }
    }

    pub fn id(&self, c: char) -> i64 {
        let own = c.encode_utf8(&mut [0; 4]).to_owned();
        let known = self.forms.get(&own).unwrap_or(&own);
        self.ids.get(known).copied().unwrap_or(self.unknown)
    }

    /// The tag's name and whether it goes on with the word before.
    pub fn tag(&self, number: usize) -> (&str, bool) {
        self.tags.get(&number).map_or(("n", false), |(name, goes_on)| (name, *goes_on))
    }
}

fn rows(table: &str) -> impl Iterator<Item = (&str, &str)> {
    table.split('\n').filter_map(|line| line.split_once('\t'))
}

fn named(tag: &str) -> (String, bool) {
    let tag = if tag.is_empty() { USUAL_TAG } else { tag };
    let name = tag.rsplit_once('-').map_or(tag, |(name, _)| name);
    (name.to_owned(), tag.ends_with("-I"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_followed_and_the_last_tag_holds() {
        let dictionary = Dictionary::new("0\t \n7\ta\n9\tOOV\n8\t丽\n", "Ａ\ta\n麗\t丽\n", "16\tnr-B\n16\tPER-B\n17\tPER-I\n48\tO\n");
        assert_eq!([' ', 'Ａ', '麗', '😀'].map(|c| dictionary.id(c)), [0, 7, 8, 9]);
        assert_eq!([16, 17, 48, 99].map(|tag| dictionary.tag(tag)), [("PER", false), ("PER", true), ("O", false), ("n", false)]);
    }
}

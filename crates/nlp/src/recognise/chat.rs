//! People where no sentence names them: @mentions, the names before what is said in a chat, fields of forms and of records,
//! names in Latin letters with a Chinese title, parents called after their child.
//!
//! Must not take @所有人, `Order:` or a column's heading for a person.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lexicon::{is_common_word, is_ender, is_frequent, is_surname, is_word};
use super::name::{is_full_name, is_title};
use super::text::{Text, is_han, pattern};
use super::{Candidate, Kind};

const LATIN: &str = r"[A-Z][a-z]{1,11}";
/// Words in Latin letters that stand where a name could, at the head of a line or of a field.
const NOT_LATIN: &str = "Hi Hello Hey Dear Email Mail Order Note Notes Size Color Colour Name Tel Phone Mobile Date Time Re Fw Fwd From To Subject Address Addr Item Total Price Model Wifi Wechat Thanks Reply Question Answer Step Tip Tips Admin Bot System Staff Team Android Windows Apple Huawei Vip Sku Status Type City Code Null None True False Yes No Ok";

/// Fields that hold a person, as forms and records call them; spaces inside are the typist's.
const FIELDS: &str = r"姓\s?名|名\s?字|收\s?件\s?人|收\s?货\s?人|联\s?系\s?人|户\s?名|登记名|客户名?|顾客|会员|车主|业主|用户|配送员|派送员|操作员|录入人|审核人?|复核人?|制单人?|开单人?|经办人?|经手人?|业务员|司机|员工|销售员?|导购员?|收银员?|店员|技师|师傅|主播|签收人?|取件人|取货人|预约人|预约客户|投诉人|报修人|对象|联络人|负责人|值班人?|早班?|中班?|晚班?|收|寄|派|(?-u:\b)(?:(?:user|customer|client|member|real|full|contact|receiver|consignee|buyer)?[ _]?name|customer|client|consignee|receiver|contact|buyer|attn)";

static FIELD: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r#"(?i)(?:{FIELDS})[")】\]]?\s?[:=|]\s?["“\[]?"#)));
static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:配送员|派送员|操作员|录入人|审核人|复核人|经办人|经手人|业务员|司机|员工|收银员|签收人|取件人|取货人|预约人|预约客户|报修人|投诉人|联络人|登记名|车主|业主|店员|工号[0-9]{1,6})\s?",
    )
});
static MENTION: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"@([一-鿿]{{2,4}}|{LATIN}(?: {LATIN})?)")));
static SPEAKER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?m)^\s?(?:[0-9]{{1,2}}[、.)]\s?)?([一-鿿]{{2,4}}|{LATIN})(?:\s?\([一-鿿]{{2,4}}\))?(?:\s?:|\s[0-9]{{1,2}}[:\-/]|\s[0-9]{{11}})"
    ))
});
static LATIN_TITLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?-u:\b){LATIN}\s?(?:老师|女士|先生|小姐|经理|店长|师傅|教练|姐|哥|总|医生)|(?:阿|小)[A-Z][a-z]{{1,7}}(?-u:\b)"))
});
static LATIN_NAME: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"^{LATIN}(?:[ \-]{LATIN}){{0,2}}(?-u:\b)")));
static HONORED: LazyLock<Regex> = LazyLock::new(|| pattern("[一-鿿](?:女士|先生|小姐)"));
static CHILD: LazyLock<Regex> = LazyLock::new(|| pattern("[一-鿿]{2}(?:妈妈|爸爸|奶奶|爷爷|外婆|家长)"));

pub(super) fn find(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&FIELD).chain(text.matches(&ROLE)) {
        if let Some(end) = in_field(text, hit.whole().end) {
            push(text, out, hit.whole().end..end, 0.9);
        }
    }
    for pattern in [&MENTION, &SPEAKER] {
        let names = text.matches(pattern).filter_map(|hit| hit.group(1));
        names.filter(|range| is_called(text, range)).for_each(|range| push(text, out, range, 0.7));
    }
    text.matches(&LATIN_TITLED).for_each(|hit| push(text, out, hit.whole(), 0.7));
    honoured(text, out);
    for hit in text.matches(&CHILD) {
        let range = hit.whole();
        if text.at(range.start) == text.at(range.start + 1) && !is_ender(text.at(range.start)) {
            push(text, out, range, 0.7);
        }
    }
}

fn push(text: &Text, out: &mut Vec<Candidate>, range: Range<usize>, confidence: f32) {
    let value = text.slice(range.clone()).to_owned();
    out.push(Candidate { kind: Kind::Name, range, value, confidence });
}

/// Where the name ends that fills a field from `start`: two to four characters or Latin words and then something else.
fn in_field(text: &Text, start: usize) -> Option<usize> {
    if let Some(latin) = LATIN_NAME.find(text.slice(start..start + 40)) {
        let first = latin.as_str().split([' ', '-']).next().unwrap_or_default();
        return (!is_no_name(first)).then(|| start + latin.as_str().chars().count());
    }
    let row = (0..5).take_while(|on| is_han(text.at(start + on))).count();
    let end = start + row;
    // "车 晓": a form's columns made even.
    let spaced = row == 1 && text.at(end) == ' ' && is_surname(text.at(start)) && is_han(text.at(end + 1)) && !is_han(text.at(end + 2));
    if spaced {
        return Some(end + 2);
    }
    let short = row >= 3 && !is_han(text.at(end)) && is_title(text.slice(end - 2..end));
    let named = is_surname(text.at(start)) && !is_common_word(text.slice(start..end)) && !text.slice(start..end).chars().any(is_ender);
    (matches!(row, 2 | 3) && named && !short && !is_title(text.slice(start..end))).then_some(end)
}

/// What is mentioned or speaks is a person and no role or group.
fn is_called(text: &Text, range: &Range<usize>) -> bool {
    if text.at(range.start).is_ascii_alphabetic() {
        return !is_no_name(text.slice(range.clone()).split(' ').next().unwrap_or_default());
    }
    let said = |range: Range<usize>| text.slice(range);
    let word =
        is_common_word(said(range.clone())) || is_common_word(said(range.start..range.start + 2)) || is_common_word(said(range.end - 2..range.end));
    let plain = range.len() <= 3 && !word && !said(range.start + 1..range.end).chars().any(is_ender) && !is_title(said(range.start + 1..range.end));
    is_frequent(text.at(range.start)) && !is_common_word(said(range.clone())) && (plain || is_full_name(text, range.clone()))
}

fn is_no_name(word: &str) -> bool {
    NOT_LATIN.split(' ').any(|other| other.eq_ignore_ascii_case(word))
}

/// Characters before 女士, 先生 and 小姐 that are nobody's surname.
const NO_SURNAME: &str = "位们各男客女小大帮新本贵代老某名人好亲多少些见嗨哪何该每此另叔姨姐哥店前台系电回访致询是联约告醒知转";

/// 谌小姐, 宦先生: the surname may be rare where the title is plain.
fn honoured(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&HONORED) {
        let range = hit.whole();
        let c = text.at(range.start);
        let word = (1..=2).any(|back| range.start >= back && is_word(text.slice(range.start - back..range.start + 1)));
        if !is_ender(c) && !NO_SURNAME.contains(c) && !word {
            push(text, out, range, 0.6);
        }
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use crate::recognise::{Kind, recognise};

    fn check(text: &str, wanted: Expect) {
        let names = recognise(text).into_iter().filter(|found| found.kind == Kind::Name).map(|found| found.value);
        wanted.assert_eq(&names.collect::<Vec<_>>().join(" "));
    }

    #[test]
    fn people_in_chats_forms_and_records() {
        check("@李晓梅 看一下，@所有人 明天盘点", expect!["李晓梅"]);
        check("操作员：容祖儿 customer=臧天朔&tel=1", expect!["容祖儿 臧天朔"]);
        check("姓 名：车 晓 性别：女", expect!["车 晓"]);
        check("Tony老师在吗，豆豆爸爸问", expect!["Tony老师 豆豆爸爸"]);
        check("会员name：Michael Wong", expect!["Michael Wong"]);
        check("已联系宦先生改约", expect!["宦先生"]);
    }

    #[test]
    fn roles_groups_and_headings_are_nobody() {
        check("@店长 在吗\nOrder: 123\n客户：换货\n各位女士先生", expect![""]);
    }
}

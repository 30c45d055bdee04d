//! People whom a strong sign names, though the word could be another word: 姓名任我行, 文静名下, 姓黄, 定损员段延庆; and names in
//! Latin letters that are known as such.
//!
//! Every sign here asks that the name is closed on both sides. Must not take 户主方便 or Shang Hai for people.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lexicon::{is_brand, is_common_word, is_compound, is_given, is_rare, is_surname};
use super::name::{is_full_name, is_title};
use super::text::{Text, is_han, pattern};
use super::{Candidate, Kind};
use crate::place::begins_with_city as is_city;

/// What stands before the name of a person and nothing else, with or without a colon.
const STRONG: &str = "姓名|名字|真名|实名|户名|户主|车主|机主|业主|持卡人|开户人|收件人|收货人|寄件人|发件人|取件人|联系人|联络人|下单人|预约人|投诉人|报修人|申请人|登记人|签收人|经办人|负责人|代理人|法人|受益人|被保险人|投保人|当事人|委托人|见证人|担保人|推荐人|租客|房东|学员|患者|旅客|乘客|住户|复核|审核|经办|制单|收银|开单|值班|名叫|我叫|他叫|她叫|叫做|改名|护士|医生|大夫|教练|顾问|导游|收|寄|[一-鿿]{1,2}员";

static FAMILY: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:我|他|她|人|客|户|师傅|主|员|生|士|免贵|敝|位|^|[^一-鿿])(?:是|也|都|叫|就)?姓\s?([一-鿿])"));
static TOLD: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?:{STRONG})(?:写的是|写的|写成了|写成|登记为|叫做|叫|是|为)?\s?[:=]?\s?")));
/// What follows the name of somebody who is asked for, who owns or who is described.
static OWNS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"名下|\s?,\s?[男女](?:[,。\s]|性)|\s?\([男女]|在吗|在么|在不在|您好|你好|的(?:快递|快件|包裹|订单|货|件|会员|账户|账号|预约|预订|电话|手机|地址|单|保单|发票|积分|卡|蛋糕|课|票|房间|车)",
    )
});
/// What stands before the name of somebody who is asked for.
static ASKS: LazyLock<Regex> = LazyLock::new(|| pattern("(?:请问|问下|问一下|找|帮|查|查下|查一下|查询|给|是)$"));
static KNOWN: LazyLock<Regex> = LazyLock::new(|| {
    let names = GIVEN_NAMES.replace(' ', "|");
    pattern(&format!(r"(?-u:\b)(?:{names})(?: [A-Z]\.)?(?: [A-Z][a-z]{{1,11}}){{0,2}}(?-u:\b)"))
});
static ROMAN: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?-u:\b)([A-Z][a-z]{1,11}) ([A-Z][a-z]{1,11})(?-u:\b)"));
static PINYIN: LazyLock<Regex> = LazyLock::new(|| {
    let syllable =
        "(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?(?:[iu]?ang|i?ong|eng|ing|ian|iao|uai|uan|ai|ei|ao|ou|an|en|in|un|ia|ie|iu|ua|ui|uo|ue|er|a|o|e|i|u))";
    pattern(&format!("(?i)^{syllable}{{1,2}}$"))
});

/// English given names that are hardly a brand or a word (written from general knowledge).
const GIVEN_NAMES: &str = "Aaron Abby Adam Alan Albert Alex Alexander Alice Alicia Allen Amanda Amy Andrea Andrew Andy Angela Angelina Anna Annie Anthony Arthur Ashley Barbara Ben Benjamin Betty Bella Bill Billy Bob Bobby Brandon Brian Bruce Carl Carol Caroline Catherine Cathy Charles Charlie Charlotte Cherry Chloe Chris Christina Christine Christopher Cindy Claire Connie Crystal Cynthia Daisy Dan Daniel Danny David Deborah Dennis Derek Diana Donald Donna Doris Dorothy Doug Edward Eileen Elaine Elena Eleanor Elizabeth Ella Ellen Emily Emma Eric Erica Ethan Eva Evan Evelyn Fiona Frances Frank Fred Gary Gavin George Gina Gloria Grace Greg Hannah Harry Heather Helen Henry Howard Ian Irene Iris Isabella Ivan Ivy Jack Jackie Jackson Jacky Jacob James Jane Janet Janice Jason Jay Jeff Jeffrey Jennifer Jenny Jeremy Jerry Jessica Jessie Jill Jim Jimmy Joan Joanna Joe John Johnny Jonathan Joseph Josh Joshua Joy Joyce Juan Judy Julia Julian Julie Justin Karen Kate Katherine Kathy Katie Keith Kelly Ken Kenneth Kenny Kevin Kim Kitty Laura Lauren Lawrence Leo Leon Leonard Lillian Lily Linda Lisa Liam Louis Louise Lucas Lucy Luke Lydia Lynn Maggie Marcus Margaret Maria Marie Mark Martha Martin Mary Matt Matthew Megan Melissa Michael Michelle Mia Mike Molly Monica Nancy Natalie Nathan Nicholas Nick Nicole Nina Noah Oliver Olivia Oscar Owen Pamela Patricia Patrick Peggy Peter Phil Philip Phoebe Rachel Ralph Raymond Rebecca Richard Rick Rita Robert Robin Roger Ron Ronald Rosie Roy Russell Ruth Ryan Sally Sam Samantha Samuel Sandra Sandy Sara Sarah Scott Sean Sharon Sherry Shirley Simon Sonia Sophia Sophie Stella Stephanie Stephen Steve Steven Stephen Sue Susan Susie Suzanne Sylvia Ted Teresa Terry Thomas Tim Timothy Tina Todd Tom Tony Tracy Vanessa Vicky Vincent Vivian Walter Wendy Wesley William Winnie Yvonne Zoe";

const SURNAMES: &str = "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Song Tang Han Feng Deng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Lv Ding Ren Yao Shen Zhong Cui Tan Fan Liao Shi Jin Jia Xia Fu Fang Zou Xiong Bai Meng Qin Qiu Hou Yin Xue Yan Duan Lei Long Tao Gu Mao Hao Gong Shao Wan Qian Dai Kong Xiang Chang Chan Wong Cheung Lam Lau Leung Kwok Ouyang Zhuge Sima";
/// Places and brands that are written like two syllables of a name.
const NO_PERSON: &str = "Li Ning|He Nan|He Bei|Hu Nan|Hu Bei|Jiang Su|Jiang Xi|Fu Jian|Xiang Gang|Jin Jiang|Lu Xun|Song Shan";

static SURNAME_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| SURNAMES.split(' ').collect());

pub(super) fn find(text: &Text, out: &mut Vec<Candidate>) {
    latin(text, out);
    if !text.chars.iter().any(|c| is_han(*c)) {
        return;
    }
    let people: Vec<Range<usize>> = out.iter().filter(|found| found.kind == Kind::Name).map(|found| found.range.clone()).collect();
    people.iter().for_each(|person| beside_person(text, person.end, out));
    let anchors: Vec<Range<usize>> = out.iter().filter(|found| is_anchor(found.kind)).map(|found| found.range.clone()).collect();
    anchors.iter().for_each(|anchor| beside(text, anchor, out));
    for hit in text.matches(&FAMILY).filter_map(|hit| hit.group(1)) {
        let known = is_surname(text.at(hit.start)) || is_rare(text.at(hit.start));
        if known && (!is_han(text.at(hit.end)) || matches!(text.at(hit.end), '的' | '就' | '是' | '吗' | '啊' | '呢')) {
            push(text, out, hit, 0.8);
        }
    }
    for hit in text.matches(&TOLD) {
        let start = hit.whole().end;
        if let Some(end) = closed(text, start) {
            push(text, out, start..end, 0.85);
        }
    }
    for hit in text.matches(&OWNS) {
        let end = hit.whole().start;
        let start = [3, 2].into_iter().filter_map(|size| end.checked_sub(size)).find(|start| is_named(text, *start..end, false));
        let asked = |start: usize| ASKS.is_match(text.slice(start.saturating_sub(3)..start));
        let opens = |start: usize| !is_han(text.before(start)) || text.slice(end..end + 2) == "名下" || asked(start);
        if let Some(start) = start.filter(|start| opens(*start)) {
            push(text, out, start..end, 0.8);
        }
    }
}

/// 黎钰和李业, 冯平亮、王阳: who is named in one breath with a person.
fn beside_person(text: &Text, mut at: usize, out: &mut Vec<Candidate>) {
    while matches!(text.at(at), '和' | '与' | '跟' | '及' | '、' | '/' | '&') {
        let ends = [at + 4, at + 3];
        let Some(end) = ends.into_iter().find(|end| *end <= text.len() && is_full_name(text, at + 1..*end) && !is_across(text, *end)) else { return };
        push(text, out, at + 1..end, 0.7);
        at = end;
    }
}

/// Whether a word of two characters reaches over `end`.
fn is_across(text: &Text, end: usize) -> bool {
    is_han(text.at(end)) && is_common_word(text.slice(end - 1..end + 1))
}

fn is_anchor(kind: Kind) -> bool {
    matches!(kind, Kind::Phone | Kind::Address | Kind::IdCard | Kind::BankCard | Kind::Plate)
}

/// The whole of what stands on one side of a phone, an address or a card: 502 连战胜, 过静收.
fn beside(text: &Text, anchor: &Range<usize>, out: &mut Vec<Candidate>) {
    let gap = |c: char| matches!(c, ' ' | ',' | '、' | '/' | '\t' | '|' | ';' | '\n' | '。' | '(' | ')');
    let skipped = (0..3).take_while(|on| gap(text.at(anchor.end + on)) && anchor.end + on < text.len()).count();
    let start = anchor.end + skipped;
    let row = (0..6).take_while(|on| is_han(text.at(start + on))).count();
    let received = usize::from(row > 2 && matches!(text.before(start + row), '收' | '签'));
    let right = start..start + row - received;
    let back = (0..3).take_while(|on| anchor.start > *on && gap(text.before(anchor.start - on))).count();
    let end = anchor.start - back;
    let row = (0..6).take_while(|on| end > *on && is_han(text.before(end - on))).count();
    let left = end - row..end;
    for (range, parted) in [(right, skipped > 0), (left, back > 0)] {
        let size = if is_compound(text.slice(range.start..range.start + 2)) { 3..=4 } else { 2..=3 };
        if parted && size.contains(&range.len()) && is_named(text, range.clone(), true) && !is_city(text.slice(range.clone())) {
            push(text, out, range, 0.8);
        }
    }
}

fn push(text: &Text, out: &mut Vec<Candidate>, range: Range<usize>, confidence: f32) {
    let value = text.slice(range.clone()).to_owned();
    out.push(Candidate { kind: Kind::Name, range, value, confidence });
}

/// Where a name ends that fills all of what stands between a label and the next mark or space.
fn closed(text: &Text, start: usize) -> Option<usize> {
    let row = (0..5).take_while(|on| is_han(text.at(start + on))).count();
    let end = start + row;
    let size = if is_compound(text.slice(start..start + 2)) { 3..=4 } else { 2..=3 };
    (size.contains(&row) && is_named(text, start..end, true)).then_some(end)
}

/// A surname and a given name that need not look like one: a word only when it is made of characters of names. Where the sign is
/// strong the surname may be a `rare` one and the name begin with a word (连战胜).
fn is_named(text: &Text, range: Range<usize>, rare: bool) -> bool {
    let first = text.at(range.start);
    let given = &text.chars[(range.start + 1).min(range.end)..range.end];
    let said = text.slice(range.clone());
    let surname = is_surname(first) || rare && is_rare(first);
    let word = is_common_word(said) || !rare && is_common_word(text.slice(range.start..range.start + 2));
    let usual = given.iter().all(|c| is_given(*c));
    surname && !is_brand(said) && !is_title(text.slice(range.start + 1..range.end)) && !given.iter().any(|c| is_closing(*c)) && (!word || usual)
}

/// Characters that no given name holds: particles, and what the labels of forms end with (来电, 车架号).
fn is_closing(c: char) -> bool {
    "的了吗呢吧啊呀哦嘛么们您你号码电址卡单证费款件".contains(c)
}

fn latin(text: &Text, out: &mut Vec<Candidate>) {
    let free = |range: &Range<usize>| {
        let joined = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '_' | '-' | '.' | '/' | '\'');
        !joined(text.before(range.start))
            && (!joined(text.at(range.end)) || text.at(range.end) == '.' && !text.at(range.end + 1).is_ascii_alphanumeric())
    };
    text.matches(&KNOWN).map(|hit| hit.whole()).filter(free).for_each(|range| push(text, out, range, 0.75));
    for hit in text.matches(&ROMAN) {
        let (Some(first), Some(second)) = (hit.group(1), hit.group(2)) else { continue };
        let (first, second) = (text.slice(first), text.slice(second));
        let known = SURNAME_SET.contains(first) && PINYIN.is_match(second) || SURNAME_SET.contains(second) && PINYIN.is_match(first);
        let range = hit.whole();
        if known && free(&range) && !NO_PERSON.split('|').any(|other| other == text.slice(range.clone())) {
            push(text, out, range, 0.7);
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
    fn a_strong_sign_makes_a_name_of_a_word() {
        check("姓名任我行，电话无。户主时光，水表异常", expect!["任我行 时光"]);
        check("查一下文静名下的积分", expect!["文静"]);
        check("师傅姓谭，我姓黄", expect!["谭 黄"]);
        check("Kevin说他请Linda Wang和Zhang Ziyi", expect!["Kevin Linda Wang Zhang Ziyi"]);
    }

    #[test]
    fn without_the_sign_it_stays_a_word() {
        check("户主方便，时光飞逝，百姓都知道，贵姓", expect![""]);
        check("Li Ning的鞋，kevin@a.com", expect![""]);
    }
}

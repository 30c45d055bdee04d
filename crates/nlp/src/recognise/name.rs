//! People in Chinese text: by title (王女士), by label (收件人：王丽), by what leads to them (我叫王丽), and beside a phone or
//! an address. A name alone in running text is taken only when nothing else can be read there.
//!
//! Must not take 高兴, 张江 or 王者荣耀 for people: whatever the dictionary knows as a word is none.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::lexicon::{is_brand, is_common_word, is_compound, is_ender, is_frequent, is_given, is_rare, is_shy, is_surname, is_word};
use super::text::{Text, is_han, pattern};
use super::{Candidate, Kind};

/// Titles; where one is the beginning of another the longer stands first.
const TITLES: &str = "女士|先生|小姐|太太|老师傅|老师|师傅|店长|副店长|经理|主管|主任|老板娘|老板|阿姨|叔叔|大爷|大妈|大叔|大姐|大哥|奶奶|爷爷|同学|医生|组长|班长|队长|教练|顾问|客服|工程师|技师|总监|助理|会计|律师|教授|校长|院长|督导|导购|女生|同志|护士|大夫|警官|夫人|女仕|小姐姐|师父";
/// Titles of one character, believed after a frequent surname only.
const SHORT_TITLES: &str = "哥|姐|总|工|叔|姨|嫂|婶|伯|爷|奶|董|导|老|姊|妹";

/// Labels of forms; whatever follows is a name if it can be one.
const LABELS: &str = "妻子|丈夫|孩子|女婿|儿媳|媳妇|岳父|岳母|婆婆|公公|侄子|侄女|外甥|外甥女|孙子|孙女|爷爷|奶奶|外公|外婆|姥姥|舅舅|姑姑|姨妈|叔叔|阿姨|表哥|表姐|表弟|表妹|堂哥|堂姐|堂弟|堂妹|亲戚|闺蜜|同学|老板|员工|司机|甲方|乙方|丙方|审批人|审核人|抄送|主送|病人|嘉宾|讲师|主播|租户|商户|博主|原告|被告|对方|亲爱的|尊敬的|抱歉|我司|先生是|名单里的|店里的|你们的|贵司的|贵店的|持证人|被投诉人|会员姓名|会员名|取货人|提货人|提车人|接收人|推荐人|介绍人|紧急联系人|监护人|家属|患者|学员|乘客|租客|房东|收件人姓名|收货人姓名|客户姓名|顾客姓名|联系人姓名|开户人|开户名|户名|持卡人|收件人|收货人|寄件人|发件人|取件人|联系人|下单人|订购人|购买人|报修人|投诉人|申请人|登记人|使用人|签收人|代收人|委托人|经办人|经手人|负责人|受理人|姓名|名字|称呼|车主|户主|业主|机主|本人|真名|实名|抬头|署名|落款|客户|顾客|会员|买家|用户|预约人|到访人|被保险人|投保人|收款人|付款人|法人|乘客|车主姓名|接待人|安装师傅|维修师傅|值班店长|当班|值班|导购员|收银员|营业员|销售员|店员|客服专员|客服|专员|导购|销售|技师|师傅|店长|经理|骑手|快递员|老公|老婆|爱人|先生|太太|儿子|女儿|妈妈|爸爸|母亲|父亲|同事|朋友|邻居|室友|姐姐|哥哥|弟弟|妹妹";

/// Phrases that lead to a name.
const LEADS: &str = "把|通知|是不是|不认识什么|不认识|将|原为|原来是|不是|而是|说是|听说|经|凭|夸|骂|拉黑|关于|包括|除了|比如|例如|欢迎|多谢|辛苦|祝贺|我爸|我妈|我哥|我姐|我弟|我妹|我弟弟|我妹妹|我姐姐|我哥哥|我老公|我老婆|老公接的说叫|恭喜|今晚|今天|登记名|签字人|就写|我叫做|我叫|叫我|帮我查询一下|帮我查一下|帮我查询|帮我查下|帮我查|帮我找|帮我问|请帮|查询一下|查询|查一下|查下|查|来电称|称|等|通知|告知|提醒|告诉|转告|回复|安排|指派|派|换|邀请|认识|推荐|带|为|有|按|约了|找到|等到|接待|称呼我|表扬一下|投诉一下|感谢一下|转|转接|持证人|留言:|工单:|同事|朋友|我名叫|名叫|名字叫做|名字叫|叫做|全名|大名|我的名字是|名字是|名字写|姓名写|姓名是|联系人是|收件人是|收货人是|收件人写|收件人改成|收件人换成|收货人改成|收货人写|联系人写|联系人改成|改成|换成|本人是|我是|这里是|这边是|登记的是|写的是|写|登记在|挂在|寄给|送给|转给|交给|发给|打给|联系|找一下|找|问一下|问|由|给|请|帮|帮我约|跟|和|是|叫|致|约|麻烦|感谢|谢谢|表扬|投诉|让|被|于|替|代|喊|抬头是|抬头写|抬头开|户名是|持卡人是|车主是|名下|以及|还有|有个|有位|一位|那位|那个|位|同|与|向|对|就是|问问|收";

static TITLED: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?:{TITLES})")));
static HONORIFIC: LazyLock<Regex> = LazyLock::new(|| pattern("^(?:先生|女士|小姐)"));
static TITLE_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| TITLES.split('|').collect());
static SHORT_TITLED: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("[一-鿿](?:{SHORT_TITLES})")));
static LABELLED: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?:{LABELS})(?:\s?(?:\([^)\n]{{0,6}}\))?\s?[::=]\s*|是|叫|为|\s+|\[|【|「|)")));
static LED: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"(?:{LEADS})\s?:?\s?")));
static FAMILIAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:小|老|阿)[一-鿿]"));
static FOREIGN: LazyLock<Regex> = LazyLock::new(|| pattern(r"[一-鿿]{2,8}[·•][一-鿿]{1,5}(?:[·•][一-鿿]{1,5})?(?:女士|先生|小姐)?"));
static FOLLOW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:不|借|离职|转|遗失|今年|将|与|及|等|点|本|耐心|从|去|吵|因|向|由|需|须|正在|每|总|仍|尚未|如|并|又|再|只|很|太|觉得|认为|希望|决定|同意|拒绝|答复|确认|通知|留|存|付|支付|缴|办|登录|注册|绑|解|开|关|充|续|租|坐|乘|走|过来|搬|摔|受|生病|骂|催|问|看|听|写|发|传|寄|盖章|拍|拿|丢|找|换|拨|致电|来电|名下|家的|家里|夫妇|夫妻|女儿|儿子|母子|父子|母女|一家|全家|还|,男|,女|电话|手机|号码|联系|查|下|地址|身份证|证件|微信|回|处理|跟进|审|推荐|刚|称|反映|表示|告诉|答应|技术|接待|就行|你好|您好|带|约|取|下单|上次|上周|订|申请|咨询|报|退|换|投诉|反馈|送|安装|维修|修|装|预约|名|女士|先生|小姐|师傅|老师|店长|经理|阿姨|叔叔|同学|收|签收|签|代收|的|是|在|住|要|来|说|我|你|您|他|她|这|那|想|买|今|昨|明|刚|已|给|跟|和|与|或|把|被|有|没|不|就|也|都|去|到|帮|让|态度|服务|上门|接|打|提|做|负责|处理|反馈|下单|购买|报修|登记|邮箱|车牌|卡号|银行|名下|本人|两|一|先|之前|现在|刚刚|已经|可以|能|会|男|女|先拿|请|麻烦|家|吗|呢|吧|啊|哦|呀|了)",
    )
});

pub(super) fn find(text: &Text, out: &mut Vec<Candidate>) {
    if !text.chars.iter().any(|c| is_han(*c)) {
        return;
    }
    let anchors: Vec<(Kind, Range<usize>)> = out.iter().map(|found| (found.kind, found.range.clone())).collect();
    let mut names = Vec::new();
    titled(text, &mut names);
    short_titled(text, &mut names);
    labelled(text, &mut names);
    led(text, &mut names);
    familiar(text, &mut names);
    foreign(text, &mut names);
    for (kind, range) in &anchors {
        if matches!(kind, Kind::Phone | Kind::Address | Kind::IdCard | Kind::BankCard) {
            beside(text, range, *kind == Kind::Address, &mut names);
        }
    }
    alone(text, &mut names);
    out.extend(names);
}

fn push(text: &Text, out: &mut Vec<Candidate>, range: Range<usize>, confidence: f32) {
    let value = text.slice(range.clone()).to_owned();
    out.push(Candidate { kind: Kind::Name, range, value, confidence });
}

/// 王女士, 欧阳师傅, 张小明先生.
fn titled(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&TITLED) {
        let title = hit.whole();
        if let Some(start) = name_before(text, title.start).filter(|start| !is_brand(text.slice(*start..title.end))) {
            push(text, out, start..title.end, 0.93);
        }
    }
}

/// Where the name that ends at `end` begins.
fn name_before(text: &Text, end: usize) -> Option<usize> {
    let full =
        [4, 3, 2].into_iter().filter_map(|size| end.checked_sub(size)).find(|start| is_full_name(text, *start..end) && !is_inside_word(text, *start));
    let compound = || end.checked_sub(2).filter(|start| is_compound(text.slice(*start..end)));
    let single = || end.checked_sub(1).filter(|start| is_bare_surname(text, *start, end));
    let word = || {
        end.checked_sub(2).filter(|start| {
            let named = is_given(text.at(start + 1)) || !is_shy(text.at(*start)) && HONORIFIC.is_match(text.slice(end..end + 2));
            !is_han(text.before(*start)) && is_frequent(text.at(*start)) && named && text.slice(*start..end) != "高中"
        })
    };
    full.or_else(compound).or_else(single).or_else(word)
}

/// Whether a model's proposal can be a person: a surname and one to three characters, no word, no brand, no title.
pub(super) fn could_be(text: &Text, range: &Range<usize>) -> bool {
    let said = text.slice(range.clone());
    let brand = (2..=range.len()).any(|size| is_brand(text.slice(range.start..range.start + size)));
    if !said.chars().all(is_han) || is_common_word(said) || brand || is_title(text.slice(range.start + 1..range.end)) {
        return false;
    }
    let rare = || is_rare(text.at(range.start)).then_some(1);
    match surname_size(text, range.start).or_else(rare).filter(|size| range.len() > *size) {
        Some(size) if range.len() - size <= 2 => is_likely_given(text, range.start + size..range.end),
        _ => is_foreign_row(text, range),
    }
}

/// 柳橙汁 is a surname and something to drink: two characters of a given name are usual ones, or one is and they are no word.
fn is_likely_given(text: &Text, given: Range<usize>) -> bool {
    let chars = &text.chars[given.clone()];
    let usual = chars.iter().filter(|c| is_given(**c)).count();
    match chars {
        [one] => !is_ender(*one),
        _ => usual == chars.len() || usual >= 1 && !is_common_word(text.slice(given)),
    }
}

/// 扎西多吉, 乌云其木格: no surname, and no word within; or 花晨宇, whose surname is in no list and whose given name is plain.
fn is_foreign_row(text: &Text, range: &Range<usize>) -> bool {
    if range.len() == 3 {
        return (range.start + 1..range.end).all(|at| is_given(text.at(at))) && !is_common_word(text.slice(range.start..range.start + 2));
    }
    let words = (range.start..range.end - 1).filter(|at| is_common_word(text.slice(*at..at + 2))).count();
    (4..=6).contains(&range.len()) && !is_frequent(text.at(range.start)) && words <= 1 && !is_common_word(text.slice(range.start..range.start + 2))
}

/// A surname alone before a title; one that is mostly a word (和, 向, 时) only where a person is often named.
fn is_bare_surname(text: &Text, start: usize, end: usize) -> bool {
    let c = text.at(start);
    let before = text.before(start);
    let believed = is_frequent(c) || !is_shy(c) || !is_han(before) || is_opening(before);
    is_surname(c) && believed && end == start + 1 && !is_inside_word(text, start)
}

/// Characters after which a person is often named.
fn is_opening(c: char) -> bool {
    matches!(
        c,
        '找' | '是'
            | '叫'
            | '给'
            | '请'
            | '位'
            | '的'
            | '和'
            | '跟'
            | '由'
            | '让'
            | '问'
            | '约'
            | '店'
            | '谢'
            | '帮'
            | '了'
            | '被'
            | '对'
            | '为'
            | '姓'
    )
}

/// Whether a dictionary word reaches from before `at` over the character at `at`.
fn is_inside_word(text: &Text, at: usize) -> bool {
    (1..=3).filter_map(|back| at.checked_sub(back)).any(|start| {
        let word = text.slice(start..at + 1);
        word.chars().all(is_han) && is_common_word(word)
    })
}

/// Surname and one or two characters that could be a given name; no word of the dictionary.
pub(super) fn is_full_name(text: &Text, range: Range<usize>) -> bool {
    let Some(surname) = surname_size(text, range.start) else { return false };
    let given = &text.chars[(range.start + surname).min(range.end)..range.end];
    let usual = given.iter().filter(|c| is_given(**c)).count();
    let fits = given.iter().all(|c| is_given(*c) || is_han(*c) && !is_ender(*c)) && (usual == given.len() || given.len() == 2 && usual == 1);
    (1..=2).contains(&given.len()) && fits && !is_common_word(text.slice(range.clone())) && !starts_with_word(text, &range)
}

/// 王者荣 begins with the word 王者.
fn starts_with_word(text: &Text, range: &Range<usize>) -> bool {
    range.len() > 2
        && !is_compound(text.slice(range.start..range.start + 2))
        && is_common_word(text.slice(range.start..range.start + 2))
        && !is_given_pair(text, range)
}

fn is_given_pair(text: &Text, range: &Range<usize>) -> bool {
    is_frequent(text.at(range.start))
        && !is_word(text.slice(range.end - 1..range.end + 1))
        && text.chars[range.start + 1..range.end].iter().all(|c| is_given(*c))
        && !is_han(text.at(range.end))
}

fn surname_size(text: &Text, at: usize) -> Option<usize> {
    if is_compound(text.slice(at..at + 2)) {
        return Some(2);
    }
    is_surname(text.at(at)).then_some(1)
}

/// 张总, 李姐, 刘工: a frequent surname and a title of one character, and neither part of a longer word.
fn short_titled(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&SHORT_TITLED) {
        let range = hit.whole();
        let sure = is_frequent(text.at(range.start)) && !is_word(text.slice(range.clone())) && !is_inside_word(text, range.start);
        let crossing = (2..=3).any(|size| is_word(text.slice(range.end - 1..range.end - 1 + size)) && text.len() > range.end - 2 + size);
        let ending = !is_han(text.at(range.end)) || FOLLOW.is_match(text.slice(range.end..range.end + 3));
        let opens = !is_han(text.before(range.start));
        if sure && ending && (!crossing || opens) {
            push(text, out, range, 0.75);
        }
    }
}

fn labelled(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&LABELLED) {
        let lead = hit.whole();
        let formal = matches!(text.before(lead.end), ':' | '=' | ' ' | '[' | '【' | '「');
        let label = text.slice(lead.clone());
        let sure = formal || ["姓名", "名字", "户名", "称呼", "件人", "货人", "联系人", "会员名"].iter().any(|end| label.ends_with(end));
        let need = if formal { 0.0 } else { 2.0 };
        if let Some((end, _)) = best_name(text, lead.end, need, sure) {
            push(text, out, lead.end..end, if formal { 0.95 } else { 0.8 });
        }
    }
}

fn led(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&LED) {
        let lead = hit.whole();
        let named = text.slice(lead.clone()).contains(['叫', '名']);
        let joined =
            ["和", "与", "跟", "向", "于", "同", "对", "是", "写", "被", "按", ":", "为", "有", "称"].contains(&text.slice(lead.clone()).trim());
        let need = if named {
            0.5
        } else if joined {
            2.5
        } else {
            2.0
        };
        if !named && is_crossed(text, lead.end) {
            continue;
        }
        if let Some((end, _)) = best_name(text, lead.end, need, named) {
            push(text, out, lead.end..end, if named { 0.93 } else { 0.7 });
        }
    }
}

/// The lead's last character belongs to a word that goes on: 联系统, 问周到.
fn is_crossed(text: &Text, end: usize) -> bool {
    let Some(last) = end.checked_sub(1) else { return false };
    is_han(text.at(end)) && [2, 3].iter().any(|size| last + size <= text.len() && is_common_word(text.slice(last..last + size)))
}

/// The best reading of a full name from `start`, when it scores at least `need`.
fn best_name(text: &Text, start: usize, need: f32, trust: bool) -> Option<(usize, f32)> {
    let surname = surname_size(text, start)?;
    let ends = [start + surname + 2, start + surname + 1];
    let scored = ends.into_iter().filter_map(|end| Some((end, score(text, start, start + surname, end, trust)?)));
    scored.reduce(|best, next| if next.1 > best.1 { next } else { best }).filter(|(_, score)| *score >= need)
}

/// Characters that end the names of shops and places.
const PLACES: &str = "店网营城县镇村路街部队厂寺庙";

/// How well `start..end` reads as a name; `None` when it cannot be one. After a label that is sure (`trust`) a word of the
/// dictionary is believed when it stands alone: 我叫高兴。
fn score(text: &Text, start: usize, given: usize, end: usize, trust: bool) -> Option<f32> {
    let chars = text.chars.get(given..end)?;
    let bounded = !is_han(text.at(end)) || text.at(end) == '的';
    let word = is_common_word(text.slice(start..end)) && !(trust && bounded && chars.iter().all(|c| is_given(*c)));
    let titled = [2, 3].iter().any(|size| is_title(text.slice(start..end.min(start + size))));
    let place = !trust
        && (PLACES.contains(text.before(end)) && end > given + 1
            || PLACES.contains(text.at(end))
            || ["中学", "大学", "公司", "集团", "小学", "品牌", "政府"].contains(&text.slice(end..end + 2)));
    let longer = [1, 2].iter().any(|more| end + more <= text.len() && is_common_word(text.slice(start..end + more)));
    if !chars.iter().all(|c| is_han(*c)) || word || place || longer || titled || is_title(text.slice(given..end)) {
        return None;
    }
    let ending = chars.iter().filter(|c| is_ender(**c)).count();
    if ending == chars.len() || is_ender(chars[0]) && !is_given(chars[0]) {
        return None;
    }
    let givenness: f32 = chars
        .iter()
        .map(|c| {
            if is_given(*c) {
                1.0
            } else if is_ender(*c) {
                -2.0
            } else if trust {
                0.0
            } else {
                -0.6
            }
        })
        .sum();
    let boundary = if !is_han(text.at(end)) || FOLLOW.is_match(text.slice(end..end + 4)) {
        1.5
    } else if (2..=3).any(|size| is_word(text.slice(end..end + size)) && end + size <= text.len()) {
        1.0
    } else {
        0.0
    };
    let verb = "来去在是要有说想到".contains(text.at(end));
    let crossing = (if verb { 3 } else { 2 }..=4).any(|size| end - 1 + size <= text.len() && is_common_word(text.slice(end - 1..end - 1 + size)));
    let prefix = end - start > 2 && given == start + 1 && is_common_word(text.slice(start..start + 2));
    let shy = if is_shy(text.at(start)) { 0.5 } else { 0.0 };
    Some(givenness + boundary - if crossing { 1.6 } else { 0.0 } - if prefix { 1.5 } else { 0.0 } - shy)
}

pub(super) fn is_title(word: &str) -> bool {
    TITLE_SET.contains(word) || word.chars().count() == 1 && SHORT_TITLES.contains(word)
}

/// 小X and 老X that are words.
const NOT_FAMILIAR: &str =
    "小于 小叶 小苏 小石 小龙 小毛 小孔 小康 小牛 小熊 小段 小史 小白 小黄 小米 小金 老高 老牛 老毛 老金 小车 小万 小江 小汪 小严 小常";

/// 小王, 老李: with a role or a verb before them, or at the beginning of what is said.
fn familiar(text: &Text, out: &mut Vec<Candidate>) {
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            "(?:店员|导购|客服|师傅|收银|收银员|营业员|骑手|快递|快递员|销售|顾问|技师|安装工|经理|同事|我是|叫我|叫|找|问|让|请|跟|和|是|帮|联系|给|你们|店里|那个谁|谢谢|感谢|表扬|投诉|店长|专员)$",
        )
    });
    static CLERK: LazyLock<Regex> = LazyLock::new(|| pattern("(?:客服|店员|导购|技师|主播|护士|顾问|管家|前台|收银员|专员)$"));
    for hit in text.matches(&FAMILIAR) {
        let range = hit.whole();
        let word = text.slice(range.clone());
        let before = text.slice(range.start.saturating_sub(4)..range.start);
        let crossing = [2, 3].iter().any(|size| range.end - 1 + size <= text.len() && is_word(text.slice(range.end - 1..range.end - 1 + size)));
        let ending = !is_han(text.at(range.end)) || FOLLOW.is_match(text.slice(range.end..range.end + 3));
        let opens = !is_han(text.before(range.start)) && ending;
        // 客服小美, 阿明: who is called by a character of the given name.
        let called = CLERK.is_match(before) || text.at(range.start) == '阿' && !is_han(text.before(range.start));
        let clerk = called && is_given(text.at(range.end - 1)) && !is_word(word) && ending;
        if clerk {
            push(text, out, range, 0.7);
            continue;
        }
        let plain = is_frequent(text.at(range.end - 1)) && !NOT_FAMILIAR.split(' ').any(|other| other == word) && !is_inside_word(text, range.start);
        if plain && (!crossing || ending) && (BEFORE.is_match(before) || opens) {
            push(text, out, range, 0.65);
        }
    }
}

/// 艾力江·买买提: where a sentence, a lead or a label begins it and no longer word holds it.
fn foreign(text: &Text, out: &mut Vec<Candidate>) {
    for hit in text.matches(&FOREIGN) {
        let mut range = hit.whole();
        let dot = (range.start..range.end).find(|at| matches!(text.at(*at), '·' | '•')).unwrap_or(range.start);
        let first = text.slice(range.start..dot).to_owned();
        let leads = LED.find_iter(&first).chain(LABELLED.find_iter(&first)).map(|lead| first[..lead.end()].chars().count());
        let skip = leads.filter(|skip| range.start + skip + 2 <= dot).max();
        let opens = !is_han(text.before(range.start)) && !matches!(text.before(range.start), '《' | '“' | '"');
        range.start += skip.unwrap_or(0);
        range.end = foreign_end(text, dot + 1, range.end);
        if (opens || skip.is_some()) && (2..=5).contains(&(dot - range.start)) && range.end > dot + 1 && text.at(range.end) != '》' {
            push(text, out, range, 0.8);
        }
    }
}

/// The second part ends at a title, at a particle or after five characters.
fn foreign_end(text: &Text, from: usize, most: usize) -> usize {
    // 买买提 begins with two characters that end other names.
    let end = (from + 2..most).find(|at| is_ender(text.at(*at)) && !is_given(text.at(*at)));
    let title = (from + 1..=most).find(|at| TITLED.find(text.slice(*at..*at + 3)).is_some_and(|hit| hit.start() == 0));
    match (title, end) {
        (Some(title), _) => title + TITLED.find(text.slice(title..title + 3)).map_or(0, |hit| hit.as_str().chars().count()),
        (None, Some(end)) => end,
        (None, None) => most,
    }
}

/// The short Chinese word on either side of a phone or an address: 王丽 138…, 138… 王丽.
fn beside(text: &Text, anchor: &Range<usize>, after_address: bool, out: &mut Vec<Candidate>) {
    if let Some(range) = name_left(text, anchor.start) {
        push(text, out, range, 0.85);
    }
    let parted = !after_address || is_gap(text.at(anchor.end));
    if let Some(range) = name_right(text, anchor.end).filter(|_| parted) {
        push(text, out, range, 0.85);
    }
}

fn is_gap(c: char) -> bool {
    matches!(c, ' ' | ',' | '、' | ':' | '/' | '\t' | '-' | '—' | '|' | '(' | ')' | ';' | '\n' | '+' | '\u{3000}' | '。' | '【' | '】' | '[' | ']')
}

fn name_left(text: &Text, anchor: usize) -> Option<Range<usize>> {
    static NUMBER_WORDS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            "(?:的?(?:联系电话|联系方式|手机号码|电话号码|手机号|手机|电话|号码|联系|身份证号码|身份证号|身份证|银行卡号|银行卡|卡号|地址|收货地址|住址)(?:号)?(?:是|为)?|收|tel)$",
        )
    });
    let mut end = anchor;
    for _ in 0..2 {
        end -= (0..4).take_while(|back| end > *back && is_gap(text.at(end - 1 - back))).count();
        let before = text.slice(end.saturating_sub(9)..end);
        end -= NUMBER_WORDS.find(before).map_or(0, |word| word.as_str().chars().count());
    }
    let row = (0..5).take_while(|back| end > *back && is_han(text.at(end - 1 - back))).count();
    let isolated = row <= 4;
    let sizes: &[usize] = if isolated { &[4, 3, 2] } else { &[3, 2] };
    let start =
        sizes.iter().filter(|size| **size <= row && (!isolated || **size == row || **size < row)).filter_map(|size| end.checked_sub(*size)).find(
            |start| {
                let whole = isolated && end - start == row;
                let rare = whole
                    && row < 4
                    && is_frequent(text.at(*start))
                    && !is_ender(text.at(start + 1))
                    && !is_common_word(text.slice(*start..end))
                    && !is_title(text.slice(start + 1..end));
                (rare || is_full_name(text, *start..end)) && !is_inside_word(text, *start) && (whole || is_frequent(text.at(*start)))
            },
        )?;
    Some(start..end)
}

fn name_right(text: &Text, anchor: usize) -> Option<Range<usize>> {
    let start = anchor + (0..3).take_while(|skip| is_gap(text.at(anchor + skip))).count();
    let row = (0..6).take_while(|on| is_han(text.at(start + on))).count();
    let ends = [start + 3, start + 2, start + 4];
    let end = ends.into_iter().filter(|end| *end <= start + row).find(|end| {
        let closed = *end == start + row || matches!(text.slice(*end..*end + 1), "收" | "女" | "先" | "签" | "电" | "手");
        closed && is_full_name(text, start..*end)
    })?;
    Some(start..end)
}

/// Characters in running text that read as nothing but a name: frequent surname, given characters, and no word of the
/// dictionary across either edge. Two characters only where a sentence begins.
fn alone(text: &Text, out: &mut Vec<Candidate>) {
    let mut at = 0;
    while at < text.len() {
        let shaped = is_frequent(text.at(at)) && is_given(text.at(at + 1));
        let compound = is_compound(text.slice(at..at + 2)) && !is_inside_word(text, at);
        let end = if shaped { alone_end(text, at) } else { None };
        let end = end.or_else(|| compound.then(|| best_name(text, at, 2.0, false).map(|(end, _)| end))?);
        if let Some(end) = end {
            push(text, out, at..end, 0.55);
        }
        at = end.unwrap_or(at + 1);
    }
}

fn alone_end(text: &Text, at: usize) -> Option<usize> {
    let opens = !is_han(text.before(at));
    let free = !is_inside_word(text, at) && !is_shy(text.at(at));
    let three = at..at + 3;
    let word_in = is_common_word(text.slice(at..at + 2)) || !opens && is_word(text.slice(at + 1..at + 3));
    let long = free && is_given(text.at(at + 2)) && !word_in && !is_common_word(text.slice(three));
    if long && score(text, at, at + 1, at + 3, false).is_some_and(|score| score >= 3.0) {
        return Some(at + 3);
    }
    // 王利，你在吗: who is called to stands first.
    let called = text.before(at) == '\n' && matches!(text.at(at + 2), ',' | ':' | '!');
    let short = free
        && opens
        && !is_common_word(text.slice(at..at + 2))
        && (called || (is_han(text.at(at + 2)) || matches!(text.at(at + 3), '男' | '女')) && FOLLOW.is_match(text.slice(at + 2..at + 6)));
    (short && score(text, at, at + 1, at + 2, false).is_some_and(|score| score >= 2.5)).then_some(at + 2)
}

//! Addresses precise enough to knock at: 上海市浦东新区张江路88弄3号楼502室, with or without the province, in chat and forms.
//!
//! A city or a street alone is no address; a street with a number, an estate with a building, or a chain of divisions after
//! a word like 送到 is. Lists of provinces and cities are written from general knowledge. Must not take 5号线 or 11月30号.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use crate::recognise::lexicon::pieces;
use crate::recognise::text::{Text, is_han, pattern};
use crate::recognise::{Candidate, Kind};

const PROVINCES: &str = "北京|天津|上海|重庆|河北|山西|内蒙古|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|香港|澳门|台湾";
const CITIES: &str = "石家庄|唐山|秦皇岛|邯郸|邢台|保定|张家口|承德|沧州|廊坊|衡水|太原|大同|阳泉|长治|晋城|朔州|晋中|运城|忻州|临汾|吕梁|呼和浩特|包头|乌海|赤峰|通辽|鄂尔多斯|沈阳|大连|鞍山|抚顺|本溪|丹东|锦州|营口|阜新|辽阳|盘锦|铁岭|葫芦岛|长春|四平|辽源|通化|白山|松原|白城|哈尔滨|齐齐哈尔|鸡西|鹤岗|双鸭山|大庆|伊春|佳木斯|牡丹江|黑河|绥化|南京|无锡|徐州|常州|苏州|南通|连云港|淮安|盐城|扬州|镇江|泰州|宿迁|杭州|宁波|温州|嘉兴|湖州|绍兴|金华|衢州|舟山|台州|丽水|合肥|芜湖|蚌埠|淮南|马鞍山|淮北|铜陵|安庆|黄山|滁州|阜阳|宿州|六安|亳州|池州|宣城|福州|厦门|莆田|三明|泉州|漳州|南平|龙岩|宁德|南昌|景德镇|萍乡|九江|新余|鹰潭|赣州|吉安|宜春|抚州|上饶|济南|青岛|淄博|枣庄|东营|烟台|潍坊|济宁|泰安|威海|日照|临沂|德州|聊城|滨州|菏泽|郑州|开封|洛阳|平顶山|安阳|鹤壁|新乡|焦作|濮阳|许昌|漯河|三门峡|南阳|商丘|信阳|周口|驻马店|武汉|黄石|十堰|宜昌|襄阳|鄂州|荆门|孝感|荆州|黄冈|咸宁|随州|长沙|株洲|湘潭|衡阳|邵阳|岳阳|常德|张家界|益阳|郴州|永州|怀化|娄底|广州|韶关|深圳|珠海|汕头|佛山|江门|湛江|茂名|肇庆|惠州|梅州|汕尾|河源|阳江|清远|东莞|中山|潮州|揭阳|云浮|南宁|柳州|桂林|梧州|北海|防城港|钦州|贵港|玉林|百色|贺州|河池|来宾|崇左|海口|三亚|成都|自贡|攀枝花|泸州|德阳|绵阳|广元|遂宁|内江|乐山|南充|眉山|宜宾|广安|达州|雅安|巴中|资阳|贵阳|六盘水|遵义|安顺|毕节|铜仁|昆明|曲靖|玉溪|保山|昭通|丽江|普洱|临沧|大理|拉萨|西安|铜川|宝鸡|咸阳|渭南|延安|汉中|榆林|安康|商洛|兰州|嘉峪关|金昌|白银|天水|武威|张掖|平凉|酒泉|庆阳|定西|陇南|西宁|海东|银川|石嘴山|吴忠|固原|中卫|乌鲁木齐|克拉玛依|昆山|义乌|常熟|张家港|江阴|慈溪|余姚|台北|高雄|台中|台南|新北|桃园";

/// Characters that no name of a place holds: pronouns, particles, verbs.
const WORDY: &str = "的了我你您他她它是在请麻烦要想跟给把被到送寄住找就也都还很吗呢吧啊来去这那说问看买退换修打有没不会能可和或从让叫";
const ESTATE: &str = "门诊楼|住院部|教学楼|宿舍楼|办公楼|综合楼|小区|花园|花苑|家园|新村|新苑|公寓|宿舍|社区|公馆|别墅|大院|大厦|广场|中心|写字楼|大楼|商厦|商场|商务楼|工业园|科技园|产业园|创意园|软件园|园区|大学|学院|中学|小学|幼儿园|医院|学校|国际|名邸|豪庭|华庭|雅苑|嘉园|佳苑|名苑|名城|新城|世家|御府|山庄|小镇|半岛|苑|府|城|湾|庭|园|郡|墅|轩|邸|阁|居|院|坊|里|村|庄|寓|汇|天地|首府|一品|厂|酒店|宾馆|饭店|驿站|百货|市场|仓库|车站|银行|大队|委会";
const ROAD: &str = "大道|大街|公路|环路|支路|马路|路|街|巷|弄|胡同|道|里|村|坊|条|堤|埭|浜|桥|圩|屯|庄|营|塘|湾|段|线路";

static TAIL: LazyLock<Regex> = LazyLock::new(|| {
    let n = r"(?:[0-9]{1,5}|[一二三四五六七八九十百零〇两]{1,5})(?:[\-之][0-9]{1,4})?";
    let letter = format!("(?:{n}|[A-Za-z][0-9]{{0,3}}|[甲乙丙丁东西南北])");
    let road = format!(r"(?:{ROAD})(?:东|西|南|北|中|[一二三四五六七八九十]{{1,2}})?(?:段|路)?\s?[甲乙丙丁]?{n}\s?(?:号院|号楼|号|弄|巷|甲|附)");
    let building = format!(r"{letter}\s?(?:号楼|号院|栋|幢|座|单元|门洞)");
    let group = format!(r"(?:村|屯|庄)\s?(?:委会)?{n}\s?(?:组|队|社)");
    let dashed = format!(r"(?:{ESTATE}|楼)\s?[A-Za-z]?[0-9]{{1,4}}\s?(?:[\-#–—]\s?[0-9]{{1,4}}\s?){{1,3}}(?:室|号)?");
    let numbered = format!(r"(?:{ESTATE})(?:[一二三四五六七八九十0-9]{{1,2}}期|[东西南北]区)?\s?{n}\s?(?:号楼|号|室|栋|幢|座|弄|楼|层)");
    let dashed_road = r"(?:大道|大街|路|街|巷)\s?[0-9]{1,4}\-[0-9]{1,4}(?:\-[0-9]{1,4})?(?:号)?";
    let plain = format!(r"[一-鿿&&[^{WORDY}电手联身订别放进等不]]");
    let named = format!(r"(?:[A-Za-z]{{0,5}}{plain}{{1,9}}?(?:{ESTATE})+(?:[一二三四五六七八九十0-9]{{1,2}}期|[东西南北]区|[A-Za-z]区)?)");
    let unit = format!(
        r"负?{letter}\s?(?:号楼|号院|栋|幢|座|单元|楼|层|室|号房|房间|房|户|铺|号|期|区|梯|组|门|弄|公寓|宿舍|舍|排|塔|门洞|街坊)(?:之[一二三四五六七八九十0-9]{{1,2}}|附[0-9]{{1,3}})?"
    );
    let on = format!(
        r"(?:\s?[,、\-]?\s?(?:{unit}|{named}|[A-Za-z甲乙丙]?[0-9]{{3,4}}|[A-Za-z][0-9]{{1,2}}-[0-9]{{3,4}}|[0-9]{{1,2}}[A-Ha-h](?-u:\b)|(?:[0-9]{{1,3}}[\-#])+[0-9]{{1,4}}(?:室)?|[#][0-9]{{1,4}}))"
    );
    pattern(&format!("(?:{road}|{dashed_road}|{group}|{dashed}|{numbered}|{building}){on}*"))
});

/// What follows a number that is no house: 2号线, 3号店, 5号机, 30号前.
const NOT_HOUSE: &str = "线店机柜台桌货款色牌球码电钢";

/// Divisions named one after the other from a known province or city.
static CHAIN: LazyLock<Regex> = LazyLock::new(|| {
    let plain = format!(r"[一-鿿&&[^{WORDY}]]");
    let part = |sizes: &str, ends: &str| format!(r"(?:\s?{plain}{{{sizes}}}?(?:{ends}))");
    let district = part("1,7", "自治县|自治旗|新区|开发区|高新区|区|县|旗|市");
    let city = part("1,7", "自治州|地区|市|州|盟");
    let detail = part("1,9", &format!("街道|镇|乡|{ESTATE}|大道|大街|公路|路|街|巷|弄|胡同"));
    pattern(&format!(
        r"(?:{PROVINCES}|{CITIES})(?:省|市|自治区|壮族自治区|回族自治区|维吾尔自治区|特别行政区|自治州)?({city})?({district})?({detail}*)"
    ))
});

/// A place to live or to deliver to, said after such a word.
static CUED: LazyLock<Regex> = LazyLock::new(|| {
    let plain = format!(r"[一-鿿&&[^{WORDY}]]");
    pattern(&format!(
        r"(?:住在|家住|我住|住址是|住址:|家在|我家是|送到|送至|寄到|寄至|寄往|发到|地址是|地址为|地址:|地址填|地址写|地址改成|地址换成|地址改为|搬到|搬去|改送到|改寄到|配送到|派送到|快递到|上门到|安装到)\s?((?:{plain}{{1,10}}?(?:市|区|县|镇|乡|街道|路|街|大道))?\s?{plain}{{2,10}}?(?:小区|花园|花苑|新村|家园|公寓|宿舍|苑|社区|公馆|别墅|大院|大厦|写字楼|园区|工业园|科技园|产业园|大学|学院|中学|小学|医院|国际|华庭|豪庭|名邸|山庄|府|湾|庭|村|菜鸟驿站|驿站))"
    ))
});
/// 和平路与建设街交叉口
static CROSSING: LazyLock<Regex> = LazyLock::new(|| {
    let wordy = WORDY.replace(['和', '新'], "");
    let road = format!("[一-鿿&&[^{wordy}]]{{1,5}}(?:大道|路|街)");
    pattern(&format!("(?:{road}(?:与|和|跟)?)?{road}(?:交叉口|交汇处|交叉路口|十字路口|路口)"))
});
/// Whatever fills a field for an address, up to the next mark or field.
static LABELLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r#"(?:地址|住址|住处|地点|户籍|籍贯|address|addr)\s?(?:是在|是|为|填|写|改成|改为|改到|换成|在|如下)?(?:\s?[:=|】\])"]+\s?["\[]?\s?|\s)?[从由在]?([一-鿿][一-鿿A-Za-z0-9#()· \-/]{4,44})"#,
    )
});
static FIELD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "改[到成为]|变更|换成|[ /(]?(?:收件人|收货人|联系人|联系电话|联系方式|收件|电话|手机|姓名|邮编|备注|签收|号码|身份证|邮箱|微信|需求|故障|诉求|tel|phone)|[一-鿿](?:先生|女士|小姐)|收$",
    )
});
/// What an address holds, and what no address does.
static PLACED: LazyLock<Regex> =
    LazyLock::new(|| pattern("[省市区县镇乡村路街巷弄苑]|街道|胡同|小区|花园|大厦|广场|公寓|号楼|号院|[0-9][栋幢座号]|单元|[0-9]室"));
static ASKED: LazyLock<Regex> = LazyLock::new(|| pattern("[吗呢吧了怎么没您你我他她这那哪不错能请想要说]"));
/// A district and a township with what stands in it, without the city: 昌平区回龙观镇龙腾苑三区.
static DISTRICT: LazyLock<Regex> = LazyLock::new(|| {
    let plain = format!(r"[一-鿿&&[^{WORDY}]]");
    pattern(&format!(
        r"{plain}{{2,4}}?(?:区|县|旗)\s?{plain}{{2,6}}?(?:街道|镇|乡)\s?(?:{plain}|[0-9A-Za-z]){{1,12}}?(?:{ESTATE}|大道|大街|公路|路|街|巷|弄|胡同|门)(?:[一二三四五六七八九十0-9]{{1,2}}(?:期|区|组)|[东西南北][区门])?"
    ))
});
/// Building, unit and room behind the name of an estate: 蓝湾二期23-1-1801.
static ROOMS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[一-鿿]{3,10}(?:[一二三四五六七八九十0-9]{1,2}期|[东西南北]区)?[0-9]{1,3}[\-#][0-9]{1,2}[\-#][0-9]{3,4}(?-u:\b)|[一-鿿]{3,10}(?:[一二三四五六七八九十0-9]{1,2}期|[东西南北]区)[0-9]{1,3}[\-#][0-9]{3,4}(?-u:\b)",
    )
});
static INVITES: LazyLock<Regex> = LazyLock::new(|| {
    pattern("(?:地址|住址|住在|家住|我住|送到|送至|寄到|寄至|发到|发往|寄往|户籍|籍贯|家在|搬到|收货地|所在地|位置|安装地点|寄回|地点)[^。!?;]{0,8}$")
});
static START: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("(?:{PROVINCES}|{CITIES})")));

pub(crate) fn find(text: &Text, out: &mut Vec<Candidate>) {
    let numbers: Vec<Range<usize>> = out.iter().filter(|found| found.kind.is_personal()).map(|found| found.range.clone()).collect();
    for hit in text.matches(&TAIL) {
        let tail = before_number(hit.whole(), &numbers);
        if let Some(range) = with_tail(text, tail) {
            push(text, out, range, 0.9);
        }
    }
    for hit in text.matches(&CHAIN) {
        let range = trimmed(text, hit.whole());
        let levels = (1..=3).filter(|group| hit.group(*group).is_some_and(|part| !part.is_empty())).count();
        let invited = INVITES.is_match(text.slice(range.start.saturating_sub(14)..range.start));
        let detail = hit.group(3).is_some_and(|part| !part.is_empty());
        let district = hit.group(2).is_some();
        let alone = !is_han(text.before(range.start)) && !is_han(text.at(range.end));
        if district && (levels >= 2 && detail && (invited || alone || levels == 3 || ends_as_home(text, &range)) || invited && levels >= 1) {
            push(text, out, range, 0.75);
        }
    }
    for hit in text.matches(&CROSSING) {
        let start = name_start(text, hit.whole().end).max(hit.whole().start);
        push(text, out, start..hit.whole().end, 0.6);
    }
    for hit in text.matches(&DISTRICT) {
        let range = hit.whole();
        let first = (range.clone()).find(|at| matches!(text.at(*at), '区' | '县' | '旗')).unwrap_or(range.start);
        push(text, out, name_start(text, first).max(range.start)..range.end, 0.7);
    }
    for hit in text.matches(&ROOMS) {
        let range = hit.whole();
        let coded = text.slice(range.clone()).contains(['码', '号', '货', '单', '票', '座']);
        let number = (range.clone()).find(|at| text.at(*at).is_ascii_digit()).unwrap_or(range.start);
        let start = name_start(text, number).max(range.start);
        if !coded && number >= start + 3 {
            push(text, out, start..range.end, 0.6);
        }
    }
    labelled(text, &numbers, out);
    for hit in text.matches(&CUED) {
        if let Some(range) = hit.group(1) {
            push(text, out, range, 0.7);
        }
    }
}

fn labelled(text: &Text, numbers: &[Range<usize>], out: &mut Vec<Candidate>) {
    for hit in text.matches(&LABELLED) {
        let Some(field) = hit.group(1) else { continue };
        let field = before_number(field, numbers);
        let said = text.slice(field.clone());
        let size = FIELD.find(said).map_or(said, |next| &said[..next.start()]).chars().count();
        let range = without_name(text, trimmed(text, field.start..field.start + size));
        let said = text.slice(range.clone());
        if range.len() >= 5 && PLACED.find_iter(said).count() >= 2 && !ASKED.is_match(said) {
            push(text, out, range, 0.8);
        }
    }
}

/// A field may end with the person to ask for, behind a space: the last word says no place.
fn without_name(text: &Text, range: Range<usize>) -> Range<usize> {
    let last = range.clone().rev().find(|at| matches!(text.at(*at), ' ' | '/')).unwrap_or(range.start);
    let named = (3..=5).contains(&(range.end - last)) && last > range.start && (last + 1..range.end).all(|at| is_han(text.at(at)));
    if named && !PLACED.is_match(text.slice(last + 1..range.end)) { range.start..last } else { range }
}

/// Whether a text begins with a province or a city.
pub(crate) fn begins_with_city(said: &str) -> bool {
    START.find(said).is_some_and(|hit| hit.start() == 0)
}

fn push(text: &Text, out: &mut Vec<Candidate>, range: Range<usize>, confidence: f32) {
    let value: String = text.slice(range.clone()).split_whitespace().collect();
    out.push(Candidate { kind: Kind::Address, range, value, confidence });
}

/// A phone that is written right behind the address is no part of it: `B区13712345678`.
fn before_number(tail: Range<usize>, numbers: &[Range<usize>]) -> Range<usize> {
    let cut = numbers.iter().map(|number| number.start).filter(|start| tail.contains(start)).min();
    tail.start..cut.unwrap_or(tail.end)
}

fn ends_as_home(text: &Text, range: &Range<usize>) -> bool {
    let said = text.slice(range.clone());
    ["小区", "花园", "公寓", "新村", "家园", "宿舍", "村", "苑"].iter().any(|end| said.ends_with(end))
}

fn trimmed(text: &Text, mut range: Range<usize>) -> Range<usize> {
    while range.end > range.start && matches!(text.before(range.end), ' ' | ',' | '、' | '-') {
        range.end -= 1;
    }
    range
}

/// An anchored tail with the names before it, when together they say where somebody is.
fn with_tail(text: &Text, tail: Range<usize>) -> Option<Range<usize>> {
    let tail = trimmed(text, tail);
    let counted = NOT_HOUSE.contains(text.at(tail.end)) && text.before(tail.end) == '号';
    let price = matches!(text.at(tail.end), '元' | '块' | '%') || text.at(tail.end).is_ascii_digit() && text.before(tail.end).is_ascii_digit();
    if tail.is_empty() {
        return None;
    }
    if counted || price || text.before(tail.start).is_ascii_alphanumeric() {
        return None;
    }
    let start = name_start(text, tail.start);
    let range = start..tail.end;
    let named = text.slice(start..tail.start).chars().filter(|c| is_han(*c)).count();
    let said = text.slice(tail.clone());
    let units = ["栋", "幢", "座", "单元", "室", "号楼", "弄"].iter().filter(|unit| said.contains(**unit)).count();
    let room = said.chars().rev().take_while(char::is_ascii_digit).count() >= 3 && said.len() > 4;
    let units = units + usize::from(room);
    let own = said.chars().next().is_some_and(is_han) && !said.starts_with(['一', '二', '三', '四', '五', '六', '七', '八', '九', '十']);
    (named >= if own { 1 } else { 2 } || units >= 2).then_some(range)
}

/// Words after which an address begins.
const LEADS: &str = "到 在 是 给 去 寄 送 往 从 家 我 你 您 他 她 我们 你们 他们 的 了 于 发 填 写 改 成 改成 改到 改为 换成 为 叫 住 地址 收货 送货 安装 上门 寄到 送到 送至 寄至 至 位于 搬到 麻烦 请 帮 帮忙 就 有 还是 和 或 或者 跟 离 过来 来 一下 这边 那边 这里 家里 我家 住址 公司 单位 店 门店 现在 已经 住在 家住 快递 发到 发往 邮寄 派送 配送 地点 位置 收件 地 收货人 收 电话 手机 要 要求 想 师傅 派 人 直接 不是 错 而是 应该 改送 重新 送过 过 对 把 货 取 拿 车 停 放在 放 丢 掉 前 后 今天 明天 昨天 就是 叫做 登记 填写 写成 变更 更改 换 搬 去了 户籍 籍贯 先生 女士 等 吗 呢 啊 吧 那 这 这个 那个 没 没有 不 都 也 让 被 能 可以 可 会 说 问 客户 顾客 用户 本人 老 新 旧 家庭 详细 具体 目前 暂时 临时 门牌 门牌号 出租屋 租 租在 上班 工作 办公 办公室";

static LEAD_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| LEADS.split(' ').collect());

/// Leads that also stand inside names of places, where the dictionary cuts them out: they do not count after a city.
const WEAK_LEADS: [&str; 16] = ["和", "新", "老", "旧", "前", "后", "地", "收", "人", "对", "车", "货", "取", "从", "先", "有"];

/// Where the names before the tail begin: at a province or city after the last lead word, or after the lead word.
fn name_start(text: &Text, tail: usize) -> usize {
    let from = reach(text, tail);
    let (mut start, mut strong, mut at) = (from, from, from);
    let mut division = None;
    for piece in pieces(text.slice(from..tail)) {
        let begin = at;
        at += piece.chars().count();
        let lead = LEAD_SET.contains(piece) || piece.ends_with('到') && piece.chars().count() == 2;
        let start_before = start;
        if lead {
            start = at;
        }
        let weak = WEAK_LEADS.contains(&piece);
        if lead && weak && text.slice(strong..begin).contains(['区', '县', '镇', '市']) {
            start = start_before;
        }
        if lead && !weak {
            (strong, division) = (at, None);
        }
        if division.is_none() && begin >= strong && START.find(text.slice(begin..tail)).is_some_and(|hit| hit.start() == 0) {
            division = Some(begin);
        }
    }
    let start = division.unwrap_or(start).min(tail);
    (start..tail).find(|at| !matches!(text.at(*at), ' ' | '-' | ':' | '|')).unwrap_or(tail)
}

/// How far back names of places may go: over Chinese characters, short numbers and a space after a division.
fn reach(text: &Text, tail: usize) -> usize {
    let mut at = tail;
    while at > 0 && tail - at < 34 {
        let c = text.at(at - 1);
        let fits = match c {
            ' ' | '-' | '·' | '/' => {
                at >= 2
                    && matches!(
                        text.at(at - 2),
                        '省' | '市'
                            | '区'
                            | '县'
                            | '镇'
                            | '乡'
                            | '道'
                            | '路'
                            | '街'
                            | '州'
                            | '村'
                            | '旗'
                            | '弄'
                            | '号'
                            | '园'
                            | '苑'
                            | '京'
                            | '海'
                            | '津'
                            | '庆'
                            | '江'
                            | '苏'
                            | '东'
                    )
            }
            ',' => at >= 2 && matches!(text.at(at - 2), '省' | '市' | '区' | '县' | '镇' | '乡'),
            c if c.is_ascii_digit() => at < tail && !(at >= 5 && text.slice(at - 5..at).bytes().all(|b| b.is_ascii_digit())),
            c if c.is_ascii_alphabetic() => true,
            c => is_han(c),
        };
        if !fits {
            break;
        }
        at -= 1;
    }
    at
}

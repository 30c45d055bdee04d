//! How fast the index is written and searched, on documents that look like a desk's: mostly short messages, fewer
//! tickets, customers with phones, some long articles. Deterministic: the same number and count give the same index, so
//! that figures of two days can be compared. Nothing here is read by the product.

pub mod vectors;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::time::Instant;

use serde::Serialize;

use crate::eval::percentile;
use crate::tokens::Cut;
use crate::{Document, Index, Kind, Query, Result};

/// What one run measured. Times are milliseconds of one search, highlights included.
#[derive(Clone, Debug, Serialize)]
pub struct Report {
    pub documents: usize,
    pub sealed: bool,
    /// Documents per second over the whole load, merges included.
    pub documents_per_second: f64,
    /// The index on disk.
    pub bytes: u64,
    pub p50_ms: f64,
    pub p95_ms: f64,
    pub slowest_ms: f64,
    /// The query of `slowest_ms`.
    pub slowest: String,
    /// The same queries again, as a clerk of one shop who may see a twelfth of everything.
    pub scoped_p95_ms: f64,
    /// One changed document, until it can be found.
    pub write_p50_ms: f64,
    pub write_p95_ms: f64,
}

/// Words a clerk types, questions a customer asks, and pieces of codes and names.
pub const QUERIES: [&str; 32] = [
    "退货",
    "电饭煲",
    "电饭煲不加热",
    "发票",
    "保修期多久",
    "张伟",
    "zwm",
    "zhangwei",
    "李",
    "1385",
    "尾号 6208",
    "13800012345",
    "HZ07A-1842",
    "AF-520",
    "af520 炸锅",
    "刹车异响",
    "电动车充不进电",
    "珍珠奶茶 过敏",
    "充电器发烫还能继续用吗",
    "我上周在你们杭州的店里买的空气炸锅用了两次就不加热了，可以换一台新的吗",
    "订单已经三天了还没有发货，什么时候能到，能不能帮我催一下快递",
    "会员积分怎么兑换，过期了还能不能找回来",
    "电动车骑到一半突然断电，仪表盘显示故障代码，重新开机以后又好了，需要送到店里检查吗",
    "你好我想问一下奶茶里面有没有花生或者坚果，我孩子对坚果过敏，喝了会不会有问题",
    "买二送一的活动这周末还有没有，线上下单可以用吗",
    "好的",
    "谢谢",
    "繁體字的電鍋退貨",
    "ＡＦ－５２０　說明書",
    "refund",
    "battery fault code E07",
    "客服电话多少",
];

/// Writes `documents` generated documents into `dir` and measures. `dir` must be empty; it keeps the index.
pub fn run(dir: &Path, key: Option<[u8; 32]>, documents: usize) -> Result<Report> {
    let index = Index::open(dir, key)?;
    let started = Instant::now();
    index.rebuild((0..documents as u64).map(document), 1)?;
    index.settle()?;
    let rate = documents as f64 / started.elapsed().as_secs_f64();
    let (mut times, slowest) = time_queries(&index, None)?;
    let (mut scoped, _) = time_queries(&index, Some(vec!["shop:3".to_owned()]))?;
    let bytes = index.bytes();
    let mut writes = time_writes(&index, documents as u64)?;
    Ok(Report {
        documents,
        sealed: key.is_some(),
        documents_per_second: rate,
        bytes,
        p50_ms: percentile(&mut times, 0.50),
        p95_ms: percentile(&mut times, 0.95),
        slowest_ms: slowest.0,
        slowest: slowest.1.to_owned(),
        scoped_p95_ms: percentile(&mut scoped, 0.95),
        write_p50_ms: percentile(&mut writes, 0.50),
        write_p95_ms: percentile(&mut writes, 0.95),
    })
}

/// Writes the same documents and queries for a peer that cannot cut Chinese: `documents.txt` and `queries.txt`, a line
/// each, cut into characters, pairs of characters and spelled words.
pub fn write_for_peers(dir: &Path, documents: usize) -> std::io::Result<()> {
    let cut = |text: &str| Cut::GramsAndSpelled.tokens(text).iter().collect::<Vec<_>>().join(" ");
    let mut out = BufWriter::new(File::create(dir.join("documents.txt"))?);
    for nth in 0..documents as u64 {
        let made = document(nth);
        let text = [made.title, made.names.join(" "), made.codes.join(" "), made.tags.join(" "), made.body].join("\n");
        writeln!(out, "{}", cut(&text))?;
    }
    out.flush()?;
    std::fs::write(dir.join("queries.txt"), QUERIES.map(cut).join("\n"))
}

/// Every query five times, the first round unmeasured; and the slowest with its query.
fn time_queries(index: &Index, scopes: Option<Vec<String>>) -> Result<(Vec<f64>, (f64, &'static str))> {
    let mut times = Vec::new();
    let mut slowest = (0.0, "");
    for round in 0..6 {
        for text in QUERIES {
            let query = Query { scopes: scopes.clone(), ..Query::everywhere(text) };
            let started = Instant::now();
            index.search(&query)?;
            let took = started.elapsed().as_secs_f64() * 1e3;
            if round > 0 {
                times.push(took);
                slowest = if took > slowest.0 { (took, text) } else { slowest };
            }
        }
    }
    Ok((times, slowest))
}

fn time_writes(index: &Index, documents: u64) -> Result<Vec<f64>> {
    let mut times = Vec::new();
    for nth in 0..50 {
        let changed = document(nth * 7_919 % documents.max(1));
        let started = Instant::now();
        index.write(&[changed], &[], 2 + nth)?;
        times.push(started.elapsed().as_secs_f64() * 1e3);
    }
    Ok(times)
}

const SURNAMES: [&str; 24] = [
    "张", "王", "李", "赵", "刘", "陈", "杨", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "高", "罗", "单", "曾", "解", "欧阳",
];
const GIVEN: [&str; 24] = [
    "伟", "敏", "静", "磊", "洋", "勇", "艳", "杰", "娟", "涛", "明", "超", "秀英", "霞", "平", "刚", "桂英", "建国", "子涵", "雨欣", "浩然", "思远",
    "佳怡", "文博",
];
const GOODS: [&str; 20] = [
    "电饭煲",
    "空气炸锅",
    "破壁机",
    "电热水壶",
    "吸尘器",
    "加湿器",
    "电风扇",
    "电动车",
    "锂电池",
    "充电器",
    "刹车片",
    "轮胎",
    "头盔",
    "珍珠奶茶",
    "杨枝甘露",
    "柠檬茶",
    "芋圆",
    "养生壶",
    "电磁炉",
    "扫地机器人",
];
const FAULTS: [&str; 20] = [
    "不加热",
    "充不进电",
    "漏水",
    "异响",
    "断电",
    "显示故障代码",
    "有焦糊味",
    "按键失灵",
    "续航变短",
    "刹车发软",
    "屏幕不亮",
    "跳闸",
    "指示灯闪烁",
    "转速不稳",
    "盖子合不上",
    "少发了配件",
    "外壳有划痕",
    "温度不准",
    "连不上手机",
    "机器发烫",
];
const ASKS: [&str; 20] = [
    "可以换新吗",
    "保修期多久",
    "怎么退货",
    "什么时候发货",
    "需要带发票吗",
    "能上门取件吗",
    "维修要多少钱",
    "运费谁出",
    "积分怎么兑换",
    "活动还有没有",
    "里面有没有花生",
    "能不能少糖",
    "可以开专票吗",
    "几点关门",
    "今天能修好吗",
    "有没有备用车",
    "配件还能买到吗",
    "会员能打折吗",
    "可以改地址吗",
    "能便宜一点吗",
];
const SMALL_TALK: [&str; 20] = [
    "好的",
    "谢谢",
    "您好，在的",
    "我看一下",
    "稍等",
    "麻烦您发一下订单号",
    "已经登记了",
    "我们师傅下午过去",
    "嗯嗯",
    "收到",
    "不好意思让您久等了",
    "这个我帮您问一下店长",
    "您看这样可以吗",
    "那就这么办",
    "还有别的可以帮您吗",
    "我明天过来拿",
    "照片发您了",
    "是这个型号",
    "对，就是上周买的",
    "辛苦了",
];
const SHOPS: [&str; 12] = ["西湖店", "滨江店", "余杭店", "萧山店", "拱墅店", "钱塘店", "临平店", "富阳店", "上城店", "桐庐店", "建德店", "淳安店"];

/// Words of any talk, the frequent ones first.
const WORDS: &str = "我们 这个 可以 没有 一下 什么 怎么 现在 已经 时候 知道 今天 觉得 需要 问题 东西 一直 还是 可能 应该 昨天 明天 \
    早上 晚上 中午 周末 地址 电话 照片 视频 快递 包装 颜色 尺寸 重量 价格 优惠 活动 积分 会员 门店 店员 师傅 经理 客服 朋友 家里 \
    孩子 老人 妈妈 邻居 公司 楼下 小区 学校 医院 地铁 公交 停车 下雨 天气 温度 声音 味道 气味 油烟 水垢 灰尘 滤网 插头 插座 电线 \
    开关 面板 屏幕 指示 程序 模式 定时 预约 清洗 保养 安装 拆开 拧紧 更换 配件 螺丝 胶圈 内胆 盖板 底座 手柄 钥匙 车锁 后视镜 \
    车筐 脚撑 坐垫 仪表 里程 速度 上坡 刹车 轮毂 补胎 打气 充满 放电 低温 夏天 冬天 春节 国庆 双十一 周年庆 抽奖 赠品 满减 折扣 \
    发票 收据 合同 保单 序列号 条形码 说明书 保修卡 身份证 银行卡 支付宝 微信 现金 退款 差价 补偿 投诉 表扬 建议 回访 预算 审批";

/// The generated document of a number.
pub fn document(nth: u64) -> Document {
    let mut draw = Draw(nth.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d);
    let shop = draw.below(12) as usize;
    let mut made = match nth % 120 {
        0..100 => message(&mut draw),
        100..117 => ticket(&mut draw, nth),
        117..119 => customer(&mut draw),
        _ => article(&mut draw),
    };
    made.id[..8].copy_from_slice(&nth.to_be_bytes());
    made.id[8..].copy_from_slice(&draw.next().to_be_bytes());
    made.scopes = vec![format!("shop:{shop}")];
    made.tags.push(SHOPS[shop].to_owned());
    made.at_ms = 1_700_000_000_000 + nth as i64 * 1_000;
    made
}

fn blank(kind: Kind) -> Document {
    Document {
        kind,
        id: [0; 16],
        title: String::new(),
        body: String::new(),
        names: Vec::new(),
        codes: Vec::new(),
        questions: Vec::new(),
        tags: Vec::new(),
        scopes: Vec::new(),
        at_ms: 0,
    }
}

fn message(draw: &mut Draw) -> Document {
    let mut body = String::new();
    for _ in 0..1 + draw.below(3) {
        body.push_str(&match draw.below(6) {
            0 => draw.of(&SMALL_TALK).to_owned(),
            1 => format!("{}{}，", draw.of(&GOODS), draw.of(&FAULTS)),
            4 | 5 => draw.talk(),
            2 => format!("我的{}用了{}天，{}", draw.of(&GOODS), draw.below(400), draw.of(&ASKS)),
            _ => format!("{}的{}{}", draw.name(), draw.of(&GOODS), draw.of(&ASKS)),
        });
        body.push('。');
    }
    Document { body, ..blank(Kind::Message) }
}

fn ticket(draw: &mut Draw, nth: u64) -> Document {
    let (goods, fault, name) = (draw.of(&GOODS), draw.of(&FAULTS), draw.name());
    let body = format!(
        "客户{name}反映{goods}{fault}，型号 AF-{}，购买{}天，{}。{}。{}。",
        100 + draw.below(900),
        draw.below(700),
        draw.of(&ASKS),
        draw.talk(),
        draw.talk(),
    );
    Document {
        title: format!("{goods}{fault}"),
        body,
        names: vec![name],
        codes: vec![format!("HZ{:02}A-{nth}", draw.below(12)), draw.phone()],
        ..blank(Kind::Ticket)
    }
}

fn customer(draw: &mut Draw) -> Document {
    let name = draw.name();
    let codes = vec![draw.phone(), format!("QH{:08}", draw.below(100_000_000))];
    Document { title: name.clone(), names: vec![name], codes, ..blank(Kind::Customer) }
}

fn article(draw: &mut Draw) -> Document {
    let (goods, fault) = (draw.of(&GOODS), draw.of(&FAULTS));
    let mut body = String::new();
    for _ in 0..20 + draw.below(30) {
        body.push_str(&format!("{}{}时，{}，{}。", draw.of(&GOODS), draw.of(&FAULTS), draw.talk(), draw.talk()));
    }
    Document { title: format!("{goods}{fault}怎么办"), body, ..blank(Kind::Article) }
}

/// A small generator of its own (splitmix64), so that no library's next version changes the documents.
struct Draw(u64);

impl Draw {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound
    }

    fn of(&mut self, list: &[&'static str]) -> &'static str {
        list[self.below(list.len() as u64) as usize]
    }

    /// A handful of words, the frequent ones far more often.
    fn talk(&mut self) -> String {
        let words: Vec<&str> = WORDS.split_whitespace().collect();
        let count = 3 + self.below(6);
        let scale = 1_000_000;
        (0..count)
            .map(|_| {
                let uniform = self.below(scale);
                words[(uniform * uniform / scale * words.len() as u64 / scale) as usize]
            })
            .collect()
    }

    fn name(&mut self) -> String {
        let second = if self.below(3) == 0 { self.of(&GIVEN) } else { "" };
        format!("{}{}{second}", self.of(&SURNAMES), self.of(&GIVEN))
    }

    fn phone(&mut self) -> String {
        format!("1{}{:09}", [3, 5, 7, 8, 9][self.below(5) as usize], self.below(1_000_000_000))
    }
}

//! A conversation in three or four of its own sentences: the customer's problem, what was agreed, how it ended.
//!
//! Extraction only: every line is a sentence that somebody said, with its place; no word is ever invented. Sentences are
//! ranked by TextRank over character bigrams, then by who says them, where, and with which words.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::sentences::sentences;

/// Who speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Speaker {
    Customer,
    /// A clerk, a technician or the AI employee.
    Agent,
    /// Notices of the system are read past.
    System,
}

/// One sentence of the conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which message it stands in, from 0.
    pub message: usize,
    pub speaker: Speaker,
    /// Offsets in characters of that message.
    pub start: usize,
    pub end: usize,
    pub text: String,
}

/// What a conversation comes down to. Parts that nobody said are absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    pub problem: Option<Line>,
    pub agreed: Vec<Line>,
    pub outcome: Option<Line>,
}

/// Above this many sentences only the first and last are compared with each other: ranking compares every pair.
const MOST: usize = 240;
/// Promises that are kept in a summary.
const AGREED_MAX: usize = 2;

const PROBLEM: &str = "坏 不能 不了 没法 无法 漏 冒烟 跳闸 报错 故障 异响 不转 不热 不制冷 不出水 不亮 充不进 打不开 没收到 没发货 少了 少发 发错 错 退 换 投诉 等了 裂 破 划 掉 问题 怎么 想 要 需要 为什么 帮我 预约 咨询 多扣 重复扣 查 发票 broken not want need wrong missing refund";
const PROMISE: &str = "安排 预约 上门 为您 给您 帮您 明天 后天 今天 周 点 小时内 工作日 退款 退到 换 补发 补偿 登记 派 寄 免费 工单 优惠 承担 约 改到 联系您 回电 留 会 已 will arrange schedule refund replace tomorrow";
const OUTCOME: &str = "好了 修好 解决 可以了 正常了 收到了 没问题了 满意 谢谢 退了 到账 不用了 算了 那就这样 还是不行 还没 再投诉 同意 那行 行吧 好的 取消 等你们 到时候 转接 升级 关闭 完成 fixed works solved thanks";
const EMPTY: &str = "您好 你好 在吗 嗯 哦 好 好的 谢谢 不客气 请稍等 稍等 再见 哈喽 在的 请问有什么可以帮您 有什么可以帮到您 感谢您的来电 欢迎光临 祝您生活愉快 hello hi ok thanks bye";

struct Candidate {
    line: Line,
    grams: HashMap<(char, char), f32>,
    rank: f32,
    size: usize,
}

/// Picks the lines of a conversation, in the order in which they were said.
pub fn summary(messages: &[(Speaker, &str)]) -> Summary {
    let mut candidates = candidates(messages);
    text_rank(&mut candidates);
    let last = messages.len().max(1) as f32;
    let at = |candidate: &Candidate| candidate.line.message as f32 / last;
    let problem = best(&candidates, |candidate| {
        (candidate.line.speaker == Speaker::Customer && at(candidate) < 0.7)
            .then(|| candidate.rank + 0.5 * words(candidate, PROBLEM).min(3.0) + 1.8 * (1.0 - at(candidate)) + length(candidate))
    });
    let begun = problem.map_or(0, |at| candidates[at].line.message);
    let agreed = promises(&candidates, begun);
    let outcome = best(&candidates, |candidate| {
        let late = at(candidate) >= 0.55 && candidate.line.message > begun && !agreed.contains(&(candidate.line.message, candidate.line.start));
        let own = if candidate.line.speaker == Speaker::Customer { 0.4 } else { 0.0 };
        let said = words(candidate, OUTCOME);
        (late && said > 0.0).then(|| 0.5 * candidate.rank + 0.6 * said.min(2.0) + 1.2 * at(candidate) + own + 0.5 * length(candidate))
    });
    let line = |at: usize| candidates[at].line.clone();
    let chosen = candidates.iter().filter(|candidate| agreed.contains(&(candidate.line.message, candidate.line.start)));
    Summary { problem: problem.map(line), agreed: chosen.map(|candidate| candidate.line.clone()).collect(), outcome: outcome.map(line) }
}

fn candidates(messages: &[(Speaker, &str)]) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = Vec::new();
    for (message, (speaker, text)) in messages.iter().enumerate().filter(|(_, (speaker, _))| *speaker != Speaker::System) {
        for sentence in sentences(text) {
            let plain: String = sentence.text.chars().filter(|c| c.is_alphanumeric()).collect();
            let size = plain.chars().count();
            if size < 4 || EMPTY.split(' ').any(|empty| empty.eq_ignore_ascii_case(&plain)) {
                continue;
            }
            let line = Line { message, speaker: *speaker, start: sentence.start, end: sentence.end, text: sentence.text };
            out.push(Candidate { line, grams: grams(&plain), rank: 0.0, size });
        }
    }
    if out.len() > MOST {
        let tail = out.split_off(out.len() - MOST / 2);
        out.truncate(MOST / 2);
        out.extend(tail);
    }
    out
}

fn grams(plain: &str) -> HashMap<(char, char), f32> {
    let mut grams = HashMap::new();
    let chars: Vec<char> = plain.chars().take(400).collect();
    for pair in chars.windows(2) {
        *grams.entry((pair[0], pair[1])).or_insert(0.0) += 1.0;
    }
    grams
}

fn similarity(a: &Candidate, b: &Candidate) -> f32 {
    let (small, large) = if a.grams.len() < b.grams.len() { (a, b) } else { (b, a) };
    let shared: f32 = small.grams.iter().filter_map(|(gram, count)| Some(count * large.grams.get(gram)?)).sum();
    let norm = |candidate: &Candidate| candidate.grams.values().map(|count| count * count).sum::<f32>().sqrt();
    let product = norm(a) * norm(b);
    if product > 0.0 { shared / product } else { 0.0 }
}

/// Twenty steps of the walk over similar sentences; ranks are scaled so that the highest is 1.
fn text_rank(candidates: &mut [Candidate]) {
    let n = candidates.len();
    let mut weights = vec![vec![0.0_f32; n]; n];
    for i in 0..n {
        for j in i + 1..n {
            let weight = similarity(&candidates[i], &candidates[j]);
            (weights[i][j], weights[j][i]) = (weight, weight);
        }
    }
    let sums: Vec<f32> = weights.iter().map(|row| row.iter().sum::<f32>().max(1e-6)).collect();
    let mut ranks = vec![1.0 / n.max(1) as f32; n];
    for _ in 0..20 {
        ranks = (0..n).map(|i| 0.15 / n as f32 + 0.85 * (0..n).map(|j| weights[j][i] / sums[j] * ranks[j]).sum::<f32>()).collect();
    }
    let top = ranks.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
    candidates.iter_mut().zip(ranks).for_each(|(candidate, rank)| candidate.rank = rank / top);
}

fn words(candidate: &Candidate, list: &str) -> f32 {
    let text = candidate.line.text.to_lowercase();
    list.split(' ').filter(|word| text.contains(*word)).count() as f32
}

/// Very short sentences say little and very long ones are no summary.
fn length(candidate: &Candidate) -> f32 {
    match candidate.size {
        0..8 => -0.6,
        8..50 => 0.2,
        50..120 => 0.0,
        _ => -0.5,
    }
}

fn best(candidates: &[Candidate], score: impl Fn(&Candidate) -> Option<f32>) -> Option<usize> {
    let scored = candidates.iter().enumerate().filter_map(|(at, candidate)| Some((at, score(candidate)?)));
    scored.reduce(|best, next| if next.1 > best.1 { next } else { best }).map(|(at, _)| at)
}

/// Message and place of the sentences in which the agent promises something.
fn promises(candidates: &[Candidate], begun: usize) -> Vec<(usize, usize)> {
    let mut scored: Vec<(f32, usize)> = Vec::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let said = words(candidate, PROMISE);
        let asks = candidate.line.text.contains(['?', '？']) || candidate.line.text.contains('吗');
        if candidate.line.speaker == Speaker::Agent && candidate.line.message >= begun && said >= 2.0 && !asks {
            scored.push((0.5 * candidate.rank + 0.5 * said.min(5.0) + length(candidate), at));
        }
    }
    scored.sort_by(|a, b| b.0.partial_cmp(&a.0).unwrap_or(std::cmp::Ordering::Equal));
    let mut chosen: Vec<usize> = Vec::new();
    for (_, at) in scored {
        let new = chosen.iter().all(|other| similarity(&candidates[*other], &candidates[at]) < 0.5);
        if new && chosen.len() < AGREED_MAX {
            chosen.push(at);
        }
    }
    chosen.into_iter().map(|at| (candidates[at].line.message, candidates[at].line.start)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Speaker::{Agent, Customer};
    use expect_test::expect;
    use proptest::prelude::*;

    #[test]
    fn problem_promise_and_outcome() {
        let talk = [
            (Customer, "你好"),
            (Agent, "您好，请问有什么可以帮您？"),
            (Customer, "我上周买的空气炸锅一直跳闸，用不了。"),
            (Agent, "是什么型号？插座有没有换过？"),
            (Customer, "AF-520，换过三个插座都跳。"),
            (Agent, "很抱歉，我给您安排明天下午两点上门换新，工单已登记。"),
            (Customer, "好的，那我明天在家等你们。"),
            (Agent, "不客气"),
        ];
        let summary = summary(&talk);
        expect![[r#"
            我上周买的空气炸锅一直跳闸，用不了。
            很抱歉，我给您安排明天下午两点上门换新，工单已登记。
            好的，那我明天在家等你们。"#]]
        .assert_eq(
            &summary.problem.iter().chain(&summary.agreed).chain(&summary.outcome).map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n"),
        );
    }

    #[test]
    fn nothing_said_is_nothing_summed_up() {
        assert_eq!(summary(&[]), Summary::default());
        assert_eq!(summary(&[(Customer, "你好"), (Agent, "在的")]), Summary::default());
    }

    proptest! {
        #[test]
        fn every_line_was_said(texts in prop::collection::vec("(坏了|安排|明天|谢谢|。|\\PC){0,20}", 0..8)) {
            let talk: Vec<(Speaker, &str)> = texts.iter().enumerate().map(|(at, text)| (if at % 2 == 0 { Customer } else { Agent }, text.as_str())).collect();
            let summary = summary(&talk);
            for line in summary.problem.iter().chain(&summary.agreed).chain(&summary.outcome) {
                let said: String = talk[line.message].1.chars().skip(line.start).take(line.end - line.start).collect();
                prop_assert_eq!(&said, &line.text);
            }
        }
    }
}

//! Cuts a document into drafts of knowledge articles: one per row of a question table, one per question in running
//! text, one per chapter, or the whole. Every word below
//! the document's title stands in exactly one draft.

use serde::{Deserialize, Serialize};

use crate::block::{Block, Document, Table};
use crate::clean;
use crate::write::blocks_to_markdown;

/// A chapter shorter than this is not an article of its own, in characters.
const CHAPTER_CHARS: usize = 60;

/// An article as it would be imported; shown to the person before it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub title: String,
    /// Without the title.
    pub markdown: String,
    /// Ways customers ask for it; the first is the main one.
    pub questions: Vec<String>,
    pub category: Option<String>,
}

/// The drafts in the order of the document. At least one when the document has any block.
pub fn articles(document: &Document) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut rest = Vec::new();
    let mut heading = None;
    for block in &document.blocks {
        if let Block::Heading { text, .. } = block {
            heading = Some(text.as_str());
        }
        match block {
            Block::Table(table) if let Some(columns) = Columns::of(&table.header) => {
                let near = heading.filter(|text| !is_generic(text));
                drafts.extend(table.rows.iter().filter_map(|row| columns.draft(table, row, near)));
            }
            _ => rest.push(block.clone()),
        }
    }
    if !drafts.is_empty() && rest.iter().all(|block| matches!(block, Block::Heading { .. })) {
        return drafts;
    }
    let rest = Document { title: document.title.clone(), blocks: rest };
    drafts.extend(spoken(&rest).unwrap_or_else(|| chapters(&rest)));
    drafts
}

/// Names spreadsheets give by themselves.
fn is_generic(name: &str) -> bool {
    let name = name.to_lowercase();
    ["sheet", "工作表", "表格"].iter().any(|generic| name.starts_with(generic))
}

/// Which column of a question table holds what.
struct Columns {
    question: usize,
    answer: usize,
    category: Option<usize>,
    similar: Vec<usize>,
}

const QUESTION: [&str; 14] =
    ["问题", "问", "标准问", "标准问题", "主问题", "提问", "问法", "常见问题", "客户问题", "q", "question", "questions", "faq", "ask"];
const ANSWER: [&str; 15] =
    ["答案", "答", "回答", "回复", "解答", "答复", "标准答案", "参考答案", "解决方案", "解决办法", "a", "answer", "answers", "reply", "response"];
const CATEGORY: [&str; 10] = ["分类", "类别", "类目", "类型", "栏目", "目录", "category", "type", "topic", "group"];
const SIMILAR: [&str; 12] = [
    "相似问",
    "相似问法",
    "相似问题",
    "扩展问",
    "扩展问题",
    "其他问法",
    "同义问",
    "别名",
    "similar",
    "similar questions",
    "alternative questions",
    "variants",
];

impl Columns {
    fn of(header: &[String]) -> Option<Self> {
        let names: Vec<String> = header.iter().map(|name| column_name(name)).collect();
        let find = |words: &[&str]| names.iter().position(|name| words.contains(&name.as_str()));
        let similar = |name: &String| SIMILAR.iter().any(|word| name.starts_with(word));
        Some(Self {
            question: find(&QUESTION)?,
            answer: find(&ANSWER)?,
            category: find(&CATEGORY),
            similar: (0..names.len()).filter(|i| similar(&names[*i])).collect(),
        })
    }

    /// The draft of one row; columns that are none of the four follow the answer under their names.
    fn draft(&self, table: &Table, row: &[String], near: Option<&str>) -> Option<Draft> {
        let cell = |i: usize| row.get(i).map(String::as_str).unwrap_or_default();
        let (question, answer) = (cell(self.question), cell(self.answer));
        if question.is_empty() && answer.is_empty() {
            return None;
        }
        let mut questions = split_questions(question, &['\n']);
        for column in &self.similar {
            questions.extend(split_questions(cell(*column), &['\n', ';', '；', '|', '/']));
        }
        dedup(&mut questions);
        let category = self.category.map(cell).filter(|text| !text.is_empty()).or(near);
        let mut blocks = vec![Block::Paragraph(answer.to_string())];
        blocks.extend(self.others(table, row));
        blocks.retain(|block| !matches!(block, Block::Paragraph(text) if text.is_empty()));
        let title = questions.first().cloned().unwrap_or_else(|| first_words(answer));
        Some(Draft { title, markdown: blocks_to_markdown(&blocks), questions, category: category.map(clean::line) })
    }

    fn others(&self, table: &Table, row: &[String]) -> Vec<Block> {
        let known = |i: &usize| *i == self.question || *i == self.answer || Some(*i) == self.category || self.similar.contains(i);
        let others = (0..row.len().min(table.header.len())).filter(|i| !known(i) && !row[*i].is_empty() && !is_counter(&table.header[*i]));
        others.map(|i| Block::Paragraph(format!("{}：{}", table.header[i], row[i]))).collect()
    }
}

/// Column names are compared without spaces around, marks and case: 「*问题（必填）」 is 问题.
fn column_name(name: &str) -> String {
    let name = clean::folded(name);
    let name = name.split(['(', ':']).next().unwrap_or_default();
    name.trim_matches(|c: char| !c.is_alphanumeric()).to_string()
}

fn is_counter(name: &str) -> bool {
    ["序号", "编号", "no", "id", "#"].contains(&column_name(name).as_str()) || name.trim() == "#"
}

fn split_questions(text: &str, marks: &[char]) -> Vec<String> {
    text.split(marks).map(clean::line).filter(|question| !question.is_empty()).collect()
}

fn dedup(questions: &mut Vec<String>) {
    let mut seen = Vec::new();
    questions.retain(|question| {
        let new = !seen.contains(question);
        if new {
            seen.push(question.clone());
        }
        new
    });
}

/// The beginning of an answer, as a title where a question is missing.
fn first_words(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    line.chars().take(30).collect()
}

/// Questions and answers in running text: 「问：…」 「答：…」, `Q1: …` `A: …`. `None` when there are fewer than two pairs
/// or words before the first.
fn spoken(document: &Document) -> Option<Vec<Draft>> {
    let mut drafts: Vec<(String, Vec<Block>, Option<String>)> = Vec::new();
    let mut category = None;
    let mut answered = 0;
    for block in &document.blocks {
        match block {
            Block::Heading { level, text } if marked(text, &QUESTION).is_none() => {
                category = (*level > 1).then(|| text.clone()).or(category);
            }
            Block::Paragraph(text) | Block::Heading { text, .. } => {
                for line in text.lines() {
                    if let Some(question) = marked(line, &QUESTION) {
                        drafts.push((question, Vec::new(), category.clone()));
                        continue;
                    }
                    let answer = marked(line, &ANSWER);
                    answered += usize::from(answer.is_some());
                    let (_, blocks, _) = drafts.last_mut()?;
                    blocks.push(Block::Paragraph(answer.unwrap_or_else(|| line.to_string())));
                }
            }
            other => drafts.last_mut()?.1.push(other.clone()),
        }
    }
    (drafts.len() >= 2 && answered * 2 >= drafts.len()).then(|| drafts.into_iter().map(pair).collect())
}

fn pair((question, blocks, category): (String, Vec<Block>, Option<String>)) -> Draft {
    Draft { title: question.clone(), markdown: blocks_to_markdown(&blocks), questions: vec![question], category }
}

/// The text behind 「问：」, `Q3.`, 「问题 2、」.
fn marked(line: &str, words: &[&str]) -> Option<String> {
    let folded = clean::folded(line);
    let short = words.iter().filter(|word| word.chars().count() <= 2 && !word.is_empty());
    let rest = short.filter_map(|word| folded.strip_prefix(word)).min_by_key(|rest| rest.len())?;
    let rest = rest.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let rest = rest.trim_start().strip_prefix([':', '.', '、'])?;
    // Folding keeps the number of characters, so the tail of the line is found by counting.
    let text: String = line.chars().skip(line.chars().count() - rest.chars().count()).collect();
    Some(clean::line(&text)).filter(|text| !text.is_empty())
}

/// One draft per chapter when there are several and most are long enough or ask a question, else one for all.
fn chapters(document: &Document) -> Vec<Draft> {
    if document.blocks.is_empty() {
        return Vec::new();
    }
    let Some(level) = split_level(&document.blocks) else {
        return vec![whole(document)];
    };
    let (preamble, parts) = split(document, level);
    let stands = |(title, body): &&(String, Vec<Block>)| length(body) >= CHAPTER_CHARS || is_question(title);
    let filled = parts.iter().filter(|(_, body)| length(body) > 0).count();
    if filled < 2 || parts.iter().filter(stands).count() * 3 < filled * 2 {
        return vec![whole(document)];
    }
    let mut parts = join_empty(parts);
    let mut drafts = Vec::new();
    if length(&preamble) >= CHAPTER_CHARS {
        drafts.push(draft(document.title.clone(), &preamble));
    } else if let Some((_, first)) = parts.first_mut() {
        first.splice(0..0, preamble);
    }
    drafts.extend(parts.into_iter().map(|(title, body)| draft(title, &body)));
    drafts
}

/// The highest level with at least two headings.
fn split_level(blocks: &[Block]) -> Option<u8> {
    let headings = |wanted: u8| blocks.iter().filter(|b| matches!(b, Block::Heading { level, .. } if *level == wanted)).count();
    (1..=6).find(|level| headings(*level) >= 2)
}

/// What stands before the first chapter, and the chapters by title. The heading that is the document's title is in
/// neither.
fn split(document: &Document, level: u8) -> (Vec<Block>, Vec<(String, Vec<Block>)>) {
    let mut preamble = Vec::new();
    let mut parts: Vec<(String, Vec<Block>)> = Vec::new();
    for block in &document.blocks {
        match block {
            Block::Heading { text, .. } if parts.is_empty() && preamble.is_empty() && *text == document.title => {}
            Block::Heading { level: l, text } if *l <= level => parts.push((text.clone(), Vec::new())),
            _ => parts.last_mut().map_or(&mut preamble, |(_, body)| body).push(block.clone()),
        }
    }
    (preamble, parts)
}

/// A chapter without text gives its heading to the next one, the last to the one before.
fn join_empty(parts: Vec<(String, Vec<Block>)>) -> Vec<(String, Vec<Block>)> {
    let mut out: Vec<(String, Vec<Block>)> = Vec::new();
    let mut waiting = Vec::new();
    for (title, body) in parts {
        if length(&body) == 0 {
            waiting.push(Block::Heading { level: 2, text: title });
            waiting.extend(body);
        } else {
            out.push((title, std::mem::take(&mut waiting).into_iter().chain(body).collect()));
        }
    }
    if let Some((_, last)) = out.last_mut() {
        last.extend(waiting);
    }
    out
}

fn whole(document: &Document) -> Draft {
    let titled = matches!(document.blocks.first(), Some(Block::Heading { text, .. }) if *text == document.title);
    let body = &document.blocks[usize::from(titled)..];
    draft(document.title.clone(), body)
}

fn is_question(title: &str) -> bool {
    title.ends_with(['？', '?'])
}

fn draft(title: String, body: &[Block]) -> Draft {
    let asks = is_question(&title);
    Draft { questions: asks.then(|| title.clone()).into_iter().collect(), markdown: blocks_to_markdown(body), title, category: None }
}

/// Characters of text below the headings.
fn length(blocks: &[Block]) -> usize {
    let count = |text: &String| text.chars().count();
    blocks
        .iter()
        .map(|block| match block {
            Block::Heading { .. } => 0,
            Block::Paragraph(text) | Block::Code(text) => count(text),
            Block::Image { alt } => count(alt),
            Block::List(items) => items.iter().map(|item| count(&item.text)).sum(),
            Block::Table(table) => table.rows.iter().flatten().chain(&table.header).map(count).sum(),
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::Limits;
    use expect_test::{Expect, expect};

    fn check(name: &str, text: &str, expect: Expect) {
        let document = crate::read(name, text.as_bytes(), &Limits::default()).expect("a readable text");
        let show = |d: &Draft| {
            let category = d.category.as_deref().unwrap_or("-");
            format!("【{}】{category} {:?}\n{}\n", d.title, d.questions, d.markdown)
        };
        expect.assert_eq(&articles(&document).iter().map(show).collect::<String>());
    }

    #[test]
    fn a_question_table_gives_one_article_a_row_in_any_column_order() {
        check(
            "常见问题.csv",
            "序号,答案,*问题（必填）,相似问法,分类,备注\n1,七天内凭小票,几天能退,能退货吗；退货期限,退换,食品除外\n2,九点开门,几点开门,,,\n3,,,,,\n",
            expect![[r#"
                【几天能退】退换 ["几天能退", "能退货吗", "退货期限"]
                七天内凭小票

                备注：食品除外

                【几点开门】- ["几点开门"]
                九点开门

            "#]],
        );
        check(
            "faq.csv",
            "Category,Answer,Question\nWarranty,Two years,How long?\n",
            expect![[r#"
            【How long?】Warranty ["How long?"]
            Two years

        "#]],
        );
    }

    #[test]
    fn tables_under_headings_take_their_category_from_them() {
        check(
            "a.md",
            "# 手册\n\n## 电池\n\n| 问 | 答 |\n|---|---|\n| 鼓包 | 停用 |\n\n## Sheet2\n\n| Q | A |\n|---|---|\n| x | y |\n",
            expect![[r#"
            【鼓包】电池 ["鼓包"]
            停用

            【x】- ["x"]
            y

        "#]],
        );
    }

    #[test]
    fn questions_in_running_text_are_taken_apart() {
        check(
            "a.txt",
            "售后问答\n\n问：几天能退？\n答：七天内。\n食品除外。\n\nQ2：要发票吗\nA：要。\n",
            expect![[r#"
            【几天能退？】- ["几天能退？"]
            七天内。

            食品除外。

            【要发票吗】- ["要发票吗"]
            要。

        "#]],
        );
    }

    #[test]
    fn long_chapters_become_articles_and_short_ones_stay_together() {
        let long =
            "整车保修两年，电池与充电器保修一年，凭购买小票或手机号在任何一家门店办理，人为损坏不在保修范围内，具体以检测为准。再写一句凑够长度。";
        check(
            "手册.md",
            &format!("# 售后手册\n\n欢迎。\n\n## 保修\n\n{long}\n\n## 退货\n\n### 七天内怎么退？\n\n{long}\n\n## 附则\n\n### 空\n"),
            expect![[r#"
                【保修】- []
                欢迎。

                整车保修两年，电池与充电器保修一年，凭购买小票或手机号在任何一家门店办理，人为损坏不在保修范围内，具体以检测为准。再写一句凑够长度。

                【退货】- []
                ### 七天内怎么退？

                整车保修两年，电池与充电器保修一年，凭购买小票或手机号在任何一家门店办理，人为损坏不在保修范围内，具体以检测为准。再写一句凑够长度。

                ## 附则

                ### 空

            "#]],
        );
        check(
            "问答.md",
            "# 问答\n\n## 几天能退？\n\n七天。\n\n## 要发票吗？\n\n要。\n",
            expect![[r#"
                【几天能退？】- ["几天能退？"]
                七天。

                【要发票吗？】- ["要发票吗？"]
                要。

            "#]],
        );
        check(
            "手册.md",
            "# 手册\n\n## 一\n\n短。\n\n## 二\n\n也短。\n",
            expect![[r#"
            【手册】- []
            ## 一

            短。

            ## 二

            也短。

        "#]],
        );
    }

    #[test]
    fn letters_that_grow_when_folded_do_not_move_the_text() {
        check(
            "a.txt",
            "Q: İİİİİİİİ\nA: x\n问题二：y\n答：z\n",
            expect![[r#"
                【İİİİİİİİ】- ["İİİİİİİİ"]
                x

                【y】- ["y"]
                z

            "#]],
        );
    }

    #[test]
    fn a_table_that_is_no_question_table_stays_in_the_article() {
        check(
            "价目.csv",
            "品名,价\n电池,399\n",
            expect![[r#"
            【价目】- []
            | 品名 | 价 |
            | --- | --- |
            | 电池 | 399 |

        "#]],
        );
    }
}

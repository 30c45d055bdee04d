//! The words of a ticket's story: verbs first, quoted words in 「」, never the subject (the screen shows who).

use std::collections::BTreeMap;

use domain::Field;
use domain::Value;
use domain::field::ticket as column;
use domain::refusal::Lang;
use domain::sla::Metric;
use domain::ticket::CheckItem;

use super::{StoryEntry, Written};
use crate::names::Names;

/// A field's name for people.
pub(crate) fn label(field: Field, lang: Lang) -> &'static str {
    let (zh, en) = match field {
        column::number => ("单号", "Number"),
        column::subject => ("标题", "Subject"),
        column::description => ("说明", "Description"),
        column::kind => ("类型", "Type"),
        column::state => ("状态", "State"),
        column::priority => ("级别", "Priority"),
        column::customer => ("顾客", "Customer"),
        column::shop => ("门店", "Shop"),
        column::department => ("部门", "Department"),
        column::assignee => ("负责人", "Assignee"),
        column::watchers => ("关注的人", "Watchers"),
        column::tags => ("标签", "Tags"),
        column::checklist => ("清单", "Checklist"),
        column::parent => ("上级工单", "Parent ticket"),
        column::links => ("关联工单", "Related tickets"),
        column::merged_into => ("并到", "Merged into"),
        column::conversation => ("会话", "Conversation"),
        column::resolution => ("处理结果", "Resolution"),
        column::first_due => ("首次回复时限", "First reply due"),
        column::next_due => ("下次回复时限", "Next reply due"),
        column::resolve_due => ("解决时限", "Resolution due"),
        column::first_replied_at => ("首次回复时间", "First replied"),
        column::resolved_at => ("解决时间", "Resolved"),
        column::paused_at => ("暂停计时", "Paused"),
        column::snoozed_until => ("稍后处理", "Snoozed until"),
        column::opened_at => ("建单时间", "Opened"),
        column::opened_by => ("建单人", "Opened by"),
        column::channel => ("渠道", "Channel"),
        column::split_from => ("拆自", "Split from"),
        column::fields => ("其他资料", "Other details"),
        column::paused_total_ms => ("累计暂停", "Paused in all"),
        column::merge_undo => ("合并前的样子", "As it was before the merge"),
        other => (other.name, other.name),
    };
    lang.pick(zh, en)
}

pub(super) fn promise(metric: Metric, lang: Lang) -> &'static str {
    match metric {
        Metric::FirstReply => lang.pick("首次回复顾客", "First reply to the customer"),
        Metric::NextReply => lang.pick("再回复顾客", "Next reply to the customer"),
        Metric::Resolve => lang.pick("约定解决", "Promised to be resolved"),
    }
}

pub(super) fn rated(score: i64, comment: Option<&str>, lang: Lang) -> String {
    let comment = comment.filter(|text| !text.is_empty());
    match (lang, comment) {
        (Lang::Zh, Some(text)) => format!("评了 {score} 分：「{text}」"),
        (Lang::Zh, None) => format!("评了 {score} 分"),
        (Lang::En, Some(text)) => format!("rated it {score} of 5: “{text}”"),
        (Lang::En, None) => format!("rated it {score} of 5"),
    }
}

/// Sentences for what matters; clocks and counters are left to the record of changes.
pub(super) fn sentences(writes: &[Written], names: &Names) -> Vec<StoryEntry> {
    let mut entries: Vec<StoryEntry> = opened(writes, names).into_iter().collect();
    entries.extend(writes.iter().filter(|write| !write.first).filter_map(|write| sentence(write, names)));
    entries
}

fn entry(write: &Written, names: &Names, what: &str, text: String) -> StoryEntry {
    let who = write.actor.and_then(|id| names.people.get(&id).cloned());
    let actor = if write.actor.is_some() { "staff" } else { "system" };
    StoryEntry { at: write.at, who, actor: actor.into(), what: what.into(), text, message: None, ticket: None }
}

/// 「建单，类型「换货」，级别 高」
fn opened(writes: &[Written], names: &Names) -> Option<StoryEntry> {
    let first: BTreeMap<&str, &Written> =
        writes.iter().filter(|write| write.first && write.key.is_none()).map(|write| (write.field.name, write)).collect();
    let begin = *first.get(column::number.name)?;
    let value = |field: Field| first.get(field.name).and_then(|write| write.is(names));
    let mut text = names.lang.pick("建单", "opened the ticket").to_owned();
    if let Some(kind) = value(column::kind) {
        text += &match names.lang {
            Lang::Zh => format!("，类型「{kind}」"),
            Lang::En => format!(" as “{kind}”"),
        };
    }
    if let Some(priority) = value(column::priority) {
        text += &match names.lang {
            Lang::Zh => format!("，级别 {priority}"),
            Lang::En => format!(", priority {priority}"),
        };
    }
    Some(entry(begin, names, "opened", text))
}

fn sentence(write: &Written, names: &Names) -> Option<StoryEntry> {
    let to = write.is(names);
    let from = write.was(names);
    let said = |zh: String, en: String| names.lang.pick(&zh, &en).to_owned();
    let (what, text) = match write.field {
        column::state => ("state", state(names, to.as_deref()?)),
        column::assignee => ("assigned", assigned(names, to)),
        column::department => ("assigned", to.map(|name| said(format!("转交给{name}"), format!("handed it to {name}")))?),
        column::merged_into => ("merged", merged(names, to, from)),
        column::parent => ("linked", to.map(|number| said(format!("放到 {number} 下面"), format!("put it under {number}")))?),
        column::links => ("linked", linked(names, to, from)?),
        column::checklist => checked(write, names)?,
        column::tags | column::watchers => ("field", membership(write, names, to, from)?),
        column::subject | column::description | column::kind | column::priority | column::customer | column::fields | column::resolution => {
            ("field", changed(&write.label(names), from, to, names.lang))
        }
        _ => return None,
    };
    Some(entry(write, names, what, text))
}

fn state(names: &Names, to: &str) -> String {
    match names.lang {
        Lang::Zh => format!("改成「{to}」"),
        Lang::En => format!("set it to “{to}”"),
    }
}

fn assigned(names: &Names, to: Option<String>) -> String {
    match (names.lang, to) {
        (Lang::Zh, Some(name)) => format!("转给{name}"),
        (Lang::Zh, None) => "放回没人接".into(),
        (Lang::En, Some(name)) => format!("assigned it to {name}"),
        (Lang::En, None) => "let it go".into(),
    }
}

fn merged(names: &Names, to: Option<String>, from: Option<String>) -> String {
    match (names.lang, to) {
        (Lang::Zh, Some(number)) => format!("并到 {number}"),
        (Lang::Zh, None) => format!("撤销合并，不再属于 {}", from.unwrap_or_default()),
        (Lang::En, Some(number)) => format!("merged it into {number}"),
        (Lang::En, None) => format!("undid the merge into {}", from.unwrap_or_default()),
    }
}

fn linked(names: &Names, to: Option<String>, from: Option<String>) -> Option<String> {
    Some(match (names.lang, to, from) {
        (Lang::Zh, Some(number), _) => format!("关联到 {number}"),
        (Lang::En, Some(number), _) => format!("related it to {number}"),
        (Lang::Zh, None, Some(number)) => format!("取消关联 {number}"),
        (Lang::En, None, Some(number)) => format!("removed the relation to {number}"),
        _ => return None,
    })
}

fn checked(write: &Written, names: &Names) -> Option<(&'static str, String)> {
    let item = |value: &Value| match value {
        Value::Text(text) => serde_json::from_str::<CheckItem>(text).ok(),
        _ => None,
    };
    let (from, to) = (item(&write.from), item(&write.to));
    let zh = names.lang == Lang::Zh;
    let text = match (from, to) {
        (None, Some(to)) if zh => format!("清单加上「{}」", to.text),
        (None, Some(to)) => format!("added “{}” to the checklist", to.text),
        (Some(from), None) if zh => format!("清单去掉「{}」", from.text),
        (Some(from), None) => format!("took “{}” off the checklist", from.text),
        (Some(from), Some(to)) if from.done == to.done && zh => format!("清单「{}」改成「{}」", from.text, to.text),
        (Some(from), Some(to)) if from.done == to.done => format!("reworded “{}” to “{}”", from.text, to.text),
        (_, Some(to)) if to.done && zh => format!("做完「{}」", to.text),
        (_, Some(to)) if to.done => format!("ticked off “{}”", to.text),
        (_, Some(to)) if zh => format!("重新打开「{}」", to.text),
        (_, Some(to)) => format!("reopened “{}”", to.text),
        (None, None) => return None,
    };
    Some(("checked", text))
}

fn membership(write: &Written, names: &Names, to: Option<String>, from: Option<String>) -> Option<String> {
    let watching = write.field == column::watchers;
    Some(match (names.lang, watching, to, from) {
        (Lang::Zh, false, Some(tag), _) => format!("打上标签「{tag}」"),
        (Lang::Zh, false, None, Some(tag)) => format!("去掉标签「{tag}」"),
        (Lang::En, false, Some(tag), _) => format!("tagged it “{tag}”"),
        (Lang::En, false, None, Some(tag)) => format!("removed the tag “{tag}”"),
        (Lang::Zh, true, Some(name), _) => format!("加上关注的人：{name}"),
        (Lang::Zh, true, None, Some(name)) => format!("不再让 {name} 关注"),
        (Lang::En, true, Some(name), _) => format!("added {name} as a watcher"),
        (Lang::En, true, None, Some(name)) => format!("removed {name} as a watcher"),
        _ => return None,
    })
}

/// 「级别」由 中 改成 高
fn changed(label: &str, from: Option<String>, to: Option<String>, lang: Lang) -> String {
    let cut = |text: String| if text.chars().count() > 60 { format!("{}…", text.chars().take(60).collect::<String>()) } else { text };
    match (lang, from.map(cut), to.map(cut)) {
        (Lang::Zh, None, Some(to)) => format!("填了{label}「{to}」"),
        (Lang::Zh, Some(from), Some(to)) => format!("把{label}从「{from}」改成「{to}」"),
        (Lang::Zh, Some(from), None) => format!("清空了{label}「{from}」"),
        (Lang::En, None, Some(to)) => format!("set {label} to “{to}”"),
        (Lang::En, Some(from), Some(to)) => format!("changed {label} from “{from}” to “{to}”"),
        (Lang::En, Some(from), None) => format!("cleared {label} (“{from}”)"),
        (_, None, None) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::Noun;

    #[test]
    fn every_field_of_a_ticket_has_a_name_for_people_in_both_languages() {
        let unnamed = |field: &&Field| [Lang::Zh, Lang::En].iter().any(|lang| label(**field, *lang) == field.name);
        let unnamed: Vec<&str> = Noun::Ticket.fields().iter().filter(unnamed).map(|field| field.name).collect();
        assert_eq!(unnamed, Vec::<&str>::new(), "the record of changes would show these as the log spells them");
    }
}

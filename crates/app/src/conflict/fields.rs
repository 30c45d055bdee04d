//! Which fields people write, what they are called, and who may write them.
//!
//! A field that only the program writes (a due time, a counter, a password's hash) is no matter for people to decide: of two
//! values the later one stands and the other stays in the journal.

use domain::Value;
use domain::field::{self, Field, Noun};
use domain::permission::Permission;

use crate::names::Names;
use crate::ticket;

/// What can be done with two values of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Texts of one line, which can stand beside each other.
    Line,
    /// Texts of many lines.
    Lines,
    /// Only one can be true.
    One,
}

/// None for a field that people do not write.
pub(super) fn form(field: Field) -> Option<Form> {
    named(field).map(|(form, ..)| form)
}

/// 「其他资料：机身编号」
pub(super) fn label(names: &Names, field: Field, key: Option<&str>) -> String {
    let label = match named(field) {
        Some((_, "", _)) => ticket::label(field, names.lang),
        Some((_, zh, en)) => names.lang.pick(zh, en),
        None => field.name,
    };
    match key {
        Some(key) if field == field::ticket::fields => names.own_field(key),
        Some(key) if field == field::customer::fields || field == field::customer::consent || field == field::organisation::settings => {
            names.lang.pick(&format!("{label}：{key}"), &format!("{label}: {key}")).to_owned()
        }
        _ => label.to_owned(),
    }
}

/// A value as people read it; none where nothing was written.
pub(super) fn shown(names: &Names, field: Field, key: Option<&str>, value: &Value) -> Option<String> {
    let text = names.shown(field, key, value).filter(|text| !text.is_empty())?;
    let lang = names.lang;
    Some(match field {
        field::customer::consent => if text == "0" { lang.pick("不同意", "Withdrawn") } else { lang.pick("同意", "Given") }.to_owned(),
        // Whole settings are kept as one value, which nobody can read as such.
        _ if is_whole(field) => lang.pick("整份设置", "The whole setting").to_owned(),
        _ => text,
    })
}

fn is_whole(field: Field) -> bool {
    matches!(
        field,
        field::ticket_type::fields
            | field::ticket_type::checklist
            | field::calendar::week
            | field::calendar::holidays
            | field::calendar::extra_days
            | field::sla_policy::targets
            | field::sla_policy::pause_states
            | field::sla_policy::applies
            | field::macros::steps
            | field::macros::applies
            | field::view::filter
            | field::view::columns
            | field::canned_reply::attachments
    )
}

/// Who may change the field by its usual call; words of one's own are asked about elsewhere.
pub(super) fn permission(field: Field) -> Option<Permission> {
    Some(match field.noun {
        Noun::Ticket if matches!(field, field::ticket::assignee) => Permission::TicketAssign,
        Noun::Ticket => Permission::TicketWork,
        Noun::Conversation if matches!(field, field::conversation::assignee) => Permission::ConversationAssign,
        Noun::Conversation => Permission::ConversationWork,
        Noun::Customer => Permission::CustomerWrite,
        Noun::Organisation | Noun::Shop | Noun::Department => Permission::SettingsShops,
        Noun::Staff | Noun::Role => Permission::SettingsStaff,
        Noun::TicketType | Noun::Calendar | Noun::SlaPolicy | Noun::Intent => Permission::SettingsTickets,
        Noun::Article if matches!(field, field::article::published | field::article::retired) => Permission::KnowledgePublish,
        Noun::Article | Noun::Category | Noun::Suggestion => Permission::KnowledgeEdit,
        _ => return None,
    })
}

type Named = Option<(Form, &'static str, &'static str)>;

/// Form and name; an empty name is the one that a ticket's record of changes uses.
fn named(field: Field) -> Named {
    match field.noun {
        Noun::Ticket => of_ticket(field),
        Noun::Conversation => of_conversation(field),
        Noun::Customer => of_customer(field),
        Noun::Article | Noun::Category | Noun::Suggestion => of_knowledge(field),
        Noun::Organisation | Noun::Shop | Noun::Department | Noun::Staff | Noun::Role => of_chain(field),
        Noun::TicketType | Noun::Calendar | Noun::SlaPolicy | Noun::Intent => of_settings(field),
        Noun::CannedReply | Noun::Macro | Noun::View | Noun::Reminder => of_words(field),
        Noun::Message | Noun::Rating | Noun::Revision | Noun::Attachment | Noun::Audit | Noun::Draft => None,
    }
}

fn of_ticket(field: Field) -> Named {
    use field::ticket as of;
    let form = match field {
        of::subject => Form::Line,
        of::description | of::resolution => Form::Lines,
        of::kind | of::priority | of::customer | of::shop | of::department | of::assignee => Form::One,
        of::fields | of::checklist | of::parent | of::snoozed_until => Form::One,
        _ => return None,
    };
    Some((form, "", ""))
}

fn of_conversation(field: Field) -> Named {
    use field::conversation as of;
    Some(match field {
        of::subject => (Form::Line, "主题", "Subject"),
        of::customer => (Form::One, "顾客", "Customer"),
        of::shop => (Form::One, "门店", "Shop"),
        of::department => (Form::One, "部门", "Department"),
        of::assignee => (Form::One, "负责人", "Assignee"),
        of::snoozed_until => (Form::One, "稍后处理", "Snoozed until"),
        of::mood => (Form::One, "情绪", "Mood"),
        of::ticket => (Form::One, "工单", "Ticket"),
        _ => return None,
    })
}

fn of_customer(field: Field) -> Named {
    use field::customer as of;
    Some(match field {
        of::name => (Form::Line, "姓名", "Name"),
        of::notes => (Form::Lines, "备注", "Notes"),
        of::tier => (Form::One, "会员等级", "Tier"),
        of::birthday => (Form::One, "生日", "Birthday"),
        of::gender => (Form::One, "性别", "Gender"),
        of::address => (Form::One, "地址", "Address"),
        of::consent => (Form::One, "同意", "Consent"),
        of::fields => (Form::One, "其他资料", "Other details"),
        of::home_shop => (Form::One, "归属门店", "Home shop"),
        of::language => (Form::One, "语言", "Language"),
        _ => return None,
    })
}

fn of_knowledge(field: Field) -> Named {
    use field::{article, category, suggestion};
    Some(match field {
        article::category => (Form::One, "分类", "Category"),
        article::published => (Form::One, "发布的版本", "Published revision"),
        article::draft => (Form::One, "草稿", "Draft"),
        article::title => (Form::One, "标题", "Title"),
        article::retired | category::archived => (Form::One, "停用", "Retired"),
        category::name => (Form::Line, "名称", "Name"),
        category::parent => (Form::One, "上级分类", "Parent category"),
        suggestion::answer => (Form::Lines, "答复", "Answer"),
        _ => return None,
    })
}

fn of_chain(field: Field) -> Named {
    use field::{department, organisation, role, shop, staff};
    Some(match field {
        organisation::name | shop::name | department::name | role::name => (Form::Line, "名称", "Name"),
        organisation::settings => (Form::One, "公司设置", "Setting"),
        shop::address => (Form::Line, "地址", "Address"),
        shop::phone => (Form::One, "电话", "Phone"),
        shop::calendar => (Form::One, "营业时间", "Opening hours"),
        shop::closed | department::archived | role::archived => (Form::One, "停用", "Closed"),
        department::shop => (Form::One, "门店", "Shop"),
        department::lead => (Form::One, "负责人", "Lead"),
        staff::name => (Form::Line, "姓名", "Name"),
        staff::disabled => (Form::One, "停用", "Disabled"),
        staff::every_shop => (Form::One, "全部门店", "Every shop"),
        _ => return None,
    })
}

fn of_settings(field: Field) -> Named {
    use field::{calendar, intent, sla_policy, ticket_type};
    Some(match field {
        ticket_type::name | calendar::name | sla_policy::name | intent::name => (Form::Line, "名称", "Name"),
        ticket_type::archived | calendar::archived | sla_policy::archived | intent::archived => (Form::One, "停用", "Retired"),
        ticket_type::fields => (Form::One, "字段", "Fields"),
        ticket_type::checklist => (Form::One, "清单", "Checklist"),
        ticket_type::department | intent::department => (Form::One, "部门", "Department"),
        ticket_type::priority | intent::priority => (Form::One, "级别", "Priority"),
        ticket_type::sla => (Form::One, "服务承诺", "Service promise"),
        calendar::week => (Form::One, "每周", "Week"),
        calendar::holidays => (Form::One, "节假日", "Holidays"),
        calendar::extra_days => (Form::One, "补班日", "Extra days"),
        sla_policy::calendar => (Form::One, "营业时间", "Opening hours"),
        sla_policy::targets => (Form::One, "时限", "Targets"),
        sla_policy::pause_states => (Form::One, "暂停的状态", "Pausing states"),
        sla_policy::applies => (Form::One, "适用范围", "Applies to"),
        intent::kind => (Form::One, "工单类型", "Ticket type"),
        intent::reply => (Form::One, "常用语", "Canned reply"),
        _ => return None,
    })
}

fn of_words(field: Field) -> Named {
    use field::{canned_reply, macros, reminder, view};
    Some(match field {
        canned_reply::title | macros::name | view::name => (Form::Line, "名称", "Name"),
        canned_reply::shortcut => (Form::One, "快捷词", "Shortcut"),
        canned_reply::body => (Form::Lines, "内容", "Words"),
        canned_reply::attachments => (Form::One, "附件", "Attachments"),
        canned_reply::shop | macros::shop | view::shop => (Form::One, "门店", "Shop"),
        canned_reply::archived | macros::archived => (Form::One, "停用", "Retired"),
        canned_reply::category => (Form::Line, "分类", "Category"),
        macros::steps => (Form::One, "步骤", "Steps"),
        macros::applies => (Form::One, "适用范围", "Applies to"),
        view::filter => (Form::One, "筛选", "Filter"),
        view::columns => (Form::One, "列", "Columns"),
        view::shared => (Form::One, "共用", "Shared"),
        reminder::due => (Form::One, "时间", "Due"),
        reminder::note => (Form::Line, "内容", "Note"),
        reminder::done_at => (Form::One, "做完", "Done"),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::field::Kind;

    #[test]
    fn whoever_may_decide_about_a_field_is_known_for_every_field_that_people_write() {
        let own_words = [Noun::CannedReply, Noun::Macro, Noun::View, Noun::Reminder];
        let fields = Noun::ALL.iter().flat_map(|noun| noun.fields()).filter(|field| form(**field).is_some());
        let unknown: Vec<_> = fields.filter(|field| permission(**field).is_none() && !own_words.contains(&field.noun)).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn secrets_and_what_merges_by_itself_are_not_for_people_to_decide() {
        let secret = [field::staff::password, field::staff::pin, field::staff::preferences];
        let itself = Noun::ALL.iter().flat_map(|noun| noun.fields()).filter(|field| matches!(field.kind, Kind::Set | Kind::Step | Kind::Once));
        let decided: Vec<_> = secret.iter().chain(itself).filter(|field| form(**field).is_some()).collect();
        assert!(decided.is_empty(), "{decided:?}");
    }
}

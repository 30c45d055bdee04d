//! Who may do what: a closed list of permissions, roles as sets of them, and the shops a person works in.
//!
//! Deny by default. A permission is checked in `app`, once per call; what a person may *see* of a record is
//! decided by [`Scope`], everywhere the same.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::ctx::{Ctx, Made};
use crate::edit::Edit;
use crate::id::Id;
use crate::record::{creation, difference};
use crate::refusal::{Lang, Refusal, Verdict};
use crate::staff::Staff;
use crate::text::{Label, NAME_MAX, required_line};

crate::tags! {
    /// What a role can allow.
    pub enum Permission {
        /// Read and answer conversations of one's shops.
        ConversationWork = "conversation.work",
        /// Give conversations to others.
        ConversationAssign = "conversation.assign",
        TicketWork = "ticket.work",
        TicketAssign = "ticket.assign",
        TicketMerge = "ticket.merge",
        TicketDelete = "ticket.delete",
        CustomerRead = "customer.read",
        CustomerWrite = "customer.write",
        CustomerMerge = "customer.merge",
        /// See a phone number or address in full. Each look is recorded.
        CustomerReveal = "customer.reveal",
        KnowledgeRead = "knowledge.read",
        KnowledgeSuggest = "knowledge.suggest",
        KnowledgeEdit = "knowledge.edit",
        KnowledgePublish = "knowledge.publish",
        ImportData = "import.data",
        ExportData = "export.data",
        /// Shared canned replies, macros and views.
        SharedWords = "shared.words",
        SettingsShops = "settings.shops",
        SettingsStaff = "settings.staff",
        SettingsTickets = "settings.tickets",
        AuditRead = "audit.read",
        /// Sees every shop, not only one's own.
        EveryShop = "every.shop",
    }
}

/// A role: a named set of permissions.
#[derive(Clone, Copy, Debug)]
pub struct BuiltinRole {
    pub number: u8,
    pub name_zh: &'static str,
    pub name_en: &'static str,
    pub permissions: &'static [Permission],
}

use Permission as P;

/// The roles that every installation starts with. Their ids are the same everywhere.
pub const BUILTIN_ROLES: &[BuiltinRole] = &[
    BuiltinRole { number: 1, name_zh: "店员", name_en: "Clerk", permissions: CLERK },
    BuiltinRole { number: 2, name_zh: "店长", name_en: "Shop manager", permissions: SHOP_MANAGER },
    BuiltinRole { number: 3, name_zh: "客服主管", name_en: "Supervisor", permissions: SUPERVISOR },
    BuiltinRole { number: 4, name_zh: "知识编辑", name_en: "Knowledge editor", permissions: EDITOR },
    BuiltinRole { number: 5, name_zh: "系统管理员", name_en: "Administrator", permissions: ADMIN },
    BuiltinRole { number: 6, name_zh: "审计员", name_en: "Auditor", permissions: AUDITOR },
];

const CLERK: &[P] =
    &[P::ConversationWork, P::TicketWork, P::CustomerRead, P::CustomerWrite, P::CustomerReveal, P::KnowledgeRead, P::KnowledgeSuggest];
const SHOP_MANAGER: &[P] = &[
    P::ConversationWork,
    P::ConversationAssign,
    P::TicketWork,
    P::TicketAssign,
    P::TicketMerge,
    P::CustomerRead,
    P::CustomerWrite,
    P::CustomerMerge,
    P::CustomerReveal,
    P::KnowledgeRead,
    P::KnowledgeSuggest,
    P::SharedWords,
    P::ImportData,
];
const SUPERVISOR: &[P] = &[
    P::ConversationWork,
    P::ConversationAssign,
    P::TicketWork,
    P::TicketAssign,
    P::TicketMerge,
    P::TicketDelete,
    P::CustomerRead,
    P::CustomerWrite,
    P::CustomerMerge,
    P::CustomerReveal,
    P::KnowledgeRead,
    P::KnowledgeSuggest,
    P::SharedWords,
    P::ImportData,
    P::ExportData,
    P::SettingsTickets,
    P::EveryShop,
];
const EDITOR: &[P] = &[P::KnowledgeRead, P::KnowledgeSuggest, P::KnowledgeEdit, P::KnowledgePublish, P::ImportData, P::EveryShop];
/// Runs the installation and may do the shop's work; may not read the audit trail (an auditor does).
const ADMIN: &[P] = &[
    P::ConversationWork,
    P::ConversationAssign,
    P::TicketWork,
    P::TicketAssign,
    P::TicketMerge,
    P::TicketDelete,
    P::CustomerRead,
    P::CustomerWrite,
    P::CustomerMerge,
    P::CustomerReveal,
    P::KnowledgeRead,
    P::KnowledgeSuggest,
    P::KnowledgeEdit,
    P::KnowledgePublish,
    P::ImportData,
    P::ExportData,
    P::SharedWords,
    P::SettingsShops,
    P::SettingsStaff,
    P::SettingsTickets,
    P::EveryShop,
];
const AUDITOR: &[P] = &[P::AuditRead, P::EveryShop];

impl BuiltinRole {
    pub const fn id(&self) -> Id {
        Id::seed(4, self.number)
    }
}

crate::record! {
    pub struct Role of role {
        name: String,
        permissions: Vec<String>,
        builtin: bool,
        archived: bool,
    }
}

/// The shops whose records a person may see.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    Every,
    Shops(Vec<Id>),
}

impl Scope {
    /// A record without a shop belongs to head office and is seen by all.
    pub fn covers(&self, shop: Option<Id>) -> bool {
        match (self, shop) {
            (Scope::Every, _) | (_, None) => true,
            (Scope::Shops(shops), Some(shop)) => shops.contains(&shop),
        }
    }
}

/// What a person's roles allow together. Archived and unknown roles allow nothing.
pub fn permissions_of(role_ids: &[Id], roles: &[Role]) -> BTreeSet<Permission> {
    let held = roles.iter().filter(|role| !role.archived && role_ids.contains(&role.id));
    held.flat_map(|role| &role.permissions).filter_map(|tag| Permission::from_tag(tag)).collect()
}

/// The shops a person sees: every one by their roles or their own entry, otherwise those they work in.
pub fn scope_of(staff: &Staff, permissions: &BTreeSet<Permission>) -> Scope {
    if staff.every_shop || permissions.contains(&P::EveryShop) { Scope::Every } else { Scope::Shops(staff.shop_ids()) }
}

/// Somebody who can let others in: the one right that must never run out.
pub fn is_administrator(staff: &Staff, roles: &[Role]) -> bool {
    !staff.disabled && permissions_of(&staff.role_ids(), roles).contains(&P::SettingsStaff)
}

/// Refuses a change that takes the last administrator away. Where there was none before, nothing is taken.
pub fn keep_an_administrator(before: &[Staff], roles_before: &[Role], after: &[Staff], roles_after: &[Role]) -> Verdict<()> {
    let any = |people: &[Staff], roles: &[Role]| people.iter().any(|person| is_administrator(person, roles));
    if any(after, roles_after) || !any(before, roles_before) {
        return Ok(());
    }
    Err(Refusal::new(
        "staff.last_administrator",
        "这是最后一位管理员，先让另一位同事当管理员",
        "This is the last administrator. Make somebody else one first",
    ))
}

/// What a role shall be; the whole of it.
#[derive(Clone, Debug, Default)]
pub struct RoleChange {
    pub name: String,
    pub permissions: Vec<Permission>,
    pub archived: bool,
}

/// Makes a role or changes one. `people` and `roles` are all there are.
pub fn save_role(existing: Option<&Role>, change: RoleChange, people: &[Staff], roles: &[Role], ctx: &mut Ctx<'_>) -> Verdict<Made> {
    let name = required_line(Label::new("角色名称", "Role name"), &change.name, NAME_MAX)?;
    let builtin = existing.is_some_and(|role| role.builtin);
    let id = existing.map_or_else(|| ctx.id(), |role| role.id);
    if roles.iter().any(|role| role.id != id && !role.archived && role.name == name) {
        return Err(Refusal::new(
            "role.name_taken",
            format!("已经有「{name}」这个角色，换个名字"),
            format!("There is a role “{name}” already. Choose another name"),
        ));
    }
    if builtin && change.archived {
        return Err(Refusal::new(
            "role.builtin",
            "自带的角色不能停用，改权限就行",
            "A built-in role cannot be archived. Change its permissions instead",
        ));
    }
    let distinct: BTreeSet<Permission> = change.permissions.into_iter().collect();
    let permissions = distinct.into_iter().map(|permission| permission.as_str().to_owned()).collect();
    let next = Role { id, name, permissions, builtin, archived: change.archived };
    let after: Vec<Role> = roles.iter().filter(|role| role.id != id).cloned().chain([next.clone()]).collect();
    keep_an_administrator(people, roles, people, &after)?;
    Ok(Made { id, edits: difference(existing, &next) })
}

/// The edits that make the roles every installation starts with.
pub fn seeds(lang: Lang) -> Vec<Edit> {
    let role = |builtin: &BuiltinRole| Role {
        id: builtin.id(),
        name: lang.pick(builtin.name_zh, builtin.name_en).to_owned(),
        permissions: builtin.permissions.iter().map(|permission| permission.as_str().to_owned()).collect(),
        builtin: true,
        archived: false,
    };
    BUILTIN_ROLES.iter().map(role).flat_map(|role| creation(&role)).collect()
}

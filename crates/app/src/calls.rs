//! THE list of calls: name, handler, input, output, permission, and the nouns a read shows.
//!
//! The Tauri command, `POST /call/<name>`, `zg call`, the TypeScript bindings and the permission table are all made
//! from it. Nothing else dispatches, and no handler is reachable that is not listed here.

use domain::permission::Permission;
use domain::{Id, Noun};
use serde_json::Value as Json;

use crate::desk::{Caller, Desk};
use crate::error::Error;
use crate::shape::*;
use crate::{
    assist, attachment, audit, canned, conflict, conversation, customer, export, hub, import, intent, knowledge, macros, model, rating, reminder,
    search, session, setup, shop, sla, speech, staff, state, ticket, ticket_type, view,
};

/// Who may make a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Anyone at the machine: the first run and the sign-in itself.
    Nobody,
    /// A signed-in person, also one whose screen is locked.
    Session,
    /// A signed-in person with the screen unlocked.
    SignedIn,
    /// A signed-in person whose roles hold the permission.
    May(Permission),
}

/// One line of the list, for tables and tests.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    pub name: &'static str,
    pub needs: Needs,
    /// Whether the call may change records.
    pub writes: bool,
    /// A read's answer is stale when one of these changes.
    pub shows: &'static [Noun],
}

macro_rules! calls {
    (@writes read) => { false };
    (@writes write) => { true };
    ($($name:literal $kind:ident $module:ident::$handler:ident($input:ty) -> $output:ty, $needs:expr $(, [$($shows:ident),*])?;)*) => {
        /// Every call there is, in the order of the list.
        pub const CALLS: &[Call] = {
            use Needs::*;
            use Permission::*;
            &[$(Call { name: $name, needs: $needs, writes: calls!(@writes $kind), shows: &[$($(Noun::$shows),*)?] }),*]
        };

        /// Runs the call `name`; the caller's right to it was checked by [`Desk::call`].
        pub(crate) async fn dispatch(desk: &Desk, caller: &Caller, name: &str, input: Json) -> Result<Json, Error> {
            match name {
                $($name => {
                    let input: $input = parse(name, input)?;
                    give(Box::pin($module::$handler(desk, caller, input)).await?)
                })*
                _ => Err(Error::unknown_call(name)),
            }
        }

        /// Visits the TypeScript shape of every input and output.
        pub fn visit_shapes(visitor: &mut impl ShapeVisitor) {
            $(visitor.call::<$input, $output>($name);)*
        }
    };
}

/// Receives each call's input and output types, for the TypeScript bindings.
pub trait ShapeVisitor {
    fn call<I: ts_rs::TS + 'static, O: ts_rs::TS + 'static>(&mut self, name: &'static str);
}

fn parse<T: serde::de::DeserializeOwned>(name: &str, input: Json) -> Result<T, Error> {
    // A call without input may be made with null or nothing.
    let input = if input.is_null() { Json::Object(Default::default()) } else { input };
    serde_json::from_value(input).map_err(|cause| Error::malformed(name, cause))
}

fn give<T: serde::Serialize>(output: T) -> Result<Json, Error> {
    serde_json::to_value(output).map_err(Error::internal)
}

/// Finds a call by its name.
pub fn find(name: &str) -> Option<&'static Call> {
    CALLS.iter().find(|call| call.name == name)
}

calls! {
    "setup.state" read setup::state(Nothing) -> setup::SetupState, Nobody;
    "setup.create" write setup::create(setup::CreateOrganisation) -> session::SignedIn, Nobody;
    "desk.state" read state::state(Nothing) -> state::DeskState, Session;

    "setup.join" write hub::join(hub::EnrolDesk) -> Nothing, Nobody;
    "hub.state" read hub::state(Nothing) -> hub::HubState, SignedIn;
    "hub.enrol" write hub::enrol(hub::EnrolDesk) -> Nothing, May(SettingsShops);
    "hub.try_now" write hub::try_now(Nothing) -> Nothing, SignedIn;

    "hub.waiting" read hub::waiting(Nothing) -> hub::WaitingList, SignedIn;
    "hub.unsent" read hub::unsent(Nothing) -> Vec<Id>, SignedIn;
    "hub.told" read hub::told(Nothing) -> Vec<hub::ToldRow>, SignedIn;
    "hub.seen" write hub::seen(hub::SeenTold) -> Nothing, SignedIn;
    "hub.check_close" read hub::check_close(Nothing) -> Nothing, SignedIn;
    "conflict.list" read conflict::list(Nothing) -> conflict::ConflictList, SignedIn, [Ticket, Conversation, Customer, Article];
    "conflict.decide" write conflict::decide(conflict::DecideConflict) -> Nothing, SignedIn;

    "model.list" read model::list(Nothing) -> model::Models, SignedIn;
    "model.remove" write model::remove(model::ByName) -> Nothing, May(SettingsShops);
    "model.pause" write model::pause(model::PauseMeaning) -> Nothing, May(SettingsShops);

    "speech.state" read speech::state(Nothing) -> speech::SpeechState, SignedIn;
    "speech.listen" write speech::listen(speech::Listen) -> speech::Listening, SignedIn;
    "speech.heard" read speech::heard(speech::HeardAsk) -> speech::HeardSoFar, SignedIn;
    "speech.stop" write speech::stop(speech::StopListening) -> speech::HeardAll, SignedIn;
    "speech.say" write speech::say(speech::ReadAloud) -> Nothing, SignedIn;
    "speech.said" read speech::said(Nothing) -> speech::SaidSoFar, SignedIn;
    "speech.hush" write speech::hush(Nothing) -> Nothing, SignedIn;

    "session.sign_in" write session::sign_in(session::SignIn) -> session::SignedIn, Nobody;
    "session.sign_out" write session::sign_out(Nothing) -> Nothing, Session;
    "session.lock" write session::lock(Nothing) -> Nothing, Session;
    "session.unlock" write session::unlock(session::Unlock) -> session::Me, Session;
    "session.me" read session::me(Nothing) -> session::Me, SignedIn, [Staff, Role, Shop, Organisation];
    "session.till" read session::till(Nothing) -> Vec<StaffCard>, Nobody, [Staff];
    "session.switch" write session::switch(session::SwitchStaff) -> session::SignedIn, Nobody;
    "session.set_password" write session::set_password(session::SetPassword) -> Nothing, SignedIn;
    "session.set_pin" write session::set_pin(session::SetPin) -> Nothing, SignedIn;
    "session.choose_shop" write session::choose_shop(session::ChooseShop) -> session::Me, SignedIn;
    "session.set_preference" write session::set_preference(session::SetPreference) -> Nothing, SignedIn;

    "organisation.get" read shop::organisation(Nothing) -> shop::OrganisationView, SignedIn, [Organisation];
    "organisation.save" write shop::save_organisation(shop::SaveOrganisation) -> Nothing, May(SettingsShops);
    "shop.list" read shop::list(Nothing) -> Vec<shop::ShopRow>, SignedIn, [Shop, Staff];
    "shop.save" write shop::save(shop::SaveShop) -> Created, May(SettingsShops);
    "department.list" read shop::departments(Nothing) -> Vec<shop::DepartmentRow>, SignedIn, [Department, Staff];
    "department.save" write shop::save_department(shop::SaveDepartment) -> Created, May(SettingsShops);
    "staff.cards" read staff::cards(Nothing) -> Vec<StaffCard>, SignedIn, [Staff];
    "staff.list" read staff::list(Nothing) -> Vec<staff::StaffRow>, May(SettingsStaff), [Staff, Role, Shop, Audit];
    "staff.save" write staff::save(staff::SaveStaff) -> Created, May(SettingsStaff);
    "staff.reset_password" write staff::reset_password(ById) -> staff::OneTimePassword, May(SettingsStaff);
    "role.list" read staff::roles(Nothing) -> Vec<staff::RoleRow>, May(SettingsStaff), [Role, Staff];
    "role.save" write staff::save_role(staff::SaveRole) -> Created, May(SettingsStaff);

    "customer.list" read customer::list(customer::ListCustomers) -> customer::CustomerPage, May(CustomerRead), [Customer, Ticket, Conversation];
    "customer.find" read customer::find(customer::FindCustomer) -> Vec<customer::CustomerRow>, May(CustomerRead), [Customer];
    "customer.get" read customer::get(ById) -> customer::CustomerDetail, May(CustomerRead), [Customer, Ticket, Conversation, Rating];
    "customer.timeline" read customer::timeline(customer::TimelineAsk) -> Vec<customer::TimelineEntry>, May(CustomerRead), [Conversation, Ticket, Rating];
    "customer.duplicates" read customer::duplicates(ById) -> Vec<customer::CustomerRow>, May(CustomerRead), [Customer];
    "customer.create" write customer::create(customer::CreateCustomer) -> Created, May(CustomerWrite);
    "customer.update" write customer::update(customer::UpdateCustomer) -> Nothing, May(CustomerWrite);
    "customer.tag" write customer::tag(customer::TagChange) -> Nothing, May(CustomerWrite);
    "customer.add_identity" write customer::add_identity(customer::AddIdentity) -> Nothing, May(CustomerWrite);
    "customer.remove_identity" write customer::remove_identity(customer::RemoveIdentity) -> Nothing, May(CustomerWrite);
    "customer.consent" write customer::consent(customer::SetConsent) -> Nothing, May(CustomerWrite);
    "customer.reveal" write customer::reveal(customer::Reveal) -> customer::Revealed, May(CustomerReveal);
    "customer.merge" write customer::merge(customer::MergeCustomers) -> Nothing, May(CustomerMerge);
    "customer.unmerge" write customer::unmerge(ById) -> Nothing, May(CustomerMerge);

    "conversation.counts" read conversation::counts(Nothing) -> conversation::InboxCounts, May(ConversationWork), [Conversation, Message, View];
    "conversation.list" read conversation::list(conversation::ListConversations) -> conversation::ConversationPage, May(ConversationWork), [Conversation, Message, Customer, Ticket, Draft];
    "conversation.get" read conversation::get(ById) -> conversation::ConversationDetail, May(ConversationWork), [Conversation, Customer, Ticket, Rating, Message];
    "conversation.messages" read conversation::messages(conversation::MessagesAsk) -> conversation::MessagePage, May(ConversationWork), [Message];
    "conversation.open" write conversation::open(conversation::OpenConversation) -> Created, May(ConversationWork);
    "conversation.hear" write conversation::hear(conversation::Hear) -> Created, May(ConversationWork);
    "conversation.say" write conversation::say(conversation::Say) -> conversation::Said, May(ConversationWork);
    "conversation.transcribe" write conversation::transcribe(ById) -> conversation::Transcribed, May(ConversationWork);
    "conversation.unsend" write conversation::unsend(ById) -> Nothing, May(ConversationWork);
    "conversation.retry" write conversation::retry(ById) -> Nothing, May(ConversationWork);
    "conversation.claim" write conversation::claim(ById) -> Nothing, May(ConversationWork);
    "conversation.assign" write conversation::assign(conversation::AssignConversation) -> Nothing, May(ConversationWork);
    "conversation.route" write conversation::route(conversation::RouteConversation) -> Nothing, May(ConversationWork);
    "conversation.end" write conversation::end(conversation::EndConversation) -> Nothing, May(ConversationWork);
    "conversation.reopen" write conversation::reopen(ById) -> Nothing, May(ConversationWork);
    "conversation.snooze" write conversation::snooze(conversation::Snooze) -> Nothing, May(ConversationWork);
    "conversation.mark" write conversation::mark(conversation::MarkConversation) -> Nothing, May(ConversationWork);
    "conversation.tag" write conversation::tag(customer::TagChange) -> Nothing, May(ConversationWork);
    "conversation.set_customer" write conversation::set_customer(conversation::SetConversationCustomer) -> Nothing, May(ConversationWork);
    "conversation.set_mood" write conversation::set_mood(conversation::SetMood) -> Nothing, May(ConversationWork);
    "conversation.bulk" write conversation::bulk(conversation::BulkConversations) -> BulkOutcome, May(ConversationWork);
    "draft.save" write conversation::save_draft(conversation::SaveDraft) -> Nothing, SignedIn;

    "ticket.counts" read ticket::counts(Nothing) -> Vec<ViewCount>, May(TicketWork), [Ticket, View];
    "ticket.list" read ticket::list(ticket::ListTickets) -> ticket::TicketPage, May(TicketWork), [Ticket, Customer, Staff];
    "ticket.get" read ticket::get(ticket::GetTicket) -> ticket::TicketDetail, May(TicketWork), [Ticket, Customer, Staff, Rating, TicketType, Message];
    "ticket.story" read ticket::story(ById) -> ticket::Story, May(TicketWork), [Ticket, Message, Rating];
    "ticket.history" read ticket::history(ById) -> ticket::History, May(TicketWork), [Ticket];
    "ticket.create" write ticket::create(ticket::CreateTicket) -> ticket::CreatedTicket, May(TicketWork);
    "ticket.update" write ticket::update(ticket::UpdateTicket) -> Nothing, May(TicketWork);
    "ticket.move" write ticket::step(ticket::MoveTicket) -> Nothing, May(TicketWork);
    "ticket.assign" write ticket::assign(ticket::AssignTicket) -> Nothing, May(TicketWork);
    "ticket.hand_over" write ticket::hand_over(ticket::HandOver) -> Nothing, May(TicketWork);
    "ticket.comment" write ticket::comment(ticket::Comment) -> Created, May(TicketWork);
    "ticket.tag" write ticket::tag(customer::TagChange) -> Nothing, May(TicketWork);
    "ticket.watch" write ticket::watch(ticket::Watch) -> Nothing, May(TicketWork);
    "ticket.checklist" write ticket::checklist(ticket::ChangeChecklist) -> Nothing, May(TicketWork);
    "ticket.relate" write ticket::relate(ticket::Relate) -> Nothing, May(TicketWork);
    "ticket.merge" write ticket::merge(ticket::MergeTickets) -> Nothing, May(TicketMerge);
    "ticket.unmerge" write ticket::unmerge(ById) -> Nothing, May(TicketMerge);
    "ticket.split" write ticket::split(ticket::SplitTicket) -> ticket::CreatedTicket, May(TicketWork);
    "ticket.snooze" write ticket::snooze(conversation::Snooze) -> Nothing, May(TicketWork);
    "ticket.bulk" write ticket::bulk(ticket::BulkTickets) -> BulkOutcome, May(TicketWork);
    "ticket.delete" write ticket::delete(ById) -> Nothing, May(TicketDelete);
    "rating.give" write rating::give(rating::GiveRating) -> Created, May(TicketWork);

    "ticket_type.list" read ticket_type::list(Nothing) -> Vec<domain::ticket_type::TicketType>, SignedIn, [TicketType];
    "ticket_type.save" write ticket_type::save(ticket_type::SaveTicketType) -> Created, May(SettingsTickets);
    "calendar.list" read sla::calendars(Nothing) -> Vec<domain::sla::Calendar>, SignedIn, [Calendar];
    "calendar.save" write sla::save_calendar(sla::SaveCalendar) -> Created, May(SettingsTickets);
    "sla.list" read sla::policies(Nothing) -> Vec<domain::sla::SlaPolicy>, SignedIn, [SlaPolicy];
    "sla.save" write sla::save_policy(sla::SaveSlaPolicy) -> Created, May(SettingsTickets);
    "intent.list" read intent::list(Nothing) -> Vec<domain::intent::Intent>, SignedIn, [Intent];
    "intent.save" write intent::save(intent::SaveIntent) -> Created, May(SettingsTickets);
    "intent.archive" write intent::archive(ById) -> Nothing, May(SettingsTickets);
    "intent.try" read intent::guess(intent::TryIntent) -> intent::IntentGuess, SignedIn, [Intent];
    "assist.look" read assist::look(ById) -> assist::Assist, May(ConversationWork), [Message, Conversation, Article, Intent, TicketType];
    "canned.list" read canned::list(canned::FindCanned) -> Vec<domain::canned::CannedReply>, SignedIn, [CannedReply];
    "canned.save" write canned::save(canned::SaveCanned) -> Created, SignedIn;
    "canned.archive" write canned::archive(ById) -> Nothing, SignedIn;
    "canned.render" read canned::render(canned::RenderCanned) -> canned::Rendered, SignedIn;
    "macro.list" read macros::list(Nothing) -> Vec<domain::macros::Macro>, SignedIn, [Macro];
    "macro.save" write macros::save(macros::SaveMacro) -> Created, SignedIn;
    "macro.archive" write macros::archive(ById) -> Nothing, SignedIn;
    "macro.preview" read macros::preview(macros::MacroOn) -> macros::MacroPreview, May(TicketWork);
    "macro.run" write macros::run(macros::MacroOn) -> Nothing, May(TicketWork);
    "view.list" read view::list(view::ListViews) -> Vec<domain::view::View>, SignedIn, [View];
    "view.save" write view::save(view::SaveView) -> Created, SignedIn;
    "view.delete" write view::delete(ById) -> Nothing, SignedIn;
    "reminder.list" read reminder::list(Nothing) -> Vec<reminder::ReminderRow>, SignedIn, [Reminder];
    "reminder.set" write reminder::set(reminder::SetReminder) -> Created, SignedIn;
    "reminder.done" write reminder::done(ById) -> Nothing, SignedIn;

    "knowledge.categories" read knowledge::categories(Nothing) -> Vec<knowledge::CategoryNode>, May(KnowledgeRead), [Category, Article];
    "knowledge.save_category" write knowledge::save_category(knowledge::SaveCategory) -> Created, May(KnowledgeEdit);
    "knowledge.list" read knowledge::list(knowledge::ListArticles) -> knowledge::ArticlePage, May(KnowledgeRead), [Article, Revision];
    "knowledge.search" read knowledge::search(knowledge::SearchKnowledge) -> Vec<knowledge::ArticleHit>, May(KnowledgeRead), [Article, Revision];
    "knowledge.get" read knowledge::get(ById) -> knowledge::ArticleDetail, May(KnowledgeRead), [Article, Revision, Suggestion];
    "knowledge.revision" read knowledge::revision(ById) -> domain::knowledge::Revision, May(KnowledgeRead);
    "knowledge.save" write knowledge::save(knowledge::SaveArticle) -> knowledge::SavedArticle, May(KnowledgeEdit);
    "knowledge.submit" write knowledge::submit(ById) -> Nothing, May(KnowledgeEdit);
    "knowledge.send_back" write knowledge::send_back(knowledge::SendBack) -> Nothing, May(KnowledgePublish);
    "knowledge.publish" write knowledge::publish(knowledge::PublishArticle) -> Nothing, May(KnowledgePublish);
    "knowledge.roll_back" write knowledge::roll_back(knowledge::PublishArticle) -> Nothing, May(KnowledgePublish);
    "knowledge.retire" write knowledge::retire(ById) -> Nothing, May(KnowledgePublish);
    "knowledge.vote" write knowledge::vote(knowledge::Vote) -> Nothing, May(KnowledgeRead);
    "knowledge.suggest" write knowledge::suggest(knowledge::Suggest) -> Created, May(KnowledgeSuggest);
    "knowledge.suggestions" read knowledge::suggestions(knowledge::ListSuggestions) -> Vec<knowledge::SuggestionView>, May(KnowledgeRead), [Suggestion];
    "knowledge.decide" write knowledge::decide(knowledge::DecideSuggestion) -> Nothing, May(KnowledgeEdit);
    "knowledge.for_conversation" read knowledge::for_conversation(search::ForConversation) -> Vec<knowledge::ArticleHit>, May(KnowledgeRead), [Message, Article];

    "search.find" read search::find(search::Find) -> search::FoundPage, SignedIn, [Customer, Ticket, Message, Article];
    "search.rebuild" write search::rebuild(Nothing) -> search::Rebuilt, May(SettingsShops);
    "import.read_knowledge" read import::read_knowledge(import::ReadKnowledge) -> import::KnowledgePreview, May(KnowledgeEdit);
    "import.start_knowledge" read import::start_knowledge(Nothing) -> import::ImportStarted, May(KnowledgeEdit);
    "import.add_knowledge" read import::add_knowledge(import::AddKnowledge) -> Nothing, May(KnowledgeEdit);
    "import.knowledge_so_far" read import::knowledge_so_far(import::KnowledgeAsk) -> import::KnowledgeSoFar, May(KnowledgeEdit);
    "import.stop_knowledge" read import::stop_knowledge(import::StopKnowledge) -> Nothing, May(KnowledgeEdit);
    "import.keep_knowledge" write import::keep_knowledge(import::KeepKnowledge) -> import::ImportOutcome, May(KnowledgeEdit);
    "import.read_table" read import::read_table(import::ReadTable) -> import::TablePreview, May(ImportData);
    "import.keep_table" write import::keep_table(import::KeepTable) -> import::ImportOutcome, May(ImportData);
    "export.run" write export::run(export::RunExport) -> export::Exported, May(ExportData);
    "attachment.put" write attachment::put(attachment::PutAttachment) -> domain::message::Carried, SignedIn;
    "attachment.get" read attachment::get(attachment::GetAttachment) -> attachment::AttachmentBytes, SignedIn;
    "audit.list" read audit::list(audit::ListAudit) -> audit::AuditPage, May(AuditRead), [Audit];
}

/// Names a record for change events: what the screens refetch by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize, ts_rs::TS)]
pub struct Change {
    pub noun: Noun,
    pub id: Id,
}

//! A macro's preview is what running it would do.

use domain::conversation::{Budget, Channel, Conversation, NewConversation, Saying};
use domain::macros::*;
use domain::record::applied;
use domain::ticket::{Priority, TicketState};
use domain::{Ctx, Id};
use expect_test::{Expect, expect};

use crate::kit::*;

fn vars(name: &str) -> Option<String> {
    (name == "customer.name").then(|| "张伟明".to_owned())
}

fn name_of(id: Id) -> Option<String> {
    (id == COLLEAGUE).then(|| "刘洋".to_owned())
}

fn scene(left: Option<i64>) -> Scene<'static> {
    let new = NewConversation {
        channel: Channel::WechatKf,
        customer: Some(CUSTOMER),
        shop: Some(SHOP),
        department: None,
        assignee: Some(ME),
        subject: String::new(),
        external: None,
    };
    let budget = left.map(|left| Budget { of: Some(5), left: Some(left), until: NOW + 1 });
    Scene {
        ticket: Some(ticket()),
        kind: None,
        terms: None,
        conversation: Some(Conversation { id: CONVERSATION, ..born(now(|ctx| domain::conversation::open(new, ctx))) }),
        saying: Saying { budget, undo_ms: 5_000 },
        vars: &vars,
        name_of: &name_of,
    }
}

fn check_plan(steps: Vec<MacroStep>, scene: Scene<'_>, expected: Expect) {
    let planned = now(|ctx: &mut Ctx<'_>| plan(&MacroSteps(steps), scene, ctx));
    let lines: Vec<String> = planned
        .iter()
        .map(|step| format!("{} | {}\n{}", step.line_zh, step.line_en, step.refused.as_ref().map_or_else(|| show(&step.edits), no)))
        .collect();
    expected.assert_eq(&lines.concat());
}

#[test]
fn each_step_sees_what_the_steps_before_it_did() {
    let steps = vec![
        MacroStep::AddTag { tag: "退款".into() },
        MacroStep::AddTag { tag: "退款".into() },
        MacroStep::State { to: TicketState::Resolved },
        MacroStep::State { to: TicketState::Closed },
        MacroStep::Snooze { minutes: 60 },
    ];
    check_plan(
        steps,
        scene(None),
        expect![[r#"
        加标签「退款」 | Add tag “退款”
        ticket it: tags + 退款
        加标签「退款」 | Add tag “退款”
        nothing
        状态改为「已解决」 | State: resolved
        ticket it: resolved_at=03-02 10:00
        ticket it: state open -> resolved
        状态改为「已关闭」 | State: closed
        ticket it: state resolved -> closed
        60 分钟后再看 | Snooze for 60 min
        no: ticket.done
          HZ02A-1 已关闭，先重新打开
          HZ02A-1 is closed. Reopen it first
    "#]],
    );
}

#[test]
fn replies_use_up_the_budget_as_they_would() {
    let reply = || MacroStep::Reply { text: "{{customer.name}}您好".into() };
    check_plan(
        vec![reply(), reply()],
        scene(Some(1)),
        expect![[r#"
        回复顾客：张伟明您好 | Reply: 张伟明您好
        message #1: conversation=it, author_kind=staff, author=me, audience=customer, form=text, text=张伟明您好, attachments=[], at=03-02 10:00, delivery=held, mentions=[], source=macro, recalled=false
        conversation it: first_replied_at=03-02 10:00
        ticket it: first_replied_at=03-02 10:00
        回复顾客：张伟明您好 | Reply: 张伟明您好
        no: conversation.budget
          5 条都用完了，要等顾客再发一条
          All 5 messages are used. Wait for the customer to write again
    "#]],
    );
}

#[test]
fn a_reply_with_an_unknown_value_is_refused_before_it_is_sent() {
    check_plan(
        vec![MacroStep::Reply { text: "{{ticket.due}} 前修好".into() }],
        scene(None),
        expect![[r#"
        回复顾客：{{ticket.due}} 前修好 | Reply: {{ticket.due}} 前修好
        no: macro.missing
          「承诺解决时间」还没登记，补上再用
          “Promised by” is not known yet. Fill it in first
    "#]],
    );
}

#[test]
fn people_priority_department_fields_and_the_end() {
    let steps = vec![
        MacroStep::Assign { staff: Some(COLLEAGUE) },
        MacroStep::AssignSelf,
        MacroStep::Assign { staff: None },
        MacroStep::Priority { to: Priority::High },
        MacroStep::Department { to: REPAIRS },
        MacroStep::Field { key: "colour".into(), value: "红".into() },
        MacroStep::RemoveTag { tag: "没有".into() },
        MacroStep::Note { text: "已核对".into() },
        MacroStep::EndConversation,
        MacroStep::Reply { text: "再见".into() },
    ];
    check_plan(
        steps,
        scene(None),
        expect![[r#"
        转给 刘洋 | Assign to 刘洋
        ticket it: assignee=colleague
        转给我 | Assign to me
        ticket it: assignee=me
        不再由谁负责 | Unassign
        ticket it: assignee=none
        优先级改为「高」 | Priority: high
        ticket it: priority=high
        转交「已停用的部门」 | Hand to a department that is gone
        ticket it: department=repairs
        「colour」填「红」 | Set “colour” to “红”
        no: ticket.field_unknown
          这类工单没有「colour」这一项，换个类型或去掉这一项
          This type of ticket has no field “colour”. Choose another type or leave it out
        去掉标签「没有」 | Remove tag “没有”
        nothing
        写内部备注：已核对 | Internal note: 已核对
        message #1: author_kind=staff, author=me, audience=colleagues, form=text, text=已核对, attachments=[], at=03-02 10:00, mentions=[], source=macro, ticket=it, recalled=false
        结束会话 | End the conversation
        conversation it: ended_at=03-02 10:00
        conversation it: state open -> ended
        回复顾客：再见 | Reply: 再见
        no: conversation.ended
          会话已经结束，先重新打开
          The conversation has ended. Reopen it first
    "#]],
    );
}

#[test]
fn a_step_that_has_nothing_to_act_on_says_so() {
    let bare = Scene { ticket: None, conversation: None, ..scene(None) };
    check_plan(
        vec![MacroStep::State { to: TicketState::Open }, MacroStep::EndConversation],
        bare,
        expect![[r#"
        状态改为「处理中」 | State: open
        no: macro.no_ticket
          这一步要有工单，先建一张
          This step needs a ticket. Open one first
        结束会话 | End the conversation
        no: macro.no_conversation
          这一步要有会话，这里没有
          This step needs a conversation; there is none here
    "#]],
    );
}

#[test]
fn committing_the_plan_gives_the_state_that_was_previewed() {
    let steps = MacroSteps(vec![MacroStep::AssignSelf, MacroStep::AddTag { tag: "急".into() }, MacroStep::State { to: TicketState::WaitingOther }]);
    let scene = scene(None);
    let start = scene.ticket.clone().expect("the scene has a ticket");
    let edits: Vec<_> = now(|ctx| plan(&steps, scene, ctx)).into_iter().flat_map(|step| step.edits).collect();
    let end = applied(&start, &edits).expect("readable");
    assert_eq!((end.state, end.tags, end.assignee), (TicketState::WaitingOther, vec!["急".to_owned()], Some(ME)));
}

#[test]
fn a_macro_is_checked_before_it_is_kept() {
    let change = |steps| MacroChange { name: "退款三连".into(), steps, applies: "conversation, ticket".into(), ..MacroChange::default() };
    check_made(
        now(|ctx| save(None, change(vec![MacroStep::AssignSelf]), ctx)),
        expect![[r#"
        macros #1: name=退款三连, steps=[{"do":"assign_self"}], archived=false, applies=ticket,conversation
    "#]],
    );
    check_made(
        now(|ctx| save(None, change(vec![]), ctx)),
        expect![[r#"
        no: macro.steps
          宏要有 1 到 20 步，现在有 0 步
          A macro has 1 to 20 steps; this has 0
    "#]],
    );
    check_made(
        now(|ctx| save(None, change(vec![MacroStep::Reply { text: "{{x}}".into() }]), ctx)),
        expect![[r#"
        no: macro.variable
          没有「x」这个变量，从变量表里挑
          There is no variable “x”. Choose one from the list
    "#]],
    );
    refused(now(|ctx| save(None, change(vec![MacroStep::Snooze { minutes: -1 }]), ctx)), "snooze.past");
    refused(now(|ctx| save(None, MacroChange { applies: "shop".into(), ..change(vec![MacroStep::AssignSelf]) }, ctx)), "macro.applies");
    let theirs: Macro = born(now(|ctx| save(None, MacroChange { owner: Some(COLLEAGUE), ..change(vec![MacroStep::AssignSelf]) }, ctx)));
    refused(now(|ctx| archive(&theirs, ctx)), "macro.not_yours");
}

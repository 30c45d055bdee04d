//! Articles are written, reviewed, published, taken back; branches suggest; categories form a tree.

use domain::knowledge::*;
use domain::record::{applied, made};
use domain::time::{DAY, HOUR};
use domain::{Id, Verdict};
use expect_test::expect;

use crate::kit::*;

fn text(title: &str, base: Option<Id>) -> ArticleText {
    ArticleText {
        title: title.into(),
        body: "七天无理由，票据齐全。".into(),
        questions: vec!["能退吗".into(), " 能退吗".into(), "".into()],
        base,
        ..ArticleText::default()
    }
}

fn keep(existing: Option<&Article>, title: &str, last: i64, base: Option<Id>) -> Verdict<(Article, Revision)> {
    let saved = now(|ctx| save(existing, text(title, base), last, ctx))?;
    let article = match existing {
        Some(article) => applied(article, &saved.edits),
        None => made(saved.article, &saved.edits),
    };
    Ok((article.expect("readable"), made(saved.revision, &saved.edits).expect("readable")))
}

/// An article with revision 1 published and revision 2 as draft.
fn two_revisions() -> (Article, Revision, Revision) {
    let (article, first) = keep(None, "退货", 0, None).expect("allowed");
    let article = after(&article, &now(|ctx| publish(&article, &first, None, ctx)));
    let (article, second) = keep(Some(&article), "退换货", 1, Some(first.id)).expect("allowed");
    (article, first, second)
}

#[test]
fn a_first_save_makes_article_and_revision() {
    let saved = now(|ctx| save(None, text("退货", None), 0, ctx)).expect("allowed");
    assert_eq!(saved.number, 1);
    check(
        Ok(saved.edits),
        expect![[r#"
        revision #1: article=#2, number=1, title=退货, body=七天无理由，票据齐全。, questions=["能退吗"], author=me, at=03-02 10:00
        article #2: draft=#1, retired=false, state=draft, title=退货
    "#]],
    );
}

#[test]
fn a_draft_made_meanwhile_is_not_overwritten() {
    let (article, first, second) = two_revisions();
    expect![[r#"
        no: knowledge.changed
          您写的时候别人存了新稿，先看看那一稿，再把您的改动放进去
          Somebody saved another draft while you wrote. Read that one, then add your changes to it
    "#]]
    .assert_eq(&keep(Some(&article), "退换", 2, Some(first.id)).map_or_else(|refusal| no(&refusal), |_| "saved".into()));
    assert_eq!(keep(Some(&article), "退换", 2, Some(second.id)).expect("allowed").1.number, 3);
}

#[test]
fn a_draft_is_not_read_before_it_is_published() {
    let (article, first, _) = two_revisions();
    assert_eq!((article.readable(NOW), article.title.as_str()), (Some(first.id), "退货"));
}

#[test]
fn review_goes_forward_and_back_with_a_reason() {
    let (article, ..) = two_revisions();
    check(
        now(|ctx| submit(&article, ctx)),
        expect![[r#"
        article #1: state=in_review, submitted_by=me
    "#]],
    );
    let handed = after(&article, &now(|ctx| submit(&article, ctx)));
    check(
        now(|ctx| send_back(&handed, "价格不对", ctx)),
        expect![[r#"
        article #1: state=draft, submitted_by=none
        suggestion #2: article=#1, text=价格不对, author=me, at=03-02 10:00, state=open
    "#]],
    );
    check(
        now(|ctx| send_back(&handed, " ", ctx)),
        expect![[r#"
        no: text.empty
          「退回原因」还没写
          Reason is still empty
    "#]],
    );
    refused(now(|ctx| send_back(&article, "价格不对", ctx)), "knowledge.not_in_review");
    refused(now(|ctx| submit(&Article { draft: None, ..article }, ctx)), "knowledge.no_draft");
}

#[test]
fn publishing_for_tomorrow_keeps_today_as_it_is() {
    let (article, first, second) = two_revisions();
    let edits = now(|ctx| publish(&article, &second, Some(NOW + DAY), ctx));
    check(
        edits.clone(),
        expect![[r#"
        article #1: draft=none, state=published, effective_at=03-03 10:00, title=退换货, scheduled=#2
    "#]],
    );
    let scheduled = after(&article, &edits);
    assert_eq!(scheduled.readable(NOW + DAY - 1), Some(first.id));
    assert_eq!(scheduled.readable(NOW + DAY), Some(second.id));
    let (again, third) = keep(Some(&scheduled), "退换货", 2, Some(second.id)).expect("allowed");
    let later = after(&again, &at(NOW + 2 * DAY, |ctx| publish(&again, &third, Some(NOW + 3 * DAY), ctx)));
    assert_eq!(later.readable(NOW + 2 * DAY), Some(second.id));
}

#[test]
fn only_the_draft_is_published_and_only_older_revisions_are_rolled_back_to() {
    let (article, first, second) = two_revisions();
    check(
        now(|ctx| publish(&article, &first, None, ctx)),
        expect![[r#"
        no: knowledge.not_the_draft
          这不是最新的稿子；要用旧的一版，走回退
          This is not the newest draft. To use an older revision, roll back to it
    "#]],
    );
    let published = after(&article, &now(|ctx| publish(&article, &second, None, ctx)));
    check(
        at(NOW + HOUR, |ctx| roll_back(&published, &second, &first, ctx)),
        expect![[r#"
        article #1: published=#2, effective_at=03-02 11:00, title=退货
    "#]],
    );
    check(
        now(|ctx| roll_back(&published, &second, &second, ctx)),
        expect![[r#"
        no: knowledge.not_older
          只能退回到现在这版（第 2 版）以前的
          Only revisions before the present one (number 2) can be rolled back to
    "#]],
    );
    let foreign = Revision { article: ME, ..second.clone() };
    refused(now(|ctx| publish(&article, &foreign, None, ctx)), "knowledge.other_article");
    refused(now(|ctx| publish(&article, &second, Some(NOW + 400 * DAY), ctx)), "knowledge.effective_far");
}

#[test]
fn a_retired_article_is_read_by_nobody_and_its_old_text_stays_away() {
    let (article, _, second) = two_revisions();
    let retired = after(&article, &retire(&article));
    assert_eq!(retired.readable(NOW), None);
    let (revived, _) = keep(Some(&retired), "退换货", 2, Some(second.id)).expect("allowed");
    assert_eq!((revived.readable(NOW), revived.state), (None, ArticleState::Draft));
}

#[test]
fn a_vote_is_changed_and_taken_back() {
    let (article, ..) = two_revisions();
    check(
        now(|ctx| vote(&article, Some(true), ctx)),
        expect![[r#"
        article #1: votes[me]=1
    "#]],
    );
    let voted = after(&article, &now(|ctx| vote(&article, Some(true), ctx)));
    check(
        now(|ctx| vote(&voted, Some(true), ctx)),
        expect![[r#"
        nothing
    "#]],
    );
    check(
        now(|ctx| vote(&voted, None, ctx)),
        expect![[r#"
        article #1: votes[me]=none
    "#]],
    );
}

#[test]
fn a_suggestion_is_answered_once_and_a_no_says_why() {
    let new = NewSuggestion { text: "加上以旧换新".into(), shop: Some(SHOP), ..NewSuggestion::default() };
    let open: Suggestion = born(now(|ctx| suggest(new, ctx)));
    check(
        now(|ctx| decide(&open, false, "", ctx)),
        expect![[r#"
        no: text.empty
          「不采纳的原因」还没写
          Why it is declined is still empty
    "#]],
    );
    check(
        now(|ctx| decide(&open, true, "", ctx)),
        expect![[r#"
        suggestion #1: state=taken, decided_by=me
    "#]],
    );
    let taken = after(&open, &now(|ctx| decide(&open, true, "", ctx)));
    refused(now(|ctx| decide(&taken, false, "算了", ctx)), "suggestion.decided");
    refused(by(None, NOW, |ctx| suggest(NewSuggestion { text: "x".into(), ..NewSuggestion::default() }, ctx)), "actor.missing");
}

/// A chain of categories 1 > 2 > 3 > 4.
fn chain() -> Vec<Category> {
    let id = |number| Id::seed(251, number);
    let one = |number: u8| Category {
        id: id(number),
        name: format!("{number} 层"),
        parent: (number > 1).then(|| id(number - 1)),
        position: 0,
        archived: false,
    };
    (1..=4).map(one).collect()
}

#[test]
fn categories_form_a_tree_of_four_levels() {
    let all = chain();
    let place = |existing: Option<usize>, parent: Option<usize>, name: &str| {
        let change = CategoryChange { name: name.into(), parent: parent.map(|at| all[at].id), ..CategoryChange::default() };
        now(|ctx| save_category(existing.map(|at| &all[at]), change, &all, ctx))
    };
    check_made(
        place(None, Some(2), "第四层"),
        expect![[r#"
        category #1: name=第四层, parent=#2, position=0, archived=false
    "#]],
    );
    check_made(
        place(None, Some(3), "第五层"),
        expect![[r#"
        no: category.depth
          分类最多 4 层，这样放就 5 层了，换个上级
          4 levels at most; this would make 5. Choose another parent
    "#]],
    );
    check_made(
        place(Some(0), Some(2), "1 层"),
        expect![[r#"
        no: category.ring
          「1 层」不能放到自己下面，换个上级
          “1 层” cannot stand below itself. Choose another parent
    "#]],
    );
    check_made(
        place(None, Some(2), "4 层"),
        expect![[r#"
        no: category.name_taken
          这里已经有「4 层」，换个名字
          There is a “4 层” here already. Choose another name
    "#]],
    );
    check_made(
        now(|ctx| save_category(Some(&all[0]), CategoryChange { name: "1 层".into(), archived: true, ..CategoryChange::default() }, &all, ctx)),
        expect![[r#"
        no: category.holds_others
          「1 层」下面还有分类，先挪走或停用它们
          “1 层” still holds categories. Move or archive those first
    "#]],
    );
    assert_eq!(category_path(all[2].id, &all), "1 层 / 2 层 / 3 层");
}

#[test]
fn a_ring_that_two_devices_made_does_not_hang() {
    let mut all = chain();
    all[0].parent = Some(all[3].id);
    assert_eq!(category_path(all[0].id, &all), "2 层 / 3 层 / 4 层 / 1 层");
    let change = CategoryChange { name: "2 层".into(), ..CategoryChange::default() };
    refused(now(|ctx| save_category(Some(&all[1]), change, &all, ctx)), "category.depth");
}

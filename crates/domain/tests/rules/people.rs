//! People: accounts, passwords, PINs, locks, roles, and the administrator who must stay.

use domain::permission::*;
use domain::record::made;
use domain::refusal::Lang;
use domain::staff::*;
use domain::time::{DAY, MINUTE};
use domain::{Id, Verdict};
use expect_test::expect;
use proptest::prelude::*;

use crate::kit::*;

fn roles() -> Vec<Role> {
    let edits = seeds(Lang::Zh);
    BUILTIN_ROLES.iter().map(|role| made(role.id(), &edits).expect("readable")).collect()
}

const CLERK: Id = BUILTIN_ROLES[0].id();
const ADMIN: Id = BUILTIN_ROLES[4].id();

fn person(account: &str, roles_held: Vec<Id>) -> Staff {
    let change = StaffChange { account: account.into(), name: "刘洋".into(), roles: roles_held, shops: vec![SHOP], ..StaffChange::default() };
    born(now(|ctx| save(None, change, &[], &roles(), ctx)))
}

fn change_of(person: &Staff) -> StaffChange {
    StaffChange { name: person.name.clone(), roles: person.role_ids(), shops: person.shop_ids(), ..StaffChange::default() }
}

#[test]
fn accounts_have_one_form() {
    let lines: Vec<String> = ["Liu.Yang", "ｌｙ０１", "a", "刘洋", ".ly", "l y", &"a".repeat(33)]
        .iter()
        .map(|text| format!("{text:?} -> {}", account(text).unwrap_or_else(|no| no.rule.to_owned())))
        .collect();
    expect![[r#"
        "Liu.Yang" -> liu.yang
        "ｌｙ０１" -> ly01
        "a" -> staff.account
        "刘洋" -> staff.account
        ".ly" -> staff.account
        "l y" -> staff.account
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" -> staff.account"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn passwords_are_long_mixed_impersonal_and_uncommon() {
    let cases =
        ["Aa1!", "aaaaaaaaaaaa", "Tea-leaf-77", "Xliuyang77!", "Ab刘洋12345678", "Password123!", "Woaini1314", "青禾生活Tea88x", &"Aa1!".repeat(33)];
    let line = |password: &&str| format!("{password:.16} -> {}", check_password(password, "liuyang", "刘洋").map_or_else(|no| no.rule, |()| "fine"));
    expect![[r#"
        Aa1! -> password.length
        aaaaaaaaaaaa -> password.classes
        Tea-leaf-77 -> fine
        Xliuyang77! -> password.personal
        Ab刘洋12345678 -> password.personal
        Password123! -> password.common
        Woaini1314 -> password.common
        青禾生活Tea88x -> fine
        Aa1!Aa1!Aa1!Aa1! -> password.length"#]]
    .assert_eq(&cases.iter().map(line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_password_is_never_shown_back() {
    for password in ["Secret-1", "secretsecret", "Password123!"] {
        let refusal = check_password(password, "ly", "刘洋").expect_err("a weak password");
        assert!(!refusal.zh.contains(password) && !refusal.en.contains(password));
    }
}

#[test]
fn pins_that_anybody_tries_first_are_refused() {
    let cases = ["123456", "000000", "121212", "123123", "654321", "890123", "112233", "123321", "１３５７９０", "284917", "12345", "abcdef"];
    let line = |pin: &&str| format!("{pin} -> {}", check_pin(pin).unwrap_or_else(|no| no.rule.to_owned()));
    expect![[r#"
        123456 -> pin.plain
        000000 -> pin.plain
        121212 -> pin.plain
        123123 -> pin.plain
        654321 -> pin.plain
        890123 -> pin.plain
        112233 -> pin.plain
        123321 -> pin.plain
        １３５７９０ -> 135790
        284917 -> 284917
        12345 -> pin.digits
        abcdef -> pin.digits"#]]
    .assert_eq(&cases.iter().map(line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn five_failures_within_a_quarter_lock_for_a_quarter() {
    let every = |minutes: i64, count: i64| (0..count).map(|n| NOW + n * minutes * MINUTE).collect::<Vec<_>>();
    assert_eq!(lock(&every(1, 4), NOW + 4 * MINUTE), None);
    assert_eq!(lock(&every(1, 5), NOW + 4 * MINUTE), Some(NOW + 19 * MINUTE));
    assert_eq!(lock(&every(1, 5), NOW + 19 * MINUTE), None);
    assert_eq!(lock(&every(4, 5), NOW + 16 * MINUTE), None);
    let mut shuffled = every(1, 5);
    shuffled.reverse();
    assert_eq!(lock(&shuffled, NOW + 4 * MINUTE), Some(NOW + 19 * MINUTE));
}

proptest! {
    #[test]
    fn a_lock_lasts_at_most_a_quarter(failures in proptest::collection::vec(0i64..DAY, 0..30), now in 0i64..2 * DAY) {
        prop_assert!(lock(&failures, now).is_none_or(|until| until > now && until <= failures.iter().max().unwrap_or(&0) + LOCK_MS));
    }

    #[test]
    fn no_password_or_pin_makes_the_rules_panic(text in any::<String>()) {
        prop_assert!(check_pin(&text).is_ok_and(|pin| pin.len() == 6) || check_pin(&text).is_err());
        prop_assert!(check_password(&text, &text, &text).is_err());
    }
}

#[test]
fn passwords_age_only_where_asked() {
    assert_eq!((password_expires(NOW, 0), password_expires(0, 90), password_expires(NOW, 90)), (None, None, Some(NOW + 90 * DAY)));
}

#[test]
fn a_new_person_must_choose_a_password() {
    let change = StaffChange {
        account: "LY01".into(),
        name: "刘洋".into(),
        phone: "138 1234 5678".into(),
        roles: vec![CLERK],
        shops: vec![SHOP, SHOP],
        ..StaffChange::default()
    };
    check_made(
        now(|ctx| save(None, change, &[], &roles(), ctx)),
        expect![[r#"
        staff #1: account=ly01, name=刘洋, phone=13812345678, disabled=false, must_change_password=true, every_shop=false, password_at=0
        staff #1: roles + #2
        staff #1: shops + shop
    "#]],
    );
}

#[test]
fn an_account_stands_once_and_roles_must_be_in_use() {
    let known = person("ly01", vec![CLERK]);
    let change = StaffChange { account: "LY01".into(), name: "刘阳".into(), ..StaffChange::default() };
    check_made(
        now(|ctx| save(None, change, &[known], &roles(), ctx)),
        expect![[r#"
        no: staff.account_taken
          账号「ly01」是「刘洋」的，换一个
          The account “ly01” belongs to 刘洋. Choose another
    "#]],
    );
    let change = StaffChange { account: "new".into(), name: "新人".into(), roles: vec![ME], ..StaffChange::default() };
    check_made(
        now(|ctx| save(None, change, &[], &roles(), ctx)),
        expect![[r#"
        no: staff.role_unknown
          有个角色已经停用，重新选角色
          One of the roles is no longer in use. Choose the roles again
    "#]],
    );
}

#[test]
fn the_last_administrator_stays() {
    let (admin, clerk) = (person("admin", vec![ADMIN]), person("clerk", vec![CLERK]));
    let all = [admin.clone(), clerk.clone()];
    let set = |change: StaffChange, all: &[Staff]| now(|ctx| save(Some(&admin), change, all, &roles(), ctx));
    check_made(
        set(StaffChange { disabled: true, ..change_of(&admin) }, &all),
        expect![[r#"
        no: staff.last_administrator
          这是最后一位管理员，先让另一位同事当管理员
          This is the last administrator. Make somebody else one first
    "#]],
    );
    refused(set(StaffChange { roles: vec![CLERK], ..change_of(&admin) }, &all), "staff.last_administrator");
    let two = [admin.clone(), person("second", vec![ADMIN]), clerk];
    check_made(
        set(StaffChange { disabled: true, ..change_of(&admin) }, &two),
        expect![[r#"
        staff #1: disabled=true
    "#]],
    );
    refused(
        by(Some(admin.id), NOW, |ctx| save(Some(&admin), StaffChange { disabled: true, ..change_of(&admin) }, &two, &roles(), ctx)),
        "staff.self",
    );
}

#[test]
fn the_last_administrators_role_keeps_its_right() {
    let admin = person("admin", vec![ADMIN]);
    let all = roles();
    let role = all.iter().find(|role| role.id == ADMIN).expect("built in");
    let save = |change| now(|ctx| save_role(Some(role), change, std::slice::from_ref(&admin), &all, ctx));
    let change = |permissions| RoleChange { name: role.name.clone(), permissions, archived: false };
    refused(save(change(vec![Permission::TicketWork])), "staff.last_administrator");
    check_made(
        save(RoleChange { archived: true, ..change(vec![Permission::SettingsStaff]) }),
        expect![[r#"
        no: role.builtin
          自带的角色不能停用，改权限就行
          A built-in role cannot be archived. Change its permissions instead
    "#]],
    );
    check_made(
        save(RoleChange { name: "店员".into(), ..change(vec![]) }),
        expect![[r#"
        no: role.name_taken
          已经有「店员」这个角色，换个名字
          There is a role “店员” already. Choose another name
    "#]],
    );
    let fresh = RoleChange { name: "仓管".into(), permissions: vec![Permission::TicketWork, Permission::TicketWork], archived: false };
    check_made(
        now(|ctx| save_role(None, fresh, &[], &all, ctx)),
        expect![[r#"
        role #1: name=仓管, builtin=false, archived=false
        role #1: permissions + ticket.work
    "#]],
    );
}

#[test]
fn rights_add_up_over_roles_and_end_with_the_role() {
    let mut all = roles();
    let both = permissions_of(&[CLERK, BUILTIN_ROLES[5].id()], &all);
    assert!(both.contains(&Permission::AuditRead) && both.contains(&Permission::TicketWork));
    all[0].archived = true;
    assert!(permissions_of(&[CLERK], &all).is_empty());
}

#[test]
fn a_clerk_sees_their_shops_and_an_auditor_every_one() {
    let scope = |role: Id| scope_of(&person("x1", vec![role]), &permissions_of(&[role], &roles()));
    assert_eq!(scope(CLERK), Scope::Shops(vec![SHOP]));
    assert_eq!(scope(BUILTIN_ROLES[5].id()), Scope::Every);
}

#[test]
fn a_password_that_somebody_else_has_seen_must_be_changed() {
    let start = person("ly01", vec![CLERK]);
    let set: Verdict<_> = Ok(now(|ctx| set_password(&start, "$argon2id$".into(), false, ctx)));
    check(
        set.clone(),
        expect![[r#"
        staff #1: password=$argon2id$, must_change_password=false, password_at=03-02 10:00
    "#]],
    );
    let own = after(&start, &set);
    check(
        Ok(now(|ctx| set_password(&own, "$argon2id$x".into(), true, ctx))),
        expect![[r#"
        staff #1: password=$argon2id$x, must_change_password=true
    "#]],
    );
    check(
        Ok(set_pin(&own, None)),
        expect![[r#"
        nothing
    "#]],
    );
}

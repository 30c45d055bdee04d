//! Customers: one form for every identity, masks, cards, merges.

use domain::ctx::survivor;
use domain::customer::*;
use domain::{Id, Verdict};
use expect_test::expect;
use proptest::prelude::*;

use crate::kit::*;

fn nobody(_: &Identity) -> Option<(Id, String)> {
    None
}

fn card(name: &str, phone: &str, tags: &[&str]) -> Customer {
    let new = NewCustomer {
        name: name.into(),
        identities: vec![(IdentityKind::Phone, phone.into())],
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..NewCustomer::default()
    };
    born(now(|ctx| create(new, &nobody, ctx)))
}

#[test]
fn phone_numbers_have_one_form() {
    let cases = [
        "138 1234 5678",
        "１３８－１２３４－５６７８",
        "+86 13812345678",
        "008613812345678",
        "8613812345678",
        "(0571) 8888-6666",
        "０５７１　８８８８６６６６",
        "010-65551234",
        "+86 571 88886666",
        "+86 (10) 6555 1234",
        "0755 1234567",
        "+852 9123 4567",
        "00852 2123 4567",
        "12812345678",
        "1381234567",
        "138123456789",
        "91234567",
        "+1 415 555 0100",
        "0571-18886666",
        "+852 1123 4567",
        "电话",
        "",
        "+",
        "１３８é1234567",
    ];
    let lines: Vec<String> = cases.iter().map(|text| format!("{text:?} -> {}", phone(text).unwrap_or_else(|no| no.rule.to_owned()))).collect();
    expect![[r#"
        "138 1234 5678" -> 13812345678
        "１３８－１２３４－５６７８" -> 13812345678
        "+86 13812345678" -> 13812345678
        "008613812345678" -> 13812345678
        "8613812345678" -> 13812345678
        "(0571) 8888-6666" -> 057188886666
        "０５７１\u{3000}８８８８６６６６" -> 057188886666
        "010-65551234" -> 01065551234
        "+86 571 88886666" -> 057188886666
        "+86 (10) 6555 1234" -> 01065551234
        "0755 1234567" -> customer.phone
        "+852 9123 4567" -> +85291234567
        "00852 2123 4567" -> +85221234567
        "12812345678" -> customer.phone
        "1381234567" -> customer.phone
        "138123456789" -> customer.phone
        "91234567" -> customer.phone
        "+1 415 555 0100" -> customer.phone
        "0571-18886666" -> customer.phone
        "+852 1123 4567" -> customer.phone
        "电话" -> customer.phone
        "" -> customer.phone
        "+" -> customer.phone
        "１３８é1234567" -> customer.phone"#]]
    .assert_eq(&lines.join("\n"));
}

#[test]
fn a_number_that_is_none_is_shown_back() {
    expect![[r#"
        no: customer.phone
          「123」不像电话号码：手机 11 位，座机带区号，香港号码前面写 +852
          “123” does not look like a phone number: 11 digits for a mobile, landlines with area code, +852 before Hong Kong numbers
    "#]]
    .assert_eq(&said(phone("１２３")));
}

#[test]
fn other_identities_have_one_form() {
    let cases = [
        (IdentityKind::Email, " Zhang@Example.COM "),
        (IdentityKind::Email, "zhang@example"),
        (IdentityKind::Email, "a b@example.com"),
        (IdentityKind::Member, "vip 0012-88"),
        (IdentityKind::Member, "会员"),
        (IdentityKind::Wecom, "wmAbC_1"),
        (IdentityKind::Wecom, "a b"),
        (IdentityKind::Web, ""),
    ];
    let line = |(kind, text): &(IdentityKind, &str)| {
        format!("{} {text:?} -> {}", kind.as_str(), Identity::new(*kind, text).map_or_else(|no| no.rule.to_owned(), |i| i.to_string()))
    };
    expect![[r#"
        email " Zhang@Example.COM " -> email:zhang@example.com
        email "zhang@example" -> customer.email
        email "a b@example.com" -> customer.email
        member "vip 0012-88" -> member:VIP001288
        member "会员" -> customer.member
        wecom "wmAbC_1" -> wecom:wmAbC_1
        wecom "a b" -> customer.channel_id
        web "" -> text.empty"#]]
    .assert_eq(&cases.iter().map(line).collect::<Vec<_>>().join("\n"));
}

#[test]
fn masks_show_enough_to_recognise_and_too_little_to_call() {
    let identities = [
        "phone:13812345678",
        "phone:057188886666",
        "phone:01065551234",
        "phone:+85291234567",
        "member:VIP001288",
        "member:12",
        "email:zhang@example.com",
        "wecom:wmAbCdEfGh",
        "web:v1",
        "nonsense",
    ];
    let addresses = [
        "浙江省杭州市西湖区文三路 90 号",
        "上海市浦东新区世纪大道 1 号",
        "杭州市阳光小区 3 幢",
        "余姚市梨洲街道",
        "三号楼 502",
        "福建省安溪县凤城镇",
        "",
    ];
    let lines: Vec<String> = identities
        .iter()
        .map(|stored| format!("{stored} -> {}", mask_identity(stored)))
        .chain(addresses.iter().map(|address| format!("{address} -> {}", mask_address(address))))
        .chain(["1990-05-01", "五月"].iter().map(|birthday| format!("{birthday} -> {}", mask_birthday(birthday))))
        .collect();
    expect![[r#"
        phone:13812345678 -> 138****5678
        phone:057188886666 -> 0571****6666
        phone:01065551234 -> 010****1234
        phone:+85291234567 -> +852****4567
        member:VIP001288 -> ****1288
        member:12 -> ****2
        email:zhang@example.com -> z***@example.com
        wecom:wmAbCdEfGh -> wm****Gh
        web:v1 -> ****
        nonsense -> ****
        浙江省杭州市西湖区文三路 90 号 -> 浙江省杭州市西湖区****
        上海市浦东新区世纪大道 1 号 -> 上海市浦东新区****
        杭州市阳光小区 3 幢 -> 杭州市****
        余姚市梨洲街道 -> 余姚市****
        三号楼 502 -> ****
        福建省安溪县凤城镇 -> 福建省安溪县****
         -> ****
        1990-05-01 -> 1990
        五月 -> ****"#]]
    .assert_eq(&lines.join("\n"));
}

proptest! {
    #[test]
    fn a_phone_in_its_one_form_stays_so(text in "(\\+86|0086|\\+852|0)?[ 0-9-]{7,16}") {
        if let Ok(once) = phone(&text) {
            prop_assert_eq!(phone(&once), Ok(once));
        }
    }

    #[test]
    fn no_text_makes_a_mask_or_an_identity_panic(text in any::<String>(), kind in 0..IdentityKind::ALL.len()) {
        let kind = IdentityKind::ALL[kind];
        let masked = mask(kind, &text) + &mask_address(&text) + &mask_birthday(&text);
        prop_assert!(masked.contains('*'));
        if let Ok(identity) = Identity::new(kind, &text) {
            prop_assert_eq!(Identity::parse(&identity.to_string()), Some(identity));
        }
    }

    #[test]
    fn a_mask_hides_the_middle_of_every_mobile(number in "1[3-9][0-9]{9}") {
        prop_assert_eq!(mask(IdentityKind::Phone, &number), format!("{}****{}", &number[..3], &number[7..]));
    }
}

#[test]
fn a_new_card_is_cleaned_and_normalised() {
    let new = NewCustomer {
        name: " 张\n伟明 ".into(),
        identities: vec![
            (IdentityKind::Phone, "+86 138-1234-5678".into()),
            (IdentityKind::Phone, "13812345678".into()),
            (IdentityKind::Member, " ".into()),
        ],
        tags: vec!["常客".into()],
        home_shop: Some(SHOP),
        ..NewCustomer::default()
    };
    check_made(
        now(|ctx| create(new, &nobody, ctx)),
        expect![[r#"
        customer #1: name=张 伟明, home_shop=shop, points=0, spent_year_cents=0
        customer #1: identities + phone:13812345678
        customer #1: tags + 常客
    "#]],
    );
}

#[test]
fn a_number_belongs_to_one_card() {
    let taken = |_: &Identity| Some((OTHER_CUSTOMER, "李娜".to_owned()));
    let card = card("张伟明", "13812345678", &[]);
    check(
        add_identity(&card, IdentityKind::Phone, "13900001111", &taken),
        expect![[r#"
        no: customer.identity_taken
          139****1111 已经登记在「李娜」名下，打开那张卡，或合并两张
          139****1111 already belongs to “李娜”. Open that card, or merge the two
    "#]],
    );
    check(
        add_identity(&card, IdentityKind::Phone, "138 1234 5678", &taken),
        expect![[r#"
        nothing
    "#]],
    );
    check(
        add_identity(&card, IdentityKind::Phone, "13900001111", &nobody),
        expect![[r#"
        customer #1: identities + phone:13900001111
    "#]],
    );
    check(
        remove_identity(&card, "phone:13812345678"),
        expect![[r#"
        customer #1: identities - phone:13812345678
    "#]],
    );
}

#[test]
fn a_change_writes_what_differs_and_an_empty_text_clears() {
    let card = Customer { address: Some("旧地址".into()), ..card("张伟明", "13812345678", &[]) };
    let change = CustomerChange {
        name: Some("张伟明".into()),
        address: Some(String::new()),
        birthday: Some("1990-05-01".into()),
        fields: [("车架号".to_owned(), "LX1".to_owned())].into(),
        ..CustomerChange::default()
    };
    check(
        now(|ctx| update(&card, change, ctx)),
        expect![[r#"
        customer #1: birthday=1990-05-01, address=none
        customer #1: fields[车架号]=LX1
    "#]],
    );
    let born = |text: &str| CustomerChange { birthday: Some(text.into()), ..CustomerChange::default() };
    check(
        now(|ctx| update(&card, born("2026-03-04"), ctx)),
        expect![[r#"
        no: customer.birthday
          生日写成 1990-05-01 这样，不能晚于今天
          Write the birthday like 1990-05-01, not later than today
    "#]],
    );
    refused(now(|ctx| update(&card, born("1899-01-01"), ctx)), "customer.birthday");
}

#[test]
fn consent_is_noted_with_its_time_and_its_end() {
    let card = card("张伟明", "13812345678", &[]);
    check(
        now(|ctx| consent(&card, "marketing", true, ctx)),
        expect![[r#"
        customer #1: consent[marketing]=1772416800000
    "#]],
    );
    let agreed = after(&card, &now(|ctx| consent(&card, "marketing", true, ctx)));
    check(
        now(|ctx| consent(&agreed, "marketing", true, ctx)),
        expect![[r#"
        nothing
    "#]],
    );
    check(
        now(|ctx| consent(&agreed, "marketing", false, ctx)),
        expect![[r#"
        customer #1: consent[marketing]=0
    "#]],
    );
    refused(now(|ctx| consent(&card, "Marketing!", true, ctx)), "customer.purpose");
}

#[test]
fn a_merge_adds_identities_and_tags_and_the_loser_points() {
    let (winner, loser) = (card("张伟明", "13812345678", &["常客"]), card("张先生", "13900001111", &["常客", "电动车"]));
    let edits = merge(&winner, &loser);
    check(
        edits.clone(),
        expect![[r#"
        customer #1: identities + phone:13900001111
        customer #1: tags + 电动车
        customer #2: merged_into=#1, merge_undo={"identities":["phone:13900001111"],"tags":["电动车"]}
    "#]],
    );
    let gone = after(&loser, &edits);
    check(
        tag(&gone, &["新".into()], &[]),
        expect![[r#"
        no: customer.merged
          「张先生」已经并到另一张顾客卡，到那张上去改，或先撤销合并
          “张先生” was merged into another card. Change that one, or undo the merge first
    "#]],
    );
    refused(merge(&winner, &gone), "customer.merged");
    refused(merge(&winner, &winner), "customer.merge_self");
    refused(unmerge(&loser, &winner), "customer.not_merged");
}

proptest! {
    #[test]
    fn unmerging_takes_back_exactly_what_the_merge_added(
        mine in proptest::collection::btree_set("[a-e]", 0..5),
        theirs in proptest::collection::btree_set("[a-e]", 0..5),
        later in "[f-h]",
    ) {
        let winner = Customer { tags: mine.into_iter().collect(), ..card("甲", "13812345678", &[]) };
        let loser = Customer { tags: theirs.into_iter().collect(), ..card("乙", "13900001111", &[]) };
        let edits = merge(&winner, &loser);
        let (merged, gone) = (after(&winner, &edits), after(&loser, &edits));
        let changed = after(&merged, &tag(&merged, std::slice::from_ref(&later), &[]));
        let back: Verdict<_> = unmerge(&gone, &changed);
        prop_assert_eq!(after(&changed, &back).tags, winner.tags.iter().cloned().chain([later]).collect::<Vec<_>>());
        prop_assert_eq!(after(&changed, &back).identities, winner.identities);
        prop_assert_eq!(after(&gone, &back), loser);
    }
}

#[test]
fn a_chain_of_merges_leads_to_who_stands_and_a_ring_to_one_for_all() {
    let id = |number| Id::seed(250, number);
    let chain = |at: Id| (at < id(4)).then(|| id(at.0[15] + 1));
    assert_eq!(survivor(id(1), &chain), id(4));
    let ring = |at: Id| Some(id(at.0[15] % 3 + 1));
    assert_eq!([1, 2, 3].map(|start| survivor(id(start), &ring)), [id(1); 3]);
}

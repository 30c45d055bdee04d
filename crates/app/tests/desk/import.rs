//! Bringing data in: every kind of file, twice without duplicates, and tables by the columns that a person chose.

use domain::Noun;
use domain::time::{HOUR, MINUTE};
use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{AUDITOR, EDITOR, Installation, MANAGER, check, lines, outcome, role, text};
use crate::files::{docx, file, gbk, pdf, utf16, xlsx};

fn every_kind() -> Vec<Json> {
    vec![
        file("退货.md", "# 退货\n\n七天内可退。\n".as_bytes()),
        file("营业时间.txt", "早九点到晚九点。\n".as_bytes()),
        file("取件.html", "<h1>到店取件</h1><p>凭取件码。</p>".as_bytes()),
        file("以旧换新.docx", &docx(&["#以旧换新", "旧机要能开机。"])),
        file("battery.pdf", &pdf("The battery is covered for one year.")),
        file("问答.xlsx", &xlsx(&[&["问题", "答案"], &["能寄修吗", "能，运费到付。"]])),
        file("价格.csv", "问题,答案\n炸篮多少钱,69 元。\n".as_bytes()),
    ]
}

async fn read(at: &Installation, files: Vec<Json>) -> Json {
    at.call("import.read_knowledge", json!({ "files": files })).await
}

fn keep(preview: &Json, publish: bool) -> Json {
    let keys: Vec<&Json> = preview["articles"].as_array().unwrap().iter().map(|article| &article["key"]).collect();
    json!({ "token": preview["token"], "keys": keys, "publish": publish })
}

fn told(outcome: &Json) -> String {
    let errors = lines(&outcome["errors"], |error| format!("row {}: {}", error["row"], text(&error["why"])));
    format!("{} made, {} updated, {} skipped\n{errors}", outcome["made"], outcome["updated"], outcome["skipped"]).trim().to_owned()
}

#[tokio::test]
async fn every_kind_of_file_becomes_articles_that_are_found_and_none_comes_twice() {
    let at = Installation::new().await;
    let preview = read(&at, every_kind()).await;
    assert_eq!(at.desk.store().count(Noun::Article).await.unwrap(), 0, "a preview writes nothing");
    let line = |article: &Json| {
        format!("{} | {} | {} | {}", text(&article["file"]), text(&article["title"]), text(&article["excerpt"]), text(&article["state"]))
    };
    check(
        lines(&preview["articles"], line),
        expect![[r#"
        退货.md | 退货 | 七天内可退。 | new
        营业时间.txt | 营业时间 | 早九点到晚九点。 | new
        取件.html | 到店取件 | 凭取件码。 | new
        以旧换新.docx | 以旧换新 | 旧机要能开机。 | new
        battery.pdf | battery | The battery is covered for one year. | new
        问答.xlsx | 能寄修吗 | 能，运费到付。 | new
        价格.csv | 炸篮多少钱 | 69 元。 | new"#]],
    );
    check(told(&at.call("import.keep_knowledge", keep(&preview, true)).await), expect!["7 made, 0 updated, 0 skipped"]);
    at.indexed().await;
    for words in ["七天", "晚九点", "取件码", "旧机", "battery", "运费到付", "炸篮"] {
        let hits = at.call("knowledge.search", json!({ "text": words, "limit": 3 })).await;
        assert_eq!(hits.as_array().unwrap().len(), 1, "{words}");
    }

    let again = read(&at, every_kind()).await;
    assert!(again["articles"].as_array().unwrap().iter().all(|article| article["state"] == "same"), "{again}");
    check(told(&at.call("import.keep_knowledge", keep(&again, true)).await), expect!["0 made, 0 updated, 7 skipped"]);
    assert_eq!(at.desk.store().count(Noun::Article).await.unwrap(), 7);
}

#[tokio::test]
async fn a_changed_file_is_the_next_revision_of_its_article() {
    let at = Installation::new().await;
    let policy = |body: &str| vec![file("退货.md", format!("# 退货\n\n{body}\n").as_bytes())];
    at.call("import.keep_knowledge", keep(&read(&at, policy("七天内可退。")).await, true)).await;
    let next = read(&at, policy("十五天内可退。")).await;
    assert_eq!(next["articles"][0]["state"], "changed");
    check(told(&at.call("import.keep_knowledge", keep(&next, false)).await), expect!["0 made, 1 updated, 0 skipped"]);
    let page = at.call("knowledge.get", json!({ "id": next["articles"][0]["article"] })).await;
    assert_eq!((page["published"]["body"].clone(), page["draft"]["body"].clone()), (json!("七天内可退。"), json!("十五天内可退。")));
}

#[tokio::test]
async fn the_person_says_what_is_kept_where_and_under_which_name() {
    let at = Installation::new().await;
    let category = at.call("knowledge.save_category", json!({ "name": "售后" })).await["id"].clone();
    let sheet = "问题,答案,分类\n会员日是哪天,每月八号,活动/会员日\n".as_bytes();
    let files = vec![file("a.md", b"# A\n\none\n"), file("b.md", b"# B\n\ntwo\n"), file("c.csv", sheet)];
    let preview = read(&at, files).await;
    let edits = json!({ "0": { "title": "改过的名字", "category": category } });
    let kept = json!({ "token": preview["token"], "keys": ["0", "2"], "publish": true, "edits": edits });
    at.call("import.keep_knowledge", kept).await;
    let list = at.call("knowledge.list", json!({ "limit": 9 })).await;
    let mut rows: Vec<String> =
        list["rows"].as_array().unwrap().iter().map(|row| format!("{} in {}", text(&row["title"]), text(&row["category_path"]))).collect();
    rows.sort();
    check(
        rows.join("\n"),
        expect![[r#"
        会员日是哪天 in 活动 / 会员日
        改过的名字 in 售后"#]],
    );
}

#[tokio::test]
async fn one_file_that_cannot_be_read_does_not_keep_the_others_out() {
    let at = Installation::new().await;
    let preview = read(&at, vec![file("坏.docx", b"PK\x03\x04nothing"), file("好.md", b"# A\n\none\n"), file("空.txt", b"")]).await;
    let line = |file: &Json| format!("{} {} {}", text(&file["name"]), file["articles"], file["error"].as_str().unwrap_or("-"));
    check(
        lines(&preview["files"], line),
        expect![[r#"
        坏.docx 0 文件坏了，或没下载完整。用原来的软件打开看看，能打开就另存一份再导入。
        好.md 1 -
        空.txt 0 文件里没有内容。看看是不是选错了文件。"#]],
    );
    check(told(&at.call("import.keep_knowledge", keep(&preview, false)).await), expect!["1 made, 0 updated, 0 skipped"]);
}

#[tokio::test]
async fn a_preview_waits_for_minutes_not_for_ever_and_publishing_needs_the_right_to() {
    let at = Installation::new().await;
    let preview = read(&at, vec![file("a.md", b"# A\n\none\n")]).await;
    at.later(HOUR).await;
    check(at.refused("import.keep_knowledge", keep(&preview, false)).await, expect!["预览过期了，重新选一次文件。"]);
    let write = json!({ "name": "撰稿", "permissions": ["knowledge.read", "knowledge.edit"] });
    let writer = at.call("role.save", write).await["id"].clone();
    let writer = at.person("wu", "吴越", crate::common::id(&writer), &[at.shop]).await;
    let files = json!({ "files": [file("a.md", b"# A\n\none\n")] });
    let preview = at.as_person(&writer, "import.read_knowledge", files).await.unwrap();
    check(
        at.refused_to(&writer, "import.keep_knowledge", keep(&preview, true)).await,
        expect!["Forbidden: 您可以存成草稿送审，发布要有发布权限的同事来做。"],
    );
    check(told(&at.as_person(&writer, "import.keep_knowledge", keep(&preview, false)).await.unwrap()), expect!["1 made, 0 updated, 0 skipped"]);
}

const CUSTOMERS: &str = "客户姓名,手机号,会员等级,门店代号,标签,出生日期\n张伟明,138 1234 5678,金卡,HZ01,老客;团购,1990-05-01\n李娜,13900001111,,西湖店,,\n王芳,12345,金卡,,,\n赵敏,13700002222,钻石,,,\n";

async fn table(at: &Installation, noun: &str, name: &str, bytes: &[u8]) -> Json {
    at.call("import.read_table", json!({ "noun": noun, "file": file(name, bytes) })).await
}

async fn kept(at: &Installation, preview: &Json) -> String {
    told(&at.call("import.keep_table", json!({ "token": preview["token"], "mapping": preview["mapping"] })).await)
}

#[tokio::test]
async fn customers_come_from_a_table_row_by_row_and_a_second_time_only_what_changed() {
    let at = Installation::new().await;
    let preview = table(&at, "customer", "会员.csv", CUSTOMERS.as_bytes()).await;
    check(&preview["mapping"], expect![[r#"{"birthday":5,"name":0,"phone":1,"shop":3,"tags":4,"tier":2}"#]]);
    check(
        kept(&at, &preview).await,
        expect![[r#"
        2 made, 0 updated, 0 skipped
        row 4: 「12345」不像电话号码：手机 11 位，座机带区号，香港号码前面写 +852
        row 5: 「钻石」不认识，改成系统里的叫法。"#]],
    );
    let again = table(&at, "customer", "会员.csv", CUSTOMERS.as_bytes()).await;
    check(
        kept(&at, &again).await,
        expect![[r#"
        0 made, 0 updated, 2 skipped
        row 4: 「12345」不像电话号码：手机 11 位，座机带区号，香港号码前面写 +852
        row 5: 「钻石」不认识，改成系统里的叫法。"#]],
    );
    let more = "手机号,姓名,标签\n13812345678,张伟明,团购;新\n";
    check(kept(&at, &table(&at, "customer", "更新.csv", more.as_bytes()).await).await, expect!["0 made, 1 updated, 0 skipped"]);
    at.indexed().await;
    let rows = at.call("customer.list", json!({ "limit": 9, "text": "5678" })).await["rows"].clone();
    let line = |row: &Json| {
        format!("{} {} {} {} {}", row["card"]["name"], row["card"]["phone"], row["card"]["tier"], row["card"]["tags"], row["home_shop"]["code"])
    };
    check(lines(&rows, line), expect![[r#""张伟明" "138****5678" "gold" ["团购","新","老客"] "HZ01""#]]);
    assert_eq!(at.desk.store().count(Noun::Customer).await.unwrap(), 2);
}

#[tokio::test]
async fn the_same_table_is_read_in_every_encoding_and_format() {
    let at = Installation::new().await;
    let csv = "姓名,手机\n张伟明,13812345678\n李娜,13900001111\n";
    let files = [
        ("utf-8", "a.csv", csv.as_bytes().to_vec()),
        ("utf-8 with mark", "a.csv", [b"\xef\xbb\xbf", csv.as_bytes()].concat()),
        ("gbk", "a.csv", gbk(csv)),
        ("utf-16 le", "a.csv", utf16(csv, true, true)),
        ("utf-16 be", "a.csv", utf16(csv, true, false)),
        ("utf-16 le without mark", "a.csv", utf16(csv, false, true)),
        ("utf-16 be without mark", "a.csv", utf16(csv, false, false)),
        ("semicolons", "a.csv", csv.replace(',', ";").into_bytes()),
        ("xlsx", "a.xlsx", xlsx(&[&["姓名", "手机"], &["张伟明", "13812345678"], &["李娜", "13900001111"]])),
    ];
    let mut told = Vec::new();
    for (what, name, bytes) in files {
        told.push(match at.try_call("import.read_table", json!({ "noun": "customer", "file": file(name, &bytes) })).await {
            Ok(preview) => format!("{what}: {} {} {}", preview["columns"], preview["rows"][0], preview["total"]),
            Err(error) => format!("{what}: {}", error.zh),
        });
    }
    check(
        told.join("\n"),
        expect![[r#"
        utf-8: ["姓名","手机"] ["张伟明","13812345678"] 2
        utf-8 with mark: ["姓名","手机"] ["张伟明","13812345678"] 2
        gbk: ["姓名","手机"] ["张伟明","13812345678"] 2
        utf-16 le: ["姓名","手机"] ["张伟明","13812345678"] 2
        utf-16 be: ["姓名","手机"] ["张伟明","13812345678"] 2
        utf-16 le without mark: ["姓名","手机"] ["张伟明","13812345678"] 2
        utf-16 be without mark: ["姓名","手机"] ["张伟明","13812345678"] 2
        semicolons: ["姓名","手机"] ["张伟明","13812345678"] 2
        xlsx: ["姓名","手机"] ["张伟明","13812345678"] 2"#]],
    );
}

#[tokio::test]
async fn a_row_that_is_refused_is_named_as_the_sheet_numbers_it() {
    let at = Installation::new().await;
    let rows: &[&[&str]] = &[&["会员登记表"], &[], &["姓名", "手机"], &["张伟明", "13812345678"], &[], &["王芳", "12345"]];
    let csv = rows.iter().map(|row| row.join(",")).collect::<Vec<_>>().join("\n");
    let mut told = Vec::new();
    for (name, bytes) in [("a.xlsx", xlsx(rows)), ("a.csv", csv.into_bytes())] {
        told.push(kept(&at, &table(&at, "customer", name, &bytes).await).await);
    }
    check(
        told.join("\n"),
        expect![[r#"
        1 made, 0 updated, 0 skipped
        row 6: 「12345」不像电话号码：手机 11 位，座机带区号，香港号码前面写 +852
        0 made, 0 updated, 1 skipped
        row 6: 「12345」不像电话号码：手机 11 位，座机带区号，香港号码前面写 +852"#]],
    );
}

#[tokio::test]
async fn tickets_come_from_a_table_by_the_columns_a_person_chose() {
    let at = Installation::new().await;
    at.call("customer.create", json!({ "name": "张伟明", "phone": "13812345678" })).await;
    at.call("ticket_type.save", json!({ "name": "换货", "fields": [], "checklist": [] })).await;
    let csv = "事情,状态,优先级,电话,哪类\n炸锅换货,处理中,高,13812345678,换货\n开发票,closed,,,\n没有这类,,,,维修\n,,,,\n没有这种状态,飞了,,,\n";
    let preview = table(&at, "ticket", "工单.csv", csv.as_bytes()).await;
    check(&preview["mapping"], expect![[r#"{"priority":2,"state":1}"#]]);
    check(
        at.refused("import.keep_table", json!({ "token": preview["token"], "mapping": preview["mapping"] })).await,
        expect!["先选哪一列是「标题」。"],
    );
    let mapping = json!({ "subject": 0, "state": 1, "priority": 2, "phone": 3, "type": 4 });
    check(
        told(&at.call("import.keep_table", json!({ "token": preview["token"], "mapping": mapping })).await),
        expect![[r#"
        2 made, 0 updated, 0 skipped
        row 4: 没有「维修」这个工单类型。
        row 6: 「飞了」不认识，改成系统里的叫法。"#]],
    );
    let rows = at.call("ticket.list", json!({ "filter": { "sort": "priority" }, "limit": 9 })).await;
    let line = |row: &Json| {
        let customer = row["customer"]["name"].as_str().unwrap_or("-");
        let type_name = row["kind_name"].as_str().filter(|name| !name.is_empty()).unwrap_or("-");
        format!("{} {} {} {} {customer} {type_name}", text(&row["number"]), text(&row["subject"]), row["state"], row["priority"])
    };
    check(
        lines(&rows["rows"], line),
        expect![[r#"
        HZ01A-1 炸锅换货 "open" "high" 张伟明 换货
        HZ01A-2 开发票 "closed" "normal" - -"#]],
    );
    let wild = json!({ "token": preview["token"], "mapping": { "subject": 99 } });
    check(
        told(&at.call("import.keep_table", wild).await),
        expect![[r#"
        0 made, 0 updated, 0 skipped
        row 2: 「标题」还没写
        row 3: 「标题」还没写
        row 4: 「标题」还没写
        row 6: 「标题」还没写"#]],
    );
    check(
        outcome(at.try_call("import.read_table", json!({ "noun": "staff", "file": file("a.csv", b"a\nb\n") })).await),
        expect!["Refused: 表格只能导入顾客和工单。"],
    );
}

#[tokio::test]
async fn a_ticket_keeps_its_number_and_does_not_come_in_twice() {
    let at = Installation::new().await;
    let csv = "单号,标题\nold-17,炸锅换货\n,没有单号的\n";
    let mut outcomes = Vec::new();
    for _ in 0..2 {
        let preview = table(&at, "ticket", "旧系统.csv", csv.as_bytes()).await;
        let keep = json!({ "token": preview["token"], "mapping": preview["mapping"] });
        outcomes.push(told(&at.call("import.keep_table", keep).await));
    }
    check(
        outcomes.join("\n"),
        expect![[r#"
            2 made, 0 updated, 0 skipped
            1 made, 0 updated, 1 skipped"#]],
    );
    assert_eq!(at.call("ticket.get", json!({ "number": "OLD-17" })).await["ticket"]["subject"], "炸锅换货");
}

#[tokio::test]
async fn what_came_in_and_went_out_is_on_record() {
    let at = Installation::new().await;
    let auditor = at.person("shen", "沈明", role(AUDITOR), &[]).await;
    let manager = at.person("zhou", "周店", role(MANAGER), &[at.shop]).await;
    let editor = at.person("bian", "卞文", role(EDITOR), &[]).await;
    let input = json!({ "files": [file("a.md", b"# A\n\none\n")] });
    let preview = at.as_person(&editor, "import.read_knowledge", input).await.unwrap();
    at.as_person(&editor, "import.keep_knowledge", keep(&preview, true)).await.unwrap();
    at.pass(MINUTE);
    let csv = json!({ "noun": "customer", "file": file("a.csv", CUSTOMERS.as_bytes()) });
    let preview = at.as_person(&manager, "import.read_table", csv).await.unwrap();
    at.as_person(&manager, "import.keep_table", json!({ "token": preview["token"], "mapping": preview["mapping"] })).await.unwrap();
    at.call("export.run", json!({ "nouns": ["customer"], "format": "csv" })).await;
    let mut told = Vec::new();
    for action in ["import", "export"] {
        let trail = at.as_person(&auditor, "audit.list", json!({ "action": action, "limit": 9 })).await.unwrap();
        assert_eq!(trail["chain_ok"], true);
        told.push(lines(&trail["rows"], |row| format!("{action} {} {}", text(&row["account"]), text(&row["detail"]))));
    }
    check(
        told.join("\n"),
        expect![[r#"
        import zhou customer: 2 new, 0 changed, 2 refused
        import bian articles: 1 new, 0 changed
        export admin customer.csv (2)"#]],
    );
}

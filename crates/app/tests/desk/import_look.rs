//! What a person is shown before documents become knowledge: where each belongs, what it repeats, what it contradicts, what it
//! answers; file by file while it is read, and stopped in the middle.

use expect_test::expect;
use onnx::{Kind, Shelf};
use serde_json::{Value as Json, json};

use crate::common::{EDITOR, Installation, check, lines, role, text};
use crate::files::file;

fn within(folder: &str, name: &str, body: &str, modified: i64) -> Json {
    let mut file = file(name, body.as_bytes());
    file["folder"] = json!(folder);
    file["modified"] = json!(modified);
    file
}

const POLICY: &str = "签收之日起7天内，商品完好，可以无理由退货，运费由顾客承担，赠品要一起退回。";

async fn published(at: &Installation, title: &str, body: &str, questions: Json) {
    let saved = at.call("knowledge.save", json!({ "title": title, "body": body, "questions": questions })).await;
    at.call("knowledge.publish", json!({ "id": saved["id"], "revision": saved["revision"] })).await;
}

/// A desk with two categories and two published articles.
async fn shop() -> (Installation, Json) {
    let at = Installation::new().await;
    let returns = at.call("knowledge.save_category", json!({ "name": "退换货" })).await["id"].clone();
    at.call("knowledge.save_category", json!({ "name": "门店" })).await;
    published(&at, "退货期限", POLICY, json!(["买了几天内能退货"])).await;
    published(&at, "付款方式", "门店支持货到付款。", json!([])).await;
    (at, returns)
}

fn folder() -> Vec<Json> {
    let policy = POLICY.replace("7天", "15天");
    vec![
        within("资料/退换货", "退货新规.md", &format!("# 退货新规\n\n{policy}\n"), i64::MAX / 2),
        within("资料/门店", "收款.md", "# 收款须知\n\n门店不支持货到付款。\n\n## 能刷卡吗？\n\n能，信用卡也行。\n", 0),
        within("资料", "闲话.txt", "昨天店里来了很多人。\n", 0),
        within("资料", "闲话（副本）.txt", "昨天店里来了很多人。\n", 0),
        within("资料", "坏.docx", "PK\u{3}\u{4}nothing", 0),
    ]
}

fn shown(look: &Json) -> String {
    let guess = if look["sure"] == true { text(&look["guesses"][0]["path"]) } else { "unsure".to_owned() };
    let double =
        |double: &Json| format!("  {} {} of {}, {}", text(&double["kind"]), double["share"], text(&double["title"]), text(&double["advice"]));
    let clash = |clash: &Json| {
        let side = |side: &Json| format!("{} {}", text(&side["text"]), side["marks"]);
        format!(
            "  {}: {} <> {} ({}) newer {}",
            text(&clash["kind"]),
            side(&clash["mine"]),
            side(&clash["theirs"]),
            text(&clash["title"]),
            clash["newer"]
        )
    };
    let asked =
        |asked: &Json| format!("  {}{} | {}", text(&asked["question"]), if asked["sure"] == true { "" } else { " (made)" }, text(&asked["answer"]));
    let parts = [lines(&look["doubles"], double), lines(&look["clashes"], clash), lines(&look["asked"], asked)];
    let parts: Vec<&String> = parts.iter().filter(|part| !part.is_empty()).collect();
    format!("{} in {guess}\n{}", text(&look["key"]), parts.into_iter().cloned().collect::<Vec<String>>().join("\n")).trim_end().to_owned()
}

#[tokio::test]
async fn a_folder_is_placed_compared_and_asked_before_anything_is_kept() {
    let (at, returns) = shop().await;
    let preview = at.call("import.read_knowledge", json!({ "files": folder() })).await;
    assert_eq!(preview["by_meaning"], false);
    check(
        lines(&preview["files"], |file| format!("{} {} {}", text(&file["name"]), file["articles"], file["error"].as_str().unwrap_or("-"))),
        expect![[r#"
            退货新规.md 1 -
            收款.md 1 -
            闲话.txt 1 -
            闲话（副本）.txt 0 和「闲话.txt」一模一样，只读一次。
            坏.docx 0 文件坏了，或没下载完整。用原来的软件打开看看，能打开就另存一份再导入。"#]],
    );
    check(
        lines(&preview["looks"], shown),
        expect![[r#"
            0 in 退换货
              near 74 of 退货期限, replace
              duration: 签收之日起15天内，商品完好，可以无理由退货，运费由顾客承担，赠品要一起退回。 [[5,8]] <> 签收之日起7天内，商品完好，可以无理由退货，运费由顾客承担，赠品要一起退回。 [[5,7]] (退货期限) newer "mine"
            1 in 门店
              may: 门店不支持货到付款。 [[2,5]] <> 门店支持货到付款。 [[2,4]] (付款方式) newer "theirs"
              能刷卡吗？ | 能，信用卡也行。
              门店支持货到付款吗？ (made) | 门店不支持货到付款。
            2 in unsure"#]],
    );

    let article = preview["looks"][0]["doubles"][0]["article"].clone();
    let asked: Vec<Json> = preview["looks"][1]["asked"].as_array().unwrap().iter().map(|asked| asked["id"].clone()).collect();
    let edits = json!({
        "0": { "title": "退货期限", "category": null, "into": article },
        "1": { "title": "", "category": null, "asked": asked[1..], "apart": asked[..1] },
    });
    let kept = at.call("import.keep_knowledge", json!({ "token": preview["token"], "keys": ["0", "1"], "publish": true, "edits": edits })).await;
    assert_eq!((kept["made"].clone(), kept["updated"].clone()), (json!(1), json!(1)), "{kept}");
    let list = at.call("knowledge.list", json!({ "limit": 9 })).await;
    let mut rows: Vec<String> = list["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| format!("{} v{} in {}: {}", text(&row["title"]), row["version"], text(&row["category_path"]), text(&row["excerpt"])))
        .collect();
    rows.sort();
    check(
        rows.join("\n"),
        expect![[r#"
        付款方式 v1 in : 门店支持货到付款。
        收款须知 v1 in 门店: 门店不支持货到付款。 能刷卡吗？ 能，信用卡也行。
        能刷卡吗？ v1 in 门店: 能，信用卡也行。
        退货期限 v2 in 退换货: 签收之日起15天内，商品完好，可以无理由退货，运费由顾客承担，赠品要一起退回。"#]],
    );
    assert!(list["rows"].as_array().unwrap().iter().any(|row| row["category"] == returns), "a sure guess was taken");
}

#[tokio::test]
async fn rows_come_while_files_are_read_and_what_was_read_until_a_stop_can_be_kept() {
    let (at, _) = shop().await;
    let token = at.call("import.start_knowledge", json!({})).await["token"].clone();
    let ask = |files: i64, articles: i64, looks: i64| json!({ "token": token, "files": files, "articles": articles, "looks": looks });
    let files = folder();
    at.call("import.add_knowledge", json!({ "token": token, "files": files[..1], "last": false })).await;
    let first = at.call("import.knowledge_so_far", ask(0, 0, 0)).await;
    check(
        format!(
            "{} {} files {} articles {} looks",
            text(&first["stage"]),
            first["files"].as_array().unwrap().len(),
            first["articles"].as_array().unwrap().len(),
            first["looks"].as_array().unwrap().len()
        ),
        expect!["reading 1 files 1 articles 1 looks"],
    );
    let person = at.person("zhao", "赵敏", role(EDITOR), &[at.shop]).await;
    check(at.refused_to(&person, "import.knowledge_so_far", ask(0, 0, 0)).await, expect!["NotFound: 这次读取已经结束了，重新选一次文件。"]);
    at.call("import.stop_knowledge", json!({ "token": token })).await;
    at.call("import.add_knowledge", json!({ "token": token, "files": files[1..], "last": true })).await;
    let last = at.call("import.knowledge_so_far", ask(1, 1, 1)).await;
    check(format!("{} {} more", text(&last["stage"]), last["files"].as_array().unwrap().len()), expect!["stopped 0 more"]);
    let kept = at.call("import.keep_knowledge", json!({ "token": token, "keys": ["0"], "publish": false })).await;
    assert_eq!(kept["made"], 1, "{kept}");
}

#[tokio::test]
async fn a_book_is_said_to_be_too_long_and_two_hundred_files_are_enough() {
    let at = Installation::new().await;
    let long = "每天擦一擦机身，别用湿布。".repeat(20_000);
    let preview = at.call("import.read_knowledge", json!({ "files": [within("", "书.txt", &long, 0), within("", "mixed.md", "# Returns 退货\n\nReturn within 30 days. 30天内可以退货。\n", 0)] })).await;
    check(&preview["looks"][0]["problem"], expect![[r#""有 260001 字，一篇最多 200000 字：拆开再导。""#]]);
    check(
        lines(&preview["looks"], shown),
        expect![[r#"
        0 in unsure
        1 in unsure
          多久内可以退货？ (made) | 30天内可以退货。"#]],
    );
    let many: Vec<Json> = (0..201).map(|number| within("", &format!("{number}.txt"), "一", 0)).collect();
    check(at.refused("import.read_knowledge", json!({ "files": many })).await, expect!["一次最多 200 个文件，分几次导入。"]);
}

/// The same question with hardly a word in common.
#[cfg(unix)]
#[tokio::test]
async fn with_a_model_of_sentences_a_question_in_other_words_is_noticed() {
    let weights = Shelf::usual_folder(std::path::Path::new("models/weights"));
    let shelf = Shelf::open(&weights).unwrap();
    if shelf.first(Kind::Runtime).is_err() || shelf.first(Kind::Embedding).is_err() {
        eprintln!("skipped: the models are not fetched (cargo xtask models)");
        return;
    }
    let (at, _) = shop().await;
    let models = at.folder.path().join("models");
    let at = at.restarted_after(|_| std::os::unix::fs::symlink(&weights, &models).unwrap()).await;
    while at.call("model.list", json!({})).await["meaning"]["passages"].as_i64() < Some(2) {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    let faq = "问题,答案\n几天之内可以退货,找店里就行。\n";
    let preview = at.call("import.read_knowledge", json!({ "files": [within("", "问答.csv", faq, 0)] })).await;
    assert_eq!(preview["by_meaning"], true);
    assert_eq!(preview["looks"][0]["doubles"][0]["kind"], "question", "{}", preview["looks"]);
    assert_eq!(preview["looks"][0]["doubles"][0]["title"], "退货期限");
}

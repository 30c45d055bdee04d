//! A desk with and without models: what it shows, what it says is missing, and what it finds by meaning.

use expect_test::expect;
use onnx::{Kind, Shelf};
use serde_json::{Value as Json, json};

use crate::common::{Installation, check, lines};
use crate::knowledge::published;

#[tokio::test]
async fn a_desk_without_models_says_what_is_missing_and_works() {
    let at = Installation::new().await;
    let models = at.call("model.list", json!({})).await;
    check(
        lines(&models["rows"], |row| format!("{} {} loaded {}", row["kind"], row["state"], row["loaded"])),
        expect![[r#"
            "runtime" "missing" loaded false
            "embedding" "missing" loaded false
            "speech_to_text" "missing" loaded false
            "voice_activity" "missing" loaded false
            "text_to_speech" "missing" loaded false
            "segmentation" "missing" loaded false"#]],
    );
    assert_eq!(models["fetching"], Json::Null);
    check(&models["meaning"]["problem"], expect![[r#""还没有句子模型，现在按字词搜。""#]]);
    let missing = "这台机器还没装好要用的模型，装好就能用，其他功能不受影响。";
    assert_eq!(at.refused("speech.listen", json!({})).await, missing);
    assert_eq!(at.refused("speech.say", json!({ "text": "您好" })).await, missing);
    check(at.refused("speech.heard", json!({ "id": 1 })).await, expect!["这次听写已经结束了，再点一下话筒。"]);
    assert_eq!(at.call("speech.said", json!({})).await["ended"], true);
    published(&at, "退款多久到账", "原路退回，三个工作日内到账。", json!([])).await;
    at.indexed().await;
    let found = at.call("search.find", json!({ "text": "退款到账" })).await;
    assert_eq!((found["hits"].as_array().unwrap().len(), &found["hits"][0]["meaning"]), (1, &Json::Null));
}

#[tokio::test]
async fn a_wrong_model_file_is_shown_as_damaged_and_can_be_removed() {
    let at = Installation::new().await;
    let file = at.folder.path().join("models/lac/model.onnx");
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(&file, b"not a model").unwrap();
    let lac = |models: Json| models["rows"].as_array().unwrap().iter().find(|row| row["name"] == "lac").unwrap().clone();
    let shown = lac(at.call("model.list", json!({})).await);
    assert_eq!(shown["state"], "damaged");
    assert!(shown["problem"].as_str().unwrap().contains("has 11 bytes instead of 31855093"), "{shown}");
    at.call("model.remove", json!({ "name": "lac" })).await;
    assert_eq!(lac(at.call("model.list", json!({})).await)["state"], "missing");
    at.try_call("model.remove", json!({ "name": "../data" })).await.unwrap_err();
}

/// The same words nowhere, the same thing meant.
#[cfg(unix)]
#[tokio::test]
async fn with_a_model_of_sentences_an_article_is_found_by_what_is_meant() {
    let weights = Shelf::usual_folder(std::path::Path::new("models/weights"));
    let shelf = Shelf::open(&weights).unwrap();
    if shelf.first(Kind::Runtime).is_err() || shelf.first(Kind::Embedding).is_err() {
        eprintln!("skipped: the models are not fetched (cargo xtask models)");
        return;
    }
    let at = Installation::new().await;
    published(&at, "退款多久到账", "原路退回，三个工作日内到账。", json!([])).await;
    published(&at, "门店几点开门", "每天上午十点营业到晚上九点半。", json!([])).await;
    let models = at.folder.path().join("models");
    let at = at.restarted_after(|_| std::os::unix::fs::symlink(&weights, &models).unwrap()).await;
    while at.call("model.list", json!({})).await["meaning"]["passages"].as_i64() < Some(2) {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    at.indexed().await;
    let found = at.call("search.find", json!({ "text": "钱什么时候能还给我" })).await;
    assert_eq!(found["hits"][0]["title"]["text"], "退款多久到账", "{found}");
    assert!(found["hits"][0]["meaning"].as_i64() > Some(25), "{found}");
    published(&at, "电池保养", "冬天充电请在室内进行，充满后及时拔掉充电器。", json!([])).await;
    while at.call("model.list", json!({})).await["meaning"]["passages"].as_i64() < Some(3) {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    at.indexed().await;
    let found = at.call("search.find", json!({ "text": "充电器要一直插着吗", "nouns": ["article"] })).await;
    assert_eq!(found["hits"][0]["title"]["text"], "电池保养", "{found}");
}

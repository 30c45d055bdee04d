//! The measuring of retrieval: what is read, what is refused, and that the figures are the ones they are called.

use std::path::Path;

use expect_test::{Expect, expect};
use search::eval::{Mode, Set};

const CORPUS: &str = concat!(
    r#"{"_id":"d1","title":"电饭煲","text":"电饭煲不加热，先看插座。"}"#,
    "\n",
    r#"{"_id":"d2","title":"","text":"空气炸锅怎么清洗"}"#,
    "\n",
    r#"{"_id":"d3","title":"退货","text":"七天内可以退货，带上发票。"}"#,
    "\n",
);
const QUERIES: &str = concat!(
    r#"{"_id":"q1","text":"电饭煲不热了","extra":1}"#,
    "\n\n",
    r#"{"_id":"q2","text":"怎么退货"}"#,
    "\n",
    r#"{"_id":"q3","text":"没有人答得上"}"#,
    "\n",
    r#"{"_id":"q4","text":"没有人评过"}"#,
    "\n",
);
const JUDGED: &str = "query-id\tcorpus-id\tscore\nq1\td1\t1\nq2\td3\t1\nq2\td2\t2\nq2\td1\t0\nq3\td2\t1\n";

fn folder(corpus: &str, queries: &str, judged: &str) -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in [("corpus.jsonl", corpus), ("queries.jsonl", queries), ("qrels.tsv", judged)] {
        std::fs::write(dir.path().join(name), text).unwrap();
    }
    dir
}

fn refused(dir: &Path) -> String {
    Set::read(dir).unwrap_err().to_string().replace(&dir.display().to_string(), "DIR")
}

fn check_refused(corpus: &str, queries: &str, judged: &str, expected: Expect) {
    expected.assert_eq(&refused(folder(corpus, queries, judged).path()));
}

#[test]
fn a_small_set_is_measured_in_every_mode() {
    let dir = folder(CORPUS, QUERIES, JUDGED);
    let set = Set::read(dir.path()).unwrap();
    let mut out = String::new();
    for mode in [Mode::Lexical, Mode::Jieba, Mode::Grams] {
        let mut report = set.measure(mode, None).unwrap();
        (report.p50_ms, report.p95_ms) = (0.0, 0.0);
        out += &serde_json::to_string(&report).unwrap();
        out += "\n";
    }
    expect![[r#"
        {"mode":"lexical","documents":3,"queries":3,"hit@1":0.6666666666666666,"recall@10":0.6666666666666666,"mrr@10":0.6666666666666666,"ndcg@10":0.6199062332840657,"p50_ms":0.0,"p95_ms":0.0}
        {"mode":"jieba","documents":3,"queries":3,"hit@1":0.6666666666666666,"recall@10":0.6666666666666666,"mrr@10":0.6666666666666666,"ndcg@10":0.6199062332840657,"p50_ms":0.0,"p95_ms":0.0}
        {"mode":"grams","documents":3,"queries":3,"hit@1":0.6666666666666666,"recall@10":0.6666666666666666,"mrr@10":0.6666666666666666,"ndcg@10":0.6199062332840657,"p50_ms":0.0,"p95_ms":0.0}
    "#]].assert_eq(&out);
}

#[test]
fn a_bad_line_is_named_by_file_and_line() {
    check_refused("{\"_id\":\"d1\",\"text\":\"a\"}\nnonsense\n", QUERIES, JUDGED, expect!["DIR/corpus.jsonl:2: expected ident, at column 2"]);
    check_refused(CORPUS, "{\"text\":\"a\"}\n", JUDGED, expect!["DIR/queries.jsonl:1: missing field `_id`, at column 12"]);
    check_refused(
        CORPUS,
        QUERIES,
        "query-id\tcorpus-id\tscore\nq1\td1\n",
        expect!["DIR/qrels.tsv:2: three fields were expected: query-id, corpus-id, score"],
    );
    check_refused(CORPUS, QUERIES, "query-id\tcorpus-id\tscore\nq1\td9\t1\n", expect!["DIR/qrels.tsv:2: no document 「d9」"]);
    check_refused(CORPUS, QUERIES, "query-id\tcorpus-id\tscore\nq9\td1\t1\n", expect!["DIR/qrels.tsv:2: no query 「q9」"]);
    check_refused(CORPUS, QUERIES, "query-id\tcorpus-id\tscore\nq1\td1\tmuch\n", expect!["DIR/qrels.tsv:2: 「much」 is not a score"]);
}

#[test]
fn a_missing_file_is_named() {
    let dir = folder(CORPUS, QUERIES, JUDGED);
    std::fs::remove_file(dir.path().join("qrels.tsv")).unwrap();
    assert!(refused(dir.path()).starts_with("DIR/qrels.tsv: "), "{}", refused(dir.path()));
}

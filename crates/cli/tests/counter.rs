//! The counter's day from a terminal, with the real program: what the console does, `zg call` does, and a kill between any
//! two steps loses nothing.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use expect_test::{Expect, expect};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

const PASSWORD: &str = "qinghe-shenghuo-77";

/// A folder of data, and the program on it. Every command opens the folder and closes it again.
struct Counter {
    folder: TempDir,
}

impl Counter {
    fn new() -> Self {
        let counter = Counter { folder: tempfile::tempdir().unwrap() };
        let init = ["init", "--org", "青禾生活", "--shop-code", "HZ01", "--shop", "西湖店", "--name", "周岚"];
        assert_eq!(told(&counter.run(&init)), "account: admin");
        counter
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zg"));
        command.arg("--data").arg(self.folder.path()).args(["--insecure-key-file", "--lang", "zh"]).args(arguments);
        command.env("ZG_PASSWORD", PASSWORD).stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().unwrap()
    }

    fn call(&self, name: &str, input: Json) -> Json {
        let output = self.run(&["call", name, "--as", "admin", "--json", &input.to_string()]);
        serde_json::from_str(&told(&output)).unwrap_or_else(|cause| panic!("{name}: {cause}: {}", complaint(&output)))
    }

    /// What a command says that does not go through.
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?} went through: {}", told(&output));
        assert_eq!(told(&output), "", "what went wrong is no answer");
        complaint(&output)
    }
}

fn told(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap().trim().to_owned()
}

fn complaint(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap().trim().to_owned()
}

fn check(told: impl std::fmt::Display, expected: Expect) {
    expected.assert_eq(&told.to_string());
}

/// A conversation that became a solved ticket, as the folder tells it.
fn story(counter: &Counter, ticket: &Json) -> String {
    let page = counter.call("ticket.get", json!({ "id": ticket }));
    let talk = counter.call("conversation.messages", json!({ "id": page["ticket"]["conversation"], "limit": 9 }));
    let mut said: Vec<String> = talk["messages"].as_array().unwrap().iter().map(|view| view["message"]["text"].to_string()).collect();
    said.sort();
    format!(
        "{} {} {} {} {} {}",
        page["ticket"]["number"],
        page["ticket"]["state"],
        page["ticket"]["resolution"],
        page["customer"]["phone"],
        page["rating"]["score"],
        said.join(" ")
    )
}

#[test]
fn a_customer_is_looked_up_heard_helped_and_asked_and_all_of_it_is_there_afterwards() {
    let counter = Counter::new();
    let new = json!({ "name": "张伟明", "phone": "13812345678" });
    let customer = counter.call("customer.create", new)["id"].clone();
    let found = counter.call("customer.find", json!({ "text": "5678" }));
    assert_eq!((&found[0]["card"]["id"], &found[0]["card"]["phone"]), (&customer, &json!("138****5678")));

    let talk = counter.call("conversation.open", json!({ "customer": customer, "channel": "counter" }))["id"].clone();
    counter.call("conversation.hear", json!({ "id": talk, "text": "炸锅涂层掉了" }));
    let ticket = json!({ "subject": "炸锅换货", "customer": customer, "conversation": talk });
    let ticket = counter.call("ticket.create", ticket)["id"].clone();
    counter.call("conversation.say", json!({ "id": talk, "text": "给您换一台", "audience": "customer" }));
    counter.call("ticket.move", json!({ "id": ticket, "to": "resolved", "resolution": "换了新机" }));
    counter.call("rating.give", json!({ "noun": "ticket", "about": ticket, "score": 5 }));
    check(story(&counter, &ticket), expect![[r#""HQA-1" "resolved" "换了新机" "138****5678" 5 "炸锅涂层掉了" "给您换一台""#]]);

    let hits = counter.call("search.find", json!({ "text": "涂层" }));
    assert_eq!(hits["hits"][0]["parent"], talk, "what one command wrote, the next one finds");
    let verified = told(&counter.run(&["verify"]));
    assert!(verified.contains(" ops, "), "{verified}");
    assert_eq!(told(&counter.run(&["verify"])), verified, "looking changes nothing");
}

/// The console's server, killed when it goes out of sight.
struct Serving {
    child: Child,
    authority: String,
    token: String,
}

impl Serving {
    fn on(counter: &Counter) -> Self {
        let mut child = counter.command(&["serve", "--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let (authority, token) = line.trim().trim_start_matches("http://").split_once("/#token=").expect("an address");
        Serving { authority: authority.to_owned(), token: token.to_owned(), child }
    }

    /// Status and body of a call, as a browser makes it.
    fn post(&self, name: &str, token: &str, session: &str, body: &str) -> (String, Json) {
        let mut stream = TcpStream::connect(&self.authority).unwrap();
        let head = format!(
            "POST /call/{name} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {token}\r\nX-Session: {session}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
            self.authority,
            body.len()
        );
        stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes())).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").expect("an answer");
        (head.split(' ').nth(1).unwrap_or_default().to_owned(), serde_json::from_str(body).unwrap_or_default())
    }

    fn call(&self, session: &str, name: &str, input: &Json) -> Json {
        let (status, answer) = self.post(name, &self.token, session, &input.to_string());
        assert_eq!(status, "200", "{name}: {answer}");
        answer["ok"].clone()
    }

    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may be gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn a_server_that_is_killed_leaves_everything_it_acknowledged_and_no_lock() {
    let counter = Counter::new();
    let serving = Serving::on(&counter);
    let sign_in = json!({ "account": "admin", "password": PASSWORD });
    let session = serving.call("", "session.sign_in", &sign_in)["session"].as_str().unwrap().to_owned();
    let mut subjects = Vec::new();
    for n in 0..20 {
        let subject = format!("第 {n:02} 件");
        serving.call(&session, "ticket.create", &json!({ "subject": subject }));
        subjects.push(subject);
    }
    check(counter.refused(&["call", "setup.state"]).split(" (").next().unwrap(), expect!["另一个掌柜正开着这份数据。先关掉它，再打开这一个。"]);
    serving.kill();

    let page = counter.call("ticket.list", json!({ "filter": {}, "limit": 99 }));
    let mut kept: Vec<String> = page["rows"].as_array().unwrap().iter().map(|row| row["subject"].as_str().unwrap().to_owned()).collect();
    kept.sort();
    assert_eq!(kept, subjects);
    let verified = counter.run(&["verify"]);
    assert!(verified.status.success(), "{}", complaint(&verified));
}

#[test]
fn a_page_without_the_token_or_without_sense_is_told_so_and_nothing_falls_over() {
    let counter = Counter::new();
    let serving = Serving::on(&counter);
    let deep = "[".repeat(200_000);
    let mut lines = Vec::new();
    for (what, name, token, body) in [
        ("no token", "setup.state", "", ""),
        ("no session", "ticket.counts", serving.token.as_str(), "{}"),
        ("no JSON", "setup.state", serving.token.as_str(), "{\"a\":"),
        ("no end of brackets", "setup.state", serving.token.as_str(), deep.as_str()),
        ("no such call", "setup.everything", serving.token.as_str(), "{}"),
        ("a wrong password", "session.sign_in", serving.token.as_str(), r#"{"account":"admin","password":"admin"}"#),
        ("sense", "setup.state", serving.token.as_str(), ""),
    ] {
        let (status, answer) = serving.post(name, token, "", body);
        lines.push(format!("{what}: {status} {}", answer["error"]["message"].as_str().unwrap_or("-")));
    }
    check(
        lines.join("\n"),
        expect![[r#"
        no token: 401 这个网址不对或已过期，用终端里打印的网址重新打开。
        no session: 401 还没有登录，或登录已过期。重新登录即可，写的内容都在。
        no JSON: 400 「setup.state」的内容不对：EOF while parsing a value at line 1 column 5
        no end of brackets: 400 「setup.state」的内容不对：recursion limit exceeded at line 1 column 128
        no such call: 404 没有「setup.everything」这个调用。界面和程序版本可能不一致，重新打开试试。
        a wrong password: 409 账号或密码不对。连续错 5 次会锁 15 分钟。
        sense: 200 -"#]],
    );
}

#[test]
fn a_command_that_cannot_be_done_says_why_and_ends_with_a_failure() {
    let counter = Counter::new();
    let file = counter.folder.path().join("文件");
    std::fs::write(&file, b"x").unwrap();
    let wrong = |password: &str| {
        let mut command = counter.command(&["call", "ticket.counts", "--as", "admin"]);
        complaint(&command.env("ZG_PASSWORD", password).output().unwrap())
    };
    let elsewhere = Command::new(env!("CARGO_BIN_EXE_zg"))
        .arg("--data")
        .arg(file.join("below"))
        .args(["--insecure-key-file", "--lang", "en", "call", "setup.state"])
        .output()
        .unwrap();
    let lines = [
        counter.refused(&["call", "ticket.everything"]),
        counter.refused(&["call", "ticket.counts"]),
        counter.refused(&["call", "ticket.get", "--as", "admin", "--json", "{\"id\":"]),
        counter.refused(&["call", "ticket.get", "--as", "admin", "--json", r#"{"number":"HZ01A-9"}"#]),
        counter.refused(&["call", "session.sign_in", "--json", "{}", "--lang", "en"]),
        counter.refused(&["init", "--org", "另一家"]),
        wrong("admin"),
        complaint(&elsewhere).split(" (").next().unwrap_or_default().to_owned(),
    ];
    check(
        lines.join("\n"),
        expect![[r#"
            没有「ticket.everything」这个调用。界面和程序版本可能不一致，重新打开试试。
            还没有登录，或登录已过期。重新登录即可，写的内容都在。
            --json is not JSON: EOF while parsing a value at line 1 column 6
            找不到这张工单。可能已删除，或不在您的门店。
            The input of `session.sign_in` is not right: missing field `account`
            这里已经设置过了，直接登录就行。
            账号或密码不对。连续错 5 次会锁 15 分钟。
            The data folder cannot be written."#]],
    );
}

#[test]
fn a_first_password_is_chosen_or_made_and_shown_once() {
    let folder = tempfile::tempdir().unwrap();
    let init = |place: &Path, password: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zg"));
        command.arg("--data").arg(place).args(["--insecure-key-file", "--lang", "zh", "init", "--org", "青禾生活"]);
        match password {
            Some(password) => command.env("ZG_PASSWORD", password),
            None => command.env_remove("ZG_PASSWORD"),
        };
        command.output().unwrap()
    };
    check(complaint(&init(&folder.path().join("a"), Some("12345678"))), expect!["密码要 10 到 128 位，现在 8 位"]);
    let made = told(&init(&folder.path().join("b"), None));
    let password = made.lines().find_map(|line| line.strip_prefix("password: ")).expect("a password that was made is shown");
    let mut sign_in = Command::new(env!("CARGO_BIN_EXE_zg"));
    sign_in.arg("--data").arg(folder.path().join("b")).args(["--insecure-key-file", "call", "session.me", "--as", "admin"]);
    let me: Json = serde_json::from_str(&told(&sign_in.env("ZG_PASSWORD", password).output().unwrap())).unwrap();
    assert_eq!(me["organisation"], "青禾生活");
}

#[test]
fn a_key_that_was_written_down_opens_a_backup_in_another_place() {
    let counter = Counter::new();
    counter.call("customer.create", json!({ "name": "张伟明", "phone": "13812345678" }));
    let key = told(&counter.run(&["key", "show"]));
    assert_eq!(key.len(), 64);
    let elsewhere = Counter { folder: tempfile::tempdir().unwrap() };
    std::fs::copy(counter.folder.path().join("desk.db"), elsewhere.folder.path().join("desk.db")).unwrap();
    let why = |text: String| text.split(['（', '(']).next().unwrap_or_default().trim().to_owned();
    check(
        why(elsewhere.refused(&["verify"])),
        expect!["钥匙文件 insecure.key 不在或读不了，数据打不开。用 zg --insecure-key-file key put 放回抄下的钥匙。数据没有动。"],
    );
    let put = |digits: &str| {
        let mut child = elsewhere.command(&["key", "put"]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(digits.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    };
    let wrong = "0".repeat(64);
    check(
        [complaint(&put("not a key")), why(complaint(&put(&wrong)))].join("\n"),
        expect![[r#"
        钥匙是 64 位十六进制数字，对一遍再输。
        数据文件打不开：钥匙不对，或文件已损坏。文件没有动。抄下的钥匙用 zg key put 放回；还不行用备份恢复或找管理员。"#]],
    );
    check(told(&put(&format!("{key}\n"))), expect!["钥匙放好了，数据打得开。"]);
    assert_eq!(elsewhere.call("customer.find", json!({ "text": "5678" })).as_array().unwrap().len(), 1);
}

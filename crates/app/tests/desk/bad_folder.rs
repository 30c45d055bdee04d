//! Data folders that cannot be used, or not by two: told in both languages, and what is there is left as it is.

use std::path::Path;
use std::sync::Arc;

use app::desk::{Caller, Desk};
use app::error::{Code, Error};
use domain::time::FixedClock;
use expect_test::expect;
use serde_json::{Value as Json, json};

use crate::common::{Installation, MONDAY_TEN, PASSWORD, both, check, desk_in, organisation, text};
use crate::files::file;

async fn opened(folder: &Path) -> Result<Desk, Error> {
    desk_in(folder, &Arc::new(FixedClock::at(MONDAY_TEN))).await
}

/// How a folder that cannot be used is told, without the words of the operating system.
async fn told(folder: &Path) -> String {
    let error = opened(folder).await.err().expect("it must not open");
    let bare = |text: &str| text.split(['（', '(']).next().unwrap_or_default().trim().to_owned();
    assert!(error.zh.is_ascii().eq(&false) && !error.en.is_empty());
    format!("{:?}: {} / {}", error.code, bare(&error.zh), bare(&error.en))
}

#[tokio::test]
async fn a_place_where_nothing_can_be_written_is_told() {
    let place = tempfile::tempdir().unwrap();
    let in_the_way = place.path().join("文件");
    std::fs::write(&in_the_way, b"mine").unwrap();
    check(told(&in_the_way).await, expect!["Failed: 数据文件夹不能写。 / The data folder cannot be written."]);
    assert_eq!(told(&in_the_way.join("below")).await, told(&in_the_way).await);
    assert_eq!(std::fs::read(&in_the_way).unwrap(), b"mine");
    if cfg!(target_os = "linux") {
        assert_eq!(told(Path::new("/proc/zhanggui")).await, told(&in_the_way).await, "not even an administrator writes here");
    }
}

#[tokio::test]
async fn parts_of_the_folder_that_are_something_else_are_told_and_left() {
    let at = Installation::new().await;
    let Installation { desk, folder, .. } = at;
    desk.close().await;
    drop(desk);
    let database = folder.path().join("desk.db");
    let key = folder.path().join("insecure.key");
    let (data, secret) = (std::fs::read(&database).unwrap(), std::fs::read(&key).unwrap());
    let mut said = Vec::new();
    for (what, path, bytes) in [
        ("an empty file", &database, &b""[..]),
        ("half a page", &database, &data[..2_000]),
        ("another kind of file", &database, b"PK\x03\x04 something else"),
        ("a key that is too short", &key, b"short"),
        ("another key", &key, &[7; 32]),
    ] {
        std::fs::write(path, bytes).unwrap();
        said.push(format!("{what}: {}", told(folder.path()).await));
        assert_eq!(std::fs::read(path).unwrap(), bytes, "{what} is left as it is");
        std::fs::write(&database, &data).unwrap();
        std::fs::write(&key, &secret).unwrap();
    }
    std::fs::remove_file(&key).unwrap();
    said.push(format!("no key: {}", told(folder.path()).await));
    std::fs::write(&key, &secret).unwrap();
    std::fs::remove_file(&database).unwrap();
    std::fs::create_dir(&database).unwrap();
    said.push(format!("a folder: {}", told(folder.path()).await));
    check(
        said.join("\n"),
        expect![[r#"
        an empty file: Failed: 数据文件有损坏。文件没有动，用备份恢复或找管理员。 / The data file is damaged. It was left as it is; restore a backup or ask your administrator.
        half a page: Failed: 数据文件打不开：钥匙不对，或文件已损坏。文件没有动。抄下的钥匙用 zg key put 放回；还不行用备份恢复或找管理员。 / The data file cannot be opened: the key is wrong or the file is damaged. It was left as it is. Put the key you wrote down back with zg key put; failing that, restore a backup or ask your administrator.
        another kind of file: Failed: 数据文件打不开：钥匙不对，或文件已损坏。文件没有动。抄下的钥匙用 zg key put 放回；还不行用备份恢复或找管理员。 / The data file cannot be opened: the key is wrong or the file is damaged. It was left as it is. Put the key you wrote down back with zg key put; failing that, restore a backup or ask your administrator.
        a key that is too short: Failed: 钥匙文件 insecure.key 不在或读不了，数据打不开。用 zg --insecure-key-file key put 放回抄下的钥匙。数据没有动。 / The key file insecure.key is missing or unreadable, so the data cannot be opened. Put the key you wrote down back with zg --insecure-key-file key put. The data was left as it is.
        another key: Failed: 数据文件打不开：钥匙不对，或文件已损坏。文件没有动。抄下的钥匙用 zg key put 放回；还不行用备份恢复或找管理员。 / The data file cannot be opened: the key is wrong or the file is damaged. It was left as it is. Put the key you wrote down back with zg key put; failing that, restore a backup or ask your administrator.
        no key: Failed: 钥匙文件 insecure.key 不在或读不了，数据打不开。用 zg --insecure-key-file key put 放回抄下的钥匙。数据没有动。 / The key file insecure.key is missing or unreadable, so the data cannot be opened. Put the key you wrote down back with zg --insecure-key-file key put. The data was left as it is.
        a folder: Failed: 数据文件夹不能写。改好权限再打开，数据没有动。 / The data folder cannot be written. Mend its permissions and open again; the data was left as it is."#]],
    );

    std::fs::remove_dir(&database).unwrap();
    std::fs::write(&database, &data).unwrap();
    let desk = opened(folder.path()).await.unwrap();
    desk.call(Caller::default(), "session.sign_in", json!({ "account": "admin", "password": PASSWORD })).await.unwrap();
}

#[tokio::test]
async fn a_second_program_is_turned_away_and_the_first_goes_on() {
    let at = Installation::new().await;
    let error = opened(at.folder.path()).await.err().unwrap();
    check(
        both(&error),
        expect![[r#"
        Failed
        另一个掌柜正开着这份数据。先关掉它，再打开这一个。
        Another Zhanggui has this data open. Close it first, then open this one."#]],
    );
    let ticket = crate::ticket::opened(&at, "换货").await;
    let at = at.restarted(0).await;
    assert_eq!(crate::ticket::detail(&at, ticket).await["ticket"]["subject"], "换货");
}

#[tokio::test]
async fn two_programs_on_a_new_folder_leave_one_desk_that_opens_again() {
    for _ in 0..5 {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = tokio::join!(opened(folder.path()), opened(folder.path()));
        let desk = match (one, two) {
            (Ok(desk), Err(_)) | (Err(_), Ok(desk)) => desk,
            (one, two) => panic!("one of two opens it: {:?} {:?}", one.err(), two.err()),
        };
        desk.call(Caller::default(), "setup.create", organisation(PASSWORD)).await.unwrap();
        desk.close().await;
        drop(desk);
        let desk = reopened(folder.path()).await;
        assert_eq!(desk.call(Caller::default(), "setup.state", Json::Null).await.unwrap()["ready"], true);
    }
}

/// Tasks that were stopped let go of the folder a moment later.
async fn reopened(folder: &Path) -> Desk {
    for _ in 0..400 {
        match opened(folder).await {
            Ok(desk) => return desk,
            Err(error) if error.zh.contains("正开着") => tokio::time::sleep(std::time::Duration::from_millis(10)).await,
            Err(error) => panic!("{}", both(&error)),
        }
    }
    panic!("the folder stays in use");
}

#[tokio::test]
async fn a_file_put_back_after_the_program_was_opened_without_it_still_has_its_key() {
    let at = Installation::new().await;
    let Installation { desk, folder, .. } = at;
    desk.close().await;
    drop(desk);
    let (database, aside) = (folder.path().join("desk.db"), folder.path().join("desk.db.backup"));
    std::fs::rename(&database, &aside).unwrap();
    let empty = reopened(folder.path()).await;
    assert_eq!(empty.call(Caller::default(), "setup.state", Json::Null).await.unwrap()["ready"], false);
    empty.close().await;
    drop(empty);
    for extra in ["desk.db", "desk.db-wal", "desk.db-shm"] {
        let _ = std::fs::remove_file(folder.path().join(extra));
    }
    std::fs::rename(&aside, &database).unwrap();
    let desk = reopened(folder.path()).await;
    desk.call(Caller::default(), "session.sign_in", json!({ "account": "admin", "password": PASSWORD })).await.unwrap();
}

/// A file that a full disk takes nothing into.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_attachment_that_finds_the_disk_full_is_not_half_kept() {
    let at = Installation::new().await;
    let bytes = "小票".repeat(10_000);
    let hash = blake3::hash(bytes.as_bytes()).to_hex().to_string();
    let shelf = at.desk.store().folder().blobs().join(&hash[..2]);
    std::fs::create_dir_all(&shelf).unwrap();
    let part = shelf.join(format!("{hash}.part"));
    std::os::unix::fs::symlink("/dev/full", &part).unwrap();
    let mut put = file("小票.txt", bytes.as_bytes());
    put["media_type"] = json!("text/plain");
    let error = at.try_call("attachment.put", put.clone()).await.unwrap_err();
    assert_eq!(error.code, Code::DiskFull);
    check(
        both(&error),
        expect![[r#"
        DiskFull
        磁盘满了，这次改动没有存。之前存下的都在。腾出空间再试。
        The disk is full; this change was not kept. Everything kept before is safe. Free some space and try again."#]],
    );
    assert_eq!(at.try_call("attachment.get", json!({ "hash": hash })).await.unwrap_err().code, Code::Failed);
    std::fs::remove_file(&part).unwrap();
    assert_eq!(text(&at.call("attachment.put", put).await["hash"]), hash, "with room again it is kept");
    at.call("attachment.get", json!({ "hash": hash })).await;
}

#[tokio::test]
async fn a_desk_whose_attachments_or_index_cannot_be_written_says_so_and_keeps_the_rest() {
    let at = Installation::new().await;
    let Installation { desk, folder, .. } = at;
    desk.close().await;
    drop(desk);
    std::fs::remove_dir_all(folder.path().join("index")).unwrap();
    std::fs::write(folder.path().join("index"), b"in the way").unwrap();
    let _ = std::fs::remove_dir_all(folder.path().join("blobs"));
    std::fs::write(folder.path().join("blobs"), b"in the way").unwrap();
    let desk = reopened(folder.path()).await;
    let sign_in = json!({ "account": "admin", "password": PASSWORD });
    let session = text(&desk.call(Caller::default(), "session.sign_in", sign_in).await.unwrap()["session"]);
    let call = async |name: &str, input: Json| desk.call(Caller::new(Some(session.clone()), domain::Lang::Zh), name, input).await;
    let mut put = file("a.txt", b"a");
    put["media_type"] = json!("text/plain");
    check(
        both(&call("attachment.put", put).await.unwrap_err()),
        expect![[r#"
            Failed
            数据文件夹不能写。改好权限再打开，数据没有动。
            The data folder cannot be written. Mend its permissions and open again; the data was left as it is."#]],
    );
    call("ticket.create", json!({ "subject": "换货" })).await.unwrap();
    desk.settled().await.unwrap();
    assert_eq!(call("search.find", json!({ "text": "换货" })).await.unwrap()["hits"].as_array().unwrap().len(), 1);
    check(
        &call("desk.state", json!({})).await.unwrap()["warnings"],
        expect![[r#"["搜索索引的文件夹不能写，这次先放在内存里：能搜，每次打开都要重新建。看看磁盘空间和权限，再重新打开。"]"#]],
    );
}

//! What can go wrong with the file, told apart only where someone acts differently.

use std::path::PathBuf;

use domain::refusal::Lang;

/// The file could not be opened, read or written. Nothing acknowledged before was lost.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{folder} is in use by another program", folder = .0.display())]
    InUse(PathBuf),
    #[error("{folder} holds no desk; make one with `zg init`", folder = .0.display())]
    Missing(PathBuf),
    #[error("{folder} already holds a desk", folder = .0.display())]
    Exists(PathBuf),
    #[error("{path} was written by a newer program (format {found}, this one reads {known})", path = .path.display())]
    Newer { path: PathBuf, found: i64, known: i64 },
    #[error("{path} cannot be read: it is damaged, or the key is another file's", path = .path.display())]
    Unreadable { path: PathBuf },
    #[error("{path} is damaged: {detail}", path = .path.display())]
    Damaged { path: PathBuf, detail: String },
    #[error("the disk is full; the change was not kept")]
    Full,
    #[error("{path} cannot be written: {detail}", path = .path.display())]
    ReadOnly { path: PathBuf, detail: String },
    #[error("a change is too large")]
    TooLarge(#[from] sync::author::TooLarge),
    #[error("the log is broken")]
    Broken(#[from] sync::Broken),
    #[error("a stored value does not fit its field")]
    Mismatch(#[from] domain::value::Mismatch),
    #[error("a file of the desk's folder could not be used")]
    Io(#[from] std::io::Error),
    #[error("attachment {hash} is missing or damaged")]
    Blob { hash: String },
    #[error("the database answered with an error")]
    Database(#[source] rusqlite::Error),
}

impl StoreError {
    /// What happened, what is safe, and what to do, for a person.
    pub fn text(&self, lang: Lang) -> String {
        use StoreError::*;
        let (zh, en) = match self {
            InUse(_) => {
                ("另一个掌柜正开着这份数据。先关掉它，再打开这一个。", "Another Zhanggui has this data open. Close it first, then open this one.")
            }
            Missing(_) => ("这里还没有数据。先新建，或换一个文件夹。", "There is no data here yet. Set it up first, or choose another folder."),
            Exists(_) => {
                ("这里已经有一份数据，没有动它。换一个文件夹再建。", "There is data here already; it was left as it is. Choose another folder.")
            }
            Newer { .. } => (
                "这份数据由更新版的掌柜写成。更新本程序再打开，数据没有动。",
                "This data was written by a newer Zhanggui. Update this program; the data was left as it is.",
            ),
            Unreadable { .. } => (
                "数据文件打不开：钥匙不对，或文件已损坏。文件没有动。抄下的钥匙用 zg key put 放回；还不行用备份恢复或找管理员。",
                "The data file cannot be opened: the key is wrong or the file is damaged. It was left as it is. Put the key you wrote down back with zg key put; failing that, restore a backup or ask your administrator.",
            ),
            Damaged { .. } => (
                "数据文件有损坏。文件没有动，用备份恢复或找管理员。",
                "The data file is damaged. It was left as it is; restore a backup or ask your administrator.",
            ),
            Full => (
                "磁盘满了，这次改动没有存。之前存下的都在。腾出空间再试。",
                "The disk is full; this change was not kept. Everything kept before is safe. Free some space and try again.",
            ),
            ReadOnly { .. } => (
                "数据文件夹不能写。改好权限再打开，数据没有动。",
                "The data folder cannot be written. Mend its permissions and open again; the data was left as it is.",
            ),
            TooLarge(_) => (
                "这次改动太大，没有存。文字缩短些，或改成附件。",
                "This change is too large and was not kept. Shorten the text or attach it as a file.",
            ),
            Blob { .. } => ("附件不在本机，或已损坏。", "The attachment is not on this machine, or it is damaged."),
            Broken(_) => (
                "改动记录对不上，有人动过或文件已损坏。用备份恢复或找管理员。",
                "The log does not add up: it was tampered with or damaged. Restore a backup or ask your administrator.",
            ),
            Mismatch(_) | Io(_) | Database(_) => (
                "读写数据时出了问题。之前存下的都在。再试一次，仍不行找管理员。",
                "Something went wrong with the data file. Everything kept before is safe. Try again, then ask your administrator.",
            ),
        };
        lang.pick(zh, en).to_owned()
    }

    /// The same error, told with the file it is about.
    pub(crate) fn at(cause: rusqlite::Error, path: &std::path::Path) -> Self {
        use rusqlite::ErrorCode::*;
        let path = path.to_path_buf();
        match cause.sqlite_error_code() {
            Some(NotADatabase) => StoreError::Unreadable { path },
            Some(DatabaseCorrupt) => StoreError::Damaged { path, detail: cause.to_string() },
            Some(ReadOnly | CannotOpen) => StoreError::ReadOnly { path, detail: cause.to_string() },
            _ => cause.into(),
        }
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(cause: rusqlite::Error) -> Self {
        if cause.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull) { StoreError::Full } else { StoreError::Database(cause) }
    }
}

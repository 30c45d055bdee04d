//! Files that messages and articles carry.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::field::attachment as column;
use domain::message::Carried;
use domain::text::{Label, line};
use domain::{New, Noun};

use crate::desk::{Caller, Desk};
use crate::error::{Code, Error};
use crate::shapes;

shapes! {
    /// `bytes` in base64.
    pub struct PutAttachment { name: String, media_type: String, bytes: String }

    pub struct GetAttachment { hash: String }

    pub struct AttachmentBytes { name: String, media_type: String, bytes: String }
}

/// Files larger than this belong on a drive, not in a conversation.
pub const ATTACHMENT_BYTES_MAX: usize = 25 << 20;

pub(crate) async fn put(desk: &Desk, caller: &Caller, input: PutAttachment) -> Result<Carried, Error> {
    let bytes = decode(&input.bytes, ATTACHMENT_BYTES_MAX)?;
    let name = line(Label::new("文件名", "File name"), &input.name, 200)?;
    let media_type = line(Label::new("文件类型", "File type"), &input.media_type, 100)?;
    let size = bytes.len() as i64;
    let hash = desk.store().put_blob(bytes).await?;
    let carried = Carried { hash: hash.clone(), name: name.clone(), media_type: media_type.clone(), bytes: size, duration_ms: 0 };
    let edits = New::of(Noun::Attachment, desk.new_id())
        .with(column::hash, hash)
        .with(column::name, name)
        .with(column::media_type, media_type)
        .with(column::bytes, size)
        .with(column::at, desk.now())
        .with(column::by, caller.who()?.id())
        .edits();
    desk.pen(caller).await?.commit(edits).await?;
    Ok(carried)
}

pub(crate) async fn get(desk: &Desk, _: &Caller, input: GetAttachment) -> Result<AttachmentBytes, Error> {
    let bytes = desk.store().get_blob(&input.hash).await?;
    let manifest = desk.store().attachment(&input.hash).await?;
    let (name, media_type) = manifest.map_or_else(Default::default, |manifest| (manifest.name, manifest.media_type));
    Ok(AttachmentBytes { name, media_type, bytes: STANDARD.encode(bytes) })
}

/// Bytes from base64, with the size limit told in words.
pub(crate) fn decode(text: &str, bytes_max: usize) -> Result<Vec<u8>, Error> {
    if text.len() / 4 * 3 > bytes_max + 3 {
        let (megabytes, limit) = ((text.len() / 4 * 3) >> 20, bytes_max >> 20);
        return Err(Error::new(
            Code::Refused,
            format!("文件 {megabytes} MB，超过 {limit} MB。压缩一下，或拆成几份。"),
            format!("The file is {megabytes} MB, more than {limit} MB. Compress it or split it."),
        ));
    }
    STANDARD.decode(text).map_err(|cause| {
        Error::new(Code::Malformed, "文件内容没有传完整，重新选一次。", "The file did not arrive whole; choose it again.").because(cause)
    })
}

//! Attachments beside the database.

use store::StoreError;

use crate::support::{create, place};

#[tokio::test]
async fn an_attachment_comes_back_byte_for_byte_and_is_sealed_on_the_disk() {
    let place = place();
    let store = create(&place, 1).await;
    let bytes = "小票照片".repeat(5_000).into_bytes();
    let hash = store.put_blob(bytes.clone()).await.unwrap();
    assert_eq!(store.put_blob(bytes.clone()).await.unwrap(), hash, "the same content is kept once");
    assert_eq!(store.get_blob(&hash).await.unwrap(), bytes);
    let sealed = std::fs::read(place.folder.blobs().join(&hash[..2]).join(&hash)).unwrap();
    assert!(!sealed.windows(12).any(|window| window == "小票照片".as_bytes()));
}

#[tokio::test]
async fn a_changed_attachment_and_a_name_that_is_no_hash_are_refused() {
    let place = place();
    let store = create(&place, 1).await;
    let hash = store.put_blob(b"receipt".to_vec()).await.unwrap();
    let path = place.folder.blobs().join(&hash[..2]).join(&hash);
    let mut sealed = std::fs::read(&path).unwrap();
    *sealed.last_mut().unwrap() ^= 1;
    std::fs::write(&path, sealed).unwrap();
    assert!(matches!(store.get_blob(&hash).await, Err(StoreError::Blob { .. })));
    assert!(matches!(store.get_blob("../../etc/passwd").await, Err(StoreError::Blob { .. })));
}

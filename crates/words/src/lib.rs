//! The dictionary of Chinese words, once in a process. Search cuts text by it, understanding asks it what is a word, and reading aloud
//! cuts what it says; it takes 100 ms to make and as much memory as a small model, so none of them has one of its own.
//!
//! It is what it was published as: whoever has words of their own (a shop's goods) keeps them beside it and never adds them, since
//! what is indexed must be cut alike for ever.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

pub use jieba_rs::{Jieba, Tag};

static KEPT: Mutex<Option<Arc<Jieba>>> = Mutex::new(None);

/// The dictionary; made when nobody has it yet, and kept until it is let go.
pub fn dictionary() -> Arc<Jieba> {
    Arc::clone(kept().get_or_insert_with(|| Arc::new(Jieba::new())))
}

/// Says that it is not needed for now. It goes unless somebody holds it; the next one who asks has it made again.
pub fn let_go() {
    kept().take_if(|dictionary| Arc::strong_count(dictionary) == 1);
}

fn kept() -> MutexGuard<'static, Option<Arc<Jieba>>> {
    KEPT.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_for_all_and_it_is_not_let_go_under_the_hands_of_a_user() {
        let held = dictionary();
        let_go();
        assert!(Arc::ptr_eq(&held, &dictionary()));
        assert!(held.has_word("退货"));
        let gone = Arc::downgrade(&held);
        drop(held);
        let_go();
        assert_eq!(gone.strong_count(), 0);
        assert!(dictionary().has_word("退货"));
    }
}

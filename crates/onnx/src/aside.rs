//! What stands beside a model and is as heavy as one: tokenisers, word lists. Made when it is first needed, shared, and let go with
//! the models when it idles. It knows nothing of what it keeps, and never lets go of what someone still works with.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::Runtime;

/// A place for one heavy thing. Clones are the same place.
pub struct Aside<T>(Arc<Place<T>>);

struct Place<T>(Mutex<Option<(Arc<T>, Instant)>>);

/// What the runtime may let go of.
pub(crate) trait Idles: Send + Sync {
    /// How long it was not asked for; nothing when there is nothing, or when someone holds it.
    fn idle(&self) -> Option<Duration>;
    fn unload(&self) -> bool;
}

impl<T> Clone for Aside<T> {
    fn clone(&self) -> Aside<T> {
        Aside(Arc::clone(&self.0))
    }
}

impl<T: Send + Sync + 'static> Aside<T> {
    /// An empty place that the runtime looks after.
    pub fn new(runtime: &Runtime) -> Aside<T> {
        let place = Arc::new(Place(Mutex::new(None)));
        let watched: Arc<dyn Idles> = Arc::clone(&place) as Arc<dyn Idles>;
        runtime.look_after(Arc::downgrade(&watched));
        Aside(place)
    }

    /// The thing; made when it is not there.
    ///
    /// # Errors
    /// What making it says; the next call tries again.
    pub fn get<E>(&self, make: impl FnOnce() -> Result<T, E>) -> Result<Arc<T>, E> {
        let mut kept = self.0.kept();
        let thing = match kept.as_ref() {
            Some((thing, _)) => Arc::clone(thing),
            None => Arc::new(make()?),
        };
        *kept = Some((Arc::clone(&thing), Instant::now()));
        Ok(thing)
    }
}

impl<T> Place<T> {
    fn kept(&self) -> MutexGuard<'_, Option<(Arc<T>, Instant)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T: Send + Sync> Idles for Place<T> {
    fn idle(&self) -> Option<Duration> {
        self.kept().as_ref().filter(|(thing, _)| Arc::strong_count(thing) == 1).map(|(_, used)| used.elapsed())
    }

    fn unload(&self) -> bool {
        let mut kept = self.kept();
        let free = kept.as_ref().is_some_and(|(thing, _)| Arc::strong_count(thing) == 1);
        if free {
            *kept = None;
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Budget, Shelf};

    #[test]
    fn it_is_made_once_and_again_after_it_was_let_go_but_not_under_the_hands_of_a_user() {
        let folder = tempfile::tempdir().expect("a folder");
        let runtime = Runtime::new(Shelf::open(folder.path().to_owned()).expect("a shelf"), Budget::default());
        let aside: Aside<String> = Aside::new(&runtime);
        let made = Mutex::new(0);
        let get = || {
            aside.get(|| -> Result<String, ()> {
                *made.lock().expect("no panic") += 1;
                Ok("words".to_owned())
            })
        };
        assert!(aside.get(|| Err::<String, _>("no")).is_err());
        let held = get().expect("made");
        runtime.unload();
        assert_eq!((get().expect("kept").as_str(), *made.lock().expect("no panic")), ("words", 1));
        drop(held);
        runtime.unload();
        assert_eq!((get().expect("made").as_str(), *made.lock().expect("no panic")), ("words", 2));
    }
}

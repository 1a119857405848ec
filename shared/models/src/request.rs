//! The name of the request that is being worked on, for the rows that it causes (PL-40). Nothing is
//! decided by it, so it is no argument of every function on the way.

use std::cell::RefCell;
use std::future::poll_fn;
use std::pin::pin;

thread_local! {
    static ID: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Sets the name aside even when the work panics.
struct Outer(Option<String>);

impl Drop for Outer {
    fn drop(&mut self) {
        ID.set(self.0.take());
    }
}

/// The work, which goes by this name. What it spawns does not.
pub async fn within<T>(id: &str, work: impl Future<Output = T>) -> T {
    let mut work = pin!(work);
    poll_fn(|context| {
        let _outer = Outer(ID.replace(Some(id.to_owned())));
        work.as_mut().poll(context)
    })
    .await
}

/// The name of the request that is being worked on, if there is one.
#[must_use]
pub fn id() -> Option<String> {
    ID.with_borrow(Clone::clone)
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::{id, within};

    /// PL-40
    #[test]
    fn works_that_take_turns_go_each_by_their_own_name() {
        let work = async || {
            let before = id();
            let mut waited = false;
            std::future::poll_fn(|_| {
                let ready = if waited { Poll::Ready(()) } else { Poll::Pending };
                waited = true;
                ready
            })
            .await;
            (before, id())
        };
        let (mut a, mut b) = (pin!(within("a", work())), pin!(within("b", work())));
        let mut context = Context::from_waker(Waker::noop());
        let mut turn = |work: std::pin::Pin<&mut dyn Future<Output = _>>| work.poll(&mut context);
        assert!(turn(a.as_mut()).is_pending() && turn(b.as_mut()).is_pending());
        let named = |name: &str| Poll::Ready((Some(name.to_owned()), Some(name.to_owned())));
        assert_eq!(turn(a.as_mut()), named("a"));
        assert_eq!(turn(b.as_mut()), named("b"));
        assert_eq!(id(), None);
    }
}

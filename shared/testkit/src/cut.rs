//! A process that dies in the middle.

use std::pin::pin;
use std::task::Poll;

use sqlx::PgPool;

/// Where a future is broken off, counted in its waits for somebody else: the database, a vendor.
#[derive(Clone, Copy, Debug)]
pub enum Cut {
    /// As it begins to wait for the n-th time: what it just asked for may or may not be heard.
    Asking(usize),
    /// As it would go on after the n-th wait: what it asked for was done, and it never learns so.
    Answered(usize),
}

impl Cut {
    /// Tells a story again and again, broken off one wait later each time, in both ways, until it
    /// ends by itself; the story says whether it did. How many were broken off. An answer that is
    /// there at once is no wait, so the number varies, and it ends when it has ended three times.
    pub async fn everywhere(mut story: impl AsyncFnMut(Self) -> bool) -> usize {
        let (mut broken_off, mut ended) = (0, 0);
        for wait in 1..1_000 {
            let asking = story(Self::Asking(wait)).await;
            let answered = story(Self::Answered(wait)).await;
            broken_off += usize::from(!asking) + usize::from(!answered);
            ended = if asking && answered { ended + 1 } else { 0 };
            if ended == 3 {
                return broken_off;
            }
        }
        panic!("it never ends by itself");
    }
}

/// Runs a future up to a point and drops it there, as `kill -9` does: what it held in memory is
/// gone, its transaction is rolled back, what it has sent is sent. `None` then, or what it said if
/// it ended before. Comes back when the database is through with what it was asked.
pub async fn cut<F: Future>(db: &PgPool, at: Cut, future: F) -> Option<F::Output> {
    let said = until(at, future).await;
    while usize::try_from(db.size()).is_ok_and(|all| db.num_idle() < all) {
        tokio::task::yield_now().await;
    }
    said
}

async fn until<F: Future>(at: Cut, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut waits = 0;
    std::future::poll_fn(move |context| {
        if matches!(at, Cut::Answered(n) if waits == n) {
            return Poll::Ready(None);
        }
        if let Poll::Ready(said) = future.as_mut().poll(context) {
            return Poll::Ready(Some(said));
        }
        waits += 1;
        if matches!(at, Cut::Asking(n) if waits == n) {
            return Poll::Ready(None);
        }
        Poll::Pending
    })
    .await
}

//! Transactions that met another at the same rows.

/// How often in all.
const TRIES: usize = 3;

/// Does a whole transaction again, up to three times in all, while what it ends with is `contended`: a
/// deadlock or a failure to serialize, of which nothing was kept. What it refuses it refuses once.
pub async fn retried<T, E, F: Future<Output = Result<T, E>>>(
    contended: impl Fn(&E) -> bool,
    mut attempt: impl FnMut() -> F,
) -> Result<T, E> {
    for _ in 1..TRIES {
        match attempt().await {
            Err(met) if contended(&met) => {}
            done => return done,
        }
    }
    attempt().await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    /// RG-6
    #[tokio::test]
    async fn a_contended_transaction_is_tried_three_times_and_a_refused_one_once() {
        let tried = Cell::new(0);
        let attempt = |outcomes: [Result<u8, &'static str>; 4]| {
            tried.set(0);
            retried(
                |met| *met == "deadlock",
                move || {
                    let outcome = outcomes[tried.replace(tried.get() + 1)];
                    std::future::ready(outcome)
                },
            )
        };
        let deadlock = Err("deadlock");
        assert_eq!(attempt([deadlock, deadlock, Ok(7), Ok(8)]).await, Ok(7));
        assert_eq!(attempt([deadlock, deadlock, deadlock, Ok(8)]).await, deadlock);
        assert_eq!(attempt([Err("refused"), Ok(7), Ok(8), Ok(9)]).await, Err("refused"));
    }
}

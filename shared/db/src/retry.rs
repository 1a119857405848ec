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

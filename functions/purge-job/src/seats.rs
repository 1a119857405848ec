//! A pool counts its seats by a trigger; this says so when the count is wrong.

use sqlx::PgPool;

/// Alarms for each pool whose number differs from its claims.
pub(crate) async fn compare(db: &PgPool) -> sqlx::Result<()> {
    let wrong = sqlx::query!(
        r#"select p.id, p.event_id, p.taken, count(c.registration_id) as "claims!"
             from seat_pools p left join seat_claims c on c.pool_id = p.id
            group by p.id having p.taken <> count(c.registration_id) limit 100"#
    )
    .fetch_all(db)
    .await?;
    for pool in wrong {
        tracing::error!(
            alarm = "seats-differ",
            pool = %pool.id,
            event = %pool.event_id,
            taken = pool.taken,
            claims = pool.claims,
            "a pool counts other seats than are claimed"
        );
    }
    Ok(())
}

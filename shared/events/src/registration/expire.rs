//! What ends by itself: holds, offers, and waiting once the event has begun (RG-11, RG-15).

use chrono::{DateTime, Utc};
use models::{EventId, RegistrationId};
use sqlx::PgConnection;

use super::moves::{Note, apply};
use super::{Move, Status, moved, queue};
use crate::Error;
use crate::seats::{self, Pools};

/// Ends holds and offers past their time and frees their seats. The pools are locked. A hold whose
/// payment may still come waits for billing's word (RG-11).
pub(crate) async fn expire_lapsed(
    conn: &mut PgConnection,
    event: EventId,
    pools: &mut Pools,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let lapsed = sqlx::query!(
        r#"select id as "id: RegistrationId", status as "status: Status" from registrations
            where event_id = $1 and (status = 'held' and hold_expires_at <= $2 or status = 'offered' and offer_expires_at <= $2)
              and not exists (select from payment_items i join payments p on p.id = i.payment_id
                               where i.registration_id = registrations.id and i.closed_at is null
                                 and (p.status in ('open', 'processing') or p.opening_at is not null))
            order by id for no key update"#,
        event as _,
        now
    )
    .fetch_all(&mut *conn)
    .await?;
    let moves: Vec<Move> = lapsed
        .iter()
        .map(|row| Move { registration: row.id, from: Some(row.status), to: Status::Expired })
        .collect();
    release(conn, event, pools, &moves, now).await?;
    Ok(moves)
}

async fn release(
    conn: &mut PgConnection,
    event: EventId,
    pools: &mut Pools,
    moves: &[Move],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let people: Vec<RegistrationId> = moves.iter().map(|m| m.registration).collect();
    pools.free(&seats::release(conn, &people).await?);
    apply(conn, event, moves, Note::default(), now).await
}

/// Events where something ended by itself, at most `limit`, longest overdue first.
pub async fn overdue(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
    limit: i64,
) -> sqlx::Result<Vec<EventId>> {
    sqlx::query_scalar!(
        r#"select event_id as "event_id!: EventId"
             from (select event_id, hold_expires_at as since from registrations where status = 'held' and hold_expires_at <= $1
                   union all
                   select event_id, offer_expires_at from registrations where status = 'offered' and offer_expires_at <= $1
                   union all
                   select r.event_id, e.starts_at from registrations r join events e on e.id = r.event_id
                    where r.status = 'requested' and e.starts_at <= $1
                   union all
                   select r.event_id, greatest(e.starts_at, least(coalesce(s.registration_closes_at, e.starts_at), e.ends_at))
                     from registrations r
                     join events e on e.id = r.event_id
                     join event_settings s on s.event_id = e.id
                    where r.status = 'waitlisted'
                      and greatest(e.starts_at, least(coalesce(s.registration_closes_at, e.starts_at), e.ends_at)) <= $1) ended
            group by event_id order by min(since) limit $2"#,
        now,
        limit
    )
    .fetch_all(conn)
    .await
}

/// Ends what is past its time at one event, then gives the free seats to those who wait.
pub async fn expire(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let mut pools = seats::lock_first(conn, event).await?;
    let mut moves = expire_lapsed(conn, event, &mut pools, now).await?;
    let over = over(conn, event, now).await?;
    if over.begun {
        moves.extend(dismiss(conn, event, Status::Requested, now).await?);
    }
    if over.waiting {
        moves.extend(dismiss(conn, event, Status::Waitlisted, now).await?);
    } else {
        let rules = queue::rules(conn, event).await?;
        moves.extend(queue::serve(conn, event, &mut pools, rules, now).await?);
    }
    Ok(moves)
}

struct Over {
    /// RG-15: at the later of the start and the closing of registration.
    waiting: bool,
    /// RG-21: nobody is approved after the start.
    begun: bool,
}

async fn over(conn: &mut PgConnection, event: EventId, now: DateTime<Utc>) -> sqlx::Result<Over> {
    sqlx::query_as!(
        Over,
        r#"select greatest(e.starts_at, least(coalesce(s.registration_closes_at, e.starts_at), e.ends_at)) <= $2 as "waiting!",
                  e.starts_at <= $2 as "begun!"
             from events e join event_settings s on s.event_id = e.id where e.id = $1"#,
        event as _,
        now
    )
    .fetch_one(conn)
    .await
}

async fn dismiss(
    conn: &mut PgConnection,
    event: EventId,
    from: Status,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let waiting = sqlx::query_scalar!(
        r#"select id as "id: RegistrationId" from registrations where event_id = $1 and status = $2 order by id for no key update"#,
        event as _,
        from.name()
    )
    .fetch_all(&mut *conn)
    .await?;
    let moves = moved(&waiting, from, Status::Expired);
    apply(conn, event, &moves, Note::default(), now).await?;
    Ok(moves)
}

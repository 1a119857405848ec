//! Seats that were booked and still have no name: who booked them hears of it seven days and one
//! day before the start (RG-19).

use chrono::{DateTime, Utc};
use models::RegistrationId;
use outreach::registrations::{self, Nameless};
use sqlx::PgConnection;

use crate::State;
use crate::remind::BITE;

/// Tells them once for each of the days and each start, while a name can still be given.
pub(crate) async fn tell(app: &State, now: DateTime<Utc>) -> sqlx::Result<()> {
    loop {
        let mut tx = db::begin(&app.db).await?;
        let due = due(&mut tx, now).await?;
        registrations::remind_of_names(&mut tx, &due, now).await?;
        tx.commit().await?;
        if i64::try_from(due.len()).unwrap_or(BITE) < BITE {
            return Ok(());
        }
    }
}

/// A line in the log is what says that somebody was told. Who booked it on a day or week after that
/// moment is told by the next one.
async fn due(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<Vec<Nameless>> {
    sqlx::query_as!(
        Nameless,
        r#"select o.id as "booker!: RegistrationId", d.days as "days!", count(*) as "seats!", s.names_locked_at as locked_at
             from registrations r
             join events e on e.id = r.event_id and e.status = 'published' and e.starts_at > $1
             join event_settings s on s.event_id = e.id and (s.names_locked_at is null or s.names_locked_at > $1)
             join bookings b on b.id = r.booking_id
             cross join lateral (select min(n) as days from unnest('{1,7}'::int[]) n
                                  where e.starts_at - make_interval(days => n) <= $1) d
             join lateral (select o.id from registrations o
                            where o.booking_id = b.id and not o.unnamed
                              and (o.email_key = lower(b.booker_email) or o.user_id = b.booker_user_id)
                              and o.status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed')
                            order by o.id limit 1) o on true
            where r.unnamed and r.status in ('held', 'offered', 'waitlisted', 'confirmed')
              and b.created_at <= e.starts_at - make_interval(days => d.days)
              and not exists (
                  select 1 from messages m
                   where m.about_kind = 'registration' and m.about_id = o.id and m.message_key = 'party-unnamed'
                     and starts_with(m.dedupe_key, 'party-unnamed:' || o.id || ':' || d.days || ':'
                                     || (extract(epoch from e.starts_at) * 1000000)::bigint || ':'))
            group by o.id, d.days, s.names_locked_at order by o.id limit $2"#,
        now,
        BITE
    )
    .fetch_all(conn)
    .await
}

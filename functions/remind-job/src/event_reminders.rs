//! Reminders of events, so many minutes before as the event's settings say (R5).

use chrono::{DateTime, Utc};
use models::RegistrationId;
use outreach::registrations::{self, Told};
use sqlx::PgConnection;

use crate::State;
use crate::remind::BITE;

/// Tells everybody whose reminder is due. Of several that are due only the last before the start
/// is sent; who registered after it was due knows when the event begins.
pub(crate) async fn tell(app: &State, now: DateTime<Utc>) -> sqlx::Result<()> {
    loop {
        let mut tx = db::begin(&app.db).await?;
        let due = due(&mut tx, now).await?;
        let mut minutes: Vec<i32> = due.iter().map(|(_, minutes)| *minutes).collect();
        minutes.sort_unstable();
        minutes.dedup();
        for minutes in minutes {
            let people: Vec<RegistrationId> =
                due.iter().filter(|(_, m)| *m == minutes).map(|(id, _)| *id).collect();
            registrations::tell(&mut tx, &people, &Told::Reminder { minutes }, now).await?;
        }
        tx.commit().await?;
        if i64::try_from(due.len()).unwrap_or(BITE) < BITE {
            return Ok(());
        }
    }
}

/// A line in the log is what says that somebody was reminded; a moved event has another key.
async fn due(
    conn: &mut PgConnection,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<(RegistrationId, i32)>> {
    let rows = sqlx::query!(
        r#"select r.id as "id: RegistrationId", d.minutes as "minutes!"
             from events e
             join event_settings s on s.event_id = e.id
             cross join lateral (
                 select min(m) as minutes from unnest(s.reminders) m
                  where e.starts_at - make_interval(mins => m) <= $1) d
             join registrations r on r.event_id = e.id
            where e.status in ('published', 'live') and e.starts_at > $1 and e.starts_at < $1 + interval '100 days'
              and d.minutes is not null and r.status = 'confirmed' 
              and (r.email is not null or exists (select 1 from user_emails a join users u on u.id = a.user_id and u.erased_at is null
                                                   where a.user_id = r.user_id and a.is_primary))
              and r.confirmed_at <= e.starts_at - make_interval(mins => d.minutes)
              and not exists (
                  select 1 from messages m
                   where m.about_kind = 'registration' and m.about_id = r.id and m.message_key = 'event-reminder'
                     and starts_with(m.dedupe_key, 'event-reminder:' || r.id || ':' || d.minutes || ':'
                                     || (extract(epoch from e.starts_at) * 1000000)::bigint || ':'))
            order by e.starts_at, r.id limit $2"#,
        now,
        BITE
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.minutes)).collect())
}

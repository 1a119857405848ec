//! People who opened their link while the meeting runs, and whom it does not show under a name
//! that we know (PR-17).

use chrono::{DateTime, TimeDelta, Utc};
use models::RegistrationId;
use outreach::registrations::{self, Told};

use crate::State;
use crate::remind::BITE;

/// Zoom tells of a joining within seconds; a waiting room takes longer.
const AFTER: TimeDelta = TimeDelta::minutes(5);
/// Who clicked earlier has been told, or has gone.
const UNTIL: TimeDelta = TimeDelta::minutes(60);

/// Tells them once for each event and start.
pub(crate) async fn tell(app: &State, now: DateTime<Utc>) -> sqlx::Result<()> {
    let mut tx = db::begin(&app.db).await?;
    let people = sqlx::query_scalar!(
        r#"select distinct r.id as "id: RegistrationId"
             from join_clicks c
             join registrations r on r.id = c.registration_id and r.status = 'confirmed'
             join events e on e.id = r.event_id and e.status = 'live' and e.ends_at > $1
             join zoom_instances i on i.meeting_id = c.meeting_id and i.started_at <= c.clicked_at and i.ended_at is null
            where c.clicked_at between $2 and $3
              and not exists (select 1 from participants p where p.registration_id = r.id or p.claimed_by = r.id)
              and exists (select 1 from participants p
                           where p.event_id = r.event_id and p.registration_id is null and p.ignored_at is null)
              and not exists (select 1 from messages m
                               where m.about_kind = 'registration' and m.about_id = r.id and m.message_key = 'presence-unmatched')
            limit $4"#,
        now,
        now - UNTIL,
        now - AFTER,
        BITE
    )
    .fetch_all(&mut *tx)
    .await?;
    registrations::tell(&mut tx, &people, &Told::Unmatched, now).await?;
    tx.commit().await
}

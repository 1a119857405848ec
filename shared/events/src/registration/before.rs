//! What somebody said when they registered, to register anew with it (RG-17).

use models::{Email, RegistrationId, SessionId, TicketTypeId, TimeZone, UserId};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{Attendee, Mode, NameShown};
use crate::Error;

/// The people of these registrations as they registered, in the order of the ids. Answers to
/// questions that are not asked any more are left out.
pub async fn as_before(
    conn: &mut PgConnection,
    registrations: &[RegistrationId],
) -> Result<Vec<Attendee>, Error> {
    let rows = sqlx::query!(
        r#"select r.ticket_type_id as "ticket_type: TicketTypeId", r.mode as "mode: Mode", r.email, r.user_id as "user: UserId", r.full_name,
                  r.professional_title, r.organization_name, r.name_shown as "name_shown: NameShown", r.locale,
                  r.time_zone as "time_zone: TimeZone",
                  array(select c.session_id from session_choices c join sessions s on s.id = c.session_id
                         where c.registration_id = r.id and s.cancelled_at is null) as "sessions!: Vec<SessionId>",
                  coalesce((select jsonb_object_agg(a.question_id, a.value) from question_answers a join questions q on q.id = a.question_id
                             where a.registration_id = r.id and q.archived_at is null), '{}') as "answers!: Json<Map<String, Value>>"
             from unnest($1::uuid[]) with ordinality as wanted (id, place) join registrations r on r.id = wanted.id
            order by wanted.place"#,
        registrations as _
    )
    .fetch_all(conn)
    .await?;
    let people = rows.into_iter().enumerate().map(|(n, row)| {
        let email = row.email.as_deref().and_then(|email| Email::parse(email).ok());
        Ok(Attendee {
            pointer: format!("/registration_ids/{n}"),
            ticket_type: Some(row.ticket_type),
            mode: Some(row.mode),
            email,
            user: row.user,
            full_name: row.full_name,
            professional_title: row.professional_title,
            organization_name: row.organization_name,
            name_shown: row.name_shown,
            sessions: row.sessions,
            answers: row.answers.0,
            locale: row.locale,
            time_zone: Some(row.time_zone),
        })
    });
    people.collect()
}

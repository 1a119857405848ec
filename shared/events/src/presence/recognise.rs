//! Whom the participants are: the rules of `matching` over rows, in the order of PR-14.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use models::{EventId, OrgId, ParticipantId, RegistrationId};
use sqlx::PgConnection;

use crate::matching::{Candidate, Unknown, by_click};

/// A participant without a registration.
#[derive(Clone, Debug)]
pub(super) struct Stranger {
    /// Which.
    pub id: ParticipantId,
    /// What is known.
    pub known: Unknown,
}

/// Matches whoever can be matched without a person's judgement; one participant, or all.
pub async fn recognise(
    conn: &mut PgConnection,
    event: EventId,
    only: Option<ParticipantId>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    leave_the_gone(&mut *conn, event, now).await?;
    by_registrant(&mut *conn, event, now).await?;
    let strangers = strangers(&mut *conn, event, only).await?;
    if !strangers.is_empty() {
        let mut people = candidates(&mut *conn, event).await?;
        for stranger in strangers.iter().filter(|s| !s.known.joins.is_empty()) {
            if let Some(registration) = by_click(&stranger.known, &people) {
                link(&mut *conn, stranger.id, registration, now).await?;
                people
                    .iter_mut()
                    .filter(|p| p.registration == registration)
                    .for_each(|p| p.matched = true);
            }
        }
    }
    by_address(conn, event, now).await
}

/// Whoever cancelled and came back has a new registration, and what the rules gave to the former
/// one is matched anew (RG-17, PR-16). What a person decided stays.
async fn leave_the_gone(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update participants p
            set registration_id = null, matched_by = null, matched_at = null, updated_at = $2
           from registrations gone
          where p.event_id = $1 and gone.id = p.registration_id and gone.status <> 'confirmed' and p.matched_by <> 'person'
            and exists (select from registrations r where r.event_id = $1 and r.status = 'confirmed'
                           and (r.email_key = gone.email_key or r.user_id = gone.user_id))",
        event as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// First: Zoom's number of the registrant.
async fn by_registrant(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update participants p
            set registration_id = r.id, matched_by = 'registrant_id', matched_at = $2, updated_at = $2
           from zoom_registrants z
           join zoom_meetings m on m.id = z.meeting_id
           join registrations r on r.id = z.registration_id and r.status = 'confirmed'
          where p.event_id = $1 and m.event_id = $1 and p.registration_id is null and p.ignored_at is null
            and not p.evidence ? 'unmatched' and z.registrant_id = p.evidence ->> 'registrant_id'",
        event as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Third: an address that is a registration's. Credit and certificate go to that mailbox, so
/// nobody gains by typing another's.
async fn by_address(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update participants p
            set registration_id = r.id, matched_at = $2, updated_at = $2,
                matched_by = case when r.email_verified_at is null then 'email' else 'verified_email' end
           from registrations r
          where p.event_id = $1 and r.event_id = $1 and r.status = 'confirmed' and r.email_key = p.email_key
            and p.registration_id is null and p.ignored_at is null and not p.evidence ? 'unmatched'",
        event as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn link(
    conn: &mut PgConnection,
    participant: ParticipantId,
    registration: RegistrationId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update participants set registration_id = $2, matched_by = 'join_link', matched_at = $3, updated_at = $3
          where id = $1 and registration_id is null",
        participant as _,
        registration as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Participants whom the rules may still match.
async fn strangers(
    conn: &mut PgConnection,
    event: EventId,
    only: Option<ParticipantId>,
) -> sqlx::Result<Vec<Stranger>> {
    let rows = sqlx::query!(
        r#"select p.id as "id: ParticipantId", p.display_name, p.email_key,
                  p.claimed_by as "claimed_by: RegistrationId",
                  array(select s.started_at from presence_segments s
                         where s.participant_id = p.id and s.started_at is not null) as "joins!: Vec<DateTime<Utc>>"
             from participants p
            where p.event_id = $1 and p.registration_id is null and p.ignored_at is null
              and not p.evidence ? 'unmatched' and ($2::uuid is null or p.id = $2) order by p.created_at, p.id"#,
        event as _,
        only as _
    )
    .fetch_all(conn)
    .await?;
    let stranger = rows.into_iter().map(|row| Stranger {
        id: row.id,
        known: Unknown {
            display_name: row.display_name,
            email_key: row.email_key,
            joins: row.joins.iter().map(DateTime::timestamp).collect(),
            claimed_by: row.claimed_by,
        },
    });
    Ok(stranger.collect())
}

/// The confirmed people of an event, as matching sees them.
pub async fn candidates(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Candidate>> {
    let rows = sqlx::query!(
        r#"select r.id as "id: RegistrationId", r.full_name, r.email_key,
                  exists (select from participants p where p.registration_id = r.id) as "matched!",
                  array(select c.clicked_at from join_clicks c
                         where c.registration_id = r.id) as "clicks!: Vec<DateTime<Utc>>"
             from registrations r where r.event_id = $1 and r.status = 'confirmed' and not r.unnamed order by r.id"#,
        event as _
    )
    .fetch_all(conn)
    .await?;
    let candidate = rows.into_iter().map(|row| Candidate {
        registration: row.id,
        full_name: row.full_name,
        email_key: row.email_key,
        clicks: row.clicks.iter().map(DateTime::timestamp).collect(),
        matched: row.matched,
    });
    Ok(candidate.collect())
}

/// Names of people by their registrations, for lists.
pub async fn names(
    conn: &mut PgConnection,
    organization: OrgId,
    registrations: &[RegistrationId],
) -> sqlx::Result<BTreeMap<RegistrationId, (Option<String>, Option<String>)>> {
    let rows = sqlx::query!(
        r#"select id as "id: RegistrationId", full_name, email from registrations
            where organization_id = $1 and id = any ($2)"#,
        organization as _,
        registrations as _
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, (row.full_name, row.email))).collect())
}

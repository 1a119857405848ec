//! A person's own place at a meeting (ZM-5).

use chrono::{DateTime, NaiveDate, Utc};
use models::{EventId, OrgId, RegistrationId, ZoomConnectionId, ZoomMeetingId, ZoomRegistrantId};
use sqlx::PgConnection;

use super::client::Registrant;
use super::{Kind, Vault};

/// How often Zoom lets a person be added to a meeting in a UTC day.
const MOST_ADDS: i32 = 3;

/// A person and what Zoom knows.
#[derive(Clone, Debug)]
pub struct Wanted {
    /// At which meeting.
    pub meeting: ZoomMeetingId,
    /// Whose.
    pub organization: OrgId,
    /// Of which event.
    pub event: EventId,
    /// Who hosts it.
    pub connection: ZoomConnectionId,
    /// A meeting, or a webinar.
    pub kind: Kind,
    /// Zoom's number of the meeting.
    pub zoom_id: String,
    /// Whether the host may register people.
    pub registration_enabled: bool,
    /// Who.
    pub registration: RegistrationId,
    /// Whether the person should be there: confirmed and online.
    pub expected: bool,
    /// The address.
    pub email: String,
    /// The name.
    pub full_name: Option<String>,
    /// Zoom's number of the person.
    pub registrant_id: Option<String>,
    /// Whether Zoom has the person now.
    pub added: bool,
}

impl Wanted {
    /// First and last name; the first is never empty.
    #[must_use]
    pub fn names(&self) -> (&str, &str) {
        let name = self.full_name.as_deref().unwrap_or_default().trim();
        let local = self.email.split('@').next().unwrap_or(&self.email);
        match name.rsplit_once(char::is_whitespace) {
            Some((first, last)) => (first.trim(), last),
            None if name.is_empty() => (local, ""),
            None => (name, ""),
        }
    }
}

/// Reads what is wanted, if the meeting is there.
pub async fn wanted(
    conn: &mut PgConnection,
    meeting: ZoomMeetingId,
    registration: RegistrationId,
) -> sqlx::Result<Option<Wanted>> {
    sqlx::query_as!(
        Wanted,
        r#"select m.id as "meeting: ZoomMeetingId", m.organization_id as "organization: OrgId",
                  m.event_id as "event: EventId", m.connection_id as "connection: ZoomConnectionId",
                  m.kind as "kind: Kind", m.zoom_id as "zoom_id!", m.registration_enabled,
                  r.id as "registration: RegistrationId", r.status = 'confirmed' and r.mode = 'online' as "expected!",
                  r.email as "email!", r.full_name, z.registrant_id as "registrant_id?",
                  coalesce(z.status = 'added', false) as "added!"
             from zoom_meetings m
             join registrations r on r.event_id = m.event_id and r.id = $2 and r.email is not null
             left join zoom_registrants z on z.meeting_id = m.id and z.registration_id = r.id
            where m.id = $1 and m.status = 'ready' and m.zoom_id is not null"#,
        meeting as _,
        registration as _
    )
    .fetch_optional(conn)
    .await
}

/// What to do before Zoom is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Nobody has tried yet.
    Add,
    /// A former try may have gone through: look first.
    LookFirst,
    /// Zoom takes no more today.
    Tomorrow,
}

/// Counts a try, before it is made: one that dies on the way is known to have begun.
pub async fn begin(
    conn: &mut PgConnection,
    wanted: &Wanted,
    today: NaiveDate,
    now: DateTime<Utc>,
) -> sqlx::Result<Turn> {
    let row = sqlx::query!(
        "insert into zoom_registrants (id, organization_id, meeting_id, registration_id, status, adds_on, adds_today, updated_at)
         values ($1, $2, $3, $4, 'pending', $5, 1, $6)
         on conflict on constraint zoom_registrants_key do update set status = 'pending', adds_on = $5, updated_at = $6,
            adds_today = case when zoom_registrants.adds_on = $5 then zoom_registrants.adds_today + 1 else 1 end
         returning adds_today, (xmax = 0) as \"first!\"",
        ZoomRegistrantId::new(now) as _,
        wanted.organization as _,
        wanted.meeting as _,
        wanted.registration as _,
        today,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(match (row.first, row.adds_today) {
        (true, _) => Turn::Add,
        (_, adds) if adds > MOST_ADDS => Turn::Tomorrow,
        _ => Turn::LookFirst,
    })
}

fn url_of(meeting: ZoomMeetingId, registration: RegistrationId) -> String {
    format!("zoom-registrant/{meeting}/{registration}")
}

/// The person's own address of the meeting.
#[must_use]
pub fn open_url(
    vault: &Vault,
    meeting: ZoomMeetingId,
    registration: RegistrationId,
    sealed: &[u8],
) -> Option<String> {
    vault.open(&url_of(meeting, registration), sealed)
}

/// Zoom has the person.
pub async fn added(
    conn: &mut PgConnection,
    vault: &Vault,
    wanted: &Wanted,
    registrant: &Registrant,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let url = registrant.join_url.as_deref();
    sqlx::query!(
        "update zoom_registrants set status = 'added', registrant_id = $3, join_url = $4, error_text = null, updated_at = $5
          where meeting_id = $1 and registration_id = $2",
        wanted.meeting as _,
        wanted.registration as _,
        registrant.registrant_id,
        url.map(|url| vault.seal(&url_of(wanted.meeting, wanted.registration), url)),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Zoom has the person no longer.
pub async fn cancelled(
    conn: &mut PgConnection,
    wanted: &Wanted,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update zoom_registrants set status = 'cancelled', join_url = null, updated_at = $3
          where meeting_id = $1 and registration_id = $2",
        wanted.meeting as _,
        wanted.registration as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Zoom refuses the person.
pub async fn failed(
    conn: &mut PgConnection,
    wanted: &Wanted,
    why: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update zoom_registrants set status = 'failed', error_text = $3, updated_at = $4
          where meeting_id = $1 and registration_id = $2",
        wanted.meeting as _,
        wanted.registration as _,
        why,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The host may not register people: everybody uses the common address, and matching starts at
/// the click.
pub async fn without_registration(
    conn: &mut PgConnection,
    meeting: ZoomMeetingId,
    why: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update zoom_meetings set registration_enabled = false, error_code = 'no-registration', error_text = $2,
                version = version + 1, updated_at = $3
          where id = $1",
        meeting as _,
        why,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    #[test]
    fn the_first_name_is_never_empty() {
        let at = DateTime::UNIX_EPOCH;
        let names = |full_name: Option<&str>| {
            let wanted = Wanted {
                meeting: ZoomMeetingId::new(at),
                organization: OrgId::new(at),
                event: EventId::new(at),
                connection: ZoomConnectionId::new(at),
                kind: Kind::Meeting,
                zoom_id: "1".into(),
                registration_enabled: true,
                registration: RegistrationId::new(at),
                expected: true,
                email: "ana@example.org".into(),
                full_name: full_name.map(str::to_owned),
                registrant_id: None,
                added: false,
            };
            let (first, last) = wanted.names();
            format!("{first}|{last}")
        };
        assert_eq!(names(Some("Maria José García")), "Maria José|García");
        assert_eq!(names(Some("北京")), "北京|");
        assert_eq!(names(None), "ana|");
    }
}

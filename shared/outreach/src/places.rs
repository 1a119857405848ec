//! What every mail about a registration needs to know, read for any number of them at once.

use chrono::{DateTime, Utc};
use models::{EventId, OrgId, RegistrationId, SealKind, Sealed, SessionId, TimeZone, UserId};
use sqlx::PgConnection;

use crate::message::{Event, Message, Place, Session, Standing};
use crate::names::harmless;
use crate::write::{About, Draft, Recipient};

/// A registration with its event and its person, as they stand now.
pub(crate) struct Row {
    pub(crate) id: RegistrationId,
    pub(crate) organization_id: OrgId,
    pub(crate) status: String,
    pub(crate) mode: String,
    pub(crate) email: String,
    pub(crate) email_key: String,
    proven: bool,
    name: Option<String>,
    user_id: Option<UserId>,
    locale: String,
    zone: TimeZone,
    pub(crate) ticket_code: String,
    link_generation: i32,
    pub(crate) version: i32,
    pub(crate) waitlisted_at: Option<DateTime<Utc>>,
    pub(crate) offer_expires_at: Option<DateTime<Utc>>,
    pub(crate) hold_expires_at: Option<DateTime<Utc>>,
    pub(crate) confirmed_at: Option<DateTime<Utc>>,
    pub(crate) cancelled_at: Option<DateTime<Utc>>,
    pub(crate) event_id: EventId,
    slug: Option<String>,
    pub(crate) title: String,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    time_zone: TimeZone,
    venue: Option<String>,
    pub(crate) sequence: i32,
    pub(crate) cancel_reason: Option<String>,
    organizer: String,
    unnamed: bool,
}

/// Reads these registrations; those whose person can be mailed nowhere are left out.
pub(crate) async fn read(
    conn: &mut PgConnection,
    ids: &[RegistrationId],
) -> sqlx::Result<Vec<Row>> {
    let mut rows = read_all(conn, ids).await?;
    rows.retain(|row| !row.unnamed);
    Ok(rows)
}

/// The same, and of seats that have no name yet (RG-19) who booked them.
pub(crate) async fn read_all(
    conn: &mut PgConnection,
    ids: &[RegistrationId],
) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select r.id, r.organization_id, r.status, r.mode,
                  coalesce(r.email, a.address, b.booker_email) as "email!",
                  coalesce(r.email_key, a.address_key, lower(b.booker_email)) as "email_key!", r.unnamed as "unnamed!",
                  (r.email_verified_at is not null or a.address_key is not null) as "proven!",
                  coalesce(r.full_name, u.full_name) as name, r.user_id as "user_id: UserId",
                  coalesce(u.locale, r.locale) as "locale!", coalesce(u.time_zone, r.time_zone) as "zone!: TimeZone",
                  r.ticket_code, r.link_generation, r.version, r.waitlisted_at, r.offer_expires_at, r.hold_expires_at, r.confirmed_at,
                  r.cancelled_at, r.event_id, s.slug as "slug?", e.title, e.starts_at, e.ends_at, e.time_zone,
                  nullif(concat_ws(', ', e.venue_name, e.venue_address), '') as venue,
                  e.sequence, e.cancel_reason, o.name as organizer
             from registrations r
             join events e on e.id = r.event_id
             join organizations o on o.id = r.organization_id
             left join bookings b on b.id = r.booking_id and r.unnamed
             left join event_slugs s on s.event_id = e.id and s.current
             left join users u on u.id = r.user_id and u.erased_at is null
             left join user_emails a on a.user_id = u.id and a.is_primary
            where r.id = any($1) and coalesce(r.email, a.address, b.booker_email) is not null
            order by r.id"#,
        ids as _
    )
    .fetch_all(conn)
    .await
}

impl Row {
    /// The person holds a seat.
    pub(crate) fn seated(&self) -> bool {
        matches!(self.status.as_str(), "held" | "offered" | "confirmed")
    }

    /// The person comes by the internet.
    pub(crate) fn online(&self) -> bool {
        self.mode == "online"
    }

    pub(crate) fn manage(&self) -> Sealed {
        self.seal(SealKind::Manage)
    }

    fn seal(&self, kind: SealKind) -> Sealed {
        Sealed { kind, id: self.id.into(), generation: self.link_generation }
    }

    /// How it stands, while it lives.
    pub(crate) fn standing(&self) -> Option<Standing> {
        Some(match self.status.as_str() {
            "requested" => Standing::Requested,
            "held" => Standing::Held,
            "offered" => Standing::Offered,
            "waitlisted" => Standing::Waitlisted,
            "confirmed" => Standing::Confirmed,
            _ => return None,
        })
    }

    /// Opens the door; nobody at home needs one.
    pub(crate) fn ticket(&self) -> Option<String> {
        (!self.online()).then(|| self.ticket_code.clone())
    }

    pub(crate) fn is_guest(&self) -> bool {
        self.user_id.is_none()
    }

    pub(crate) fn place(&self) -> Place {
        let joins = self.online() && self.status == "confirmed" && !self.unnamed;
        let join = joins.then(|| self.seal(SealKind::Join));
        Place {
            registration: self.id,
            event: self.event(),
            online: self.online(),
            manage: self.manage(),
            join,
        }
    }

    fn event(&self) -> Event {
        Event {
            id: self.event_id,
            slug: self.slug.clone(),
            title: self.title.clone(),
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            time_zone: self.time_zone,
            venue: self.venue.clone(),
            organizer: self.organizer.clone(),
        }
    }

    pub(crate) fn time_zone(&self) -> TimeZone {
        self.time_zone
    }

    pub(crate) fn to(&self) -> Recipient {
        let name = self.name.as_deref();
        let name = if self.proven { name } else { name.and_then(harmless) };
        Recipient {
            address: self.email.clone(),
            address_key: self.email_key.clone(),
            name: name.map(str::to_owned),
            user: self.user_id,
            locale: self.locale.clone(),
            time_zone: self.zone,
        }
    }

    /// A message about this registration, with a notice that leads to it.
    pub(crate) fn draft(&self, message: Message, new_by: impl std::fmt::Display) -> Draft {
        let draft = Draft::new(message, self.to(), About::Registration(self.id.into()), new_by);
        draft.of(self.organization_id).noted(format!("/me/events/{}", self.id))
    }
}

/// What these people attend, for events of several sessions; by registration, in order.
pub(crate) async fn sessions(
    conn: &mut PgConnection,
    ids: &[RegistrationId],
) -> sqlx::Result<Vec<(RegistrationId, Session)>> {
    let rows = sqlx::query!(
        r#"select r.id as registration, s.id, s.title, s.starts_at, s.ends_at, s.room
             from registrations r join sessions s on s.event_id = r.event_id
            where r.id = any($1) and s.cancelled_at is null and (s.mode = 'hybrid' or s.mode = r.mode)
              and (s.mandatory or not exists (select 1 from session_choices c where c.registration_id = r.id)
                   or exists (select 1 from session_choices c where c.registration_id = r.id and c.session_id = s.id))
              and (select count(*) from sessions x where x.event_id = r.event_id and x.cancelled_at is null) > 1
            order by r.id, s.starts_at, s.position"#,
        ids as _
    )
    .fetch_all(conn)
    .await?;
    let session = |id: SessionId, title, starts_at, ends_at, room| Session {
        id,
        title,
        starts_at,
        ends_at,
        room,
    };
    let each = rows.into_iter();
    Ok(each
        .map(|r| (r.registration, session(r.id, r.title, r.starts_at, r.ends_at, r.room)))
        .collect())
}

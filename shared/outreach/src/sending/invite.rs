//! The entries of a calendar in a mail: what is new since the last one, and its SEQUENCE (OU-46).

use std::collections::HashMap;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, Utc};
use models::{EventId, SealKind, Sealed, SessionId, TimeZone};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Outgoing;
use crate::calendar::{Entry, Mailbox, Method, uid, write};
use crate::message::Message;
use crate::render::Links;

/// Who invites, and where the app is.
#[derive(Clone, Copy, Debug)]
pub struct Sender<'a> {
    /// A mailbox that nobody reads.
    pub no_reply: &'a str,
    /// The host of the app: the right side of each UID.
    pub host: &'a str,
    /// Makes the personal links.
    pub links: &'a Links,
}

/// What goes with a mail.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invite {
    /// Entries that are new or others.
    pub request: Option<String>,
    /// Entries that are no more.
    pub cancel: Option<String>,
    kept: Vec<Kept>,
}

/// What an address was told of an entry.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Kept {
    uid: String,
    sequence: i32,
    cancelled: bool,
    hash: Vec<u8>,
}

struct Subject {
    event_id: EventId,
    event_sequence: i32,
    live: bool,
    online: bool,
    generation: i32,
    title: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    time_zone: TimeZone,
    venue: Option<String>,
    slug: Option<String>,
    organizer: String,
}

struct Session {
    id: SessionId,
    title: String,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
    room: Option<String>,
    attended: bool,
}

/// Compares the registration as it stands with what this address was told last.
pub async fn invite(
    conn: &mut PgConnection,
    mail: &Outgoing,
    sender: Sender<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<Invite> {
    let Some(registration) = mail.registration else { return Ok(Invite::default()) };
    let Some(subject) = subject(conn, registration).await? else { return Ok(Invite::default()) };
    let sessions = sessions(conn, registration).await?;
    let template = Template { registration, subject: &subject, mail, sender, now };
    let entries = template.entries(&sessions);
    let uids: Vec<String> = entries.iter().map(|(entry, _)| entry.uid.clone()).collect();
    let kept = kept(conn, &uids, &mail.address_key).await?;
    // Whoever asks for the same mail again wants the entry again.
    let always = matches!(mail.message, Message::RegistrationConfirmed(_));
    Ok(plan(entries, &kept, subject.event_sequence, always))
}

struct Template<'a> {
    registration: Uuid,
    subject: &'a Subject,
    mail: &'a Outgoing,
    sender: Sender<'a>,
    now: DateTime<Utc>,
}

impl Template<'_> {
    /// Every entry that the address may ever have had, and whether it stands.
    fn entries(&self, sessions: &[Session]) -> Vec<(Entry, bool)> {
        let s = self.subject;
        let several = sessions.len() > 1;
        let whole = self.entry(
            uid(s.event_id, None, self.sender.host),
            &s.title,
            s.starts_at,
            s.ends_at,
            None,
        );
        let mut all = vec![(whole, s.live && !several)];
        all.extend(sessions.iter().map(|session| {
            let title = format!("{}: {}", s.title, session.title);
            let uid = uid(s.event_id, Some(session.id), self.sender.host);
            let entry = self.entry(
                uid,
                &title,
                session.starts_at,
                session.ends_at,
                session.room.as_deref(),
            );
            (entry, s.live && several && session.attended)
        }));
        all
    }

    fn entry(
        &self,
        uid: String,
        title: &str,
        starts_at: DateTime<Utc>,
        ends_at: DateTime<Utc>,
        room: Option<&str>,
    ) -> Entry {
        let (s, links) = (self.subject, self.sender.links);
        let seal = |kind| Sealed { kind, id: self.registration, generation: s.generation };
        let place = [room, s.venue.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
        let location = if s.online { links.seal(seal(SealKind::Join)) } else { place };
        Entry {
            uid,
            sequence: 0,
            stamp: self.now,
            starts_at,
            ends_at,
            time_zone: s.time_zone,
            summary: title.to_owned(),
            description: Some(links.seal(seal(SealKind::Manage))),
            location: Some(location).filter(|text| !text.is_empty()),
            url: s.slug.as_ref().map(|slug| links.path(&format!("/events/{slug}"))),
            cancelled: false,
            organizer: Some(Mailbox {
                name: s.organizer.clone(),
                address: self.sender.no_reply.to_owned(),
            }),
            attendee: Some(Mailbox {
                name: self.mail.name.clone().unwrap_or_else(|| self.mail.address.clone()),
                address: self.mail.address.clone(),
            }),
        }
    }
}

/// SEQUENCE grows past the event's own and past what the address was told, whenever method or
/// content differ; what is equal is not sent again.
fn plan(
    entries: Vec<(Entry, bool)>,
    kept: &HashMap<String, Kept>,
    event_sequence: i32,
    always: bool,
) -> Invite {
    let (mut request, mut cancel, mut new) = (Vec::new(), Vec::new(), Vec::new());
    for (mut entry, stands) in entries {
        let hash = hash(&entry);
        let last = kept.get(&entry.uid);
        let same =
            last.is_some_and(|last| last.cancelled != stands && (!stands || last.hash == hash));
        let unknown = last.is_none() && !stands;
        if unknown || (same && !(always && stands)) {
            continue;
        }
        let next = last.map_or(0, |last| last.sequence + 1);
        entry.sequence = match last {
            Some(last) if same => last.sequence,
            _ => event_sequence.max(next),
        };
        entry.cancelled = !stands;
        let (uid, sequence) = (entry.uid.clone(), entry.sequence);
        new.push(Kept { uid, sequence, cancelled: !stands, hash });
        if stands { request.push(entry) } else { cancel.push(entry) }
    }
    let written =
        |method, entries: Vec<Entry>| (!entries.is_empty()).then(|| write(&method, &entries));
    Invite {
        request: written(Method::Request, request),
        cancel: written(Method::Cancel, cancel),
        kept: new,
    }
}

/// Of everything that a person sees of it.
fn hash(entry: &Entry) -> Vec<u8> {
    let plain = Entry { sequence: 0, stamp: DateTime::UNIX_EPOCH, ..entry.clone() };
    digest(&SHA256, write(&Method::Request, &[plain]).as_bytes()).as_ref().to_vec()
}

async fn subject(conn: &mut PgConnection, registration: Uuid) -> sqlx::Result<Option<Subject>> {
    sqlx::query_as!(
        Subject,
        r#"select r.event_id as "event_id: EventId", e.sequence as event_sequence,
                  (r.status = 'confirmed' and e.status <> 'cancelled') as "live!", (r.mode = 'online') as "online!",
                  r.link_generation as generation, e.title, e.starts_at, e.ends_at, e.time_zone as "time_zone: TimeZone",
                  nullif(concat_ws(', ', e.venue_name, e.venue_address), '') as venue, s.slug as "slug?",
                  o.name as organizer
             from registrations r
             join events e on e.id = r.event_id
             join organizations o on o.id = r.organization_id
             left join event_slugs s on s.event_id = e.id and s.current
            where r.id = $1"#,
        registration
    )
    .fetch_optional(conn)
    .await
}

/// Every session of the event, cancelled ones too: an entry may have to be taken back.
async fn sessions(conn: &mut PgConnection, registration: Uuid) -> sqlx::Result<Vec<Session>> {
    sqlx::query_as!(
        Session,
        r#"select s.id as "id: SessionId", s.title, s.starts_at, s.ends_at, s.room,
                  (s.cancelled_at is null and (s.mode = 'hybrid' or s.mode = r.mode)
                   and (s.mandatory or not exists (select 1 from session_choices c where c.registration_id = r.id)
                        or exists (select 1 from session_choices c where c.registration_id = r.id and c.session_id = s.id)))
                      as "attended!"
             from registrations r join sessions s on s.event_id = r.event_id
            where r.id = $1 order by s.starts_at, s.position"#,
        registration
    )
    .fetch_all(conn)
    .await
}

async fn kept(
    conn: &mut PgConnection,
    uids: &[String],
    address_key: &str,
) -> sqlx::Result<HashMap<String, Kept>> {
    let rows = sqlx::query_as!(
        Kept,
        r#"select uid, sequence, (method = 'CANCEL') as "cancelled!", content_hash as hash
             from calendar_entries where address_key = $1 and uid = any($2)"#,
        address_key,
        uids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.uid.clone(), row)).collect())
}

impl Invite {
    /// Remembers what the address was told, for the next mail.
    pub(super) async fn keep(
        &self,
        conn: &mut PgConnection,
        mail: &Outgoing,
        now: DateTime<Utc>,
    ) -> sqlx::Result<()> {
        let Some(registration) = mail.registration.filter(|_| !self.kept.is_empty()) else {
            return Ok(());
        };
        let ids: Vec<Uuid> = self.kept.iter().map(|_| models::ChangeId::new(now).into()).collect();
        let uids: Vec<String> = self.kept.iter().map(|kept| kept.uid.clone()).collect();
        let sequences: Vec<i32> = self.kept.iter().map(|kept| kept.sequence).collect();
        let method = |kept: &Kept| if kept.cancelled { "CANCEL" } else { "REQUEST" }.to_owned();
        let methods: Vec<String> = self.kept.iter().map(method).collect();
        let hashes: Vec<Vec<u8>> = self.kept.iter().map(|kept| kept.hash.clone()).collect();
        sqlx::query!(
            "insert into calendar_entries (id, uid, address_key, registration_id, sequence, method, content_hash, sent_at)
             select id, uid, $6, $7, sequence, method, hash, $8
               from unnest($1::uuid[], $2::text[], $3::int[], $4::text[], $5::bytea[]) as e (id, uid, sequence, method, hash)
             on conflict (uid, address_key) do update
                set registration_id = excluded.registration_id, sequence = excluded.sequence,
                    method = excluded.method, content_hash = excluded.content_hash, sent_at = excluded.sent_at",
            &ids,
            &uids,
            &sequences,
            &methods,
            &hashes,
            mail.address_key,
            registration,
            now
        )
        .execute(conn)
        .await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(uid: &str, title: &str) -> Entry {
        let at = DateTime::UNIX_EPOCH;
        Entry {
            uid: uid.into(),
            sequence: 0,
            stamp: at,
            starts_at: at,
            ends_at: at,
            time_zone: TimeZone::UTC,
            summary: title.into(),
            description: None,
            location: None,
            url: None,
            cancelled: false,
            organizer: None,
            attendee: None,
        }
    }

    fn next(kept: &mut HashMap<String, Kept>, title: &str, stands: bool, always: bool) -> Invite {
        let invite = plan(vec![(entry("a@b", title), stands)], kept, 2, always);
        kept.extend(invite.kept.iter().map(|kept| (kept.uid.clone(), kept.clone())));
        invite
    }

    /// OU-46
    #[test]
    fn sequence_grows_with_every_change_and_coming_back_outranks_the_cancellation() {
        let mut kept = HashMap::new();
        assert_eq!(next(&mut kept, "A", false, false), Invite::default(), "nothing to take back");
        let first = next(&mut kept, "A", true, true).request.unwrap();
        assert!(first.contains("SEQUENCE:2\r\n"));
        assert_eq!(
            next(&mut kept, "A", true, false),
            Invite::default(),
            "equal content is not sent again"
        );
        let again = next(&mut kept, "A", true, true).request.unwrap();
        assert!(again.contains("SEQUENCE:2\r\n"), "asked for again, it is the same entry");
        assert!(next(&mut kept, "B", true, false).request.unwrap().contains("SEQUENCE:3\r\n"));
        let gone = next(&mut kept, "B", false, false).cancel.unwrap();
        assert!(gone.contains("SEQUENCE:4\r\n") && gone.contains("STATUS:CANCELLED"));
        assert_eq!(next(&mut kept, "B", false, false), Invite::default());
        assert!(next(&mut kept, "B", true, true).request.unwrap().contains("SEQUENCE:5\r\n"));
    }
}

//! An uploaded report: a preview that changes nothing, then one commit (PR-24).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aws_lc_rs::digest;
use chrono::{DateTime, TimeDelta, Utc};
use db::OnConstraint as _;
use models::{
    BatchId, Email, EventId, ImportId, OrgId, ParticipantId, RegistrationId, SegmentId, SessionId,
    TimeZone, UserId,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::load::{self, Room};
use super::pairing::Segment;
use super::record::{Seen, Sighting, participant, sightings};
use super::{Error, Mode, Source, Status};
use crate::fingerprint::fingerprint;
use crate::report::{DateOrder, Layout, Report, Row, Skipped, Warning, read};

/// A preview is kept for a day.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// A file that somebody uploads.
#[derive(Clone, Debug)]
pub struct Upload<'f> {
    /// For which event.
    pub event: EventId,
    /// For which session; none where one meeting serves the whole event.
    pub session: Option<SessionId>,
    /// Whose times its times are; none means the event's.
    pub time_zone: Option<TimeZone>,
    /// Which number is the day, where a date can be read in two ways.
    pub date_order: Option<DateOrder>,
    /// What the file is called.
    pub file_name: Option<String>,
    /// Its bytes.
    pub bytes: &'f [u8],
}

/// What an import would change, or has changed.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Outcome {
    /// Which export it is.
    pub layout: Layout,
    /// Rows with times.
    pub rows: usize,
    /// Rows that count nothing.
    pub skipped: Skipped,
    /// Different people, as far as the file tells them apart.
    pub people: usize,
    /// Of these, people whose address is a registration's.
    pub matched: usize,
    /// Of these, people for triage.
    pub unmatched: usize,
    /// What to look at.
    pub warnings: Vec<Warning>,
    /// Whose result changes.
    pub changes: Vec<ResultChange>,
}

/// How one person's result changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ImportedChange)]
pub struct ResultChange {
    /// Whose.
    #[schema(value_type = uuid::Uuid)]
    pub registration_id: RegistrationId,
    /// Who.
    pub full_name: Option<String>,
    /// Counted now.
    pub before_seconds: i64,
    /// Counted then.
    pub after_seconds: i64,
    /// Judged now.
    pub before: Status,
    /// Judged then.
    pub after: Status,
}

/// An import as it stands.
#[derive(Clone, Debug)]
pub struct Import {
    /// Which.
    pub id: ImportId,
    /// For which event.
    pub event: EventId,
    /// For which session.
    pub session: Option<SessionId>,
    /// What the file was called.
    pub file_name: Option<String>,
    /// What it changes.
    pub outcome: Outcome,
    /// When it was committed.
    pub committed_at: Option<DateTime<Utc>>,
}

/// Reads a file and says what it would change. Nothing is counted yet.
pub async fn preview(
    conn: &mut PgConnection,
    organization: OrgId,
    upload: Upload<'_>,
    uploader: UserId,
    now: DateTime<Utc>,
) -> Result<Import, Error> {
    let room =
        load::room(&mut *conn, upload.event, Some(organization)).await?.ok_or(Error::NotFound)?;
    if !room.is_open() {
        return Err(Error::EventClosed);
    }
    if upload.session.is_some_and(|id| !room.sessions.iter().any(|planned| planned.rules.id == id))
    {
        return Err(Error::OtherEvent);
    }
    let sha256 = digest::digest(&digest::SHA256, upload.bytes);
    if committed_before(&mut *conn, &upload, sha256.as_ref()).await? {
        return Err(Error::AlreadyImported);
    }
    let zone = upload.time_zone.unwrap_or(room.time_zone);
    let report = read(upload.bytes, zone, upload.date_order)?;
    let outcome = outcome(&mut *conn, &room, upload.session, &report, now).await?;
    let id = ImportId::new(now);
    sqlx::query!(
        "insert into presence_imports (id, organization_id, event_id, session_id, sha256, file_name, rows, report,
                                       uploaded_by, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id as _,
        organization as _,
        upload.event as _,
        upload.session as _,
        sha256.as_ref(),
        upload.file_name,
        Json(&report) as _,
        Json(&outcome) as _,
        uploader as _,
        now
    )
    .execute(conn)
    .await?;
    let (event, session, file_name) = (upload.event, upload.session, upload.file_name);
    Ok(Import { id, event, session, file_name, outcome, committed_at: None })
}

async fn committed_before(
    conn: &mut PgConnection,
    upload: &Upload<'_>,
    sha256: &[u8],
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from presence_imports where event_id = $1 and session_id is not distinct from $2
                             and sha256 = $3 and committed_at is not null) as "is!""#,
        upload.event as _,
        upload.session as _,
        sha256
    )
    .fetch_one(conn)
    .await
}

/// Who somebody in a file is: an address is one person, and a row without one is a person of its
/// own, since two people may share a name.
fn identity(row: &Row, twin: usize) -> String {
    if let Some(email) = row.email.as_deref().and_then(|text| Email::parse(text).ok()) {
        return format!("email:{}", email.key());
    }
    let name = row.name.as_deref().unwrap_or_default();
    let (from, to) = (row.joined_at.timestamp(), row.left_at.timestamp());
    format!("row:{}", fingerprint(&format!("{name}\u{0}{from}\u{0}{to}\u{0}{twin}")))
}

/// The rows of each somebody. Equal rows of a file are told apart by their number.
fn grouped(report: &Report) -> BTreeMap<String, Vec<&Row>> {
    let mut twins: HashMap<String, usize> = HashMap::new();
    let mut people: BTreeMap<String, Vec<&Row>> = BTreeMap::new();
    for row in &report.rows {
        let first = identity(row, 0);
        let key = if first.starts_with("email:") {
            first
        } else {
            let twin = twins.entry(first).or_default();
            *twin += 1;
            identity(row, *twin)
        };
        people.entry(key).or_default().push(row);
    }
    people
}

async fn outcome(
    conn: &mut PgConnection,
    room: &Room,
    session: Option<SessionId>,
    report: &Report,
    now: DateTime<Utc>,
) -> sqlx::Result<Outcome> {
    let people = grouped(report);
    let keys: Vec<String> =
        people.keys().filter_map(|key| key.strip_prefix("email:").map(str::to_owned)).collect();
    let known = sqlx::query!(
        r#"select id as "id: RegistrationId", full_name, email_key as "email_key!" from registrations
            where event_id = $1 and status = 'confirmed' and email_key = any ($2)"#,
        room.event as _,
        &keys
    )
    .fetch_all(&mut *conn)
    .await?;
    let ids: Vec<RegistrationId> = known.iter().map(|row| row.id).collect();
    let before = load::people(conn, &ids).await?;
    let mut changes = Vec::new();
    for row in &known {
        let Some(person) = before.get(&row.id) else { continue };
        let mut after = person.clone();
        let rows = people.get(&format!("email:{}", row.email_key)).into_iter().flatten();
        after.segments.extend(rows.map(|row| imagined(row, session, now)));
        let (old, new) = (room.verdict(person, now), room.verdict(&after, now));
        if (old.counted_seconds, old.status) != (new.counted_seconds, new.status) {
            changes.push(ResultChange {
                registration_id: row.id,
                full_name: row.full_name.clone(),
                before_seconds: old.counted_seconds,
                after_seconds: new.counted_seconds,
                before: old.status,
                after: new.status,
            });
        }
    }
    let matched = known.iter().map(|row| &row.email_key).collect::<BTreeSet<_>>().len();
    Ok(Outcome {
        layout: report.layout,
        rows: report.rows.len(),
        skipped: report.skipped,
        people: people.len(),
        matched,
        unmatched: people.len() - matched,
        warnings: report.warnings.clone(),
        changes,
    })
}

fn imagined(row: &Row, session: Option<SessionId>, now: DateTime<Utc>) -> Segment {
    Segment {
        id: SegmentId::new(now),
        participant: ParticipantId::new(now),
        source: Source::Csv,
        session,
        instance: None,
        from_report: None,
        device: None,
        mode: Mode::Online,
        started_at: Some(row.joined_at),
        ended_at: Some(row.left_at),
    }
}

/// Counts what was previewed, once.
pub async fn commit(
    conn: &mut PgConnection,
    organization: OrgId,
    id: ImportId,
    now: DateTime<Utc>,
) -> Result<Import, Error> {
    let row = sqlx::query!(
        r#"select event_id as "event: EventId", session_id as "session: SessionId", file_name,
                  rows as "rows: Json<Report>", report as "report: Json<Outcome>", created_at, committed_at
             from presence_imports where id = $1 and organization_id = $2 for no key update"#,
        id as _,
        organization as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    if row.committed_at.is_some() {
        return Err(Error::AlreadyImported);
    }
    let room =
        load::room(&mut *conn, row.event, Some(organization)).await?.ok_or(Error::NotFound)?;
    if !room.is_open() {
        return Err(Error::EventClosed);
    }
    let report = row.rows.filter(|_| now < row.created_at + KEPT).ok_or(Error::ImportExpired)?.0;
    sqlx::query!(
        "update presence_imports set committed_at = $2, rows = null where id = $1",
        id as _,
        now
    )
    .execute(&mut *conn)
    .await
    .on_constraint([("presence_imports_file_key", Error::AlreadyImported)])?;
    write(conn, &room, (id, row.session), &report, now).await?;
    let (outcome, file_name) = (row.report.0, row.file_name);
    Ok(Import {
        id,
        event: row.event,
        session: row.session,
        file_name,
        outcome,
        committed_at: Some(now),
    })
}

async fn write(
    conn: &mut PgConnection,
    room: &Room,
    (id, session): (ImportId, Option<SessionId>),
    report: &Report,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let place = (room.organization, room.event);
    let mut seen = Vec::with_capacity(report.rows.len());
    for (key, rows) in grouped(report) {
        let Some(first) = rows.first() else { continue };
        let who = Seen {
            source: Source::Csv,
            identity_key: key,
            display_name: first.name.clone(),
            email: first.email.clone(),
            role: first.role,
            session,
            registrant_id: None,
        };
        let participant = participant(&mut *conn, place, &who, now).await?;
        seen.extend(rows.iter().map(|row| Sighting {
            participant,
            session,
            instance: None,
            batch: Some(BatchId::from(uuid::Uuid::from(id))),
            device: None,
            mode: Mode::Online,
            started_at: Some(row.joined_at),
            ended_at: Some(row.left_at),
            evidence: json!({ "line": row.line, "name": row.name }),
        }));
    }
    sightings(conn, place, &seen, now).await?;
    Ok(())
}

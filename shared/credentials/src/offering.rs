//! An event as this domain sees it: when it took place, for what credit, under whose name.

use chrono::{DateTime, NaiveDate, Utc};
use models::{EventId, OrgId, SessionId, TemplateId, TimeZone};
use sqlx::PgConnection;

use crate::Error;
use crate::designation::{self, Designation};
use crate::rules::{Facts, Interval, Mode, SessionFacts};
use crate::settings::Settings;

/// An offering as it is named in paths and bodies: `event-` and its id.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "event-0192f0c1-6c00-7000-8000-000000000001")]
pub struct Named(pub EventId);

impl TryFrom<String> for Named {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let id = text.strip_prefix("event-").and_then(|id| id.parse().ok());
        id.map(Self).ok_or("an offering is `event-` and its id")
    }
}

impl From<Named> for String {
    fn from(named: Named) -> Self {
        format!("event-{}", named.0)
    }
}

/// An event and everything that its credit depends on.
#[derive(Clone, Debug)]
pub struct Offering {
    /// Which.
    pub event: EventId,
    /// Whose.
    pub organization: OrgId,
    /// What it is called.
    pub title: String,
    /// Days are counted here.
    pub time_zone: TimeZone,
    /// First minute.
    pub starts_at: DateTime<Utc>,
    /// Last minute, not included.
    pub ends_at: DateTime<Utc>,
    /// `online`, `in_person` or `hybrid`.
    pub format: String,
    /// Where, if it is a place.
    pub venue: Option<String>,
    /// What people learn.
    pub objectives: Vec<String>,
    /// Who speaks.
    pub speakers: Vec<String>,
    /// Its public page.
    pub slug: Option<String>,
    /// Who issues.
    pub issuer: Issuer,
    /// What happens there.
    pub sessions: Vec<Session>,
    /// For what credit, denied and withdrawn ones left out.
    pub designations: Vec<Designation>,
    /// How certificates are issued.
    pub settings: Settings,
}

/// The organization as it stands on certificates.
#[derive(Clone, Debug)]
pub struct Issuer {
    /// Its name.
    pub name: String,
    /// Where it can be reached.
    pub address: Option<String>,
    /// Its site.
    pub website: Option<String>,
    /// Its public page.
    pub slug: Option<String>,
    /// Years of certificate numbers begin here.
    pub time_zone: TimeZone,
    /// The prefix of its certificate numbers.
    pub prefix: String,
}

/// A session that was not cancelled.
#[derive(Clone, Debug)]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// What it is called.
    pub title: String,
    /// Counts for credit.
    pub creditable: bool,
    /// When it took place, breaks out.
    pub scheduled: Vec<Interval>,
}

/// The local day of the last minute of what ends at this moment; whatever ends at midnight ends on
/// the day before.
#[must_use]
pub fn last_day(ends_at: DateTime<Utc>, zone: TimeZone) -> NaiveDate {
    (ends_at - chrono::TimeDelta::seconds(1)).with_timezone(&zone).date_naive()
}

impl Offering {
    /// The local day of its first minute.
    #[must_use]
    pub fn first_day(&self) -> NaiveDate {
        self.starts_at.with_timezone(&self.time_zone).date_naive()
    }

    /// The local day of its last minute.
    #[must_use]
    pub fn last_day(&self) -> NaiveDate {
        last_day(self.ends_at, self.time_zone)
    }

    /// The same with the designations that have ended: awards outlive them, and are printed (CR-8).
    pub(crate) async fn with_ended(&self, conn: &mut PgConnection) -> sqlx::Result<Self> {
        let designations = designation::list(conn, self.organization, self.event).await?;
        Ok(Self { designations, ..self.clone() })
    }

    /// What somebody would have who saw all of it.
    #[must_use]
    pub fn attended_in_full(&self, session: Option<SessionId>) -> Facts {
        let mode = if self.format == "in_person" { Mode::InPerson } else { Mode::Online };
        let sessions = self.sessions.iter().filter(|s| session.is_none_or(|id| s.id == id));
        let full = |s: &Session| SessionFacts {
            id: s.id.to_string(),
            creditable: s.creditable,
            mode,
            scheduled: s.scheduled.clone(),
            counted: s.scheduled.clone(),
            taught: Vec::new(),
            checks_issued: 10_000,
            checks_answered: 10_000,
        };
        Facts { sessions: sessions.map(full).collect(), ..Facts::default() }
    }
}

/// Reads an event of an organization.
pub async fn get(conn: &mut PgConnection, org: OrgId, event: EventId) -> Result<Offering, Error> {
    let row = sqlx::query!(
        r#"select e.title, e.time_zone as "time_zone: TimeZone", e.starts_at, e.ends_at, e.format, e.objectives,
                  nullif(concat_ws(', ', e.venue_name, e.venue_address), '') as venue,
                  (select s.slug from event_slugs s where s.event_id = e.id and s.current) as slug,
                  array(select distinct on (p.name) p.name from event_speakers es join speakers p on p.id = es.speaker_id
                         where es.event_id = e.id and es.role <> 'planner' order by p.name) as "speakers!",
                  o.name as issuer, o.contact_address, o.website, o.certificate_prefix, o.time_zone as "zone: TimeZone",
                  (select s.slug from organization_slugs s where s.organization_id = o.id and s.current) as issuer_slug,
                  c.enabled as "enabled?", c.template_id as "template_id: TemplateId", c.auto_issue as "auto_issue?",
                  c.hold_for_review as "hold_for_review?", c.validity_months, c.version as "version?"
             from events e join organizations o on o.id = e.organization_id
             left join certificate_settings c on c.event_id = e.id
            where e.organization_id = $1 and e.id = $2"#,
        org as _,
        event as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    Ok(Offering {
        event,
        organization: org,
        sessions: sessions(&mut *conn, event, row.time_zone).await?,
        designations: designation::live(conn, org, event).await?,
        title: row.title,
        time_zone: row.time_zone,
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        format: row.format,
        venue: row.venue,
        objectives: row.objectives,
        speakers: row.speakers,
        slug: row.slug,
        issuer: Issuer {
            name: row.issuer,
            address: row.contact_address,
            website: row.website,
            slug: row.issuer_slug,
            time_zone: row.zone,
            prefix: row.certificate_prefix,
        },
        settings: Settings {
            enabled: row.enabled.unwrap_or(true),
            template_id: row.template_id,
            auto_issue: row.auto_issue.unwrap_or(true),
            hold_for_review: row.hold_for_review.unwrap_or(false),
            validity_months: row.validity_months,
            version: row.version.unwrap_or(0),
        },
    })
}

async fn sessions(
    conn: &mut PgConnection,
    event: EventId,
    zone: TimeZone,
) -> sqlx::Result<Vec<Session>> {
    let rows = sqlx::query!(
        r#"select s.id, s.title, s.creditable,
                  coalesce(s.actual_starts_at, s.starts_at) as "from!", coalesce(s.actual_ends_at, s.ends_at) as "to!",
                  array(select b.starts_at from session_breaks b where b.session_id = s.id order by b.starts_at) as "pauses_from!: Vec<DateTime<Utc>>",
                  array(select b.ends_at from session_breaks b where b.session_id = s.id order by b.starts_at) as "pauses_to!: Vec<DateTime<Utc>>"
             from sessions s where s.event_id = $1 and s.cancelled_at is null order by s.starts_at, s.id"#,
        event as _
    )
    .fetch_all(conn)
    .await?;
    let shown = |row: _| {
        let Row { id, title, creditable, from, to, pauses } = row;
        Session { id, title, creditable, scheduled: without(from, to, &pauses, zone) }
    };
    let of = rows.into_iter().map(|row| Row {
        id: row.id,
        title: row.title,
        creditable: row.creditable,
        from: row.from,
        to: row.to,
        pauses: row.pauses_from.into_iter().zip(row.pauses_to).collect(),
    });
    Ok(of.map(shown).collect())
}

struct Row {
    id: SessionId,
    title: String,
    creditable: bool,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    pauses: Vec<(DateTime<Utc>, DateTime<Utc>)>,
}

fn without(
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    pauses: &[(DateTime<Utc>, DateTime<Utc>)],
    zone: TimeZone,
) -> Vec<Interval> {
    let mut parts = Vec::new();
    let mut at = from;
    for &(begin, end) in pauses {
        parts.extend(by_day(at, begin.min(to), zone));
        at = at.max(end);
    }
    parts.extend(by_day(at, to, zone));
    parts
}

/// A stretch of time, cut at local midnights.
pub(crate) fn by_day(from: DateTime<Utc>, to: DateTime<Utc>, zone: TimeZone) -> Vec<Interval> {
    let mut parts = Vec::new();
    let mut at = from;
    while at < to {
        let day = at.with_timezone(&zone).date_naive();
        // A day that begins twice or not at all still ends: the next local hour that exists.
        let midnight = (0..4).find_map(|hour| {
            let next = day.succ_opt()?.and_hms_opt(hour, 0, 0)?;
            next.and_local_timezone(zone).earliest().map(|t| t.with_timezone(&Utc))
        });
        let end = midnight.filter(|end| *end > at).unwrap_or(to).min(to);
        parts.push(Interval { day, from: at.timestamp(), to: end.timestamp() });
        at = end;
    }
    parts
}

#[cfg(test)]
mod tests {
    use models::TimeZone;

    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_night_is_cut_at_the_local_midnight() {
        let zone: TimeZone = "Europe/Warsaw".parse().unwrap();
        let parts = by_day(utc("2026-10-24T20:00:00Z"), utc("2026-10-25T03:00:00Z"), zone);
        let shown: Vec<_> = parts.iter().map(|p| (p.day.to_string(), p.to - p.from)).collect();
        assert_eq!(shown, [("2026-10-24".into(), 7200), ("2026-10-25".into(), 5 * 3600)]);
    }

    #[test]
    fn breaks_are_no_part_of_a_session() {
        let pause = (utc("2026-10-01T10:30:00Z"), utc("2026-10-01T10:45:00Z"));
        let parts = without(
            utc("2026-10-01T10:00:00Z"),
            utc("2026-10-01T11:00:00Z"),
            &[pause],
            TimeZone::UTC,
        );
        assert_eq!(parts.iter().map(|p| p.to - p.from).sum::<i64>(), 45 * 60);
    }
}

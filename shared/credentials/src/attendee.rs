//! One person at an event, with the facts of presence. Read only: the events domain measures.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use models::{CreditTypeId, Credits, EventId, LearnerId, OrgId, RegistrationId, SessionId, UserId};
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::certificate::NameShown;
use crate::offering::{Offering, by_day};
use crate::rules::{Facts, Mode, Parameters, SessionFacts, spread};

/// Whom to read.
#[derive(Clone, Copy, Debug)]
pub enum Which<'a> {
    /// Every confirmed registration.
    All,
    /// These, confirmed or not.
    These(&'a [RegistrationId]),
}

/// One person at an event.
#[derive(Clone, Debug)]
pub struct Attendee {
    /// The place at the event.
    pub registration: RegistrationId,
    /// The person's account.
    pub user: Option<UserId>,
    /// Still has the place.
    pub confirmed: bool,
    /// What the person is called.
    pub full_name: Option<String>,
    /// The person's title.
    pub professional_title: Option<String>,
    /// Where the person works.
    pub organization_name: Option<String>,
    /// The person's address.
    pub email: Option<String>,
    /// The language of mails.
    pub locale: String,
    /// How much of the name a stranger sees.
    pub name_shown: NameShown,
    /// `pending`, `met`, `not_met`, `excused`; nothing before anything was measured.
    pub presence: Option<String>,
    /// An organizer decided.
    pub overridden: bool,
    /// When presence was settled.
    pub settled_at: Option<DateTime<Utc>>,
    /// Counted over all sessions.
    pub counted_seconds: i64,
    /// What was measured.
    pub facts: Facts,
    /// Gates that an organizer lets pass.
    pub waived: Vec<String>,
}

/// Reads people of an event.
pub async fn read(
    conn: &mut PgConnection,
    offering: &Offering,
    which: Which<'_>,
) -> sqlx::Result<Vec<Attendee>> {
    let ids = match which {
        Which::All => None,
        Which::These(ids) => Some(ids),
    };
    let mut seen = results(&mut *conn, offering, ids).await?;
    let people = people(conn, offering.organization, offering.event, ids).await?;
    Ok(people
        .into_iter()
        .map(|person| {
            let results = seen.remove(&person.registration).unwrap_or_default();
            Attendee { facts: facts(offering, results), ..person }
        })
        .collect())
}

async fn people(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    ids: Option<&[RegistrationId]>,
) -> sqlx::Result<Vec<Attendee>> {
    let rows = sqlx::query!(
        r#"select r.id as registration, r.user_id as "user: UserId", r.status, r.full_name, r.professional_title,
                  r.organization_name, r.email, r.locale, r.name_shown as "name_shown: NameShown",
                  p.status as "presence?", coalesce(p.overridden, false) as "overridden!", p.settled_at,
                  coalesce(p.counted_seconds, 0) as "counted!",
                  array(select distinct w.gate from gate_waivers w join learners l on l.id = w.learner_id
                         left join learners own on own.id = coalesce(l.merged_into, l.id)
                         where w.event_id = r.event_id
                           and (own.user_id = r.user_id or own.email_key = r.email_key
                                or l.email_key = r.email_key
                                or own.user_id in (select e.user_id from user_emails e where e.address_key = r.email_key))
                       ) as "waived!"
             from registrations r left join presence_summaries p on p.registration_id = r.id
            where r.organization_id = $1 and r.event_id = $2
              and case when $3::uuid[] is null then r.status = 'confirmed' else r.id = any ($3) end
            order by r.id"#,
        org as _,
        event as _,
        ids as _
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Attendee {
            registration: row.registration,
            user: row.user,
            confirmed: row.status == "confirmed",
            full_name: row.full_name,
            professional_title: row.professional_title,
            organization_name: row.organization_name,
            email: row.email,
            locale: row.locale,
            name_shown: row.name_shown,
            presence: row.presence,
            overridden: row.overridden,
            settled_at: row.settled_at,
            counted_seconds: i64::from(row.counted),
            facts: Facts::default(),
            waived: row.waived,
        })
        .collect())
}

struct Seen {
    mode: Mode,
    counted: Vec<(i64, i64)>,
    checks_issued: i32,
    checks_answered: i32,
    teaches: bool,
}

async fn results(
    conn: &mut PgConnection,
    offering: &Offering,
    ids: Option<&[RegistrationId]>,
) -> sqlx::Result<HashMap<RegistrationId, HashMap<SessionId, Seen>>> {
    let rows = sqlx::query!(
        r#"select p.registration_id as "registration: RegistrationId", p.session_id as "session: SessionId", p.mode as "mode: Mode",
                  coalesce(p.detail -> 'counted', '[]') as "counted!: Json<Vec<(i64, i64)>>", p.checks_issued, p.checks_answered,
                  exists (select from event_speakers es join speakers s on s.id = es.speaker_id
                                 join registrations r on r.id = p.registration_id
                           where es.session_id = p.session_id and es.role <> 'planner' and s.user_id = r.user_id) as "teaches!"
             from presence_results p
            where p.organization_id = $1 and p.event_id = $2 and ($3::uuid[] is null or p.registration_id = any ($3))"#,
        offering.organization as _,
        offering.event as _,
        ids as _
    )
    .fetch_all(conn)
    .await?;
    let mut seen: HashMap<_, HashMap<_, _>> = HashMap::new();
    for row in rows {
        let of = Seen {
            mode: row.mode,
            counted: row.counted.0,
            checks_issued: row.checks_issued,
            checks_answered: row.checks_answered,
            teaches: row.teaches,
        };
        seen.entry(row.registration).or_default().insert(row.session, of);
    }
    Ok(seen)
}

fn facts(offering: &Offering, mut seen: HashMap<SessionId, Seen>) -> Facts {
    let at = |second| DateTime::from_timestamp(second, 0).unwrap_or_default();
    let cut = |parts: Vec<(i64, i64)>| {
        parts.into_iter().flat_map(|(a, b)| by_day(at(a), at(b), offering.time_zone)).collect()
    };
    let of = |session: &crate::offering::Session| {
        let seen = seen.remove(&session.id);
        let teaches = seen.as_ref().is_some_and(|s| s.teaches);
        let (mode, issued, answered, counted) = seen.map_or((Mode::None, 0, 0, Vec::new()), |s| {
            (s.mode, s.checks_issued, s.checks_answered, s.counted)
        });
        let counted: Vec<_> = cut(counted);
        SessionFacts {
            id: session.id.to_string(),
            creditable: session.creditable,
            mode,
            scheduled: session.scheduled.clone(),
            taught: if teaches { counted.clone() } else { Vec::new() },
            counted,
            checks_issued: issued,
            checks_answered: answered,
        }
    };
    Facts { sessions: offering.sessions.iter().map(of).collect(), ..Facts::default() }.sorted()
}

/// What learners were given elsewhere, by credit type and day: day caps count it too, each day what
/// that day gave (CR-3).
pub(crate) type Already = HashMap<(LearnerId, CreditTypeId), BTreeMap<chrono::NaiveDate, Credits>>;

/// Reads it for the days of this event, if a rule asks for it.
pub(crate) async fn already(
    conn: &mut PgConnection,
    offering: &Offering,
    learners: &[LearnerId],
) -> sqlx::Result<Already> {
    let capped = |d: &&crate::designation::Designation| {
        d.parameters.as_ref().is_some_and(|rules| rules.max_per_day.is_some())
    };
    let types: Vec<CreditTypeId> =
        offering.designations.iter().filter(capped).map(|d| d.credit_type_id).collect();
    if types.is_empty() {
        return Ok(Already::new());
    }
    let rows = sqlx::query!(
        r#"select coalesce(l.merged_into, l.id) as "learner!: LearnerId", a.credit_type_id, a.activity_date, a.credits,
                  a.session_id, a.facts as "facts: Json<Facts>", s.parameters as "parameters: Json<Parameters>"
             from awards a join learners l on l.id = a.learner_id join rule_sets s on s.id = a.rule_set_id
             left join events v on v.id = a.event_id
            where coalesce(l.merged_into, l.id) = any ($1::uuid[]) and a.credit_type_id = any ($2::uuid[])
              and a.status = 'active' and a.event_id is distinct from $3 and a.activity_date >= $4
              and (v.id is null or v.starts_at < $5)
            order by a.id"#,
        learners as _,
        &types as _,
        offering.event as _,
        offering.first_day(),
        offering.ends_at + chrono::TimeDelta::days(1)
    )
    .fetch_all(conn)
    .await?;
    let mut already = Already::new();
    for row in rows {
        let days = already.entry((row.learner, row.credit_type_id)).or_default();
        let mut facts = row.facts.0;
        facts.sessions.retain(|s| row.session_id.is_none_or(|id| s.id == id.to_string()));
        let mut parts = spread(&facts, &row.parameters, row.credits);
        if parts.is_empty() {
            parts.insert(row.activity_date, row.credits);
        }
        for (day, part) in parts {
            let sum = days.entry(day).or_default();
            *sum = Credits::of_thousandths(sum.thousandths().saturating_add(part.thousandths()));
        }
    }
    Ok(already)
}

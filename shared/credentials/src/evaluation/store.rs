//! Evaluating an event: what was found is stored, whoever is ready goes to be issued.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use db::outbox;
use models::{CreditTypeId, Credits, EventId, LearnerId, OrgId, RegistrationId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{Difference, Evaluation, difference, judge};
use crate::attendee::{self, Attendee, Which};
use crate::offering::{self, Offering};
use crate::{Error, jobs, learner};

/// One person with what was found.
pub struct Found {
    /// Past every merge; nobody if the person was erased.
    pub learner: Option<LearnerId>,
    /// The person.
    pub attendee: Attendee,
    /// What was found.
    pub evaluation: Evaluation,
    /// Against the live awards.
    pub differences: Vec<Difference>,
}

/// How an evaluation ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Evaluated {
    /// People judged.
    pub people: usize,
    /// Of these, sent on to be issued.
    pub sent: usize,
}

/// Judges people of an event without storing anything but new learners.
pub async fn find(
    conn: &mut PgConnection,
    offering: &Offering,
    which: Which<'_>,
    now: DateTime<Utc>,
) -> Result<Vec<Found>, Error> {
    let people = attendee::read(&mut *conn, offering, which).await?;
    let ids: Vec<RegistrationId> = people.iter().map(|person| person.registration).collect();
    let known = learner::of_registrations(&mut *conn, &ids, now).await?;
    let known: HashMap<_, _> = known.into_iter().map(|k| (k.registration, k.learner)).collect();
    let learners: Vec<LearnerId> = known.values().copied().collect();
    let already = attendee::already(&mut *conn, offering, &learners).await?;
    let awarded = difference::read(conn, offering, &learners).await?;
    Ok(people
        .into_iter()
        .map(|attendee| {
            let learner = known.get(&attendee.registration).copied();
            let given = elsewhere(&already, learner);
            let evaluation = judge(offering, &attendee, &given);
            let differences = awarded.differences(offering, learner, &evaluation);
            Found { learner, attendee, evaluation, differences }
        })
        .collect())
}

fn elsewhere(
    already: &attendee::Already,
    learner: Option<LearnerId>,
) -> BTreeMap<CreditTypeId, BTreeMap<NaiveDate, Credits>> {
    let mine = already.iter().filter(|((of, _), _)| Some(*of) == learner);
    mine.map(|((_, kind), days)| (*kind, days.clone())).collect()
}

/// Judges everybody, or one, stores what was found, and sends on whoever is ready. Two at once
/// for one event wait for each other.
pub async fn evaluate_offering(
    conn: &mut PgConnection,
    job: &jobs::EvaluateOffering,
    now: DateTime<Utc>,
) -> Result<Evaluated, Error> {
    sqlx::query!(
        "select pg_advisory_xact_lock(hashtextextended('evaluate' || $1::uuid::text, 0))",
        job.event as _
    )
    .execute(&mut *conn)
    .await?;
    let offering = offering::get(&mut *conn, job.organization, job.event).await?;
    let one = job.registration.as_slice();
    let which = if one.is_empty() { Which::All } else { Which::These(one) };
    let found = find(&mut *conn, &offering, which, now).await?;
    store(&mut *conn, &offering, &found, now).await?;
    let ready = ready(&mut *conn, &offering, &found).await?;
    outbox::push_all(&mut *conn, &ready, now, now).await?;
    Ok(Evaluated { people: found.len(), sent: ready.len() })
}

/// Everybody who may have something new. A certificate that exists is found again by the issuing.
async fn ready(
    conn: &mut PgConnection,
    offering: &Offering,
    found: &[Found],
) -> Result<Vec<jobs::IssueCredentials>, Error> {
    let settings = offering.settings;
    if !settings.enabled || !settings.auto_issue || settings.hold_for_review {
        return Ok(Vec::new());
    }
    let served = served(conn, offering.organization, offering.event).await?;
    let wanting = |f: &&Found| {
        let Some(learner) = f.learner else { return false };
        let computed = &f.evaluation.computed;
        // Attendance is certified only where nothing else is.
        let wants = if computed.is_empty() {
            served.iter().all(|(of, _)| *of != learner)
        } else {
            computed.iter().any(|c| !served.contains(&(learner, Some(c.rule_set))))
        };
        f.evaluation.all_met && wants
    };
    Ok(found
        .iter()
        .filter(wanting)
        .map(|f| jobs::IssueCredentials {
            organization: offering.organization,
            event: offering.event,
            registration: f.attendee.registration,
            run: None,
            actor: None,
        })
        .collect())
}

async fn served(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
) -> sqlx::Result<Vec<(LearnerId, Option<models::RuleSetId>)>> {
    let rows = sqlx::query!(
        r#"select distinct coalesce(l.merged_into, l.id) as "learner!: LearnerId", c.rule_set_id
             from certificates c join learners l on l.id = c.learner_id
            where c.organization_id = $1 and c.event_id = $2"#,
        org as _,
        event as _
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.learner, row.rule_set_id)).collect())
}

async fn store(
    conn: &mut PgConnection,
    offering: &Offering,
    found: &[Found],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let of: BTreeMap<LearnerId, &Found> =
        found.iter().filter_map(|f| Some((f.learner?, f))).collect();
    let learners: Vec<LearnerId> = of.keys().copied().collect();
    let registrations: Vec<RegistrationId> = of.values().map(|f| f.attendee.registration).collect();
    let gates: Vec<_> = of.values().map(|f| Json(&f.evaluation.gates)).collect();
    let met: Vec<bool> = of.values().map(|f| f.evaluation.all_met).collect();
    let differences: Vec<_> =
        of.values().map(|f| (!f.differences.is_empty()).then_some(Json(&f.differences))).collect();
    let hashes: Vec<Vec<u8>> = of.values().map(|f| f.evaluation.facts_sha256.clone()).collect();
    sqlx::query!(
        "insert into gate_states (event_id, learner_id, organization_id, registration_id, gates, all_met, difference,
                                  facts_sha256, evaluated_at)
         select $1, learner, $2, registration, gates, met, difference, hash, $9
           from unnest($3::uuid[], $4::uuid[], $5::jsonb[], $6::boolean[], $7::jsonb[], $8::bytea[])
                as found (learner, registration, gates, met, difference, hash)
         on conflict (event_id, learner_id) do update
            set registration_id = excluded.registration_id, gates = excluded.gates, all_met = excluded.all_met,
                difference = excluded.difference, facts_sha256 = excluded.facts_sha256, evaluated_at = excluded.evaluated_at",
        offering.event as _,
        offering.organization as _,
        &learners as _,
        &registrations as _,
        &gates as _,
        &met,
        &differences as _,
        &hashes as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

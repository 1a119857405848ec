//! Issuing: one person, one transaction (CE-4). Whoever comes second finds what the first made.

use chrono::{DateTime, Datelike as _, Utc};
use db::outbox;
use models::{AwardId, CertificateId, LearnerId, OrgId, RuleSetId, TemplateVersionId, UserId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::NameShown;
use crate::attendee::Which;
use crate::code::Code;
use crate::evaluation::{self, Computed, Found};
use crate::offering::{self, Offering};
use crate::snapshot::{self, Snapshot, Stamp};
use crate::{Error, award, entry, jobs, learner, template};

/// What issuing needs besides the database.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    /// Where the check pages are: `https://accredit.example`.
    pub origin: &'a str,
    /// Makes a code: [`Code::random`].
    pub code: fn() -> Code,
    /// The present.
    pub now: DateTime<Utc>,
}

pub use crate::run::Outcome as IssueOutcome;

/// What became of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued {
    /// In a word.
    pub outcome: IssueOutcome,
    /// The gate that is open.
    pub code: Option<&'static str>,
    /// The newest certificate of the person.
    pub certificate: Option<CertificateId>,
    /// Past every merge.
    pub learner: Option<LearnerId>,
    /// Those that were made now: what the plan counts (CE-13).
    pub made: Vec<CertificateId>,
}

/// Gives one person what the rules give. Waits for anybody who does the same.
pub async fn issue_person(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    job: &jobs::IssueCredentials,
) -> Result<Issued, Error> {
    let one = [job.registration];
    let refused = |code| Issued {
        outcome: IssueOutcome::Refused,
        code: Some(code),
        certificate: None,
        learner: None,
        made: Vec::new(),
    };
    let known = learner::of_registrations(&mut *conn, &one, desk.now).await?;
    let Some(known) = known.first() else { return Ok(refused("person-unknown")) };
    let Some(learner) = learner::lock(&mut *conn, known.learner).await? else {
        return Ok(refused("person-unknown"));
    };
    let offering = offering::get(&mut *conn, job.organization, job.event).await?;
    let found = evaluation::find(&mut *conn, &offering, Which::These(&one), desk.now).await?;
    let Some(found) = found.into_iter().next() else { return Err(Error::NotFound) };
    let existing = existing(&mut *conn, &offering, learner).await?;
    let missing = missing(&found, &existing);
    let newest = existing.last().map(|(_, id)| *id);
    let answer = |outcome, code, certificate| Issued {
        outcome,
        code,
        certificate,
        learner: Some(learner),
        made: Vec::new(),
    };
    if missing.is_empty() {
        return Ok(answer(IssueOutcome::Exists, None, newest));
    }
    if !found.evaluation.all_met {
        let open = found.evaluation.gates.iter().find(|gate| !gate.lets_pass());
        let code = open.map_or("not-confirmed", |gate| gate.gate.word());
        return Ok(answer(IssueOutcome::Gated, Some(code), newest));
    }
    let mut made = Vec::new();
    for (rule_set, computed) in missing {
        let first = First { offering: &offering, found: &found, learner, actor: job.actor };
        made.push(issue(&mut *conn, desk, first, rule_set, &computed).await?);
    }
    let issued = answer(IssueOutcome::Issued, None, made.last().copied());
    Ok(Issued { made, ..issued })
}

type Existing = Vec<(Option<RuleSetId>, CertificateId)>;

/// Certificates of a learner at an event, revoked ones too: after a revocation only an explicit
/// reissue makes another (CE-11).
async fn existing(
    conn: &mut PgConnection,
    offering: &Offering,
    learner: LearnerId,
) -> sqlx::Result<Existing> {
    let rows = sqlx::query!(
        "select c.rule_set_id, c.id from certificates c join learners l on l.id = c.learner_id
          where c.organization_id = $1 and c.event_id = $2 and coalesce(l.merged_into, l.id) = $3 order by c.id",
        offering.organization as _,
        offering.event as _,
        learner as _
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.rule_set_id, row.id)).collect())
}

/// One certificate for each version of rules; attendance only where nothing else was issued.
fn missing<'f>(
    found: &'f Found,
    existing: &Existing,
) -> Vec<(Option<RuleSetId>, Vec<&'f Computed>)> {
    let computed = &found.evaluation.computed;
    if computed.is_empty() {
        return if existing.is_empty() { vec![(None, Vec::new())] } else { Vec::new() };
    }
    let mut rules: Vec<RuleSetId> = computed.iter().map(|c| c.rule_set).collect();
    rules.sort();
    rules.dedup();
    rules.retain(|rule| existing.iter().all(|(served, _)| *served != Some(*rule)));
    let of = |rule| (Some(rule), computed.iter().filter(|c| c.rule_set == rule).collect());
    rules.into_iter().map(of).collect()
}

struct First<'a> {
    offering: &'a Offering,
    found: &'a Found,
    learner: LearnerId,
    actor: Option<UserId>,
}

async fn issue(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    first: First<'_>,
    rule_set: Option<RuleSetId>,
    computed: &[&Computed],
) -> Result<CertificateId, Error> {
    let First { offering, found, learner, actor } = first;
    let awarded = awards(&mut *conn, offering, found, learner, computed, desk.now).await?;
    let awards: Vec<AwardId> = awarded.iter().map(|award| award.id).collect();
    let printed: Vec<&Computed> = awarded.iter().map(|award| &award.credit).collect();
    let design =
        template::published(&mut *conn, offering.organization, offering.settings.template_id)
            .await?;
    let today = desk.now.with_timezone(&offering.issuer.time_zone).date_naive();
    let stamp = Stamp {
        number: draw_number(&mut *conn, offering, today.year()).await?,
        code: (desk.code)(),
        origin: desk.origin,
        issued_on: today,
        design: &design.fields,
        locale: &design.locale,
    };
    let snapshot = snapshot::take(offering, &found.attendee, &found.evaluation, &printed, stamp)?;
    let made = New {
        organization: offering.organization,
        learner,
        rule_set,
        revision: 1,
        template_version: design.id,
        supersedes: None,
        snapshot: &snapshot,
        awards: &awards,
        activity_date: found.evaluation.activity_date,
        name_shown: found.attendee.name_shown,
        pdf_public: false,
        actor,
        reason: None,
    };
    insert(conn, made, found.attendee.registration, offering.event, desk.now).await
}

/// Gives what is computed. What the learner has by a live award stays as it was given, and is
/// printed so (CR-9).
async fn awards(
    conn: &mut PgConnection,
    offering: &Offering,
    found: &Found,
    learner: LearnerId,
    computed: &[&Computed],
    now: DateTime<Utc>,
) -> Result<Vec<award::Live>, Error> {
    let mut live =
        award::live_of(&mut *conn, offering.organization, learner, offering.event).await?;
    let mut awards = Vec::with_capacity(computed.len());
    for &computed in computed {
        let same = |a: &award::Live| {
            a.credit.credit_type == computed.credit_type && a.credit.session == computed.session
        };
        if let Some(at) = live.iter().position(same) {
            awards.push(live.swap_remove(at));
            continue;
        }
        let (facts, evaluation) = (&found.attendee.facts, &found.evaluation);
        let given = award::Given { facts, evaluation, computed, supersedes: None };
        let id = award::give(&mut *conn, offering, learner, given, now).await?;
        awards.push(award::Live { id, credit: computed.clone() });
    }
    Ok(awards)
}

/// Drawn and used in one transaction, so that no number is ever missing (CE-5).
pub(super) async fn draw_number(
    conn: &mut PgConnection,
    offering: &Offering,
    year: i32,
) -> sqlx::Result<String> {
    let drawn = sqlx::query_scalar!(
        r#"insert into number_series (organization_id, year, next) values ($1, $2, 2)
           on conflict (organization_id, year) do update set next = number_series.next + 1
           returning next - 1 as "drawn!""#,
        offering.organization as _,
        year
    )
    .fetch_one(conn)
    .await?;
    Ok(format!("{}-{year}-{drawn:06}", offering.issuer.prefix))
}

/// A certificate to be inserted.
pub(super) struct New<'a> {
    pub(super) organization: OrgId,
    pub(super) learner: LearnerId,
    pub(super) rule_set: Option<RuleSetId>,
    pub(super) revision: i32,
    pub(super) template_version: TemplateVersionId,
    pub(super) supersedes: Option<CertificateId>,
    pub(super) snapshot: &'a Snapshot,
    pub(super) awards: &'a [AwardId],
    pub(super) activity_date: chrono::NaiveDate,
    pub(super) name_shown: NameShown,
    pub(super) pdf_public: bool,
    pub(super) actor: Option<UserId>,
    pub(super) reason: Option<&'a str>,
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    new: New<'_>,
    registration: models::RegistrationId,
    event: models::EventId,
    now: DateTime<Utc>,
) -> Result<CertificateId, Error> {
    let id = CertificateId::new(now);
    let snapshot = new.snapshot;
    sqlx::query!(
        "insert into certificates (id, organization_id, number, code, learner_id, registration_id, event_id, rule_set_id, revision,
                                   template_version_id, status, issued_at, expires_on, supersedes_id, snapshot, snapshot_sha256,
                                   name_shown, pdf_public, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'active', $11, $12, $13, $14, $15, $16, $17, $11)",
        id as _,
        new.organization as _,
        snapshot.number,
        snapshot.code.as_str(),
        new.learner as _,
        registration as _,
        event as _,
        new.rule_set as _,
        new.revision,
        new.template_version as _,
        now,
        snapshot.expires_on,
        new.supersedes as _,
        Json(snapshot) as _,
        snapshot.sha256()?,
        new.name_shown as _,
        new.pdf_public
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "insert into certificate_awards (certificate_id, award_id) select $1, unnest($2::uuid[])",
        id as _,
        new.awards as _
    )
    .execute(&mut *conn)
    .await?;
    changed(&mut *conn, new.organization, id, (None, "active"), new.actor, new.reason, now).await?;
    let seconds = i32::try_from(snapshot.counted_seconds).unwrap_or(i32::MAX);
    let activity = (new.activity_date, seconds, snapshot.method.as_str());
    entry::of_certificate(&mut *conn, id, new.supersedes, new.awards, activity, now).await?;
    outbox::push(conn, &jobs::RenderCertificate { certificate: id }, now).await?;
    Ok(id)
}

/// A line of the certificate's history.
pub(super) async fn changed(
    conn: &mut PgConnection,
    org: OrgId,
    certificate: CertificateId,
    (from, to): (Option<&str>, &str),
    actor: Option<UserId>,
    reason: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into certificate_changes (id, organization_id, certificate_id, from_status, to_status, actor, reason, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        models::ChangeId::new(now) as _,
        org as _,
        certificate as _,
        from,
        to,
        actor as _,
        reason,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

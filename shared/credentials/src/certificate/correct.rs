//! Changing the credit behind a certificate: accepting what the facts give now for one award,
//! giving one that came later, taking one back. The certificate follows, and every other award
//! stays as it is stored (CR-9). Nothing of this ever happens by itself.

use models::{AwardId, CertificateId, DesignationId, EventId, LearnerId, OrgId, UserId};
use sqlx::PgConnection;

use super::again::{Again, as_it_was, from_facts};
use super::{Desk, Revocation, RevokeReason, queries, revoke};
use crate::attendee::Which;
use crate::award::{self, Award};
use crate::evaluation::{self, Computed, Difference, Found};
use crate::offering::{self, Offering};
use crate::{Error, learner};

/// What was corrected.
pub struct Corrected {
    /// The award that counts now; the old one, revoked, if nothing counts in its place.
    pub award: Award,
    /// The certificate that stands now.
    pub certificate: Option<CertificateId>,
    /// The certificate that was taken back, because it had no other credit.
    pub revoked: Option<CertificateId>,
}

/// Accepts the present facts for one award.
pub async fn correct(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    org: OrgId,
    id: AwardId,
    by: (UserId, &str),
) -> Result<Corrected, Error> {
    let old = held(&mut *conn, org, id).await?;
    let event = old.event_id.ok_or(Error::NotFound)?;
    let (offering, found) = facts(&mut *conn, desk, org, event, old.learner_id).await?;
    let (difference, computed) = accepted(&found, |d| d.award_id == Some(id))?;
    if difference.computed == models::Credits::ZERO {
        return take_back(conn, desk, &offering, &old, RevokeReason::IssuedInError, by).await;
    }
    let certificate = printed_on(&mut *conn, id).await?;
    award::supersede(&mut *conn, id, desk.now).await?;
    let given = award::Given {
        facts: &found.attendee.facts,
        evaluation: &found.evaluation,
        computed: computed.ok_or(Error::NothingDiffers)?,
        supersedes: Some(id),
    };
    let new = award::give(&mut *conn, &offering, old.learner_id, given, desk.now).await?;
    let certificate = match certificate {
        None => None,
        Some(at) => Some(with(&mut *conn, desk, (&offering, &found), at, new, by).await?),
    };
    Ok(Corrected { award: award::get(conn, org, new).await?, certificate, revoked: None })
}

/// Credit that came after the certificate of its rules.
#[derive(Clone, Copy, Debug)]
pub struct Accept {
    /// At which event.
    pub event: EventId,
    /// Whose.
    pub learner: LearnerId,
    /// By which designation.
    pub designation: DesignationId,
}

/// Gives an award where the facts give credit that was never awarded; the certificate prints it
/// besides the others.
pub async fn accept(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    org: OrgId,
    wanted: Accept,
    by: (UserId, &str),
) -> Result<Corrected, Error> {
    let (offering, found) = facts(&mut *conn, desk, org, wanted.event, wanted.learner).await?;
    let missing = |d: &Difference| d.award_id.is_none() && d.designation_id == wanted.designation;
    let (_, computed) = accepted(&found, missing)?;
    let computed = computed.ok_or(Error::NothingDiffers)?;
    let learner = found.learner.ok_or(Error::NotFound)?;
    let at = standing(&mut *conn, &offering, learner, computed).await?;
    let given = award::Given {
        facts: &found.attendee.facts,
        evaluation: &found.evaluation,
        computed,
        supersedes: None,
    };
    let new = award::give(&mut *conn, &offering, learner, given, desk.now).await?;
    let certificate = with(&mut *conn, desk, (&offering, &found), at, new, by).await?;
    let award = award::get(conn, org, new).await?;
    Ok(Corrected { award, certificate: Some(certificate), revoked: None })
}

/// Takes one award back. Its certificate is printed again without it, or is revoked when that was
/// its last.
pub async fn revoke_award(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    org: OrgId,
    id: AwardId,
    by: (UserId, &str),
) -> Result<Corrected, Error> {
    let old = held(&mut *conn, org, id).await?;
    let event = old.event_id.ok_or(Error::NotFound)?;
    let offering = offering::get(&mut *conn, org, event).await?;
    take_back(conn, desk, &offering, &old, RevokeReason::Other, by).await
}

/// An award that counts. Whoever changes the credit of a person holds the person first, then
/// certificate and awards, so that two never wait for each other.
async fn held(conn: &mut PgConnection, org: OrgId, id: AwardId) -> Result<Award, Error> {
    let seen = award::get(&mut *conn, org, id).await?;
    learner::lock(&mut *conn, seen.learner_id).await?.ok_or(Error::NotFound)?;
    award::lock_live(conn, org, id).await
}

/// One person as the facts are now; whoever issues for that person waits.
async fn facts(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    org: OrgId,
    event: EventId,
    learner: LearnerId,
) -> Result<(Offering, Found), Error> {
    let own = learner::lock(&mut *conn, learner).await?.ok_or(Error::NotFound)?;
    let offering = offering::get(&mut *conn, org, event).await?;
    let one = [registration(&mut *conn, org, event, learner).await?];
    let found = evaluation::find(&mut *conn, &offering, Which::These(&one), desk.now).await?;
    let found = found.into_iter().find(|f| f.learner == Some(own)).ok_or(Error::NotFound)?;
    Ok((offering, found))
}

/// What is accepted, with the credit that it gives.
fn accepted(
    found: &Found,
    which: impl Fn(&Difference) -> bool,
) -> Result<(&Difference, Option<&Computed>), Error> {
    let given = found.evaluation.given().ok_or(Error::GatesOpen)?;
    let difference = found.differences.iter().find(|d| which(d)).ok_or(Error::NothingDiffers)?;
    let computed = given.iter().find(|c| c.designation == difference.designation_id);
    Ok((difference, computed))
}

/// The certificate with one award more.
async fn with(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    (offering, found): (&Offering, &Found),
    at: CertificateId,
    new: AwardId,
    (actor, reason): (UserId, &str),
) -> Result<CertificateId, Error> {
    let mut awards = queries::live_awards(&mut *conn, at).await?;
    awards.push(new);
    let again = Again { offering, at, awards: &awards, actor, reason };
    from_facts(conn, desk, again, found).await
}

async fn take_back(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    offering: &Offering,
    old: &Award,
    why: RevokeReason,
    (actor, reason): (UserId, &str),
) -> Result<Corrected, Error> {
    let org = offering.organization;
    let at = printed_on(&mut *conn, old.id).await?;
    award::revoke_all(&mut *conn, &[old.id], reason, desk.now).await?;
    let award = award::get(&mut *conn, org, old.id).await?;
    let Some(at) = at else { return Ok(Corrected { award, certificate: None, revoked: None }) };
    let awards = queries::live_awards(&mut *conn, at).await?;
    if awards.is_empty() {
        let note = Some(reason.to_owned());
        let revocation = Revocation { reason: why, note, keep_awards: false, actor };
        revoke::revoke(conn, org, at, &revocation, desk.now).await?;
        return Ok(Corrected { award, certificate: None, revoked: Some(at) });
    }
    let again = Again { offering, at, awards: &awards, actor, reason };
    let certificate = Some(as_it_was(conn, desk, again).await?);
    Ok(Corrected { award, certificate, revoked: None })
}

async fn registration(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    learner: LearnerId,
) -> Result<models::RegistrationId, Error> {
    sqlx::query_scalar!(
        r#"select g.registration_id as "id: models::RegistrationId" from gate_states g
             join learners l on l.id = $2
            where g.organization_id = $3 and g.event_id = $1 and g.learner_id in (l.id, l.merged_into)
            order by g.evaluated_at desc limit 1"#,
        event as _,
        learner as _,
        org as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)
}

async fn printed_on(
    conn: &mut PgConnection,
    award: AwardId,
) -> sqlx::Result<Option<CertificateId>> {
    sqlx::query_scalar!(
        "select c.id from certificates c join certificate_awards a on a.certificate_id = c.id
          where a.award_id = $1 and c.status = 'active' for no key update of c",
        award as _
    )
    .fetch_optional(conn)
    .await
}

/// The learner's certificate of these rules that stands.
async fn standing(
    conn: &mut PgConnection,
    offering: &Offering,
    learner: LearnerId,
    computed: &Computed,
) -> Result<CertificateId, Error> {
    sqlx::query_scalar!(
        r#"select c.id as "id: CertificateId" from certificates c join learners l on l.id = c.learner_id
            where c.organization_id = $1 and c.event_id = $2 and coalesce(l.merged_into, l.id) = $3
              and c.rule_set_id = $4 and c.status = 'active' order by c.id desc limit 1 for no key update of c"#,
        offering.organization as _,
        offering.event as _,
        learner as _,
        computed.rule_set as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NothingDiffers)
}

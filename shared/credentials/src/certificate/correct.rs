//! Accepting what the facts give now: a new award in the place of the old one, and a new
//! certificate for it (CR-9). Nothing of this ever happens by itself.

use models::{AwardId, CertificateId, OrgId, UserId};
use sqlx::PgConnection;

use super::reissue::{Next, succeed};
use super::{Desk, Revocation, RevokeReason, Status, queries, revoke};
use crate::attendee::Which;
use crate::award::{self, Award};
use crate::evaluation::{self, Found};
use crate::offering::{self, Offering};
use crate::snapshot::{self, Stamp};
use crate::{Error, learner, template};

/// What was corrected.
pub struct Corrected {
    /// The award that counts now; the old one, revoked, if the facts give nothing.
    pub award: Award,
    /// The certificate that it is printed on now.
    pub certificate: Option<CertificateId>,
    /// The certificate that was taken back, because the facts give nothing.
    pub revoked: Option<CertificateId>,
}

/// Accepts the present facts for one award.
pub async fn correct(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    org: OrgId,
    id: AwardId,
    (actor, reason): (UserId, &str),
) -> Result<Corrected, Error> {
    let old = award::lock_live(&mut *conn, org, id).await?;
    let event = old.event_id.ok_or(Error::NotFound)?;
    let learner = learner::lock(&mut *conn, old.learner_id).await?.ok_or(Error::NotFound)?;
    let offering = offering::get(&mut *conn, org, event).await?;
    let one = [registration(&mut *conn, &old).await?];
    let found = evaluation::find(&mut *conn, &offering, Which::These(&one), desk.now).await?;
    let found = found.into_iter().find(|f| f.learner == Some(learner)).ok_or(Error::NotFound)?;
    let computed = found
        .evaluation
        .computed
        .iter()
        .find(|c| c.credit_type == old.credit_type_id && c.session == old.session_id);
    let certificate = printed_on(&mut *conn, id).await?;
    let Some(computed) = computed else {
        return take_back(conn, desk, org, &old, certificate, (actor, reason)).await;
    };
    if computed.credits == old.credits {
        return Err(Error::NothingDiffers);
    }
    award::supersede(&mut *conn, id, desk.now).await?;
    let given = award::Given {
        facts: &found.attendee.facts,
        evaluation: &found.evaluation,
        computed,
        supersedes: Some(id),
    };
    let new = award::give(&mut *conn, &offering, old.learner_id, given, desk.now).await?;
    let certificate = match certificate {
        None => None,
        Some(at) => {
            let fresh = Fresh { offering: &offering, found: &found, old: id, new, actor, reason };
            Some(print_again(&mut *conn, desk, fresh, at).await?)
        }
    };
    Ok(Corrected { award: award::get(conn, org, new).await?, certificate, revoked: None })
}

/// The facts give nothing: award and certificate are revoked.
async fn take_back(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    org: OrgId,
    old: &Award,
    certificate: Option<CertificateId>,
    (actor, reason): (UserId, &str),
) -> Result<Corrected, Error> {
    match certificate {
        None => award::revoke(&mut *conn, org, old.id, reason, desk.now).await.map(drop)?,
        Some(id) => {
            let revocation = Revocation {
                reason: RevokeReason::IssuedInError,
                note: Some(reason.to_owned()),
                keep_awards: false,
                actor,
            };
            revoke::revoke(&mut *conn, org, id, &revocation, desk.now).await?;
        }
    }
    Ok(Corrected {
        award: award::get(conn, org, old.id).await?,
        certificate: None,
        revoked: certificate,
    })
}

async fn registration(
    conn: &mut PgConnection,
    award: &Award,
) -> Result<models::RegistrationId, Error> {
    sqlx::query_scalar!(
        r#"select g.registration_id as "id: models::RegistrationId" from gate_states g
             join learners l on l.id = $2
            where g.event_id = $1 and g.learner_id in (l.id, l.merged_into)
            order by g.evaluated_at desc limit 1"#,
        award.event_id as _,
        award.learner_id as _
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
          where a.award_id = $1 and c.status = 'active' for update of c",
        award as _
    )
    .fetch_optional(conn)
    .await
}

struct Fresh<'a> {
    offering: &'a Offering,
    found: &'a Found,
    old: AwardId,
    new: AwardId,
    actor: UserId,
    reason: &'a str,
}

async fn print_again(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    fresh: Fresh<'_>,
    certificate: CertificateId,
) -> Result<CertificateId, Error> {
    let Fresh { offering, found, old, new, actor, reason } = fresh;
    let before = queries::lock(&mut *conn, offering.organization, certificate).await?;
    debug_assert_eq!(before.status, Status::Active);
    let rule_set = before.rule_set_id;
    let version =
        template::published(&mut *conn, offering.organization, offering.settings.template_id)
            .await?;
    let computed: Vec<_> =
        found.evaluation.computed.iter().filter(|c| Some(c.rule_set) == rule_set).collect();
    let stamp = Stamp {
        number: before.number.clone(),
        code: (desk.code)(),
        origin: desk.origin,
        issued_on: before.snapshot.issued_on,
        design: &version.fields,
        locale: &version.locale,
    };
    // A name that was corrected by hand stays as it was corrected.
    let mut attendee = found.attendee.clone();
    attendee.full_name = Some(before.snapshot.holder.full_name.clone());
    let snapshot = snapshot::take(offering, &attendee, &found.evaluation, &computed, stamp)?;
    let mut awards = queries::awards(&mut *conn, certificate).await?;
    awards.iter_mut().filter(|award| **award == old).for_each(|award| *award = new);
    let next = Next {
        offering,
        old: &before,
        template_version: version.id,
        design: &version.fields,
        awards: &awards,
        actor,
        reason,
    };
    succeed(conn, desk, next, snapshot).await
}

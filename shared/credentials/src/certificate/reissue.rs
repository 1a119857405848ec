//! Issuing once more: a new revision with a new number and code; the old one points to it (CE-11).

use chrono::{DateTime, Datelike as _, Utc};
use models::{AwardId, CertificateId, OrgId, TemplateId, TemplateVersionId, UserId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::issue::{New, changed, draw_number, insert};
use super::{Certificate, Desk, Status, again, queries};
use crate::offering::{self, Offering};
use crate::snapshot::Snapshot;
use crate::template::Design;
use crate::{Error, award, template};

/// What changes, and why.
#[derive(Clone, Debug)]
pub struct Reissue {
    /// Another name.
    pub name: Option<String>,
    /// Another design.
    pub template: Option<TemplateId>,
    /// Why.
    pub reason: String,
    /// Who.
    pub actor: UserId,
}

/// Makes the next revision of a certificate that is active or revoked.
pub async fn reissue(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    org: OrgId,
    id: CertificateId,
    wanted: &Reissue,
) -> Result<Certificate, Error> {
    let old = queries::lock(&mut *conn, org, id).await?;
    let event = old.event_id.ok_or(Error::NotActive)?;
    if old.replaced_by.is_some() || matches!(old.status, Status::Superseded | Status::Erased) {
        return Err(Error::NotActive);
    }
    let offering = offering::get(&mut *conn, org, event).await?;
    let (version, design) = design(&mut *conn, org, &old, wanted.template).await?;
    let mut snapshot = old.snapshot.0.clone();
    if let Some(name) = &wanted.name {
        snapshot.holder.full_name.clone_from(name);
        snapshot.values.insert("full_name".into(), name.clone());
    }
    let (awards, same) = standing(&mut *conn, &old, desk.now).await?;
    if !same {
        again::recredit(&mut *conn, &offering, &awards, &mut snapshot).await?;
    }
    let next = Next {
        offering: &offering,
        old: &old,
        template_version: version,
        design: &design,
        awards: &awards,
        actor: wanted.actor,
        reason: &wanted.reason,
    };
    let id = succeed(&mut *conn, desk, next, snapshot).await?;
    queries::lock(conn, org, id).await
}

/// The awards that the new one stands on, and whether they say what the old one says.
async fn standing(
    conn: &mut PgConnection,
    old: &Certificate,
    now: DateTime<Utc>,
) -> Result<(Vec<AwardId>, bool), Error> {
    let (org, seconds) = (old.organization_id, old.snapshot.counted_seconds);
    let seconds = i32::try_from(seconds).unwrap_or(i32::MAX);
    let before = queries::awards(&mut *conn, old.id).await?;
    let (mut awards, mut same) = (Vec::with_capacity(before.len()), true);
    for award in before {
        let stands = match old.status {
            Status::Revoked => award::renewed(&mut *conn, org, award, seconds, now).await?,
            _ => award::standing(&mut *conn, org, award).await?,
        };
        same &= stands.as_ref().is_some_and(|stands| stands.same);
        awards.extend(stands.map(|stands| stands.id));
    }
    // A certificate of credit without any would say nothing.
    if old.rule_set_id.is_some() && awards.is_empty() {
        return Err(Error::NotActive);
    }
    Ok((awards, same))
}

pub(super) async fn design(
    conn: &mut PgConnection,
    org: OrgId,
    old: &Certificate,
    template: Option<TemplateId>,
) -> Result<(TemplateVersionId, Design), Error> {
    if template.is_some() {
        let version = template::published(conn, org, template).await?;
        return Ok((version.id, version.fields.0));
    }
    let kept = sqlx::query_scalar!(
        "select fields from template_versions where id = $1",
        old.template_version_id as _
    )
    .fetch_one(conn)
    .await?;
    let Json(design) = kept;
    Ok((old.template_version_id, design))
}

pub(super) struct Next<'a> {
    pub(super) offering: &'a Offering,
    pub(super) old: &'a Certificate,
    pub(super) template_version: TemplateVersionId,
    pub(super) design: &'a Design,
    pub(super) awards: &'a [AwardId],
    pub(super) actor: UserId,
    pub(super) reason: &'a str,
}

/// Puts a new certificate in the place of an old one.
pub(super) async fn succeed(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    next: Next<'_>,
    mut snapshot: Snapshot,
) -> Result<CertificateId, Error> {
    let Next { offering, old, actor, reason, .. } = next;
    let today = desk.now.with_timezone(&offering.issuer.time_zone).date_naive();
    let number = draw_number(&mut *conn, offering, today.year()).await?;
    snapshot.restamp(number, (desk.code)(), desk.origin, today);
    snapshot.print(next.design)?;
    if old.status == Status::Active {
        sqlx::query!(
            "update certificates set status = 'superseded', version = version + 1, updated_at = $2 where id = $1",
            old.id as _,
            desk.now
        )
        .execute(&mut *conn)
        .await?;
        let to = (Some("active"), "superseded");
        changed(&mut *conn, old.organization_id, old.id, to, Some(actor), Some(reason), desk.now)
            .await?;
    }
    let registration = old.registration_id.ok_or(Error::NotActive)?;
    let new = New {
        organization: old.organization_id,
        learner: old.learner_id,
        rule_set: old.rule_set_id,
        revision: old.revision + 1,
        template_version: next.template_version,
        supersedes: Some(old.id),
        activity_date: snapshot.credits.first().map_or(snapshot.activity.to, |c| c.activity_date),
        snapshot: &snapshot,
        awards: next.awards,
        name_shown: old.name_shown,
        pdf_public: old.pdf_public,
        actor: Some(actor),
        reason: Some(reason),
    };
    insert(conn, new, registration, offering.event, desk.now).await
}

//! Printing a certificate again when its credit changed: the new one prints the awards that are
//! live, each as it is stored, and nothing else (CR-9, CE-7).

use models::{AwardId, CertificateId, UserId};
use sqlx::PgConnection;

use super::reissue::{Next, design, succeed};
use super::{Desk, queries};
use crate::evaluation::Found;
use crate::offering::Offering;
use crate::snapshot::{self, Snapshot, Stamp};
use crate::{Error, award, template};

/// What is printed, in the place of which certificate.
pub(super) struct Again<'a> {
    pub(super) offering: &'a Offering,
    pub(super) at: CertificateId,
    pub(super) awards: &'a [AwardId],
    pub(super) actor: UserId,
    pub(super) reason: &'a str,
}

/// Prints it from facts that were accepted.
pub(super) async fn from_facts(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    again: Again<'_>,
    found: &Found,
) -> Result<CertificateId, Error> {
    let Again { offering, at, awards, actor, reason } = again;
    let org = offering.organization;
    let before = queries::lock(&mut *conn, org, at).await?;
    let version = template::published(&mut *conn, org, offering.settings.template_id).await?;
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
    let printed = award::printed(&mut *conn, org, awards).await?;
    let printed: Vec<_> = printed.iter().collect();
    let all = offering.with_ended(&mut *conn).await?;
    let mut snapshot = snapshot::take(&all, &attendee, &found.evaluation, &printed, stamp)?;
    snapshot.expires_on = before.snapshot.expires_on;
    let next = Next {
        offering,
        old: &before,
        template_version: version.id,
        design: &version.fields,
        awards,
        actor,
        reason,
    };
    succeed(conn, desk, next, snapshot).await
}

/// Prints it as it was, with what is left of its credit.
pub(super) async fn as_it_was(
    conn: &mut PgConnection,
    desk: Desk<'_>,
    again: Again<'_>,
) -> Result<CertificateId, Error> {
    let Again { offering, at, awards, actor, reason } = again;
    let before = queries::lock(&mut *conn, offering.organization, at).await?;
    let (template_version, design) =
        design(&mut *conn, offering.organization, &before, None).await?;
    let mut snapshot = before.snapshot.0.clone();
    recredit(&mut *conn, offering, awards, &mut snapshot).await?;
    let next =
        Next { offering, old: &before, template_version, design: &design, awards, actor, reason };
    succeed(conn, desk, next, snapshot).await
}

/// Writes what these awards say in the place of the credit of a snapshot.
pub(super) async fn recredit(
    conn: &mut PgConnection,
    offering: &Offering,
    awards: &[AwardId],
    snapshot: &mut Snapshot,
) -> Result<(), Error> {
    let printed = award::printed(&mut *conn, offering.organization, awards).await?;
    let printed: Vec<_> = printed.iter().collect();
    snapshot.recredit(&offering.with_ended(conn).await?, &printed);
    Ok(())
}

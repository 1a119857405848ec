//! What the plan covers of certificates (BI-10, CE-13).

use billing::usage::{self, Metric};
use chrono::{DateTime, Utc};
use credentials::certificate::Issued;
use credentials::jobs::IssueCredentials;
use models::Access;
use sqlx::PgConnection;

/// Counts what was made. What people earned before a plan ended is theirs: without full access
/// nothing is held back (BI-6).
pub(crate) async fn count(
    conn: &mut PgConnection,
    job: &IssueCredentials,
    issued: &Issued,
    now: DateTime<Utc>,
) -> Result<(), billing::Error> {
    if issued.made.is_empty() {
        return Ok(());
    }
    let limits = billing::access::of(conn, job.organization, now).await?;
    let limit = limits.certificates_per_month.filter(|_| limits.access == Access::Full);
    for certificate in &issued.made {
        usage::count(conn, job.organization, Metric::Certificates, *certificate, limit, now)
            .await?;
    }
    Ok(())
}

/// The same job at the beginning of the next month.
pub(crate) async fn again(
    conn: &mut PgConnection,
    job: &IssueCredentials,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let key = format!("issue-held:{}", job.registration);
    db::outbox::push_once(conn, job, &key, usage::resets_at(now), now).await
}

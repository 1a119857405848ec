//! For three days after ownership changed hands nobody touches what decides where the money goes: a
//! handover that was not meant is noticed before anything is gone (OR-10).

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use models::{Field, Kind, OrgId};
use sqlx::PgExecutor;
use web::Problem;

const PAUSE: TimeDelta = TimeDelta::hours(72);

/// When ownership last changed hands, if it ever did.
pub(crate) struct Handover(pub(crate) Option<DateTime<Utc>>);

impl Handover {
    fn blocks_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.0.map(|at| at + PAUSE).filter(|until| now < *until)
    }

    /// Refuses during the three days, and says until when.
    pub(crate) fn check(&self, now: DateTime<Utc>) -> Result<(), Problem> {
        let Some(until) = self.blocks_until(now) else { return Ok(()) };
        let detail = format!(
            "The organization has a new owner. Where its money goes can be changed again from {} UTC on.",
            until.format("%-d %B %Y, %H:%M")
        );
        let stamp = until.to_rfc3339_opts(SecondsFormat::Secs, true);
        let fact = Field { pointer: String::new(), code: "until".to_owned(), detail: stamp };
        Err(Problem::of(Kind::Forbidden, "payouts-blocked", &detail).at(vec![fact]))
    }
}

/// Until when [`crate::ManagePayouts`] is refused in an organization; `None`: it is not.
pub async fn payouts_blocked_until(
    db: impl PgExecutor<'_>,
    org: OrgId,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<DateTime<Utc>>> {
    let last = sqlx::query_scalar!(
        "select max(ended_at) from ownership_transfers where organization_id = $1 and state = 'accepted'",
        org as _
    );
    Ok(Handover(last.fetch_one(db).await?).blocks_until(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_instant_of_the_three_days_is_blocked_and_the_next_is_not() {
        let at = DateTime::from_timestamp(1_790_841_600, 0).unwrap();
        let (handover, end) = (Handover(Some(at)), at + TimeDelta::hours(72));
        assert_eq!(handover.blocks_until(at), Some(end));
        assert!(handover.check(end - TimeDelta::microseconds(1)).is_err());
        assert!(handover.check(end).is_ok());
        assert!(Handover(None).check(at).is_ok());
    }
}

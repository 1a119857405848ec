//! How registration works at an event, and when presence is enough. Both are replaced as a whole.

use chrono::{DateTime, Utc};
use models::{EventId, Field, OrgId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::error::field;
use crate::event::{self, Event, Status, locked};
use crate::registration::{self, Move};
use crate::seats;
use crate::{Error, presence};

/// How registration works.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EventSettings, example = json!({
    "registration_opens_at": null, "registration_closes_at": null, "guests_allowed": true, "waitlist_max": 20,
    "waitlist_offer_minutes": 1440, "waitlist_auto_confirm": true, "cancel_until_minutes": 0, "show_seats_left": false,
    "reminders": [1440, 60], "approval_required": false, "names_locked_at": null, "party_max": 10, "hold_minutes": 35
}))]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Settings {
    /// From when; at once, if absent.
    pub registration_opens_at: Option<DateTime<Utc>>,
    /// Until when; until the start, if absent.
    pub registration_closes_at: Option<DateTime<Utc>>,
    /// People may register without an account.
    pub guests_allowed: bool,
    /// Places on the waiting list; 0 means none.
    pub waitlist_max: i32,
    /// How long a freed seat is kept for a waiting person.
    pub waitlist_offer_minutes: i32,
    /// A freed seat confirms the next person without asking.
    pub waitlist_auto_confirm: bool,
    /// Minutes before the start until which people may cancel.
    pub cancel_until_minutes: i32,
    /// The page tells how many seats are left.
    pub show_seats_left: bool,
    /// Minutes before the start.
    pub reminders: Vec<i32>,
    /// The organizer decides about each person; nothing is held or charged before.
    #[serde(default)]
    pub approval_required: bool,
    /// From when names are fixed: nobody is named and nothing passed on any more.
    #[serde(default)]
    pub names_locked_at: Option<DateTime<Utc>>,
    /// The largest party.
    #[serde(default = "usual_party")]
    pub party_max: i32,
    /// How long a seat is held for its payment.
    #[serde(default = "usual_hold")]
    pub hold_minutes: i32,
}

const fn usual_party() -> i32 {
    10
}

const fn usual_hold() -> i32 {
    35
}

impl Settings {
    fn faults(&self) -> Vec<Field> {
        let mut faults = Vec::new();
        let mut within = |pointer: &str, value: i32, least: i32, most: i32| {
            if !(least..=most).contains(&value) {
                faults.push(field(pointer, "out-of-range", &format!("This is {least} to {most}.")));
            }
        };
        within("/waitlist_max", self.waitlist_max, 0, 10_000);
        within("/waitlist_offer_minutes", self.waitlist_offer_minutes, 15, 10_080);
        within("/cancel_until_minutes", self.cancel_until_minutes, 0, 43_200);
        within("/party_max", self.party_max, 1, 50);
        within("/hold_minutes", self.hold_minutes, 15, 1440);
        within("/reminders", i32::try_from(self.reminders.len()).unwrap_or(i32::MAX), 0, 5);
        for (n, minutes) in self.reminders.iter().enumerate() {
            within(&format!("/reminders/{n}"), *minutes, 5, 43_200);
        }
        if let (Some(opens_at), Some(closes_at)) =
            (self.registration_opens_at, self.registration_closes_at)
            && closes_at <= opens_at
        {
            faults.push(field(
                "/registration_closes_at",
                "out-of-range",
                "This is after the opening.",
            ));
        }
        faults
    }
}

/// Replaces the settings. The queue is served, for it may work differently now.
pub async fn replace(
    conn: &mut PgConnection,
    org: OrgId,
    id: EventId,
    version: i32,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let event = event::lock(conn, org, id).await?.ok_or(Error::NotFound)?;
    locked(event.status, Status::Live)?;
    let faults = settings.faults();
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let stored = sqlx::query!(
        "update event_settings
            set registration_opens_at = $3, registration_closes_at = $4, guests_allowed = $5, waitlist_max = $6,
                waitlist_offer_minutes = $7, waitlist_auto_confirm = $8, cancel_until_minutes = $9, show_seats_left = $10,
                reminders = $11, approval_required = $12, names_locked_at = $13, party_max = $14, hold_minutes = $15,
                version = version + 1
          where event_id = $1 and version = $2",
        id as _,
        version,
        settings.registration_opens_at,
        settings.registration_closes_at,
        settings.guests_allowed,
        settings.waitlist_max,
        settings.waitlist_offer_minutes,
        settings.waitlist_auto_confirm,
        settings.cancel_until_minutes,
        settings.show_seats_left,
        &settings.reminders,
        settings.approval_required,
        settings.names_locked_at,
        settings.party_max,
        settings.hold_minutes
    )
    .execute(&mut *conn)
    .await?;
    if stored.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    if now >= event.ends_at || event.status == Status::Draft {
        return Ok(Vec::new());
    }
    let mut pools = seats::lock(conn, id).await?;
    let rules = registration::rules(conn, id).await?;
    registration::serve(conn, id, &mut pools, rules, now).await
}

/// How sessions add up to an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PresenceCriterion)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Criterion {
    /// Every mandatory session.
    AllMandatory,
    /// A share of the creditable sessions.
    PercentOfSessions,
    /// A number of sessions.
    MinSessions,
    /// A number of minutes.
    TotalMinutes,
}

/// When presence is enough.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AttendancePolicy)]
pub struct Policy {
    /// How sessions add up.
    pub criterion: Criterion,
    /// The share, number or minutes; none with `all_mandatory`.
    pub criterion_value: Option<i32>,
    /// Of a session.
    pub min_percent: i32,
    /// Of a session.
    pub min_minutes: i32,
    /// Gaps up to this count as presence.
    pub gap_grace_seconds: i32,
    /// A late join or early leave up to this counts as presence.
    pub edge_grace_seconds: i32,
    /// What a scan without exit means.
    pub missing_exit: MissingExit,
    /// What an excused session means.
    pub excused: Excused,
}

/// What a scan without exit means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum MissingExit {
    /// The person stayed to the end.
    WindowEnd,
    /// The person left when last seen.
    LastSighting,
}

/// What an excused session means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Excused {
    /// It is left out.
    Ignored,
    /// It was missed.
    Missed,
}

impl Policy {
    fn faults(&self) -> Vec<Field> {
        let mut faults = Vec::new();
        let mut within = |pointer: &str, value: i32, least: i32, most: i32| {
            if !(least..=most).contains(&value) {
                faults.push(field(pointer, "out-of-range", &format!("This is {least} to {most}.")));
            }
        };
        within("/min_percent", self.min_percent, 0, 100);
        within("/min_minutes", self.min_minutes, 0, 100_000);
        within("/gap_grace_seconds", self.gap_grace_seconds, 0, 300);
        within("/edge_grace_seconds", self.edge_grace_seconds, 0, 600);
        let most = if self.criterion == Criterion::PercentOfSessions { 100 } else { 100_000 };
        match (self.criterion, self.criterion_value) {
            (Criterion::AllMandatory, None) => {}
            (Criterion::AllMandatory, Some(_)) => {
                faults.push(field(
                    "/criterion_value",
                    "invalid-value",
                    "All mandatory sessions need no number.",
                ));
            }
            (_, value) => within("/criterion_value", value.unwrap_or(0), 1, most),
        }
        faults
    }
}

/// Replaces the rule of presence. Where presence was counted already, only with `recompute`.
pub async fn replace_policy(
    conn: &mut PgConnection,
    event: &Event,
    version: i32,
    policy: &Policy,
    recompute: Recompute,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    locked(event.status, Status::Completed)?;
    let faults = policy.faults();
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    if recompute == Recompute::Refused && counted(conn, event.id).await? {
        return Err(Error::PresenceExists);
    }
    let stored = sqlx::query!(
        "update attendance_policies
            set criterion = $3, criterion_value = $4, min_percent = $5, min_minutes = $6, gap_grace_seconds = $7,
                edge_grace_seconds = $8, missing_exit = $9, excused = $10, version = version + 1
          where event_id = $1 and version = $2",
        event.id as _,
        version,
        policy.criterion as _,
        policy.criterion_value,
        policy.min_percent,
        policy.min_minutes,
        policy.gap_grace_seconds,
        policy.edge_grace_seconds,
        policy.missing_exit as _,
        policy.excused as _
    )
    .execute(&mut *conn)
    .await?;
    if stored.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    presence::touch(conn, event.id, now).await?;
    Ok(())
}

/// Whether results may be counted again by the new rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recompute {
    /// They may.
    Wanted,
    /// Not if there are any.
    Refused,
}

async fn counted(conn: &mut PgConnection, event: EventId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from presence_results where event_id = $1 and counted_seconds > 0) as "counted!""#,
        event as _
    )
    .fetch_one(conn)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(criterion: Criterion, criterion_value: Option<i32>) -> Policy {
        Policy {
            criterion,
            criterion_value,
            min_percent: 80,
            min_minutes: 0,
            gap_grace_seconds: 60,
            edge_grace_seconds: 0,
            missing_exit: MissingExit::WindowEnd,
            excused: Excused::Ignored,
        }
    }

    #[test]
    fn a_criterion_has_a_number_exactly_where_it_needs_one() {
        assert!(policy(Criterion::AllMandatory, None).faults().is_empty());
        assert_eq!(policy(Criterion::AllMandatory, Some(1)).faults().len(), 1);
        assert_eq!(policy(Criterion::MinSessions, None).faults().len(), 1);
        assert_eq!(policy(Criterion::PercentOfSessions, Some(101)).faults().len(), 1);
        assert!(policy(Criterion::TotalMinutes, Some(101)).faults().is_empty());
    }
}

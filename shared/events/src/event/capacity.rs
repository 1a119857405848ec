//! Limits on seats: of the event, of each way to take part, of each ticket (EV-5, EV-7).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{Event, Status};
use crate::Error;
use crate::error::field;
use crate::registration::{self, Move};
use crate::seats::{self, Scope};

/// Sets a limit; none takes it away. People who wait get the seats that this frees, and nobody who
/// sits loses his: fewer than are taken is refused, and so is fewer while the event is live.
pub async fn limit(
    conn: &mut PgConnection,
    event: &Event,
    scope: Scope,
    capacity: Option<i32>,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    super::edit::locked(event.status, Status::Live)?;
    if capacity.is_some_and(|seats| !(0..=100_000).contains(&seats)) {
        let fault = field(pointer(scope), "out-of-range", "This is 0 to 100,000.");
        return Err(Error::Invalid(vec![fault]));
    }
    let mut pools = seats::lock(conn, event.id).await?;
    if event.status == Status::Live && pools.shrinks(scope, capacity) {
        return Err(Error::EventLocked(event.status.word(), "seats can only be added now."));
    }
    let whose = (event.organization_id, event.id);
    seats::resize(conn, &mut pools, whose, scope, capacity, now).await?;
    if now >= event.ends_at || !event.status.is_open() {
        return Ok(Vec::new());
    }
    let rules = registration::rules(conn, event.id).await?;
    registration::serve(conn, event.id, &mut pools, rules, now).await
}

/// Holds an open event to so many people (EV-10). Whoever has a seat keeps it, and a draft keeps
/// its wish.
pub async fn cap(
    conn: &mut PgConnection,
    event: &Event,
    most: i32,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if !event.status.is_open() {
        return Ok(());
    }
    let mut pools = seats::lock(conn, event.id).await?;
    let (taken, capacity) = pools.of_event();
    if capacity.is_some_and(|seats| seats <= most) {
        return Ok(());
    }
    let whose = (event.organization_id, event.id);
    seats::resize(conn, &mut pools, whose, Scope::Event, Some(most.max(taken)), now).await
}

const fn pointer(scope: Scope) -> &'static str {
    match scope {
        Scope::Event | Scope::Ticket(_) => "/capacity",
        Scope::Mode(registration::Mode::Online) => "/online_capacity",
        Scope::Mode(registration::Mode::InPerson) => "/in_person_capacity",
    }
}

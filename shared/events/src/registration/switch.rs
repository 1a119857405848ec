//! Taking part in another way, or in other sessions (RG-20): the new seats, then the old ones, in
//! one transaction.

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{RegistrationId, SessionId, TicketTypeId};
use sqlx::PgConnection;

use super::facts::allows;
use super::offer::place;
use super::{By, Mode, Move, Seat, Status, queries, queue, seats_changed};
use crate::Error;
use crate::error::field;
use crate::event::{self, Change, Format};
use crate::seats::{self, Place};

/// What is to be different; absent parts stay.
#[derive(Clone, Debug, Default)]
pub struct Switch {
    /// How to take part.
    pub mode: Option<Mode>,
    /// With which ticket, of the same price.
    pub ticket_type: Option<TicketTypeId>,
    /// Optional or parallel sessions, in place of those before.
    pub sessions: Option<Vec<SessionId>>,
}

impl Switch {
    /// Nothing is asked for.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.mode.is_none() && self.ticket_type.is_none() && self.sessions.is_none()
    }
}

/// A switch that was made.
#[derive(Clone, Debug, Default)]
pub struct Switched {
    /// People who got what was released.
    pub moves: Vec<Move>,
    /// What the person is told, if anything is different.
    pub changes: Vec<Change>,
}

struct Facts {
    format: Format,
    ticket_mode: String,
    ticket: String,
    sessions: Vec<SessionId>,
    same_price: bool,
    hidden: bool,
    on_sale: bool,
}

/// Switches, if nobody changed the registration since `version`. The queue is served with what
/// becomes free.
pub async fn switch(
    conn: &mut PgConnection,
    (id, version): (RegistrationId, i32),
    by: By,
    wish: &Switch,
    now: DateTime<Utc>,
) -> Result<Switched, Error> {
    let seat = queries::lock(conn, id, now).await?.ok_or(Error::NotFound)?;
    if seat.version != version {
        return Err(Error::Stale);
    }
    may_switch(&seat, by, now)?;
    let before = place(conn, &seat).await?;
    let after = Place {
        mode: wish.mode.unwrap_or(before.mode),
        ticket_type: wish.ticket_type.unwrap_or(before.ticket_type),
        sessions: wish.sessions.clone().unwrap_or_else(|| before.sessions.clone()),
    };
    let facts = facts(conn, &seat, &after, now).await?;
    fits(&facts, &after)?;
    if matches!(by, By::Holder(_)) && before.ticket_type != after.ticket_type {
        on_offer(&facts)?;
    }
    let changes = changes(conn, &before, &after, &facts).await?;
    if changes.is_empty() {
        return Ok(Switched::default());
    }
    let mut pools = seats::lock(conn, seat.event_id).await?;
    if seat.status.is_seated() {
        pools.free(&seats::release(conn, &[id]).await?);
        if !pools.have_room(&after) {
            return Err(Error::SoldOut);
        }
    }
    store(conn, id, &after, now).await?;
    if seat.status.is_seated() {
        let claims: Vec<_> = pools.take(&after).into_iter().map(|pool| (pool, id)).collect();
        seats::claim(conn, &claims)
            .await
            .on_constraint([("seat_pools_never_oversold", Error::SoldOut)])?;
    }
    // Whoever waits may have switched to where there is room (RG-13).
    let mut moves = Vec::new();
    if seat.event_status.is_open() && now < seat.ends_at {
        let rules = queue::rules(conn, seat.event_id).await?;
        moves = queue::serve(conn, seat.event_id, &mut pools, rules, now).await?;
    }
    if seat.status == Status::Confirmed {
        seats_changed(conn, seat.event_id, &[id], now).await?;
    }
    Ok(Switched { moves, changes })
}

fn may_switch(seat: &Seat, by: By, now: DateTime<Utc>) -> Result<(), Error> {
    if !seat.status.is_live() {
        return Err(Error::IllegalRegistration(seat.status.word()));
    }
    if matches!(seat.event_status, event::Status::Closed | event::Status::Cancelled) {
        return Err(Error::EventLocked(seat.event_status.word(), "nothing changes any more."));
    }
    if matches!(by, By::Holder(_)) && now >= seat.starts_at {
        return Err(Error::SwitchClosed);
    }
    Ok(())
}

async fn facts(
    conn: &mut PgConnection,
    seat: &Seat,
    after: &Place,
    now: DateTime<Utc>,
) -> Result<Facts, Error> {
    sqlx::query_as!(
        Facts,
        r#"with price as (
               select p.ticket_type_id, p.amount_minor, p.currency from prices p
                where p.ticket_type_id in ($2, $3) and coalesce(p.valid_from <= $4, true) and coalesce(p.valid_to > $4, true))
           select e.format as "format: Format", t.mode as ticket_mode, t.name as ticket,
                  array(select n.id from sessions n where n.event_id = e.id and n.cancelled_at is null) as "sessions!: Vec<SessionId>",
                  (select (amount_minor, currency) from price where ticket_type_id = $2)
                      is not distinct from (select (amount_minor, currency) from price where ticket_type_id = $3) as "same_price!",
                  t.audience = 'hidden' as "hidden!",
                  coalesce(t.sales_open_at <= $4, true) and coalesce(t.sales_close_at > $4, true) as "on_sale!"
             from events e join ticket_types t on t.event_id = e.id and t.id = $3 and (t.archived_at is null or t.id = $2)
            where e.id = $1"#,
        seat.event_id as _,
        seat.ticket_type_id as _,
        after.ticket_type as _,
        now
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(|| fault("/ticket_type_id", "This ticket is not one of the event."))
}

fn fault(pointer: &str, detail: &str) -> Error {
    Error::Invalid(vec![field(pointer, "invalid-value", detail)])
}

fn fits(facts: &Facts, after: &Place) -> Result<(), Error> {
    if !facts.same_price {
        return Err(Error::PriceDiffers);
    }
    if !allows(facts.format, Some(&facts.ticket_mode), after.mode) {
        return Err(fault("/mode", "This ticket is not for taking part in this way."));
    }
    if after.sessions.iter().any(|session| !facts.sessions.contains(session)) {
        return Err(fault("/session_ids", "This session is not one of the event."));
    }
    Ok(())
}

/// What a person takes without the organizer is what anybody could have (RG-1).
fn on_offer(facts: &Facts) -> Result<(), Error> {
    match (facts.hidden, facts.on_sale) {
        (true, _) => Err(Error::AccessCodeWrong),
        (_, false) => Err(Error::TicketNotOnSale),
        _ => Ok(()),
    }
}

async fn changes(
    conn: &mut PgConnection,
    before: &Place,
    after: &Place,
    facts: &Facts,
) -> sqlx::Result<Vec<Change>> {
    let mut changes = Vec::new();
    let mut differ = |field: &str, from: String, to: String| {
        let some = |text: String| Some(text).filter(|text| !text.is_empty());
        changes.push(Change { field: field.to_owned(), from: some(from), to: some(to) });
    };
    if before.mode != after.mode {
        differ("mode", before.mode.name().to_owned(), after.mode.name().to_owned());
    }
    if before.ticket_type != after.ticket_type {
        let name = sqlx::query_scalar!(
            "select name from ticket_types where id = $1",
            before.ticket_type as _
        );
        differ("ticket", name.fetch_one(&mut *conn).await?, facts.ticket.clone());
    }
    let sorted = |sessions: &[SessionId]| {
        let mut sessions = sessions.to_vec();
        sessions.sort_unstable();
        sessions.dedup();
        sessions
    };
    if sorted(&before.sessions) != sorted(&after.sessions) {
        let (from, to) =
            (titles(conn, &before.sessions).await?, titles(conn, &after.sessions).await?);
        differ("sessions", from, to);
    }
    Ok(changes)
}

async fn titles(conn: &mut PgConnection, sessions: &[SessionId]) -> sqlx::Result<String> {
    let titles = sqlx::query_scalar!(
        "select title from sessions where id = any($1) order by starts_at, position",
        sessions as _
    );
    Ok(titles.fetch_all(conn).await?.join(", "))
}

async fn store(
    conn: &mut PgConnection,
    id: RegistrationId,
    after: &Place,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "with gone as (
            delete from session_choices where registration_id = $1 and session_id <> all($4)
         ), chosen as (
            insert into session_choices (registration_id, session_id) select $1, s from unnest($4::uuid[]) s
            on conflict do nothing
         )
         update registrations set mode = $2, ticket_type_id = $3, updated_at = $5, version = version + 1 where id = $1",
        id as _,
        after.mode.name(),
        after.ticket_type as _,
        after.sessions.as_slice() as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

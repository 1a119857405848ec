//! Seats that are paid for: held longer, confirmed by their payment, given back without it
//! (RG-8, RG-9). What was paid is billing's; this is what happens to the seats.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use models::{EventId, RegistrationId, SeatPoolId};
use sqlx::PgConnection;

use super::facts::closes_at;
use super::moves::{Note, apply, seats_changed, store};
use super::{Move, Status, queue};
use crate::Error;
use crate::event;
use crate::seats::{self, Place};

/// The longest that a page can keep a seat, counted from its start.
const LONGEST: TimeDelta = TimeDelta::minutes(60);
/// A delayed method in processing keeps it so long.
const PROCESSING: TimeDelta = TimeDelta::days(10);

/// How long a hold is to last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// To the end of a payment page and a little more, within the cap.
    PageEnds(DateTime<Utc>),
    /// As long as a bank may take.
    Processing,
}

/// Stretches the holds of these people, all of one event. Refused if one of them is not held any
/// more.
pub async fn extend_holds(
    conn: &mut PgConnection,
    people: &[RegistrationId],
    until: Until,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, Error> {
    let (page, flat) = match until {
        Until::PageEnds(end) => (Some(end), None),
        Until::Processing => (None, Some(now + PROCESSING)),
    };
    // A lapsed hold that nobody has ended yet is as good as ended.
    let rows = sqlx::query_scalar!(
        r#"update registrations r
              set hold_expires_at = greatest(r.hold_expires_at, coalesce($2::timestamptz, least($3,
                      r.held_at + greatest(make_interval(mins => s.hold_minutes), make_interval(mins => $4))))),
                  updated_at = $5
             from event_settings s
            where r.id = any($1) and s.event_id = r.event_id and r.status = 'held'
              and (r.hold_expires_at > $5 or $2::timestamptz is not null)
           returning r.hold_expires_at as "end!""#,
        people as _,
        flat,
        page,
        i32::try_from(LONGEST.num_minutes()).unwrap_or(60),
        now
    )
    .fetch_all(conn)
    .await?;
    if rows.len() != people.len() {
        return Err(Error::HoldEnded);
    }
    rows.into_iter().min().ok_or(Error::HoldEnded)
}

/// What became of a seat whose money came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paid {
    /// Everybody whose status changed.
    pub moves: Vec<Move>,
    /// Those who get no seat: their money goes back.
    pub no_seat: Vec<RegistrationId>,
}

struct Row {
    id: RegistrationId,
    event_id: EventId,
    status: Status,
    mode: super::Mode,
    ticket_type_id: models::TicketTypeId,
    sessions: Vec<models::SessionId>,
}

/// RG-9: the money for these people has come. A held seat is confirmed; one that lapsed is
/// confirmed if there is room and nobody waits; anything else gets its money back. A seat that is
/// confirmed already stays as it is. What follows a confirmed seat is [`seated`], in this
/// transaction or in a later one.
pub async fn pay(
    conn: &mut PgConnection,
    people: &[RegistrationId],
    now: DateTime<Utc>,
) -> Result<Paid, Error> {
    let mut paid = Paid::default();
    for (event, rows) in by_event(lock(conn, people).await?) {
        let mut late = Late::default();
        let mut moves = Vec::new();
        for row in rows {
            let from = row.status;
            let seated = match from {
                Status::Confirmed => continue,
                Status::Held => true,
                Status::Expired => late.take(conn, event, &row, now).await?,
                _ => false,
            };
            if seated {
                let (from, to) = (Some(from), Status::Confirmed);
                moves.push(Move { registration: row.id, from, to });
            } else {
                paid.no_seat.push(row.id);
            }
        }
        if !late.claims.is_empty() {
            seats::claim(conn, &late.claims).await?;
        }
        store(conn, event, &moves, Note::default(), now).await?;
        paid.moves.append(&mut moves);
    }
    Ok(paid)
}

/// Locks the seats of the events of these people, then the people: one statement, in the order of
/// [`seats::lock`].
async fn lock(conn: &mut PgConnection, people: &[RegistrationId]) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"with pools as materialized (
               select id from seat_pools where event_id in (select event_id from registrations where id = any($1))
                order by id for update
           )
           select r.id as "id: RegistrationId", r.event_id, r.status as "status: Status", r.mode, r.ticket_type_id,
                  array(select c.session_id from session_choices c where c.registration_id = r.id) as "sessions!: Vec<_>"
             from registrations r where r.id = any($1) and (select count(*) from pools) > 0
            order by r.event_id, r.id for no key update"#,
        people as _
    )
    .fetch_all(conn)
    .await
}

fn by_event(rows: Vec<Row>) -> BTreeMap<EventId, Vec<Row>> {
    let mut events = BTreeMap::<EventId, Vec<Row>>::new();
    for row in rows {
        events.entry(row.event_id).or_default().push(row);
    }
    events
}

/// Seats of an event for those whose hold had lapsed when their money came. Asked about only when
/// there is one.
#[derive(Default)]
struct Late {
    room: Option<(seats::Pools, bool)>,
    claims: Vec<(SeatPoolId, RegistrationId)>,
}

impl Late {
    /// Takes one, on paper. `false`: there is none.
    async fn take(
        &mut self,
        conn: &mut PgConnection,
        event: EventId,
        row: &Row,
        now: DateTime<Utc>,
    ) -> Result<bool, Error> {
        let (pools, open) = match &mut self.room {
            Some(room) => room,
            none => {
                let open = may_still_come(conn, event, now).await?;
                none.insert((seats::lock(conn, event).await?, open))
            }
        };
        let place = Place {
            mode: row.mode,
            ticket_type: row.ticket_type_id,
            sessions: row.sessions.clone(),
        };
        if !*open || !pools.have_room(&place) || registered_anew(conn, row.id).await? {
            return Ok(false);
        }
        self.claims.extend(pools.take(&place).into_iter().map(|pool| (pool, row.id)));
        Ok(true)
    }
}

/// These people have their seats by a payment: meetings and presence follow (RG-24, PR-16). May be
/// called again, and later: whoever has left meanwhile is left out.
pub async fn seated(
    conn: &mut PgConnection,
    people: &[RegistrationId],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let rows = sqlx::query!(
        r#"select event_id as "event: EventId", array_agg(id order by id) as "people!: Vec<RegistrationId>"
             from registrations where id = any($1) and status = 'confirmed' group by event_id order by event_id"#,
        people as _
    );
    for row in rows.fetch_all(&mut *conn).await? {
        seats_changed(conn, row.event, &row.people, now).await?;
    }
    Ok(())
}

/// Whether a late payment may still bring a seat: the event goes on, and nobody waits.
async fn may_still_come(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let row = sqlx::query!(
        r#"select e.status as "status: event::Status", e.starts_at, e.ends_at, s.registration_closes_at,
                  exists (select from registrations w where w.event_id = e.id and w.status = 'waitlisted') as "waiting!"
             from events e join event_settings s on s.event_id = e.id where e.id = $1"#,
        event as _
    )
    .fetch_one(conn)
    .await?;
    let open = matches!(row.status, event::Status::Published | event::Status::Live);
    Ok(open
        && !row.waiting
        && now
            < closes_at(row.registration_closes_at, row.starts_at, row.ends_at).max(row.starts_at))
}

/// After a lapse a person may have registered again; that row counts.
async fn registered_anew(conn: &mut PgConnection, id: RegistrationId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from registrations o join registrations r on r.event_id = o.event_id
                           where r.id = $1 and o.id <> r.id
                             and (o.email_key = r.email_key or o.user_id = r.user_id)
                             and o.status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed')) as "anew!""#,
        id as _
    )
    .fetch_one(conn)
    .await
}

/// The payment of these people, all of one event, ended without money: their holds end, whatever
/// the clock says, and the seats go to those who wait (RG-11).
pub async fn give_back(
    conn: &mut PgConnection,
    event: EventId,
    people: &[RegistrationId],
    to: Status,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    leave(conn, event, (people, &[Status::Held]), (to, None), now).await
}

/// Places whose money went back without anybody giving them up here: they are cancelled (RF-7).
pub async fn withdraw(
    conn: &mut PgConnection,
    event: EventId,
    people: &[RegistrationId],
    reason: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let seated = [Status::Held, Status::Offered, Status::Confirmed];
    leave(conn, event, (people, &seated), (Status::Cancelled, Some(reason)), now).await
}

async fn leave(
    conn: &mut PgConnection,
    event: EventId,
    (people, from): (&[RegistrationId], &[Status]),
    (to, reason): (Status, Option<&str>),
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let mut pools = seats::lock_first(conn, event).await?;
    let rows = sqlx::query!(
        r#"select id as "id: RegistrationId", status as "status: Status" from registrations
            where event_id = $1 and id = any($2) order by id for no key update"#,
        event as _,
        people as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let leaving = rows.into_iter().filter(|row| from.contains(&row.status));
    let mut moves: Vec<Move> =
        leaving.map(|row| Move { registration: row.id, from: Some(row.status), to }).collect();
    if moves.is_empty() {
        return Ok(moves);
    }
    let gone: Vec<RegistrationId> = moves.iter().map(|m| m.registration).collect();
    pools.free(&seats::release(conn, &gone).await?);
    apply(conn, event, &moves, Note { reason, ..Note::default() }, now).await?;
    if may_be_filled(conn, event, now).await? {
        let rules = queue::rules(conn, event).await?;
        moves.extend(queue::serve(conn, event, &mut pools, rules, now).await?);
    }
    Ok(moves)
}

/// Whether a seat that is free now can still be of use to somebody.
async fn may_be_filled(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select status in ('published', 'live') and ends_at > $2 as "open!" from events where id = $1"#,
        event as _,
        now
    )
    .fetch_one(conn)
    .await
}

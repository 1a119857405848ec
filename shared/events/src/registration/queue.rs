//! The waiting list (RG-12 to RG-14).

use chrono::{DateTime, TimeDelta, Utc};
use models::{EventId, RegistrationId, SeatPoolId, SessionId, TicketTypeId};
use sqlx::PgConnection;

use super::moves::{Note, apply};
use super::{Mode, Move, Status, moved};
use crate::Error;
use crate::seats::{self, Place, Pools};

/// From here to the start no seat is offered unasked: first come, first served. An offer lasts as long.
pub(super) const LAST_MINUTES: TimeDelta = TimeDelta::minutes(15);

/// How the queue of an event works.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rules {
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) offer_minutes: i32,
    pub(crate) auto_confirm: bool,
}

/// What a person at the head of the queue gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    Confirm,
    OfferUntil(DateTime<Utc>),
    /// Too close to the start.
    FirstComeFirstServed,
}

impl Rules {
    /// RG-14: the offer lasts as set, at most a quarter of the time to the start, at least 15
    /// minutes. A seat that costs something is never given unasked.
    pub(crate) fn turn(&self, priced: bool, now: DateTime<Utc>) -> Turn {
        let left = self.starts_at - now;
        if self.auto_confirm && !priced {
            return Turn::Confirm;
        }
        if left <= LAST_MINUTES {
            return Turn::FirstComeFirstServed;
        }
        let wanted = TimeDelta::minutes(i64::from(self.offer_minutes));
        Turn::OfferUntil(now + wanted.min(left / 4).max(LAST_MINUTES))
    }
}

/// A person in the queue.
#[derive(Clone, Debug)]
pub(crate) struct Waiting {
    pub(crate) id: RegistrationId,
    pub(crate) place: Place,
    /// The ticket has a price now, so a seat is offered, never given (RG-13).
    pub(crate) priced: bool,
}

/// Who gets a seat, in order: whoever waits for a full pool does not block those behind who
/// need other pools (RG-13).
pub(crate) fn seated(queue: &[Waiting], pools: &mut Pools) -> Vec<(SeatPoolId, RegistrationId)> {
    let mut claims = Vec::new();
    for person in queue {
        if pools.have_room(&person.place) {
            claims.extend(pools.take(&person.place).into_iter().map(|pool| (pool, person.id)));
        }
    }
    claims
}

/// Gives free seats to those who wait. The pools are locked by the caller.
pub(crate) async fn serve(
    conn: &mut PgConnection,
    event: EventId,
    pools: &mut Pools,
    rules: Rules,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    if !pools.any_room() {
        return Ok(Vec::new());
    }
    let mut queue = list(conn, event, now).await?;
    queue.retain(|person| rules.turn(person.priced, now) != Turn::FirstComeFirstServed);
    let claims = seated(&queue, pools);
    let mut people: Vec<RegistrationId> = claims.iter().map(|(_, person)| *person).collect();
    people.dedup();
    if people.is_empty() {
        return Ok(Vec::new());
    }
    seats::claim(conn, &claims).await?;
    let mut moves = Vec::new();
    for priced in [false, true] {
        let (to, offer_expires_at) = match rules.turn(priced, now) {
            Turn::OfferUntil(end) => (Status::Offered, Some(end)),
            Turn::Confirm | Turn::FirstComeFirstServed => (Status::Confirmed, None),
        };
        let of_kind = queue.iter().filter(|person| person.priced == priced).map(|person| person.id);
        let called: Vec<_> = of_kind.filter(|person| people.contains(person)).collect();
        let these = moved(&called, Status::Waitlisted, to);
        apply(conn, event, &these, Note { offer_expires_at, ..Note::default() }, now).await?;
        moves.extend(these);
    }
    Ok(moves)
}

struct Row {
    id: RegistrationId,
    mode: Mode,
    ticket_type_id: TicketTypeId,
    sessions: Vec<SessionId>,
    priced: bool,
}

async fn list(
    conn: &mut PgConnection,
    event: EventId,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Waiting>> {
    let rows = sqlx::query_as!(
        Row,
        r#"select r.id, r.mode, r.ticket_type_id,
                  array(select c.session_id from session_choices c where c.registration_id = r.id) as "sessions!: Vec<SessionId>",
                  exists (select from prices p where p.ticket_type_id = r.ticket_type_id and coalesce(p.valid_from <= $2, true)
                             and coalesce(p.valid_to > $2, true)) as "priced!"
             from registrations r
            where r.event_id = $1 and r.status = 'waitlisted'
            order by r.waitlist_priority desc, r.waitlisted_at, r.id"#,
        event as _,
        now
    )
    .fetch_all(conn)
    .await?;
    let waiting = |row: Row| {
        let Row { id, mode, ticket_type_id: ticket_type, sessions, priced } = row;
        Waiting { id, place: Place { mode, ticket_type, sessions }, priced }
    };
    Ok(rows.into_iter().map(waiting).collect())
}

/// How the queue of this event works, for those who do not know it yet.
pub(crate) async fn rules(conn: &mut PgConnection, event: EventId) -> Result<Rules, Error> {
    sqlx::query_as!(
        Rules,
        "select e.starts_at, s.waitlist_offer_minutes as offer_minutes, s.waitlist_auto_confirm as auto_confirm
           from events e join event_settings s on s.event_id = e.id where e.id = $1",
        event as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::seats::Pool;

    fn rules(auto_confirm: bool) -> Rules {
        Rules {
            starts_at: DateTime::UNIX_EPOCH + TimeDelta::days(40),
            offer_minutes: 1440,
            auto_confirm,
        }
    }

    /// RG-14
    #[test]
    fn an_offer_lasts_a_day_or_a_quarter_of_what_is_left_and_never_under_15_minutes() {
        let minutes_before = |minutes| {
            let now = rules(false).starts_at - TimeDelta::minutes(minutes);
            match rules(false).turn(false, now) {
                Turn::OfferUntil(end) => (end - now).num_minutes(),
                Turn::Confirm | Turn::FirstComeFirstServed => 0,
            }
        };
        assert_eq!([20_000, 400, 40, 16, 15].map(minutes_before), [1440, 100, 15, 15, 0]);
        assert_eq!(rules(true).turn(false, rules(true).starts_at), Turn::Confirm);
        let day_before = rules(true).starts_at - TimeDelta::days(1);
        assert!(
            matches!(rules(true).turn(true, day_before), Turn::OfferUntil(_)),
            "a price is asked for"
        );
    }

    fn pool(mode: Option<Mode>, capacity: i32) -> Pool {
        let id = SeatPoolId::new(DateTime::UNIX_EPOCH);
        Pool {
            id,
            mode,
            ticket_type_id: None,
            session_id: None,
            capacity: Some(capacity),
            taken: 0,
        }
    }

    fn queue(modes: &[bool]) -> Vec<Waiting> {
        let ticket_type = TicketTypeId::new(DateTime::UNIX_EPOCH);
        let person = |online: &bool| Waiting {
            id: RegistrationId::new(DateTime::UNIX_EPOCH),
            place: Place {
                mode: if *online { Mode::Online } else { Mode::InPerson },
                ticket_type,
                sessions: Vec::new(),
            },
            priced: false,
        };
        modes.iter().map(person).collect()
    }

    proptest! {
        /// RG-13: nobody is passed over who could have been seated, and no pool overflows.
        #[test]
        fn the_queue_is_served_in_order_per_pool(modes in prop::collection::vec(any::<bool>(), 0..30), all in 0..20i32, rooms in 0..20i32) {
            let mut pools = Pools(vec![pool(None, all), pool(Some(Mode::InPerson), rooms)]);
            let queue = queue(&modes);
            let claims = seated(&queue, &mut pools);
            let seated = |person: &Waiting| claims.iter().any(|(_, id)| *id == person.id);
            let (mut left, mut rooms_left) = (all, rooms);
            for person in &queue {
                let online = person.place.mode == Mode::Online;
                let fits = left > 0 && (online || rooms_left > 0);
                prop_assert_eq!(seated(person), fits);
                left -= i32::from(fits);
                rooms_left -= i32::from(fits && !online);
            }
            prop_assert!(pools.0.iter().all(|pool| pool.taken <= pool.capacity.unwrap()));
        }
    }
}

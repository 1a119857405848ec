//! Edits: what may change when (EV-5), who is told (EV-6), what a new limit does (EV-7).

use chrono::{DateTime, Utc};
use models::{EventId, OrgId, TimeZone};
use sqlx::PgConnection;

use super::news::{announce, announce_move};
use super::programme::reschedule;
use super::{Change, Event, Format, Kind, Status, Told, Visibility, limit, queries};
use crate::error::field;
use crate::local_time::{LocalTime, UtcOffset};
use crate::registration::{self, Mode, Move};
use crate::seats::{self, Scope};
use crate::{Error, presence, zoom};

/// What is to be different; absent parts stay.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// 1 to 200 characters.
    pub title: Option<String>,
    /// Cleared by `Some(None)`, as all of these.
    pub summary: Option<Option<String>>,
    /// `CommonMark`.
    pub description: Option<Option<String>>,
    /// What kind of learning.
    pub kind: Option<Kind>,
    /// How people take part.
    pub format: Option<Format>,
    /// Who finds the page.
    pub visibility: Option<Visibility>,
    /// Whose clocks it follows; the clock times stay.
    pub time_zone: Option<TimeZone>,
    /// The new first start; the programme moves along.
    pub local_start: Option<LocalTime>,
    /// The new end, with one session only.
    pub local_end: Option<LocalTime>,
    /// Which of two equal times is meant.
    pub utc_offset: Option<UtcOffset>,
    /// The place's name.
    pub venue_name: Option<Option<String>>,
    /// The place's address.
    pub venue_address: Option<Option<String>>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<Option<String>>,
    /// Degrees north.
    pub latitude: Option<Option<f64>>,
    /// Degrees east.
    pub longitude: Option<Option<f64>>,
    /// Where people join, if not by Zoom.
    pub online_url: Option<Option<String>>,
    /// A Zoom meeting is made after publishing.
    pub zoom_planned: Option<bool>,
    /// What people will be able to do.
    pub objectives: Option<Vec<String>>,
    /// For whom, by experience.
    pub level: Option<Option<String>>,
    /// What people should know before.
    pub prerequisites: Option<Option<String>>,
    /// BCP 47.
    pub languages: Option<Vec<String>>,
    /// Who supports it, and how.
    pub support_statement: Option<Option<String>>,
    /// Seats; `Some(None)` takes the limit away.
    pub capacity: Option<Option<i32>>,
    /// The people that the plan allows: an open event whose limit is taken away has this one (EV-10).
    pub most: Option<i32>,
    /// Seats for people online.
    pub online_capacity: Option<Option<i32>>,
    /// Seats for people at the place.
    pub in_person_capacity: Option<Option<i32>>,
    /// Ends the present access key of a private event.
    pub replace_access_key: bool,
    /// The event is moved on purpose, and people hear of it at once (EV-12).
    pub moved: Option<Moved>,
}

/// How people are told that an event was moved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// More words of the organizer.
    pub message: Option<String>,
    /// Whoever has booked may cancel until the new start and gets everything back.
    pub offer_refund: bool,
}

/// An edit that was made.
#[derive(Clone, Debug)]
pub struct Edited {
    /// What people will be told.
    pub changes: Vec<Change>,
    /// How many.
    pub people_to_tell: i64,
    /// People who got a seat by the new limit or format.
    pub moves: Vec<Move>,
}

/// Refuses what the status no longer allows; `last` is the last status that allows it.
pub(crate) fn locked(status: Status, last: Status) -> Result<(), Error> {
    let rank = |status: Status| match status {
        Status::Draft => 0,
        Status::Published => 1,
        Status::Live => 2,
        Status::Completed => 3,
        Status::Closed | Status::Cancelled => 4,
    };
    if rank(status) <= rank(last) {
        Ok(())
    } else {
        Err(Error::EventLocked(status.word(), "this is fixed now."))
    }
}

impl Edit {
    /// EV-5.
    fn allowed(&self, status: Status) -> Result<(), Error> {
        let anything = [
            self.kind.is_some(),
            self.format.is_some(),
            self.time_zone.is_some(),
            self.local_start.is_some(),
            self.local_end.is_some(),
            self.zoom_planned.is_some(),
            self.venue_name.is_some(),
            self.venue_address.is_some(),
            self.country.is_some(),
            self.latitude.is_some(),
            self.longitude.is_some(),
        ];
        let while_live = [
            self.capacity.is_some(),
            self.online_capacity.is_some(),
            self.in_person_capacity.is_some(),
            self.online_url.is_some(),
            self.visibility.is_some(),
            self.replace_access_key,
        ];
        if anything.contains(&true) {
            return locked(status, Status::Published);
        }
        locked(status, if while_live.contains(&true) { Status::Live } else { Status::Completed })
    }

    fn moves_programme(&self) -> bool {
        self.time_zone.is_some() || self.local_start.is_some() || self.local_end.is_some()
    }

    /// The event with everything but its times and seats changed.
    fn applied(&self, event: &Event) -> Event {
        let mut new = event.clone();
        macro_rules! take {
            ($($part:ident)+) => {$(if let Some(value) = &self.$part { new.$part = value.clone(); })+};
        }
        take!(title summary description kind format visibility time_zone venue_name venue_address country latitude
              longitude online_url zoom_planned objectives level prerequisites languages support_statement);
        if self.replace_access_key {
            new.access_generation += 1;
        }
        new
    }
}

/// Changes an event, if nobody did so since `version`.
pub async fn edit(
    conn: &mut PgConnection,
    org: OrgId,
    id: EventId,
    version: i32,
    edit: &Edit,
    now: DateTime<Utc>,
) -> Result<Edited, Error> {
    let event = queries::lock(conn, org, id).await?.ok_or(Error::NotFound)?;
    if event.version != version {
        return Err(Error::Stale);
    }
    edit.allowed(event.status)?;
    let mut new = edit.applied(&event);
    placed(&new)?;
    if edit.moves_programme() {
        reschedule(conn, &event, &mut new, edit, now).await?;
    }
    if new.title != event.title {
        queries::take_slug(conn, id, &new.title).await?;
    }
    let mut moves =
        if new.format == event.format { Vec::new() } else { reseat(conn, &new, now).await? };
    let before = Told::of(&event);
    let changes = before.changes(&Told::of(&new));
    let tell = !changes.is_empty() && event.status.is_open();
    new.sequence += i32::from(tell);
    new.version += 1;
    new.updated_at = now;
    queries::store(conn, &new).await?;
    let people_to_tell = if tell { queries::people_to_tell(conn, id).await? } else { 0 };
    if let Some(moved) = edit.moved.as_ref().filter(|_| tell) {
        announce_move(conn, &new, moved, before, now).await?;
    } else if people_to_tell > 0 {
        announce(conn, id, before, now).await?;
    }
    if !changes.is_empty() || new.title != event.title {
        zoom::event_changed(conn, id, now).await?;
        presence::touch(conn, id, now).await?;
    }
    moves.extend(resize(conn, &event, edit, now).await?);
    Ok(Edited { changes, people_to_tell, moves })
}

/// A published event keeps a place and a way to join.
fn placed(event: &Event) -> Result<(), Error> {
    if event.status == Status::Draft {
        return Ok(());
    }
    if event.format != Format::Online && event.venue_name.is_none() && event.venue_address.is_none()
    {
        return Err(Error::Invalid(vec![field(
            "/venue_name",
            "required",
            "People need to know where to go.",
        )]));
    }
    if event.format != Format::InPerson && event.online_url.is_none() && !event.zoom_planned {
        return Err(Error::Invalid(vec![field(
            "/online_url",
            "required",
            "People need a way to join.",
        )]));
    }
    Ok(())
}

/// A format that leaves one way only is the way of everybody, and of sessions that went with it. The
/// pools are locked first, as by everybody (RG-6). Who waits may fit in now.
async fn reseat(
    conn: &mut PgConnection,
    event: &Event,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let mode = match event.format {
        Format::Online => Some(registration::Mode::Online),
        Format::InPerson => Some(registration::Mode::InPerson),
        Format::Hybrid => None,
    };
    let pools = seats::lock(conn, event.id).await?;
    sqlx::query!(
        "with people as (
            update registrations set mode = $2, updated_at = $4, version = version + 1
             where event_id = $1 and mode <> $2 and status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed')
         )
         update sessions set mode = $3 where event_id = $1",
        event.id as _,
        mode as _,
        event.format as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    seats::rematch(conn, &pools).await?;
    if !event.status.is_open() || now >= event.ends_at {
        return Ok(Vec::new());
    }
    let mut pools = seats::lock(conn, event.id).await?;
    let rules = registration::rules(conn, event.id).await?;
    registration::serve(conn, event.id, &mut pools, rules, now).await
}

async fn resize(
    conn: &mut PgConnection,
    event: &Event,
    edit: &Edit,
    now: DateTime<Utc>,
) -> Result<Vec<Move>, Error> {
    let mut capacity = edit.capacity;
    if let (Some(None), Some(most)) = (capacity, edit.most)
        && event.status.is_open()
    {
        let (taken, _) = seats::lock(conn, event.id).await?.of_event();
        capacity = Some(Some(most.max(taken)));
    }
    let limits = [
        (Scope::Event, capacity),
        (Scope::Mode(Mode::Online), edit.online_capacity),
        (Scope::Mode(Mode::InPerson), edit.in_person_capacity),
    ];
    let mut moves = Vec::new();
    for (scope, capacity) in limits {
        if let Some(capacity) = capacity {
            moves.extend(limit(conn, event, scope, capacity, now).await?);
        }
    }
    Ok(moves)
}

/// Deletes a draft that nobody registered for.
pub async fn remove(
    conn: &mut PgConnection,
    org: OrgId,
    id: EventId,
    version: i32,
) -> Result<(), Error> {
    let event = queries::lock(conn, org, id).await?.ok_or(Error::NotFound)?;
    if event.version != version {
        return Err(Error::Stale);
    }
    locked(event.status, Status::Draft)?;
    if queries::has_registrations(conn, id).await? {
        return Err(Error::EventHasRegistrations);
    }
    sqlx::query!("delete from events where organization_id = $1 and id = $2", org as _, id as _)
        .execute(conn)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// EV-5
    #[test]
    fn what_may_change_shrinks_as_the_event_goes_on() {
        let title = Edit { title: Some("x".into()), ..Edit::default() };
        let capacity = Edit { capacity: Some(None), ..Edit::default() };
        let zone = Edit { time_zone: Some(TimeZone::UTC), ..Edit::default() };
        let allowed = |edit: &Edit| {
            [
                Status::Draft,
                Status::Published,
                Status::Live,
                Status::Completed,
                Status::Closed,
                Status::Cancelled,
            ]
            .map(|status| edit.allowed(status).is_ok())
        };
        assert_eq!(allowed(&zone), [true, true, false, false, false, false]);
        assert_eq!(allowed(&capacity), [true, true, true, false, false, false]);
        assert_eq!(allowed(&title), [true, true, true, true, false, false]);
    }
}

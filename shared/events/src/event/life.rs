//! The status table of an event (§1.2): every legal step, its guard, and nothing else.

use chrono::{DateTime, TimeDelta, Utc};
use models::{EventId, OrgId, UserId};
use sqlx::PgConnection;

use super::{Event, Status, queries};
use crate::{Error, presence, zoom};

/// How early an event may be started by hand.
const EARLY: TimeDelta = TimeDelta::minutes(60);

/// A step in the life of an event that people take by hand. Cancelling is another matter:
/// it takes everybody's seat along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Command {
    /// Opens a draft to the public.
    Publish,
    /// Takes a page back that nobody registered on.
    Unpublish,
    /// It begins.
    Start,
    /// It is over.
    Complete,
    /// It is not over after all.
    Resume,
    /// Presence is settled; no more corrections.
    Close,
    /// Corrections again.
    Reopen,
}

/// What the guards need to know beside the event.
#[derive(Clone, Copy, Debug, Default)]
struct Facts {
    ready: bool,
    registrations: bool,
    unsettled: bool,
}

impl Command {
    /// Where the step leads, if the table has it and its guard allows it now.
    fn target(self, event: &Event, facts: Facts, now: DateTime<Utc>) -> Result<Status, Error> {
        use Status::{Closed, Completed, Draft, Live, Published};
        let (to, guard, refusal) = match (self, event.status) {
            (Self::Publish, Draft) => (Published, facts.ready, Error::NotReady(Vec::new())),
            (Self::Unpublish, Published) => {
                (Draft, now < event.starts_at && !facts.registrations, Error::EventHasRegistrations)
            }
            (Self::Start, Published) => (Live, now >= event.starts_at - EARLY, Error::TooEarly),
            (Self::Complete, Published) => (Completed, now >= event.ends_at, Error::NotOver),
            (Self::Resume, Completed) => (Live, now < event.ends_at, Error::EventOver),
            (Self::Close, Completed) => (Closed, !facts.unsettled, Error::PresenceUnsettled),
            (Self::Complete, Live) | (Self::Reopen, Closed) => (Completed, true, Error::NotOver),
            (_, other) => return Err(Error::IllegalTransition(other.word())),
        };
        if guard { Ok(to) } else { Err(refusal) }
    }
}

/// Takes a step, with its line in the history. Gives the event as it is then.
pub async fn advance(
    conn: &mut PgConnection,
    org: OrgId,
    id: EventId,
    command: Command,
    by: (Option<UserId>, Option<&str>),
    now: DateTime<Utc>,
) -> Result<Event, Error> {
    let mut event = queries::lock(conn, org, id).await?.ok_or(Error::NotFound)?;
    let facts = facts(conn, &event, command, now).await?;
    let to = command.target(&event, facts, now)?;
    queries::store_status(conn, &event, to, by, now).await?;
    event.published_at = event.published_at.or((to == Status::Published).then_some(now));
    event.status = to;
    event.version += 1;
    event.updated_at = now;
    follow(conn, &event, command, now).await?;
    Ok(event)
}

async fn facts(
    conn: &mut PgConnection,
    event: &Event,
    command: Command,
    now: DateTime<Utc>,
) -> Result<Facts, Error> {
    Ok(match (command, event.status) {
        (Command::Publish, Status::Draft) => {
            let missing = super::missing(conn, event, now).await?;
            if !missing.is_empty() {
                return Err(Error::NotReady(missing.iter().map(super::Missing::field).collect()));
            }
            Facts { ready: true, ..Facts::default() }
        }
        (Command::Unpublish, Status::Published) => Facts {
            registrations: queries::has_registrations(conn, event.id).await?,
            ..Facts::default()
        },
        (Command::Close, Status::Completed) => {
            Facts { unsettled: presence::unsettled(conn, event.id).await? > 0, ..Facts::default() }
        }
        _ => Facts::default(),
    })
}

/// What else a step sets in motion.
async fn follow(
    conn: &mut PgConnection,
    event: &Event,
    command: Command,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    match command {
        Command::Publish => zoom::event_changed(conn, event.id, now).await?,
        Command::Complete | Command::Reopen => presence::touch(conn, event.id, now).await?,
        _ => {}
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::event::tests::event;

    const COMMANDS: [Command; 7] = [
        Command::Publish,
        Command::Unpublish,
        Command::Start,
        Command::Complete,
        Command::Resume,
        Command::Close,
        Command::Reopen,
    ];
    const STATUSES: [Status; 6] = [
        Status::Draft,
        Status::Published,
        Status::Live,
        Status::Completed,
        Status::Closed,
        Status::Cancelled,
    ];

    /// §1.2: the table, pair by pair, at a moment when every guard is content.
    #[test]
    fn every_pair_outside_the_table_is_illegal() {
        let mut legal = Vec::new();
        for command in COMMANDS {
            for status in STATUSES {
                let event = crate::event::Event { status, ..event() };
                let facts = Facts { ready: true, ..Facts::default() };
                // Unpublishing needs the time before the start, completing the time after it.
                let times =
                    [event.starts_at - EARLY, event.ends_at - TimeDelta::minutes(1), event.ends_at];
                let found = times.iter().find_map(|now| command.target(&event, facts, *now).ok());
                legal.extend(found.map(|to| format!("{command:?} {status:?} {to:?}")));
            }
        }
        insta::assert_debug_snapshot!(legal, @r#"
        [
            "Publish Draft Published",
            "Unpublish Published Draft",
            "Start Published Live",
            "Complete Published Completed",
            "Complete Live Completed",
            "Resume Completed Live",
            "Close Completed Closed",
            "Reopen Closed Completed",
        ]
        "#);
    }

    #[test]
    fn guards_refuse_by_their_own_code() {
        let before = event().starts_at - EARLY - TimeDelta::seconds(1);
        let published = crate::event::Event { status: Status::Published, ..event() };
        let refused =
            |command: Command, facts| command.target(&published, facts, before).unwrap_err();
        assert!(matches!(refused(Command::Start, Facts::default()), Error::TooEarly));
        assert!(matches!(refused(Command::Complete, Facts::default()), Error::NotOver));
        let taken = Facts { registrations: true, ..Facts::default() };
        assert!(matches!(refused(Command::Unpublish, taken), Error::EventHasRegistrations));
    }

    proptest! {
        /// No step ever leaves `cancelled`.
        #[test]
        fn cancelled_is_the_end(command in 0..COMMANDS.len(), minutes in -10_000i64..10_000) {
            let cancelled = crate::event::Event { status: Status::Cancelled, ..event() };
            let now = cancelled.starts_at + TimeDelta::minutes(minutes);
            let facts = Facts { ready: true, ..Facts::default() };
            prop_assert!(COMMANDS[command].target(&cancelled, facts, now).is_err());
        }
    }
}

//! Who was really there, exact to the second.
//!
//! Facts are segments that never change; a result is a pure function of segments, corrections,
//! windows and policy, and may be thrown away and computed again.

mod correct;
pub mod engine;
mod error;
pub mod import;
pub mod jobs;
pub mod join;
pub mod load;
pub mod pairing;
mod recognise;
mod record;
mod results;
pub mod spans;
pub mod verdict;

#[cfg(test)]
mod tests;

pub use correct::{
    Correction, Locked, call_present, check, claim, correct, keep_claim, link, lock, marks,
    open_room, set_ignored, unlink,
};
pub use error::Error;
pub use jobs::{registration_changed, touch};
pub use recognise::{candidates, names, recognise};
pub use record::{Seen, Sighting, participant, sightings};
pub use results::{
    Fact, SessionFact, facts, organization_of, recompute, settles_at, unsettled, with_adjustment,
};

pub use crate::registration::Mode;

/// Whether presence is enough.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PresenceStatus)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Status {
    /// A source is still to come.
    Pending,
    /// It is.
    Met,
    /// It is not.
    NotMet,
    /// The person need not have been there.
    Excused,
}

/// By which ways a person took part.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PresenceMode)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ResultMode {
    /// By video.
    Online,
    /// In the room.
    InPerson,
    /// Both gave time.
    Mixed,
    /// Nothing was measured.
    None,
}

/// Who told that somebody was there.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PresenceSource)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Source {
    /// Zoom, as it happened.
    Zoom,
    /// Zoom's report after the end. Never stored: such a segment names its batch.
    Report,
    /// An uploaded report.
    Csv,
    /// The organizer's list.
    RollCall,
    /// A correction.
    Manual,
}

/// What a reader of a bar should know.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Serialize,
    serde::Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = PresenceFlag)]
pub enum Flag {
    /// Nobody said when the person left, so the end of the meeting was taken.
    AssumedEnd,
    /// Somebody left who never came.
    LeftWithoutJoin,
    /// The report does not know somebody whom the meeting saw.
    MissingFromReport,
    /// Nobody said which of the parallel sessions it was.
    ParallelSessions,
    /// In the meeting now.
    OpenNow,
}

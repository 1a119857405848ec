//! From measured presence to credit: a pure function, in integers and exact fractions.
//!
//! No clock and no database. The same input gives the same bytes for ever, so an award can be
//! computed again years later and must agree (CR-2).

mod calculate;
mod derivation;
mod facts;
mod fraction;
mod parameters;
mod presence_time;
pub mod presets;
mod split;
mod validate;

pub use calculate::{Given, Line, Outcome, Share, calculate};
pub use derivation::{Cap, Step, sentence};
pub use facts::{Facts, Interval, Mode, SessionFacts};
pub use parameters::{
    Category, Claiming, Method, MissedChecks, Parameters, Presence, Rounding, Rung, Tie, TimeBasis,
    Vector, Wordings,
};
pub use presence_time::spread;
pub use validate::{check_vectors, validate};

#[cfg(test)]
mod golden_tests;
#[cfg(test)]
mod oracle_tests;
#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod sample;

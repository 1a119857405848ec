//! Presence into credit, credit into certificates that a stranger can check.

pub mod attendee;
pub mod award;
pub mod body;
pub mod catalogue;
pub mod certificate;
pub mod code;
pub mod designation;
pub mod entry;
mod error;
pub mod evaluation;
pub mod gates;
pub mod jobs;
pub mod learner;
pub mod offering;
pub mod rule_set;
pub mod rules;
pub mod run;
pub mod settings;
pub mod snapshot;
pub mod template;
pub mod waiting;
pub mod waiver;
pub mod wording;

pub use error::Error;

//! Tells people what happened: once, in their language, only where they want it.

pub mod accounts;
pub mod calendar;
pub mod certificates;
mod change;
pub mod events;
pub mod jobs;
pub mod organizations;
pub mod registrations;
pub mod team;

pub use change::Change;

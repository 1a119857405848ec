//! Tells people what happened: once, in their language, only where they want it.
//!
//! A function calls this crate inside the transaction of the cause. That writes a message, the job
//! that sends it, and a notice in the app; nothing is sent before the commit.

pub mod accounts;
pub mod calendar;
pub mod certificates;
mod change;
pub mod closing;
pub mod events;
pub mod inbox;
pub mod jobs;
pub mod log;
mod members;
pub mod message;
pub mod money;
mod names;
pub mod organizations;
pub mod ownership;
pub mod payments;
mod places;
pub mod plans;
pub mod preferences;
pub mod purge;
pub mod registrations;
pub mod render;
pub mod sending;
pub mod subscriptions;
pub mod team;
mod write;

pub use change::Change;
pub use write::Attachment;

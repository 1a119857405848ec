//! What the functions need of a cloud: tasks and files, with their stand-ins on one machine.
//!
//! Google is spoken to over its REST interfaces by small adapters. Its official clients were
//! measured first: they bring tonic, prost, OpenTelemetry and a second HTTP stack into every
//! function that writes to the outbox (figures in `docs/decisions.md`).

mod client;
mod error;
mod identity;
mod objects;
mod tasks;

pub use client::{client, text};
pub use error::Error;
pub use objects::{Bucket, Object, Objects, Signature, Stored};
pub use tasks::{Tasks, woken};

/// How this crate reads the environment, which only `web` may do: `|name| env.optional(name)`.
pub trait Lookup<'e>: Fn(&str) -> Option<&'e str> {}

impl<'e, F: Fn(&str) -> Option<&'e str>> Lookup<'e> for F {}

/// A setting that must be there.
fn required<'e>(lookup: &impl Lookup<'e>, name: &str) -> anyhow::Result<&'e str> {
    lookup(name).ok_or_else(|| anyhow::anyhow!("{name} is not set"))
}

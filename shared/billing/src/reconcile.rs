//! Everything that Stripe has of the last days beside everything that stands here, and what stands
//! here beside itself. What differs is read again by the same hands as any news of Stripe; what
//! then still differs becomes a finding.
//!
//! A run goes page by page. Each page is one delivery of a job, and leaves the place where the next
//! one begins: a run that breaks off goes on from there, and a page that is delivered twice is
//! followed by one.

mod checks;
mod facts;
mod here;
mod ours;
mod run;
mod thing;

pub use checks::checks;
pub use facts::{Difference, Facts, Known, differences, told};
pub use here::known;
pub use ours::{Open, forgotten_refunds, open_findings, unseen};
pub use run::{
    Begun, Progress, ReconcileJob, Run, advance, get, list, seen, start, tonight, under_way,
};
pub use thing::{Stage, Thing};

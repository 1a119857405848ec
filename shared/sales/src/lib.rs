//! What moves seats and money together: composed of events, billing and outreach for the functions
//! that need the same composition. It owns no table and decides nothing that a domain decides.
//!
//! Payment before seats: whoever locks both takes the payment first, so that nobody waits in a ring.

mod error;
mod give_up;
mod open;
mod sell;
mod settle;
mod tell;

pub use error::Error;
pub use give_up::{Terms, give_up, preview};
pub use open::{Origin, cancel, page_ended, resume, start};
pub use sell::{Bought, Order, buy};
pub use settle::{apply, close};
pub use tell::{ended, tell};

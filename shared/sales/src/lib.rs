//! What moves seats and money together: composed of events, billing and outreach for the functions
//! that need the same composition. It owns no table and decides nothing that a domain decides.
//!
//! Payment before seats: whoever locks both takes the payment first, so that nobody waits in a ring.

mod error;
mod give_up;
mod money;
mod open;
mod pay_back;
mod sell;
mod settle;
mod tell;

pub use error::Error;
pub use give_up::{Terms, give_up, preview};
pub use money::{account_trouble, disputed, payout_failed, refunded};
pub use open::{Origin, cancel, close_page, expire, page_ended, resume, start};
pub use pay_back::{called_off, pay_back, pay_back_event};
pub use sell::{Bought, Order, buy};
pub use settle::{apply, close};
pub use tell::{ended, tell};

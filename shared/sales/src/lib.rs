//! What moves seats and money together: composed of events, billing and outreach for the functions
//! that need the same composition. It owns no table and decides nothing that a domain decides.
//!
//! Payment before seats: whoever locks both takes the payment first, so that nobody waits in a ring.

mod error;
mod flagged;
mod give_up;
mod hear;
mod money;
mod open;
mod outside;
mod paid_for;
mod pay_back;
mod place;
mod renew;
mod sell;
mod settle;
mod tell;

pub use error::Error;
pub use flagged::{refund_flagged, resume_sending_back, settle_flagged};
pub use give_up::{Terms, give_up, preview, preview_items};
pub use hear::Ear;
pub use money::{account_trouble, disputed, fraud_feared, payout_failed, refunded};
pub use open::{Origin, cancel, close_page, expire, page_ended, resume, start};
pub use outside::{Outside, settle_outside};
pub use paid_for::PaidFor;
pub use pay_back::{called_off, pay_back, pay_back_event};
pub use place::{approve, charge, decline, pass_on};
pub use renew::{Renewal, Renewed, Subject, renew, subjects};
pub use sell::{Bought, Order, buy, check_code};
pub use settle::{apply, close};
pub use tell::{ended, tell};

//! Promo codes: words that make a price smaller or show hidden tickets, and who has used them.
//!
//! What a code gives is a pure judgement (PC-2, PC-3). Uses are counted under the lock of the
//! code's row (PC-4), so N buyers on the last k uses get exactly k.

mod batch;
mod code;
mod facts;
mod find;
mod guess;
mod judge;
mod manage;
mod person;
mod reserve;
mod terms;
mod uses;
mod write;

pub use batch::{MOST_IN_BATCH, NewBatch, Prefix, create_batch};
pub use code::{Code, NotACode};
pub use guess::{may_try, missed, try_quote, try_unlock};
pub use judge::{Context, Count, PersonFacts, judge};
pub use manage::{Definition, Turn, create, edit, turn};
pub use person::{Buyer, person_key};
pub use reserve::{Line, Quote, Reserved, Wanted, quote, reserve, unlocks};
pub use terms::{Kind, Rules, Scope, Targets, Terms};
pub use uses::{Whose, attach, lapse, redeem, release};

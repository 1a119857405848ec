//! Ticket types. A new event has one, free, called "Registration".

mod commands;

use chrono::{DateTime, TimeDelta, Utc};
use db::rate::Limit;
use models::Field;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::error::field;
pub use commands::{insert, order, remove, update};

/// Wrong access codes of hidden tickets from one address, wherever they are tried.
pub const WRONG_CODES: Limit =
    Limit { scope: "access-code", most: 20, window: TimeDelta::minutes(10) };

/// Which ways of taking part a ticket allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TicketMode)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Mode {
    /// Over the network.
    Online,
    /// At the place.
    InPerson,
    /// Whatever the event allows.
    Any,
}

/// Who sees a ticket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = TicketAudience)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Audience {
    /// Everybody who sees the event.
    Public,
    /// Whoever brings its access code.
    Hidden,
}

/// What a ticket is to be. Its price is billing's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// 1 to 100 characters.
    pub name: String,
    /// Up to 500 characters.
    pub description: Option<String>,
    /// Which ways of taking part.
    pub mode: Mode,
    /// Who sees it.
    pub audience: Audience,
    /// What opens it while it is hidden; up to 50 characters.
    pub access_code: Option<String>,
    /// From when it can be had.
    pub sales_open_at: Option<DateTime<Utc>>,
    /// Until when it can be had.
    pub sales_close_at: Option<DateTime<Utc>>,
    /// How many one booking takes at least.
    pub min_per_booking: i32,
    /// How many one booking takes at most.
    pub max_per_booking: Option<i32>,
    /// 0 to 9; the highest is served first.
    pub waitlist_priority: i32,
    /// `#` and six hexadecimal digits.
    pub color: Option<String>,
}

impl Draft {
    fn faults(&self) -> Vec<Field> {
        let mut faults = Vec::new();
        let mut refuse = |wrong: bool, pointer: &str, detail: &str| {
            if wrong {
                faults.push(field(pointer, "out-of-range", detail));
            }
        };
        let window = self.sales_open_at.zip(self.sales_close_at);
        refuse(
            window.is_some_and(|(open, close)| close <= open),
            "/sales_close_at",
            "This is after the opening.",
        );
        let (least, most) =
            (self.min_per_booking, self.max_per_booking.unwrap_or(MOST_PER_BOOKING));
        let bounds = 1..=MOST_PER_BOOKING;
        refuse(!bounds.contains(&least), "/min_per_booking", "This is 1 to 50.");
        refuse(!bounds.contains(&most), "/max_per_booking", "This is 1 to 50.");
        refuse(
            bounds.contains(&most) && most < least,
            "/max_per_booking",
            "This is not less than the least that a booking takes.",
        );
        refuse(!(0..=9).contains(&self.waitlist_priority), "/waitlist_priority", "This is 0 to 9.");
        let color = self.color.as_deref().map(|color| color.strip_prefix('#').unwrap_or_default());
        let colored =
            |digits: &str| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        if color.is_some_and(|digits| !colored(digits)) {
            faults.push(field("/color", "invalid-value", "This is # and six hexadecimal digits."));
        }
        faults
    }
}

/// A party is no larger.
const MOST_PER_BOOKING: i32 = 50;

/// What is to be different; absent parts stay, `Some(None)` clears.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// 1 to 100 characters.
    pub name: Option<String>,
    /// Up to 500 characters.
    pub description: Option<Option<String>>,
    /// Which ways of taking part.
    pub mode: Option<Mode>,
    /// Who sees it.
    pub audience: Option<Audience>,
    /// What opens it while it is hidden.
    pub access_code: Option<Option<String>>,
    /// From when it can be had.
    pub sales_open_at: Option<Option<DateTime<Utc>>>,
    /// Until when it can be had.
    pub sales_close_at: Option<Option<DateTime<Utc>>>,
    /// How many one booking takes at least.
    pub min_per_booking: Option<i32>,
    /// How many one booking takes at most.
    pub max_per_booking: Option<Option<i32>>,
    /// 0 to 9.
    pub waitlist_priority: Option<i32>,
    /// `#` and six hexadecimal digits.
    pub color: Option<Option<String>>,
}

impl Edit {
    /// Whether it changes what is fixed once the event is live (EV-5): texts, who sees the ticket
    /// and when it can be had are not.
    fn is_of_substance(&self) -> bool {
        self.mode.is_some()
            || self.min_per_booking.is_some()
            || self.max_per_booking.is_some()
            || self.waitlist_priority.is_some()
    }

    fn applied(&self, mut draft: Draft) -> Draft {
        macro_rules! take {
            ($($part:ident)+) => {$(if let Some(value) = &self.$part { draft.$part = value.clone(); })+};
        }
        take!(name description mode audience access_code sales_open_at sales_close_at min_per_booking max_per_booking
              waitlist_priority color);
        draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            name: "Early".into(),
            description: None,
            mode: Mode::Any,
            audience: Audience::Public,
            access_code: None,
            sales_open_at: None,
            sales_close_at: None,
            min_per_booking: 1,
            max_per_booking: None,
            waitlist_priority: 0,
            color: None,
        }
    }

    #[test]
    fn numbers_outside_their_range_are_refused_where_they_stand() {
        assert!(draft().faults().is_empty());
        let at = |n| Some(DateTime::UNIX_EPOCH + chrono::TimeDelta::days(n));
        for (wrong, pointer) in [
            (Draft { min_per_booking: 0, ..draft() }, "/min_per_booking"),
            (Draft { max_per_booking: Some(51), ..draft() }, "/max_per_booking"),
            (Draft { min_per_booking: 3, max_per_booking: Some(2), ..draft() }, "/max_per_booking"),
            (Draft { waitlist_priority: 10, ..draft() }, "/waitlist_priority"),
            (Draft { color: Some("red".into()), ..draft() }, "/color"),
            (Draft { color: Some("#12345é".into()), ..draft() }, "/color"),
            (Draft { sales_open_at: at(2), sales_close_at: at(2), ..draft() }, "/sales_close_at"),
        ] {
            let pointers: Vec<_> = wrong.faults().into_iter().map(|fault| fault.pointer).collect();
            assert_eq!(pointers, [pointer]);
        }
        let fine = Draft { color: Some("#0A84ff".into()), max_per_booking: Some(50), ..draft() };
        assert!(fine.faults().is_empty());
    }
}

//! Mails about an event as a whole.

use super::changes;
use super::registrations::{of_place, opened, ticket};
use crate::message::{Cancelled, EventUpdated, Reminder};
use crate::render::Setting;
use crate::render::block::{Fact, Letter};
use crate::render::tongue::Tongue;
use crate::render::{phrases as p, text, times};

pub(super) fn updated(facts: &EventUpdated, s: &Setting<'_>) -> Letter {
    let (t, place) = (s.tongue, &facts.place);
    let event = &place.event;
    let text = p::event_updated_text(t, &event.title, &event.organizer);
    let subject = p::event_updated_subject(t, &text::short(&event.title));
    let letter = Letter::new(subject, text.clone(), p::event_updated_heading(t))
        .paragraph(text)
        .facts(changes::facts(&facts.changes, event.time_zone, s))
        .quote(facts.message.as_deref());
    let letter = match facts.refund_until {
        Some(until) => {
            let until = times::moment(until, s.time_zone);
            letter.paragraph(p::event_updated_refund(t, &until))
        }
        None => letter,
    };
    let letter =
        if place.join.is_some() { letter.paragraph(p::event_updated_calendar(t)) } else { letter };
    opened(letter, place, s)
}

pub(super) fn cancelled(facts: &Cancelled, s: &Setting<'_>) -> Letter {
    let (t, place) = (s.tongue, &facts.place);
    let event = &place.event;
    let text = p::event_cancelled_text(t, &event.title, &event.organizer);
    let subject = p::event_cancelled_subject(t, &text::short(&event.title));
    let mut rows = of_place(place, s);
    rows.extend(facts.reason.as_ref().map(|reason| Fact::new(p::reason(t), reason)));
    Letter::new(subject, text.clone(), p::event_cancelled_heading(t))
        .paragraph(text)
        .quote(facts.message.as_deref())
        .facts(rows)
}

pub(super) fn reminder(facts: &Reminder, s: &Setting<'_>) -> Letter {
    let (t, place) = (s.tongue, &facts.place);
    let wait = wait(facts.left, t);
    let text = p::reminder_text(t, &place.event.title, &wait);
    let subject = p::reminder_subject(t, &text::short(&place.event.title), &wait);
    let letter = Letter::new(subject, text.clone(), p::reminder_heading(t, &wait))
        .paragraph(text)
        .facts(of_place(place, s));
    opened(ticket(letter, facts.ticket_code.as_deref(), s), place, s)
}

/// The largest unit that says it exactly.
fn wait(minutes: i32, t: Tongue) -> String {
    match minutes {
        m if m >= 1440 && m % 1440 == 0 => p::in_days(t, &(m / 1440).to_string()),
        m if m >= 60 && m % 60 == 0 => p::in_hours(t, &(m / 60).to_string()),
        m => p::in_minutes(t, &m.to_string()),
    }
}

//! Mails about requests, places that change hands, and seats without a name.

use super::registrations::of_place;
use crate::message::{PassedOn, Request, RequestStep, Unnamed};
use crate::render::Setting;
use crate::render::block::{Fact, Letter};
use crate::render::{phrases as p, text, times};

pub(super) fn request(facts: &Request, s: &Setting<'_>) -> Letter {
    let (t, place) = (s.tongue, &facts.place);
    let (title, short) = (&place.event.title, text::short(&place.event.title));
    let mut rows = of_place(place, s);
    rows.extend(facts.reason.as_ref().map(|reason| Fact::new(p::reason(t), reason)));
    let (subject, heading, text) = match facts.step {
        RequestStep::Received => {
            let text = p::request_text(t, title, &place.event.organizer);
            (p::request_subject(t, &short), p::request_heading(t), text)
        }
        RequestStep::Approved => {
            let until = facts.until.map(|until| times::moment(until, s.time_zone));
            let text = p::approved_text(t, title, &until.unwrap_or_default());
            (p::approved_subject(t, &short), p::approved_heading(t), text)
        }
        RequestStep::Declined => {
            let text = p::declined_text(t, title, &place.event.organizer);
            (p::declined_subject(t, &short), p::declined_heading(t), text)
        }
    };
    let letter = Letter::new(subject, text.clone(), heading).paragraph(text);
    let manage = s.links.seal(place.manage);
    match facts.step {
        RequestStep::Approved => letter.button(p::approved_button(t), manage).facts(rows),
        RequestStep::Received => letter.facts(rows).button(p::manage_button(t), manage),
        RequestStep::Declined => letter.facts(rows),
    }
}

pub(super) fn passed_on(facts: &PassedOn, s: &Setting<'_>) -> Letter {
    let (t, place) = (s.tongue, &facts.place);
    let title = &place.event.title;
    let text = match &facts.to {
        Some(name) => p::passed_on_text(t, title, name),
        None => p::passed_on_plain(t, title),
    };
    let subject = p::passed_on_subject(t, &text::short(title));
    Letter::new(subject, text.clone(), p::passed_on_heading(t))
        .paragraph(text)
        .paragraph(p::passed_on_links(t))
        .facts(of_place(place, s))
}

pub(super) fn unnamed(facts: &Unnamed, s: &Setting<'_>) -> Letter {
    let (t, place) = (s.tongue, &facts.place);
    let title = &place.event.title;
    let text = p::unnamed_text(t, title, &facts.seats.to_string());
    let subject = p::unnamed_subject(t, &text::short(title));
    let mut rows = of_place(place, s);
    let locked = facts.locked_at.map(|at| times::moment(at, s.time_zone));
    rows.extend(locked.map(|at| Fact::new(p::unnamed_until(t), at)));
    Letter::new(subject, text.clone(), p::unnamed_heading(t))
        .paragraph(text)
        .button(p::unnamed_button(t), s.links.seal(place.manage))
        .facts(rows)
}

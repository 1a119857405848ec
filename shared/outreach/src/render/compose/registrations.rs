//! Mails about a person's place at an event.

use super::changes;
use crate::message::{
    Cancelled, Confirmed, Expired, Lapsed, LinkedPlace, Links, Offered, Place, PlaceChanged,
    Session, Standing, Waitlisted,
};
use crate::render::Setting;
use crate::render::block::{Fact, Item, Letter};
use crate::render::{phrases as p, text, times};

pub(super) fn confirmed(facts: &Confirmed, s: &Setting<'_>) -> Letter {
    let (t, place) = (s.tongue, &facts.place);
    let text = p::confirmed_text(t, &place.event.title);
    let subject = p::confirmed_subject(t, &text::short(&place.event.title));
    let letter = Letter::new(subject, text.clone(), p::confirmed_heading(t))
        .paragraph(text)
        .facts(of_place(place, s));
    let letter = ticket(letter, facts.ticket_code.as_deref(), s);
    let letter = programme(letter, &facts.sessions, place, s).paragraph(p::calendar_attached(t));
    let letter = match place.join {
        Some(join) => letter
            .paragraph(p::confirmed_join(t))
            .button(p::join_button(t), s.links.seal(join))
            .paragraph(p::confirmed_manage(t))
            .link(p::manage_button(t), s.links.seal(place.manage)),
        None => letter
            .paragraph(p::confirmed_manage(t))
            .button(p::manage_button(t), s.links.seal(place.manage)),
    };
    if facts.guest { letter.small(p::confirmed_not_you(t)) } else { letter }
}

pub(super) fn waitlisted(facts: &Waitlisted, s: &Setting<'_>) -> Letter {
    let (t, place) = (s.tongue, &facts.place);
    let position = facts.position.to_string();
    let text = p::waitlisted_text(t, &place.event.title, &position);
    let subject = p::waitlisted_subject(t, &text::short(&place.event.title));
    let mut rows = of_place(place, s);
    rows.push(Fact::new(p::position(t), position));
    Letter::new(subject, text.clone(), p::waitlisted_heading(t))
        .paragraph(text)
        .facts(rows)
        .button(p::manage_button(t), s.links.seal(place.manage))
}

pub(super) fn offered(facts: &Offered, s: &Setting<'_>) -> Letter {
    let (t, place) = (s.tongue, &facts.place);
    let time = times::moment(facts.until, s.time_zone);
    let text = p::offer_text(t, &place.event.title, &time);
    let subject = p::offer_subject(t, &text::short(&place.event.title));
    Letter::new(subject, text.clone(), p::offer_heading(t))
        .paragraph(text)
        .button(p::offer_button(t), s.links.seal(place.manage))
        .facts(of_place(place, s))
}

pub(super) fn expired(facts: &Expired, s: &Setting<'_>) -> Letter {
    let (t, place) = (s.tongue, &facts.place);
    let title = &place.event.title;
    let text = match facts.lapsed {
        Lapsed::Hold => p::expired_hold(t, title),
        Lapsed::Offer => p::expired_offer(t, title),
        Lapsed::Queue => p::expired_queue(t, title),
        Lapsed::Request => p::expired_request(t, title),
    };
    let subject = p::expired_subject(t, &text::short(title));
    let letter = Letter::new(subject, text.clone(), p::expired_heading(t)).paragraph(text);
    match (&place.event.slug, facts.lapsed) {
        (Some(slug), Lapsed::Hold | Lapsed::Offer) => letter
            .paragraph(p::expired_again(t))
            .button(p::see_event(t), s.links.path(&format!("/events/{slug}"))),
        _ => letter,
    }
}

pub(super) fn changed(facts: &PlaceChanged, s: &Setting<'_>) -> Letter {
    let (t, place) = (s.tongue, &facts.place);
    let text = p::changed_text(t, &place.event.title);
    let subject = p::changed_subject(t, &text::short(&place.event.title));
    let letter = Letter::new(subject, text.clone(), p::changed_heading(t))
        .paragraph(text)
        .facts(changes::facts(&facts.changes, place.event.time_zone, s));
    opened(letter, place, s)
}

pub(super) fn cancelled(facts: &Cancelled, s: &Setting<'_>) -> Letter {
    let (t, place) = (s.tongue, &facts.place);
    let text = p::cancelled_text(t, &place.event.title);
    let subject = p::cancelled_subject(t, &text::short(&place.event.title));
    let mut rows = of_place(place, s);
    rows.extend(facts.reason.as_ref().map(|reason| Fact::new(p::reason(t), reason)));
    rows.extend(facts.refund.as_ref().map(|refund| Fact::new(p::goes_back(t), refund)));
    Letter::new(subject, text.clone(), p::cancelled_heading(t))
        .paragraph(text)
        .facts(rows)
        .link(p::manage_button(t), s.links.seal(place.manage))
}

pub(super) fn links(facts: &Links, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let item = |place: &LinkedPlace| Item {
        title: place.title.clone(),
        lines: vec![times::moment(place.starts_at, place.time_zone), standing(place.status, s)],
        label: p::open_registration(t),
        url: Some(s.links.seal(place.manage)),
    };
    Letter::new(p::links_subject(t), p::links_text(t), p::links_heading(t))
        .paragraph(p::links_text(t))
        .items(facts.places.iter().map(item).collect())
        .small(p::links_stranger(t))
}

pub(super) fn unmatched(place: &Place, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let text = p::unmatched_text(t, &place.event.title);
    let subject = p::unmatched_subject(t, &text::short(&place.event.title));
    Letter::new(subject, text.clone(), p::unmatched_heading(t))
        .paragraph(text)
        .button(p::unmatched_button(t), s.links.seal(place.manage))
}

/// The links that fit the way of taking part.
pub(super) fn opened(letter: Letter, place: &Place, s: &Setting<'_>) -> Letter {
    let manage = s.links.seal(place.manage);
    match place.join {
        Some(join) => letter
            .button(p::join_button(s.tongue), s.links.seal(join))
            .link(p::manage_button(s.tongue), manage),
        None => letter.button(p::manage_button(s.tongue), manage),
    }
}

pub(super) fn ticket(letter: Letter, code: Option<&str>, s: &Setting<'_>) -> Letter {
    match code {
        Some(code) => letter.code(p::ticket_label(s.tongue), code.to_owned()),
        None => letter,
    }
}

/// When, where and by whom.
pub(super) fn of_place(place: &Place, s: &Setting<'_>) -> Vec<Fact> {
    let (t, event) = (s.tongue, &place.event);
    let times = times::span(event.starts_at, event.ends_at, event.time_zone, s.time_zone);
    let mut rows = vec![Fact::new(p::event(t), &event.title), Fact::of(p::when(t), times)];
    let venue = if place.online { Some(p::online(t)) } else { event.venue.clone() };
    rows.extend(venue.map(|venue| Fact::new(p::place(t), venue)));
    rows.push(Fact::new(p::organizer(t), &event.organizer));
    rows
}

/// At most so many: the page of the registration lists all.
const SESSIONS: usize = 12;

fn programme(letter: Letter, sessions: &[Session], place: &Place, s: &Setting<'_>) -> Letter {
    if sessions.is_empty() {
        return letter;
    }
    let line = |session: &Session| {
        let zone = place.event.time_zone;
        let local = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&zone);
        let (from, to) = (local(session.starts_at), local(session.ends_at));
        let room = session.room.as_ref().map(|room| format!(", {room}")).unwrap_or_default();
        format!("{}–{} {}{room}", from.format("%a %-d %b %H:%M"), to.format("%H:%M"), session.title)
    };
    let mut lines: Vec<String> = sessions.iter().take(SESSIONS).map(line).collect();
    if sessions.len() > SESSIONS {
        lines.push("…".to_owned());
    }
    letter.facts(vec![Fact::of(p::sessions(s.tongue), lines)])
}

fn standing(standing: Standing, s: &Setting<'_>) -> String {
    match standing {
        Standing::Requested => p::standing_requested(s.tongue),
        Standing::Held => p::standing_held(s.tongue),
        Standing::Offered => p::standing_offered(s.tongue),
        Standing::Waitlisted => p::standing_waitlisted(s.tongue),
        Standing::Confirmed => p::standing_confirmed(s.tongue),
    }
}

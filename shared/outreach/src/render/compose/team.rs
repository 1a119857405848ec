//! Mails to the members who work on the matter.

use crate::message::{
    Attention, Places, TeamAttendance, TeamIntegrations, TeamRegistrations, Trouble,
};
use crate::render::Setting;
use crate::render::block::{Fact, Letter};
use crate::render::{phrases as p, text};

pub(super) fn registrations(facts: &TeamRegistrations, s: &Setting<'_>) -> Letter {
    let (t, title) = (s.tongue, &facts.title);
    let short = text::short(title);
    let (subject, text) = match facts.what {
        Places::Taken => (p::places_taken(t, &short), p::places_taken_text(t, title)),
        Places::GivenBack => (p::places_given_back(t, &short), p::places_given_back_text(t, title)),
        Places::SoldOut => (p::sold_out(t, &short), p::sold_out_text(t, title)),
        Places::Requested => (p::places_requested(t, &short), p::places_requested_text(t, title)),
    };
    let page = format!("/org/{}/events/{}/registrations", facts.organization_id, facts.event);
    Letter::new(subject.clone(), text.clone(), subject)
        .paragraph(text)
        .button(p::see_registrations(t), s.links.path(&page))
}

pub(super) fn attendance(facts: &TeamAttendance, s: &Setting<'_>) -> Letter {
    let (t, title) = (s.tongue, &facts.title);
    let page = format!("/org/{}/events/{}", facts.organization_id, facts.event);
    match &facts.what {
        Attention::Gaps { unmatched, missing } => {
            let text = p::gaps_text(t, title);
            let rows = vec![
                Fact::new(p::gaps_unmatched(t), unmatched.to_string()),
                Fact::new(p::gaps_missing(t), missing.to_string()),
            ];
            Letter::new(p::gaps_subject(t, &text::short(title)), text.clone(), p::gaps_heading(t))
                .paragraph(text)
                .facts(rows)
                .button(p::close_event(t), s.links.path(&format!("{page}/close")))
        }
        Attention::Claim { name } => {
            let name = name.clone().unwrap_or_else(|| p::an_attendee(t));
            let text = p::claim_text(t, title, &name);
            Letter::new(p::claim_subject(t, &text::short(title)), text.clone(), p::claim_heading(t))
                .paragraph(text)
                .button(p::see_names(t), s.links.path(&format!("{page}/presence/triage")))
        }
    }
}

pub(super) fn integrations(facts: &TeamIntegrations, s: &Setting<'_>) -> Letter {
    let (t, subject) = (s.tongue, &facts.subject);
    let short = text::short(subject);
    let (title, text) = match facts.what {
        Trouble::Degraded => {
            (p::zoom_degraded_subject(t, &short), p::zoom_degraded_text(t, subject))
        }
        Trouble::Revoked => (p::zoom_revoked_subject(t, &short), p::zoom_revoked_text(t, subject)),
        Trouble::MeetingGone => {
            (p::meeting_gone_subject(t, &short), p::meeting_gone_text(t, subject))
        }
        Trouble::MeetingFailed => {
            (p::meeting_failed_subject(t, &short), p::meeting_failed_text(t, subject))
        }
    };
    let said = facts.reason.as_ref().map(|reason| Fact::new(p::zoom_said(t), reason));
    let organization = facts.organization_id;
    let page = match facts.event {
        Some(event) => format!("/org/{organization}/events/{event}"),
        None => format!("/org/{organization}/integrations"),
    };
    let button = if facts.event.is_some() { p::see_event(t) } else { p::see_integrations(t) };
    Letter::new(title.clone(), text.clone(), title)
        .paragraph(text)
        .facts(said.into_iter().collect())
        .button(button, s.links.path(&page))
}

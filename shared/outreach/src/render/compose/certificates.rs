//! Mails about certificates.

use crate::message::{Certified, Credit, RevokeReason};
use crate::render::Setting;
use crate::render::block::{Fact, Letter};
use crate::render::{phrases as p, text};

pub(super) fn issued(facts: &Certified, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let text = p::issued_text(t, &facts.title, &facts.issuer);
    let subject = p::issued_subject(t, &text::short(&facts.title));
    held(Letter::new(subject, text.clone(), p::issued_heading(t)).paragraph(text), facts, s)
}

pub(super) fn replaced(facts: &Certified, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let text = p::replaced_text(t, &facts.title, &facts.issuer);
    let subject = p::replaced_subject(t, &text::short(&facts.title));
    held(Letter::new(subject, text.clone(), p::replaced_heading(t)).paragraph(text), facts, s)
}

pub(super) fn revoked(facts: &Certified, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let text = p::revoked_text(t, &facts.title, &facts.issuer);
    let subject = p::revoked_subject(t, &text::short(&facts.title));
    let mut rows = vec![Fact::new(p::number(t), &facts.number)];
    rows.extend(facts.reason.map(|reason| {
        let word = match reason {
            RevokeReason::IssuedInError => p::issued_in_error(t),
            RevokeReason::Fraud => p::fraud(t),
            RevokeReason::WithdrawnByBody => p::withdrawn_by_body(t),
            RevokeReason::Duplicate => p::duplicate(t),
            RevokeReason::Other => p::other_reason(t),
        };
        Fact::new(p::reason(t), word)
    }));
    Letter::new(subject, text.clone(), p::revoked_heading(t))
        .paragraph(text)
        .facts(rows)
        .quote(facts.note.as_deref())
        .link(p::check_it(t), s.links.path(&format!("/verify/{}", facts.code)))
}

fn held(letter: Letter, facts: &Certified, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let mut rows = vec![Fact::new(p::number(t), &facts.number)];
    if !facts.credits.is_empty() {
        let line = |c: &Credit| format!("{} {} ({})", c.amount, c.unit, c.body);
        rows.push(Fact::of(p::credits(t), facts.credits.iter().map(line).collect()));
    }
    rows.extend(
        facts
            .expires_on
            .map(|day| Fact::new(p::valid_until(t), day.format("%-d %B %Y").to_string())),
    );
    let page = match facts.manage {
        Some(manage) => s.links.seal(manage),
        None => s.links.path(&format!("/me/certificates/{}", facts.certificate)),
    };
    letter
        .facts(rows)
        .button(p::see_certificate(t), page)
        .link(p::check_it(t), s.links.path(&format!("/verify/{}", facts.code)))
}

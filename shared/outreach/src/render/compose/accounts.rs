//! Mails about accounts. They carry no text of organizations but a name that was found harmless.

use chrono::{DateTime, Utc};

use crate::message::{MailedLink, SecurityChanged, SecurityWord, SignIn};
use crate::render::Setting;
use crate::render::block::{Fact, Letter};
use crate::render::{phrases as p, times};

/// Subject, heading, text and button of a mail that carries one link.
struct Words {
    subject: String,
    heading: String,
    text: String,
    button: String,
}

fn linked(words: Words, facts: &MailedLink, s: &Setting<'_>) -> Letter {
    let time = times::moment(facts.expires_at, s.time_zone);
    Letter::new(words.subject, words.text.clone(), words.heading)
        .paragraph(words.text)
        .button(words.button, s.links.seal(facts.seal))
        .paragraph(p::until(s.tongue, &time))
        .small(p::from_stranger(s.tongue))
}

pub(super) fn verify(facts: &MailedLink, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let invited = facts.organization.as_deref().map(|name| p::verify_invited(t, name));
    let words = Words {
        subject: p::verify_subject(t),
        heading: p::verify_heading(t),
        text: invited.unwrap_or_else(|| p::verify_text(t)),
        button: p::verify_button(t),
    };
    linked(words, facts, s)
}

pub(super) fn exists(facts: &MailedLink, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let words = Words {
        subject: p::exists_subject(t),
        heading: p::exists_heading(t),
        text: p::exists_text(t),
        button: p::sign_in_button(t),
    };
    linked(words, facts, s)
}

pub(super) fn sign_in_link(facts: &MailedLink, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let words = Words {
        subject: p::sign_in_subject(t),
        heading: p::sign_in_heading(t),
        text: p::sign_in_text(t),
        button: p::sign_in_button(t),
    };
    linked(words, facts, s)
}

pub(super) fn password_reset(facts: &MailedLink, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let words = Words {
        subject: p::reset_subject(t),
        heading: p::reset_heading(t),
        text: p::reset_text(t),
        button: p::reset_button(t),
    };
    linked(words, facts, s)
}

pub(super) fn add_address(facts: &MailedLink, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let words = Words {
        subject: p::add_address_subject(t),
        heading: p::add_address_heading(t),
        text: p::add_address_text(t),
        button: p::verify_button(t),
    };
    linked(words, facts, s)
}

pub(super) fn code(facts: &MailedLink, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let time = times::moment(facts.expires_at, s.time_zone);
    // The preview shows on locked screens: no digits there, nor in the subject.
    Letter::new(p::code_subject(t), p::code_text(t), p::code_heading(t))
        .paragraph(p::code_text(t))
        .code(p::code_label(t), s.links.digits(facts.seal))
        .paragraph(p::until(t, &time))
}

pub(super) fn security_changed(facts: &SecurityChanged, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let address = facts.address.as_deref().unwrap_or_default();
    let text = match facts.change {
        SecurityWord::PasswordSet => p::password_set(t),
        SecurityWord::PasswordChanged => p::password_changed(t),
        SecurityWord::PasswordReset => p::password_reset(t),
        SecurityWord::AddressAdded => p::address_added(t, address),
        SecurityWord::AddressRemoved => p::address_removed(t, address),
        SecurityWord::PrimaryAddressChanged => p::primary_changed(t, address),
    };
    Letter::new(p::security_subject(t), text.clone(), p::security_heading(t))
        .paragraph(text)
        .facts(circumstances(&facts.device, facts.ip_prefix.as_deref(), facts.at, s))
        .paragraph(p::security_stop(t))
        .button(p::security_button(t), s.links.path("/me/security"))
}

pub(super) fn new_sign_in(facts: &SignIn, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let (subject, text) = (p::new_sign_in_subject(t), p::new_sign_in_text(t));
    signed_in(Letter::new(subject, text.clone(), p::new_sign_in_heading(t)), text, facts, s)
}

pub(super) fn login_stolen(facts: &SignIn, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let (subject, text) = (p::stolen_subject(t), p::stolen_text(t));
    signed_in(Letter::new(subject, text.clone(), p::stolen_heading(t)), text, facts, s)
}

fn signed_in(letter: Letter, text: String, facts: &SignIn, s: &Setting<'_>) -> Letter {
    letter
        .paragraph(text)
        .facts(circumstances(&facts.device, facts.ip_prefix.as_deref(), facts.at, s))
        .paragraph(p::security_stop(s.tongue))
        .button(p::security_button(s.tongue), s.links.path("/me/security"))
}

fn circumstances(
    device: &str,
    network: Option<&str>,
    at: DateTime<Utc>,
    s: &Setting<'_>,
) -> Vec<Fact> {
    let mut rows = vec![Fact::new(p::device(s.tongue), device)];
    rows.extend(network.map(|network| Fact::new(p::network(s.tongue), network)));
    rows.push(Fact::new(p::time(s.tongue), times::moment(at, s.time_zone)));
    rows
}

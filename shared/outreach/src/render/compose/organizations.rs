//! Mails about belonging to an organization.

use models::Role;

use crate::message::{
    Answer, Closing, ClosingStep, Invitation, InvitationAnswered, Ownership, OwnershipStep,
    Removed, Roles, SeatNotice,
};
use crate::names::dead_links;
use crate::render::Setting;
use crate::render::block::{Fact, Letter};
use crate::render::tongue::Tongue;
use crate::render::{phrases as p, times};

pub(super) fn invitation(facts: &Invitation, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let subject = facts.organization.as_deref().map(|name| p::invitation_subject(t, name));
    let inviter = facts.inviter.clone().unwrap_or_else(|| p::somebody(t));
    let organization = facts.organization.clone().unwrap_or_else(|| p::an_organization(t));
    let text = p::invitation_text(t, &inviter, &organization);
    let time = times::moment(facts.expires_at, s.time_zone);
    let subject = subject.unwrap_or_else(|| p::invitation_subject_plain(t));
    Letter::new(subject, text.clone(), p::invitation_heading(t))
        .paragraph(text)
        .quote(facts.message.as_deref().map(dead_links).as_deref())
        .facts(vec![named_roles(&facts.roles, t)])
        .button(p::invitation_button(t), s.links.seal(facts.seal))
        .paragraph(p::until(t, &time))
        .small(p::from_stranger(t))
}

pub(super) fn answered(facts: &InvitationAnswered, s: &Setting<'_>) -> Letter {
    let (t, who, organization) = (s.tongue, &facts.who, &facts.organization);
    let text = match facts.answer {
        Answer::Accepted => p::answered_accepted(t, who, organization),
        Answer::Declined => p::answered_declined(t, who, organization),
        Answer::Expired => p::answered_expired(t, who, organization),
    };
    let team = s.links.path(&format!("/org/{}/team", facts.organization_id));
    Letter::new(text.clone(), String::new(), text).button(p::team_button(t), team)
}

pub(super) fn role_changed(facts: &Roles, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let (subject, text) = (
        p::role_changed_subject(t, &facts.organization),
        p::role_changed_text(t, &facts.organization),
    );
    Letter::new(subject.clone(), text.clone(), subject)
        .paragraph(text)
        .facts(vec![named_roles(&facts.roles, t)])
        .button(p::open_organization(t), s.links.path(&format!("/org/{}", facts.organization_id)))
}

pub(super) fn seat_notice(facts: &SeatNotice, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let time = times::moment(facts.ends_at, s.time_zone);
    let subject = p::seat_notice_subject(t, &facts.organization);
    let text = p::seat_notice_text(t, &facts.organization, &time);
    Letter::new(subject.clone(), text.clone(), subject)
        .paragraph(text)
        .paragraph(p::seat_notice_ways(t))
        .button(p::open_organization(t), s.links.path(&format!("/org/{}", facts.organization_id)))
}

pub(super) fn ownership(facts: &Ownership, s: &Setting<'_>) -> Letter {
    let (t, time) = (s.tongue, times::moment(facts.until, s.time_zone));
    let Ownership { organization, from, to, .. } = facts;
    let team = s.links.path(&format!("/org/{}/team", facts.organization_id));
    let letter = |subject: String, text: String| {
        Letter::new(subject.clone(), text.clone(), subject).paragraph(text)
    };
    match facts.step {
        OwnershipStep::Offered => letter(
            p::ownership_offered_subject(t, organization),
            p::ownership_offered_text(t, from, organization),
        )
        .paragraph(p::ownership_offered_effect(t, from))
        .button(p::ownership_button(t), team)
        .paragraph(p::until(t, &time)),
        OwnershipStep::Accepted => letter(
            p::ownership_accepted_subject(t, organization),
            p::ownership_accepted_text(t, to, organization, from),
        )
        .paragraph(p::ownership_accepted_payouts(t, &time))
        .button(p::open_organization(t), s.links.path(&format!("/org/{}", facts.organization_id))),
        OwnershipStep::Declined => letter(
            p::ownership_declined_subject(t, to, organization),
            p::ownership_kept(t, organization),
        )
        .button(p::team_button(t), team),
        OwnershipStep::Withdrawn => letter(
            p::ownership_withdrawn_subject(t, organization),
            p::ownership_withdrawn_text(t, from, organization),
        ),
        OwnershipStep::Expired => letter(
            p::ownership_expired_subject(t, to, organization),
            p::ownership_kept(t, organization),
        )
        .button(p::team_button(t), team),
    }
}

pub(super) fn closing(facts: &Closing, s: &Setting<'_>) -> Letter {
    let (t, organization) = (s.tongue, &facts.organization);
    let time = times::moment(facts.at, s.time_zone);
    let (subject, text) = match facts.step {
        ClosingStep::Begun => (
            p::closing_begun_subject(t, organization),
            p::closing_begun_text(t, organization, &time),
        ),
        ClosingStep::Reopened => (
            p::closing_reopened_subject(t, organization),
            p::closing_reopened_text(t, organization),
        ),
        ClosingStep::Closed => {
            (p::closing_closed_subject(t, organization), p::closing_closed_text(t, organization))
        }
    };
    let letter = Letter::new(subject.clone(), text.clone(), subject).paragraph(text);
    match facts.step {
        ClosingStep::Closed => letter.paragraph(p::closing_certificates(t)),
        ClosingStep::Begun | ClosingStep::Reopened => letter.button(
            p::open_organization(t),
            s.links.path(&format!("/org/{}", facts.organization_id)),
        ),
    }
}

pub(super) fn removed(facts: &Removed, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let subject = p::removed_subject(t, &facts.organization);
    let text = p::removed_text(t, &facts.organization);
    Letter::new(subject.clone(), text.clone(), subject).paragraph(text)
}

fn named_roles(roles: &[Role], t: Tongue) -> Fact {
    let names: Vec<String> = roles.iter().map(|role| role_name(*role, t)).collect();
    Fact::new(p::roles(t), names.join(", "))
}

fn role_name(role: Role, t: Tongue) -> String {
    match role {
        Role::Owner => p::role_owner(t),
        Role::Admin => p::role_admin(t),
        Role::Organizer => p::role_organizer(t),
        Role::CourseManager => p::role_course_manager(t),
        Role::Instructor => p::role_instructor(t),
        Role::Finance => p::role_finance(t),
        Role::CheckIn => p::role_check_in(t),
        Role::Viewer => p::role_viewer(t),
    }
}

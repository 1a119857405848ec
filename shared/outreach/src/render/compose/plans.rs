//! Mails about an organization's plan.

use crate::message::{PlanStep, TeamPlan};
use crate::render::Setting;
use crate::render::block::{Fact, Letter};
use crate::render::{phrases as p, text, times};

pub(super) fn team(facts: &TeamPlan, s: &Setting<'_>) -> Letter {
    let (t, name) = (s.tongue, &facts.organization);
    let short = text::short(name);
    let (subject, text) = match facts.what {
        PlanStep::TrialEnding => (p::trial_ending(t, &short), p::trial_ending_text(t, name)),
        PlanStep::TrialEnded => (p::trial_ended(t, &short), p::trial_ended_text(t, name)),
        PlanStep::ReadOnlySoon => (p::read_only_soon(t, &short), p::read_only_soon_text(t, name)),
        PlanStep::PaymentFailed => (p::plan_unpaid(t, &short), p::plan_unpaid_text(t, name)),
        PlanStep::Suspended => (p::plan_on_hold(t, &short), p::plan_on_hold_text(t, name)),
        PlanStep::CardExpiring => (p::card_expiring(t, &short), p::card_expiring_text(t, name)),
    };
    let label = match facts.what {
        PlanStep::TrialEnding => p::trial_ends(t),
        PlanStep::CardExpiring => p::card_ends(t),
        _ => p::nothing_new_from(t),
    };
    let button = match facts.what {
        PlanStep::TrialEnding | PlanStep::TrialEnded | PlanStep::ReadOnlySoon => p::choose_plan(t),
        PlanStep::PaymentFailed | PlanStep::Suspended | PlanStep::CardExpiring => p::see_billing(t),
    };
    let at = facts.at.map(|at| Fact::new(label, times::moment(at, s.time_zone)));
    let page = format!("/org/{}/billing", facts.organization_id);
    Letter::new(subject.clone(), text.clone(), subject)
        .paragraph(text)
        .facts(at.into_iter().collect())
        .button(button, s.links.path(&page))
}

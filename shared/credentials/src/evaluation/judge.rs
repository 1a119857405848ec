//! The gates, one by one.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::NaiveDate;
use models::{CreditTypeId, Credits};

use super::{Computed, Evaluation};
use crate::attendee::Attendee;
use crate::designation::{Designation, Status};
use crate::gates::{Gate, Name, State};
use crate::offering::Offering;
use crate::rules::{Claiming, Facts, Given, Parameters, Step, calculate, spread};
use crate::wording;

/// What other offerings gave, by credit type and day.
type Elsewhere = BTreeMap<CreditTypeId, BTreeMap<NaiveDate, Credits>>;

/// What a learner has already, by credit type: on each day, and of this offering.
struct Room {
    days: Elsewhere,
    activity: BTreeMap<CreditTypeId, Credits>,
}

impl Room {
    fn take(&mut self, of: CreditTypeId, credits: Credits, days: BTreeMap<NaiveDate, Credits>) {
        add(self.activity.entry(of).or_default(), credits);
        let mine = self.days.entry(of).or_default();
        for (day, part) in days {
            add(mine.entry(day).or_default(), part);
        }
    }
}

fn add(to: &mut Credits, more: Credits) {
    *to = Credits::of_thousandths(to.thousandths().saturating_add(more.thousandths()));
}

/// Judges one person.
#[must_use]
pub fn judge(offering: &Offering, attendee: &Attendee, already: &Elsewhere) -> Evaluation {
    let facts = &attendee.facts;
    let activity_date = facts.activity_date().unwrap_or_else(|| offering.last_day());
    let effective: Vec<&Designation> =
        offering.designations.iter().filter(|d| d.holds_on(activity_date)).collect();
    let (mut computed, mut checks_met) = (Vec::new(), true);
    // What one designation gives leaves less room under the caps for the next of its credit type,
    // in the order of the programme.
    let mut room = Room { days: already.clone(), activity: BTreeMap::new() };
    for designation in &effective {
        let (credit, met) = credit(designation, facts, &mut room, activity_date);
        checks_met &= met;
        computed.extend(credit);
    }
    let (counted_seconds, scheduled_seconds) = full_time(facts);
    let judged = Judged {
        offering,
        attendee,
        effective: &effective,
        activity_date,
        nothing: !effective.is_empty() && computed.is_empty(),
        checks_met,
        counted_seconds,
        scheduled_seconds,
    };
    let gates: Vec<Gate> = Name::ALL.iter().map(|&name| judged.gate(name)).collect();
    let hashed = serde_json::json!([
        facts,
        attendee.presence,
        attendee.overridden,
        attendee.settled_at.is_some()
    ]);
    Evaluation {
        settled: attendee.settled_at.is_some(),
        all_met: attendee.confirmed && gates.iter().all(Gate::lets_pass),
        gates,
        computed,
        activity_date,
        mode: facts.mode(),
        counted_seconds,
        scheduled_seconds,
        facts_sha256: digest(&SHA256, hashed.to_string().as_bytes()).as_ref().to_vec(),
    }
}

/// Wall-clock seconds of creditable sessions: counted and scheduled.
#[must_use]
pub fn full_time(facts: &Facts) -> (i64, i64) {
    let whole = Parameters::new(3600, Credits::of_thousandths(1000));
    let taken = calculate(facts, &whole, &Given::default()).derivation.into_iter().next();
    match taken {
        Some(Step::Take { counted_seconds, scheduled_seconds, .. }) => {
            (counted_seconds, scheduled_seconds)
        }
        _ => (0, 0),
    }
}

fn credit(
    designation: &Designation,
    facts: &Facts,
    room: &mut Room,
    activity_date: NaiveDate,
) -> (Option<Computed>, bool) {
    let (Some(rules), Some(rule_set)) = (&designation.parameters, designation.rule_set_id) else {
        return (None, true);
    };
    let session = designation.session_id.map(|id| id.to_string());
    let mut facts = facts.clone();
    facts.sessions.retain(|s| session.as_ref().is_none_or(|id| *id == s.id));
    let credit_type = designation.credit_type_id;
    facts.already = room.days.get(&credit_type).cloned().unwrap_or_default();
    let given = Given {
        max_credits: Some(designation.max_credits),
        elsewhere: room.activity.get(&credit_type).copied().unwrap_or_default(),
        claimed: None,
        shares: &designation.shares,
    };
    let outcome = calculate(&facts, rules, &given);
    room.take(credit_type, outcome.credits, spread(&facts, rules, outcome.credits));
    let computed = (outcome.credits > Credits::ZERO).then_some(Computed {
        designation: designation.id,
        session: designation.session_id,
        credit_type,
        rule_set,
        credits: outcome.credits,
        max_credits: designation.max_credits,
        activity_date,
        lines: outcome.lines,
        derivation: outcome.derivation,
    });
    (computed, outcome.checks_met)
}

struct Judged<'a> {
    offering: &'a Offering,
    attendee: &'a Attendee,
    effective: &'a [&'a Designation],
    activity_date: NaiveDate,
    /// Credit is designated, and the rules give none of it.
    nothing: bool,
    checks_met: bool,
    counted_seconds: i64,
    scheduled_seconds: i64,
}

impl Judged<'_> {
    fn gate(&self, name: Name) -> Gate {
        let gate = match name {
            Name::Presence if self.asked(name) || self.absent() => self.presence(),
            Name::Checks if !self.checks_met => {
                Gate::new(name, State::Open, "Too few presence checks were shown for these rules.")
                    .then("Waive it with a reason, or correct the presence.")
            }
            Name::Designation => self.designation(),
            Name::Claim if self.claims() || self.asked(name) => {
                Gate::new(name, State::Open, "Under these rules the learner claims the credit.")
                    .then("Waive it with a reason to give the computed credit.")
            }
            _ if name != Name::Checks && self.asked(name) => elsewhere(name),
            _ => Gate::new(name, State::NotRequired, "Not asked for here."),
        };
        let waived = gate.waivable
            && gate.state == State::Open
            && self.attendee.waived.iter().any(|word| word == name.word());
        if waived {
            return Gate::new(name, State::Waived, "An organizer let this pass.");
        }
        gate
    }

    fn rules(&self) -> impl Iterator<Item = &Parameters> {
        self.effective.iter().filter_map(|d| d.parameters.as_deref())
    }

    /// Without a designation a certificate of attendance asks for presence (CR-19).
    fn asked(&self, name: Name) -> bool {
        let none = name == Name::Presence && self.effective.is_empty();
        none || self.rules().any(|rules| rules.gates.contains(&name))
    }

    /// Rules that do not ask for presence take whoever was there, as soon as that is settled
    /// (CR-15); nobody who was not.
    fn absent(&self) -> bool {
        let refused = self.attendee.overridden && self.attendee.presence.as_deref() != Some("met");
        self.attendee.settled_at.is_none() || refused || self.nothing || self.counted_seconds == 0
    }

    fn claims(&self) -> bool {
        self.rules().any(|rules| rules.claim == Claiming::Learner)
    }

    fn presence(&self) -> Gate {
        let minutes = |seconds: i64| wording::duration(seconds);
        let (counted, scheduled) = (minutes(self.counted_seconds), minutes(self.scheduled_seconds));
        let name = Name::Presence;
        if !self.attendee.confirmed {
            return Gate::new(name, State::Open, "The registration is not confirmed.");
        }
        if self.attendee.settled_at.is_none() {
            return Gate::new(name, State::Pending, "Presence is still being measured.")
                .then("Wait until the attendance of the event is complete.");
        }
        let met = self.attendee.presence.as_deref() == Some("met");
        if met && self.nothing {
            return Gate::new(
                name,
                State::Open,
                format!("{counted} of {scheduled} give no credit under these rules."),
            )
            .then("Correct the presence if it was measured wrongly.");
        }
        if met {
            let by = if self.attendee.overridden { ", confirmed by the organizer" } else { "" };
            return Gate::new(name, State::Met, format!("{counted} of {scheduled} attended{by}."));
        }
        Gate::new(name, State::Open, format!("Only {counted} of {scheduled} were attended."))
            .then("Correct the presence if it was measured wrongly.")
    }

    fn designation(&self) -> Gate {
        let name = Name::Designation;
        if self.offering.designations.is_empty() {
            return Gate::new(
                name,
                State::NotRequired,
                "No credit is designated: attendance is certified.",
            );
        }
        if let Some(first) = self.effective.first() {
            return Gate::new(name, State::Met, format!("Approved by {}.", first.body_short));
        }
        let waiting = self.offering.designations.iter().find(|d| d.status == Status::Applied);
        if let Some(applied) = waiting {
            return Gate::new(
                name,
                State::Pending,
                format!("Approval by {} is applied for.", applied.body_short),
            )
            .then("Mark the credit as approved when the body has answered.");
        }
        if self.offering.designations.iter().any(|d| d.status == Status::Approved) {
            let day = wording::day(self.activity_date);
            return Gate::new(name, State::Open, format!("The approval does not cover {day}."))
                .then("Check the dates of the approval.");
        }
        Gate::new(name, State::Open, "The credit is a draft.")
            .then("Approve or withdraw the credit.")
    }
}

/// Facts that no part of the platform settles yet: an organizer decides.
fn elsewhere(name: Name) -> Gate {
    let text = match name {
        Name::Assessment => "These rules ask for a passed test.",
        Name::Feedback => "These rules ask for the survey.",
        Name::Attestation => "These rules ask for an attestation.",
        Name::Identifiers => "These rules ask for the learner's number at the body.",
        Name::Companion => "These rules ask for the companion course.",
        Name::Deadline => "These rules ask for completion in time.",
        Name::Payment => "These rules ask for a settled payment.",
        _ => "These rules ask for it.",
    };
    let gate = Gate::new(name, State::Open, text);
    if name.waivable() { gate.then("Waive it with a reason once you have seen it.") } else { gate }
}

//! People of an event with what they have and what is missing.

use chrono::{DateTime, Utc};
use credentials::certificate::{OfEvent, Status};
use credentials::evaluation::{Difference, Found};
use credentials::gates::Gate;
use credentials::offering::Offering;
use credentials::rules::{Line, Step, sentence};
use credentials::run::Outcome;
use credentials::snapshot::Kind;
use credentials::waiting::Waiting;
use credentials::wording;
use models::{CertificateId, Credits, DesignationId, LearnerId, RegistrationId, SessionId};
use serde::Serialize;
use utoipa::ToSchema;

/// Credit as the rules give it now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ComputedCredit {
    designation_id: DesignationId,
    session_id: Option<SessionId>,
    credit_type: String,
    body: String,
    unit: String,
    credits: Credits,
    credits_text: String,
    max_credits: Credits,
    lines: Vec<Line>,
    derivation: String,
    steps: Vec<Step>,
}

/// A certificate that the person has.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeldCertificate {
    id: CertificateId,
    number: String,
    code: String,
    status: Status,
    kind: Kind,
    ready: bool,
    issued_at: DateTime<Utc>,
}

/// One person of an event.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonGates {
    learner_id: Option<LearnerId>,
    registration_id: RegistrationId,
    full_name: Option<String>,
    email: Option<String>,
    all_met: bool,
    settled: bool,
    counted_seconds: i64,
    scheduled_seconds: i64,
    gates: Vec<Gate>,
    credits: Vec<ComputedCredit>,
    certificates: Vec<HeldCertificate>,
    differences: Vec<Difference>,
    /// Why the automatic issuing gave nothing: `held_by_limit` or `refused`.
    outcome: Option<Outcome>,
    outcome_code: Option<String>,
    evaluated_at: Option<DateTime<Utc>>,
}

/// As found now.
pub(crate) fn shown(
    offering: &Offering,
    found: Found,
    (held, waiting): (&[OfEvent], &[Waiting]),
    at: DateTime<Utc>,
) -> PersonGates {
    let Found { learner, attendee, evaluation, differences } = found;
    let credit = |computed: credentials::evaluation::Computed| {
        let of = offering.designations.iter().find(|d| d.id == computed.designation)?;
        Some(ComputedCredit {
            designation_id: computed.designation,
            session_id: computed.session,
            credit_type: of.credit_type.clone(),
            body: of.body_short.clone(),
            unit: of.unit(computed.credits).to_owned(),
            credits: computed.credits,
            credits_text: wording::amount(computed.credits),
            max_credits: computed.max_credits,
            derivation: sentence(&computed.derivation),
            lines: computed.lines,
            steps: computed.derivation,
        })
    };
    let waits = waiting.iter().find(|waiting| Some(waiting.learner) == learner);
    let mine = held.iter().filter(|certificate| Some(certificate.learner) == learner);
    PersonGates {
        learner_id: learner,
        registration_id: attendee.registration,
        full_name: attendee.full_name,
        email: attendee.email,
        all_met: evaluation.all_met,
        settled: evaluation.settled,
        counted_seconds: evaluation.counted_seconds,
        scheduled_seconds: evaluation.scheduled_seconds,
        gates: evaluation.gates,
        credits: evaluation.computed.into_iter().filter_map(credit).collect(),
        certificates: mine.map(certificate).collect(),
        differences,
        outcome: waits.map(|waits| waits.outcome),
        outcome_code: waits.and_then(|waits| waits.code.clone()),
        evaluated_at: Some(at),
    }
}

fn certificate(of: &OfEvent) -> HeldCertificate {
    HeldCertificate {
        id: of.id,
        number: of.number.clone(),
        code: credentials::code::in_fours(&of.code),
        status: of.status,
        kind: if of.attendance { Kind::Attendance } else { Kind::Credit },
        ready: of.ready,
        issued_at: of.issued_at,
    }
}

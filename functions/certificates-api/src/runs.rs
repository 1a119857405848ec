//! Runs as organizers see them.

use chrono::{DateTime, Utc};
use credentials::offering::Named;
use credentials::run::{Item, Outcome, Run};
use models::{CertificateId, LearnerId, RunId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One person of a run.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RunItem {
    learner_id: LearnerId,
    full_name: Option<String>,
    outcome: Option<Outcome>,
    code: Option<String>,
    certificate_id: Option<CertificateId>,
}

/// A run with counts and one outcome for each person.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = IssueRun)]
pub(crate) struct RunOut {
    pub(crate) id: Option<RunId>,
    offering: Named,
    wanted: i32,
    issued: usize,
    exists: usize,
    gated: usize,
    refused: usize,
    held_by_limit: usize,
    /// People who are still waiting.
    open: usize,
    finished_at: Option<DateTime<Utc>>,
    items: Vec<RunItem>,
}

impl From<Run> for RunOut {
    fn from(run: Run) -> Self {
        let count = |outcome| run.items.iter().filter(|item| item.outcome == outcome).count();
        Self {
            id: run.id,
            offering: Named(run.event),
            wanted: run.wanted,
            issued: count(Some(Outcome::Issued)),
            exists: count(Some(Outcome::Exists)),
            gated: count(Some(Outcome::Gated)),
            refused: count(Some(Outcome::Refused)),
            held_by_limit: count(Some(Outcome::HeldByLimit)),
            open: count(None),
            finished_at: run.finished_at,
            items: run.items.into_iter().map(item).collect(),
        }
    }
}

fn item(of: Item) -> RunItem {
    RunItem {
        learner_id: of.learner_id,
        full_name: of.full_name,
        outcome: of.outcome,
        code: of.code,
        certificate_id: of.certificate_id,
    }
}

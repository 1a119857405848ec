//! An import, as it is shown before and after its commit.

use chrono::{DateTime, Utc};
use events::presence::import::{Import, ResultChange};
use events::report::{Layout, Skipped, Warning};
use models::{EventId, ImportId, SessionId};
use serde::Serialize;
use utoipa::ToSchema;

/// What a file changes.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Import)]
pub(crate) struct Imported {
    id: ImportId,
    event_id: EventId,
    session_id: Option<SessionId>,
    file_name: Option<String>,
    layout: Layout,
    /// Rows with times.
    rows: usize,
    skipped: Skipped,
    /// Different people, as far as the file tells them apart.
    people: usize,
    /// Of these, people whose address is a registration's.
    matched: usize,
    /// Of these, people for triage.
    unmatched: usize,
    warnings: Vec<Warning>,
    changes: Vec<ResultChange>,
    committed_at: Option<DateTime<Utc>>,
}

impl From<Import> for Imported {
    fn from(import: Import) -> Self {
        let outcome = import.outcome;
        Self {
            id: import.id,
            event_id: import.event,
            session_id: import.session,
            file_name: import.file_name,
            layout: outcome.layout,
            rows: outcome.rows,
            skipped: outcome.skipped,
            people: outcome.people,
            matched: outcome.matched,
            unmatched: outcome.unmatched,
            warnings: outcome.warnings,
            changes: outcome.changes,
            committed_at: import.committed_at,
        }
    }
}

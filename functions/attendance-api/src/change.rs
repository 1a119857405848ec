//! What an organizer says about somebody's presence.

use chrono::{DateTime, Utc};
use events::presence::engine::{Adjustment, Change};
use events::presence::spans::Span;
use events::presence::{Correction, Error};
use models::{Line, RegistrationId, SegmentId, SessionId};
use serde::Deserialize;
use utoipa::ToSchema;

/// A correction.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"registration_id": "0199a0c6-0000-7000-8000-000000000001", "kind": "override_met", "reason": "Sat beside a colleague"}))]
pub(crate) struct Adjust {
    /// Whose presence.
    pub(crate) registration_id: RegistrationId,
    /// For one session; needed for `add`, `remove` and `excuse`.
    session_id: Option<SessionId>,
    kind: AdjustKind,
    /// For `add` and `remove`.
    from: Option<DateTime<Utc>>,
    /// For `add` and `remove`.
    to: Option<DateTime<Utc>>,
    /// For `void_segment`.
    segment_id: Option<SegmentId>,
    /// Shown to everybody who sees the result.
    reason: Line<3, 1000>,
}

/// What a correction does.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AdjustKind {
    /// The person was there.
    Add,
    /// The person was not there.
    Remove,
    /// A recorded stay is wrong.
    VoidSegment,
    /// The person need not have been there.
    Excuse,
    /// Met, whatever was measured.
    OverrideMet,
    /// Not met, whatever was measured.
    OverrideNotMet,
    /// Back to what was measured.
    ClearOverride,
}

impl Adjust {
    /// The correction that is meant.
    pub(crate) fn correction(&self) -> Result<Correction, Error> {
        let span = || {
            let (from, to) = self.from.zip(self.to).ok_or(Error::OutsideWindow)?;
            Ok::<_, Error>(Span::new(from.timestamp(), to.timestamp()))
        };
        let change = match self.kind {
            AdjustKind::Add => Change::Add(span()?),
            AdjustKind::Remove => Change::Remove(span()?),
            AdjustKind::VoidSegment => Change::Void(self.segment_id.ok_or(Error::OtherEvent)?),
            AdjustKind::Excuse => Change::Excuse,
            AdjustKind::OverrideMet => Change::Override(true),
            AdjustKind::OverrideNotMet => Change::Override(false),
            AdjustKind::ClearOverride => Change::ClearOverride,
        };
        Ok(Correction {
            registration: self.registration_id,
            session: self.session_id,
            change,
            reason: self.reason.to_string(),
        })
    }
}

/// The correction as the rules see it.
pub(crate) fn adjustment(correction: &Correction) -> Adjustment {
    Adjustment { session: correction.session, change: correction.change }
}

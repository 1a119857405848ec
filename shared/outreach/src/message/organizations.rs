//! What messages tell about an organization as a whole.

use chrono::{DateTime, Utc};
use models::OrgId;
use serde::{Deserialize, Serialize};

use super::facts::facts;
use super::words::{ClosingStep, OwnershipStep};

facts! {
    /// The end of an organization.
    Closing {
        /// Which organization.
        organization: String,
        /// Where.
        organization_id: OrgId,
        /// What happened.
        step: ClosingStep,
        /// When it is gone, or when it happened.
        at: DateTime<Utc>,
    }
    /// Ownership on its way from hand to hand.
    Ownership {
        /// Of which organization.
        organization: String,
        /// Where.
        organization_id: OrgId,
        /// What happened.
        step: OwnershipStep,
        /// Who offered it.
        from: String,
        /// To whom.
        to: String,
        /// Until when it can be taken; of one that was taken, from when on payouts can be changed.
        until: DateTime<Utc>,
    }
}

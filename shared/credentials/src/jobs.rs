//! Payloads of this domain's jobs. Whoever sends one links the message, not the work.

use db::outbox::Job;
use models::{CertificateId, EventId, OrgId, RegistrationId, RunId, UserId};
use serde::{Deserialize, Serialize};

/// Judge who gets what at an offering, for one registration or for all.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EvaluateOffering {
    /// Whose event.
    pub organization: OrgId,
    /// Which.
    pub event: EventId,
    /// The only one that is touched, or nothing for everybody.
    pub registration: Option<RegistrationId>,
}

impl Job for EvaluateOffering {
    const QUEUE: &'static str = "evaluate-offering";
}

/// Give one person what the rules give.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssueCredentials {
    /// Whose event.
    pub organization: OrgId,
    /// Which.
    pub event: EventId,
    /// For whom.
    pub registration: RegistrationId,
    /// The run that asked, if a person did.
    pub run: Option<RunId>,
    /// The person who asked.
    pub actor: Option<UserId>,
}

impl Job for IssueCredentials {
    const QUEUE: &'static str = "issue-credentials";
}

/// Make the file of a certificate and tell its holder.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RenderCertificate {
    /// Which.
    pub certificate: CertificateId,
}

impl Job for RenderCertificate {
    const QUEUE: &'static str = "render-certificate";
}

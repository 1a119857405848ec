//! Certificates as their people see them.

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};
use credentials::certificate::{Certificate, NameShown, RevokeReason, Status};
use credentials::offering::Named;
use credentials::snapshot::{Credit, Kind};
use credentials::wording;
use models::{CertificateId, Credits, LearnerId, RegistrationId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Credit in short.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = CreditInShort)]
pub(crate) struct CreditOut {
    credits: Credits,
    credits_text: String,
    unit: String,
    credit_type: String,
    body: String,
}

impl From<&Credit> for CreditOut {
    fn from(of: &Credit) -> Self {
        Self {
            credits: of.credits,
            credits_text: wording::amount(of.credits),
            unit: of.unit.clone(),
            credit_type: of.credit_type.clone(),
            body: of.body_short.clone(),
        }
    }
}

/// A certificate as organizers see it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Certificate)]
pub(crate) struct CertificateOut {
    id: CertificateId,
    number: String,
    code: String,
    learner_id: LearnerId,
    registration_id: Option<RegistrationId>,
    full_name: Option<String>,
    title: String,
    offering: Option<String>,
    kind: Kind,
    status: Status,
    expired: bool,
    revision: i32,
    credits: Vec<CreditOut>,
    issued_at: DateTime<Utc>,
    expires_on: Option<NaiveDate>,
    ready: bool,
    revoked_at: Option<DateTime<Utc>>,
    revoke_reason: Option<RevokeReason>,
    revoke_note: Option<String>,
    supersedes_id: Option<CertificateId>,
    replaced_by: Option<CertificateId>,
    verify_url: String,
}

impl CertificateOut {
    pub(crate) fn of(certificate: Certificate, now: DateTime<Utc>) -> Self {
        let snapshot = &certificate.snapshot;
        let name = Some(snapshot.holder.full_name.clone());
        Self {
            id: certificate.id,
            learner_id: certificate.learner_id,
            registration_id: certificate.registration_id,
            full_name: name.filter(|_| certificate.status != Status::Erased),
            title: snapshot.activity.title.clone(),
            offering: certificate.event_id.map(|event| String::from(Named(event))),
            kind: snapshot.kind,
            status: certificate.status,
            expired: certificate.expired(now),
            revision: certificate.revision,
            credits: snapshot.credits.iter().map(CreditOut::from).collect(),
            issued_at: certificate.issued_at,
            expires_on: certificate.expires_on,
            ready: certificate.pdf_object.is_some(),
            revoked_at: certificate.revoked_at,
            revoke_reason: certificate.revoke_reason,
            supersedes_id: certificate.supersedes_id,
            replaced_by: certificate.replaced_by,
            verify_url: snapshot.verify_url.clone(),
            revoke_note: certificate.revoke_note,
            number: certificate.number,
            code: credentials::code::in_fours(&certificate.code),
        }
    }
}

/// A certificate as its holder sees it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OwnCertificate)]
pub(crate) struct OwnOut {
    id: CertificateId,
    number: String,
    code: String,
    status: Status,
    expired: bool,
    title: String,
    organization_name: String,
    from: NaiveDate,
    to: NaiveDate,
    issued_at: DateTime<Utc>,
    expires_on: Option<NaiveDate>,
    kind: Kind,
    credits: Vec<CreditOut>,
    counted_seconds: i64,
    ready: bool,
    name_shown: NameShown,
    pdf_public: bool,
    verify_url: String,
    linkedin_url: String,
    event_id: Option<models::EventId>,
    replaced_by: Option<CertificateId>,
    revoked_at: Option<DateTime<Utc>>,
    /// For `If-Match`.
    version: i32,
}

impl OwnOut {
    pub(crate) fn of(certificate: Certificate, now: DateTime<Utc>) -> Self {
        let snapshot = &certificate.snapshot;
        Self {
            id: certificate.id,
            status: certificate.status,
            expired: certificate.expired(now),
            title: snapshot.activity.title.clone(),
            organization_name: snapshot.issuer.name.clone(),
            from: snapshot.activity.from,
            to: snapshot.activity.to,
            issued_at: certificate.issued_at,
            expires_on: certificate.expires_on,
            kind: snapshot.kind,
            credits: snapshot.credits.iter().map(CreditOut::from).collect(),
            counted_seconds: snapshot.counted_seconds,
            ready: certificate.pdf_object.is_some(),
            name_shown: certificate.name_shown,
            pdf_public: certificate.pdf_public,
            verify_url: snapshot.verify_url.clone(),
            linkedin_url: linkedin(&certificate),
            event_id: certificate.event_id,
            replaced_by: certificate.replaced_by,
            revoked_at: certificate.revoked_at,
            version: certificate.version,
            number: certificate.number,
            code: credentials::code::in_fours(&certificate.code),
        }
    }
}

/// The form "Add to profile" of `LinkedIn`, filled in.
fn linkedin(certificate: &Certificate) -> String {
    let snapshot = &certificate.snapshot;
    let issued = snapshot.issued_on;
    let fields = [
        ("startTask", "CERTIFICATION_NAME".to_owned()),
        ("name", snapshot.activity.title.clone()),
        ("organizationName", snapshot.issuer.name.clone()),
        ("issueYear", issued.year().to_string()),
        ("issueMonth", issued.month().to_string()),
        ("certId", snapshot.code.shown()),
        ("certUrl", snapshot.verify_url.clone()),
    ];
    let expiry = snapshot.expires_on.map(|last| {
        [("expirationYear", last.year().to_string()), ("expirationMonth", last.month().to_string())]
    });
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(fields).extend_pairs(expiry.into_iter().flatten());
    format!("https://www.linkedin.com/profile/add?{}", query.finish())
}

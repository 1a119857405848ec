//! What the check answers (CE-14). Nothing that is printed is missing here, except what the holder
//! keeps private, so an edited file cannot agree with it.

use chrono::{DateTime, NaiveDate, Utc};
use credentials::certificate::{Checked, NameShown, RevokeReason, Status};
use credentials::code::in_fours;
use credentials::rules::Line;
use credentials::snapshot::{Credit, Kind, Printed, Rule};
use credentials::wording;
use models::{CertificateId, Credits, TimeZone};
use serde::Serialize;
use utoipa::ToSchema;

/// What a certificate is worth today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = VerificationState)]
pub(crate) enum State {
    Valid,
    Expired,
    Superseded,
    Revoked,
    Erased,
    Preview,
}

/// The person, as far as the person agreed.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerifiedHolder {
    pub(crate) shown: NameShown,
    pub(crate) name: Option<String>,
    pub(crate) professional_title: Option<String>,
    pub(crate) organization_name: Option<String>,
    pub(crate) can_check_name: bool,
}

/// The organization.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerifiedIssuer {
    pub(crate) name: String,
    pub(crate) address: Option<String>,
    pub(crate) website: Option<String>,
    pub(crate) domain: Option<String>,
    pub(crate) slug: Option<String>,
    pub(crate) logo_url: Option<String>,
}

/// The activity.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerifiedOffering {
    pub(crate) kind: &'static str,
    pub(crate) title: String,
    pub(crate) slug: Option<String>,
    pub(crate) from: NaiveDate,
    pub(crate) to: NaiveDate,
    pub(crate) dates: String,
    pub(crate) place_or_mode: String,
}

/// One credit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerifiedCredit {
    credits: Credits,
    credits_text: String,
    unit: String,
    credit_type: String,
    mark: Option<String>,
    body: String,
    activity_date: NaiveDate,
    approval_number: Option<String>,
    session: Option<String>,
    lines: Vec<Line>,
    rule: Rule,
    derivation: String,
}

impl From<Credit> for VerifiedCredit {
    fn from(credit: Credit) -> Self {
        Self {
            credits: credit.credits,
            credits_text: wording::amount(credit.credits),
            unit: credit.unit,
            credit_type: credit.credit_type,
            mark: credit.mark,
            body: credit.body,
            activity_date: credit.activity_date,
            approval_number: credit.approval_number,
            session: credit.session,
            lines: credit.lines,
            rule: credit.rule,
            derivation: credit.derivation,
        }
    }
}

/// The file.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct VerifiedFile {
    pub(crate) ready: bool,
    /// SHA-256 in hex.
    pub(crate) sha256: Option<String>,
    pub(crate) public: bool,
    /// Good for five minutes.
    pub(crate) url: Option<String>,
}

/// Everything that a check tells.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Verification {
    code: String,
    state: State,
    state_on: Option<NaiveDate>,
    reason: Option<RevokeReason>,
    replaced_by: Option<String>,
    kind: Kind,
    number: String,
    issued_on: NaiveDate,
    expires_on: Option<NaiveDate>,
    holder: VerifiedHolder,
    issuer: VerifiedIssuer,
    offering: VerifiedOffering,
    counted_seconds: i64,
    counted_time: String,
    duration: String,
    method: String,
    credits: Vec<VerifiedCredit>,
    approval_sentence: Option<String>,
    fields: Vec<Printed>,
    imported_from: Option<String>,
    file: VerifiedFile,
    checked: Vec<String>,
    not_checked: Vec<String>,
}

/// What the rest of the function adds to a finding.
pub(crate) struct Addresses {
    pub(crate) file: Option<String>,
    pub(crate) logo: Option<String>,
}

fn state(found: &Checked, now: DateTime<Utc>) -> (State, Option<NaiveDate>) {
    let day = |at: DateTime<Utc>| at.with_timezone(&found.time_zone).date_naive();
    match found.status {
        Status::Active => match found.expires_on {
            Some(last) if last < day(now) => (State::Expired, Some(last)),
            _ => (State::Valid, None),
        },
        Status::Superseded => (State::Superseded, found.replaced_at.map(day)),
        Status::Revoked => (State::Revoked, found.revoked_at.map(day)),
        Status::Erased => (State::Erased, Some(day(found.updated_at))),
    }
}

pub(crate) fn verification(
    found: Checked,
    addresses: Addresses,
    now: DateTime<Utc>,
) -> Verification {
    let (state, state_on) = state(&found, now);
    let holder = VerifiedHolder {
        shown: found.name_shown,
        name: found.name(),
        professional_title: found
            .snapshot
            .holder
            .professional_title
            .clone()
            .filter(|_| found.shows("professional_title")),
        organization_name: found
            .snapshot
            .holder
            .organization_name
            .clone()
            .filter(|_| found.shows("organization_name")),
        can_check_name: found.name_shown != NameShown::Full && found.status != Status::Erased,
    };
    let fields =
        found.snapshot.printed.iter().filter(|field| found.shows(&field.key)).cloned().collect();
    let file = VerifiedFile {
        ready: found.pdf_sha256.is_some(),
        sha256: found.pdf_sha256.as_deref().map(hex::encode),
        public: found.pdf_public,
        url: addresses.file,
    };
    let (checked, not_checked) = told(&found);
    let snapshot = found.snapshot.0;
    let website = snapshot.issuer.website.clone();
    Verification {
        code: snapshot.code.shown(),
        state,
        state_on,
        reason: found.revoke_reason,
        replaced_by: found.replaced_by.as_deref().map(in_fours),
        kind: snapshot.kind,
        number: snapshot.number,
        issued_on: snapshot.issued_on,
        expires_on: snapshot.expires_on,
        holder,
        issuer: VerifiedIssuer {
            domain: website
                .as_deref()
                .and_then(|site| Some(url::Url::parse(site).ok()?.host_str()?.to_owned())),
            name: snapshot.issuer.name,
            address: snapshot.issuer.address,
            website,
            slug: found.issuer_slug,
            logo_url: addresses.logo,
        },
        offering: VerifiedOffering {
            kind: "event",
            dates: wording::days(snapshot.activity.from, snapshot.activity.to),
            title: snapshot.activity.title,
            slug: found.event_slug,
            from: snapshot.activity.from,
            to: snapshot.activity.to,
            place_or_mode: snapshot.activity.place_or_mode,
        },
        counted_seconds: snapshot.counted_seconds,
        counted_time: wording::duration(snapshot.counted_seconds),
        duration: wording::duration(snapshot.scheduled_seconds),
        method: snapshot.method,
        credits: snapshot.credits.into_iter().map(VerifiedCredit::from).collect(),
        approval_sentence: snapshot.values.get("approval_sentence").cloned(),
        fields,
        imported_from: found.imported_from,
        file,
        checked,
        not_checked,
    }
}

/// What the check of the code TEST answers: how a check looks, and that nothing was issued.
pub(crate) fn preview(now: DateTime<Utc>) -> Result<Verification, credentials::Error> {
    let found = Checked {
        id: CertificateId::new(now),
        status: Status::Active,
        expires_on: None,
        snapshot: serde_json::from_str(include_str!("preview.json"))?,
        pdf_object: None,
        pdf_sha256: None,
        name_shown: NameShown::Full,
        pdf_public: false,
        revoked_at: None,
        revoke_reason: None,
        imported_from: None,
        replaced_by: None,
        replaced_at: None,
        updated_at: now,
        time_zone: TimeZone::UTC,
        issuer_slug: None,
        issuer_logo: None,
        event_slug: None,
    };
    let shown = verification(found, Addresses { file: None, logo: None }, now);
    let not_checked = vec!["This is an example. No such certificate was issued.".to_owned()];
    Ok(Verification { state: State::Preview, checked: Vec::new(), not_checked, ..shown })
}

/// An honest list of what a check can say.
fn told(found: &Checked) -> (Vec<String>, Vec<String>) {
    let snapshot = &found.snapshot;
    let issuer = &snapshot.issuer.name;
    let mut checked = vec![
        format!(
            "This certificate was issued by {issuer} through this platform under this number and code."
        ),
        "Its present state: valid, expired, replaced or revoked.".to_owned(),
    ];
    if let Some(from) = &found.imported_from {
        checked = vec![format!("This certificate was imported from {from} by {issuer}.")];
    } else if snapshot.counted_seconds > 0 {
        checked.push("The time attended was measured and counted by this platform.".to_owned());
    }
    let mut not_checked =
        vec!["Whether the person who shows it is the person named on it.".to_owned()];
    if let Some(credit) = snapshot.credits.first() {
        not_checked.push(format!("Approval by {} is stated by {issuer}.", credit.body));
    }
    (checked, not_checked)
}

/// A hash as the browser made it.
pub(crate) fn unhex(text: &str) -> Option<Vec<u8>> {
    hex::decode(text).ok().filter(|bytes| bytes.len() == 32)
}

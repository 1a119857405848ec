//! What stands in place of each placeholder.

use std::collections::BTreeMap;

use super::{Credit, Snapshot};
use crate::evaluation::Computed;
use crate::offering::Offering;
use crate::rules::Line;
use crate::template::PLACEHOLDERS;
use crate::wording;

/// What changes with the credit.
pub(super) const OF_CREDIT: [&str; 5] =
    ["credits", "credit_lines", "session_lines", "approval_sentence", "approval_number"];

/// Every placeholder that has a value.
pub(super) fn of(
    snapshot: &Snapshot,
    offering: &Offering,
    awarded: &[&Computed],
) -> BTreeMap<String, String> {
    let of = |key: &str| -> String {
        let all = |text: fn(&Credit) -> String, gap: &str| {
            snapshot.credits.iter().map(text).collect::<Vec<_>>().join(gap)
        };
        match key {
            "full_name" => snapshot.holder.full_name.clone(),
            "professional_title" => snapshot.holder.professional_title.clone().unwrap_or_default(),
            "organization_name" => snapshot.holder.organization_name.clone().unwrap_or_default(),
            "offering_title" => snapshot.activity.title.clone(),
            "offering_dates" => wording::days(snapshot.activity.from, snapshot.activity.to),
            "place_or_mode" => snapshot.activity.place_or_mode.clone(),
            "delivery_method" => snapshot.method.clone(),
            "duration" => wording::duration(snapshot.scheduled_seconds),
            "counted_time" => wording::duration(snapshot.counted_seconds),
            "credits" => all(Credit::text, " · "),
            "credit_lines" => all(lines, "; "),
            "session_lines" => all(session, "; "),
            "approval_sentence" => approval(offering, awarded),
            "approval_number" => all(|c| c.approval_number.clone().unwrap_or_default(), ", "),
            "objectives" => offering.objectives.join("; "),
            "speakers" => offering.speakers.join(", "),
            "issuer_name" => snapshot.issuer.name.clone(),
            "issuer_address" => snapshot.issuer.address.clone().unwrap_or_default(),
            "issue_date" => wording::day(snapshot.issued_on),
            "expiry_date" => snapshot.expires_on.map(wording::day).unwrap_or_default(),
            "certificate_number" => snapshot.number.clone(),
            "verification_code" => snapshot.code.shown(),
            "verification_url" => snapshot.verify_url.clone(),
            _ => String::new(),
        }
    };
    let known = PLACEHOLDERS.iter().map(|(key, _)| ((*key).to_owned(), of(key)));
    known.filter(|(_, value)| !value.trim_matches([' ', ',', ';']).is_empty()).collect()
}

fn lines(credit: &Credit) -> String {
    let line = |line: &Line| format!("{} {}", line.category, wording::amount(line.credits));
    credit.lines.iter().map(line).collect::<Vec<_>>().join(", ")
}

fn session(credit: &Credit) -> String {
    credit.session.as_ref().map(|s| format!("{s}: {}", credit.text())).unwrap_or_default()
}

fn approval(offering: &Offering, awarded: &[&Computed]) -> String {
    let of = |c: &&Computed| {
        let designation = offering.designations.iter().find(|d| d.id == c.designation)?;
        designation.sentence(&offering.issuer.name, c.max_credits)
    };
    let mut sentences: Vec<String> = awarded.iter().filter_map(of).collect();
    sentences.dedup();
    sentences.join(" ")
}

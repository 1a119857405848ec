//! What a certificate asserts, frozen when it is issued (CE-7). It names nothing that could
//! change later: no row of the database, only values.

mod values;

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{Months, NaiveDate};
use models::Credits;
use serde::{Deserialize, Serialize};

use crate::Error;
use crate::attendee::Attendee;
use crate::code::Code;
use crate::evaluation::{Computed, Evaluation};
use crate::offering::Offering;
use crate::rules::{Line, Mode, sentence};
use crate::template::{Design, OF_HOLDER, PLACEHOLDERS, Text, placeholders};
use crate::wording;

/// What kind of certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = CertificateKind)]
pub enum Kind {
    /// Credit of a body.
    Credit,
    /// Attendance, and no credit.
    Attendance,
}

/// The person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// What the person is called.
    pub full_name: String,
    /// The person's title.
    pub professional_title: Option<String>,
    /// Where the person works.
    pub organization_name: Option<String>,
}

/// The organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issuer {
    /// Its name.
    pub name: String,
    /// Where it can be reached.
    pub address: Option<String>,
    /// Its site.
    pub website: Option<String>,
}

/// The activity.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Activity {
    /// What it is called.
    pub title: String,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Where, or how.
    pub place_or_mode: String,
}

/// The rules of a credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = AppliedRule)]
pub struct Rule {
    /// Their key.
    pub code: String,
    /// Their version.
    pub number: i32,
    /// Where they come from.
    pub source_title: Option<String>,
    /// Its address.
    pub source_url: Option<String>,
}

/// One credit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// How much.
    pub credits: Credits,
    /// Of what, one or several.
    pub unit: String,
    /// Of what kind.
    pub credit_type: String,
    /// The exact brand wording.
    pub mark: Option<String>,
    /// Of which body.
    pub body: String,
    /// What people call it.
    pub body_short: String,
    /// The day that decides.
    pub activity_date: NaiveDate,
    /// The body's number of it.
    pub approval_number: Option<String>,
    /// The only session that it is for.
    pub session: Option<String>,
    /// Its parts.
    pub lines: Vec<Line>,
    /// By which rules.
    pub rule: Rule,
    /// Why, in a sentence.
    pub derivation: String,
}

/// A text as it is printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = PrintedField)]
pub struct Printed {
    /// The placeholder.
    pub key: String,
    /// What the check page calls it.
    pub label: String,
    /// What is printed.
    pub text: String,
}

/// Everything that a certificate says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The shape of this document.
    pub version: i32,
    /// What kind of certificate.
    pub kind: Kind,
    /// The language of its words.
    pub locale: String,
    /// Its number.
    pub number: String,
    /// Its code.
    pub code: Code,
    /// Where anyone checks it.
    pub verify_url: String,
    /// Whose.
    pub holder: Holder,
    /// By whom.
    pub issuer: Issuer,
    /// For what.
    pub activity: Activity,
    /// How the person took part.
    pub method: String,
    /// Counted wall-clock time.
    pub counted_seconds: i64,
    /// Scheduled wall-clock time.
    pub scheduled_seconds: i64,
    /// The credits; none for attendance.
    pub credits: Vec<Credit>,
    /// The day of issuing in the organization's zone.
    pub issued_on: NaiveDate,
    /// The last day of validity.
    pub expires_on: Option<NaiveDate>,
    /// Every placeholder that has a value.
    pub values: BTreeMap<String, String>,
    /// Every text with a placeholder, in printed order.
    pub printed: Vec<Printed>,
}

/// What is decided when a certificate is issued.
pub struct Stamp<'a> {
    /// Its number.
    pub number: String,
    /// Its code.
    pub code: Code,
    /// Where the check pages are: `https://accredit.example`.
    pub origin: &'a str,
    /// The day in the organization's zone.
    pub issued_on: NaiveDate,
    /// The design.
    pub design: &'a Design,
    /// The language of its words.
    pub locale: &'a str,
}

/// Freezes what is known. Fails where the design asks for something that is not known (CE-3).
pub fn take(
    offering: &Offering,
    attendee: &Attendee,
    evaluation: &Evaluation,
    awarded: &[&Computed],
    stamp: Stamp<'_>,
) -> Result<Snapshot, Error> {
    let credits: Vec<Credit> =
        awarded.iter().filter_map(|computed| credit(offering, computed)).collect();
    let validity = offering.settings.validity_months.or_else(|| of_rules(offering, awarded));
    let months = validity.and_then(|months| u32::try_from(months).ok());
    let place = match (offering.format.as_str(), &offering.venue) {
        ("online", _) | (_, None) => "Online".to_owned(),
        ("hybrid", Some(venue)) => format!("{venue} and online"),
        (_, Some(venue)) => venue.clone(),
    };
    let mut snapshot = Snapshot {
        version: 1,
        kind: if credits.is_empty() { Kind::Attendance } else { Kind::Credit },
        locale: stamp.locale.to_owned(),
        verify_url: format!("{}/verify/{}", stamp.origin, stamp.code.as_str()),
        number: stamp.number,
        code: stamp.code,
        holder: Holder {
            full_name: attendee.full_name.clone().unwrap_or_default(),
            professional_title: attendee.professional_title.clone(),
            organization_name: attendee.organization_name.clone(),
        },
        issuer: Issuer {
            name: offering.issuer.name.clone(),
            address: offering.issuer.address.clone(),
            website: offering.issuer.website.clone(),
        },
        activity: Activity {
            title: offering.title.clone(),
            from: offering.first_day(),
            to: offering.last_day(),
            place_or_mode: place,
        },
        method: method(offering, awarded, evaluation.mode),
        counted_seconds: evaluation.counted_seconds,
        scheduled_seconds: evaluation.scheduled_seconds,
        credits,
        issued_on: stamp.issued_on,
        expires_on: months.and_then(|m| stamp.issued_on.checked_add_months(Months::new(m))),
        values: BTreeMap::new(),
        printed: Vec::new(),
    };
    snapshot.values = values::of(&snapshot, offering, awarded);
    snapshot.print(stamp.design)?;
    Ok(snapshot)
}

fn of_rules(offering: &Offering, awarded: &[&Computed]) -> Option<i32> {
    let of = |c: &&Computed| {
        let designation = offering.designations.iter().find(|d| d.id == c.designation)?;
        designation.parameters.as_ref()?.validity_months
    };
    awarded.iter().filter_map(of).min()
}

/// The exact words of the rules, where they have some (CR-7).
fn method(offering: &Offering, awarded: &[&Computed], mode: Mode) -> String {
    let rules = awarded.iter().find_map(|c| {
        offering.designations.iter().find(|d| d.id == c.designation)?.parameters.as_ref()
    });
    let words = |key: &&str| {
        let found = rules?.methods.iter().find(|method| method.key == **key)?;
        Some(found.words.clone())
    };
    let exact: Vec<String> = mode.methods().iter().filter_map(words).collect();
    if exact.is_empty() { wording::method(mode).to_owned() } else { exact.join(" and ") }
}

fn credit(offering: &Offering, computed: &Computed) -> Option<Credit> {
    let of = offering.designations.iter().find(|d| d.id == computed.designation)?;
    Some(Credit {
        credits: computed.credits,
        unit: of.unit(computed.credits).to_owned(),
        credit_type: of.credit_type.clone(),
        mark: of.mark.clone(),
        body: of.body.clone(),
        body_short: of.body_short.clone(),
        activity_date: computed.activity_date,
        approval_number: of.approval_number.clone(),
        session: of.session.clone(),
        lines: computed.lines.clone(),
        rule: Rule {
            code: of.rule_code.clone().unwrap_or_default(),
            number: of.rule_number.unwrap_or_default(),
            source_title: of.source_title.clone(),
            source_url: of.source_url.clone(),
        },
        derivation: sentence(&computed.derivation),
    })
}

impl Credit {
    /// `1.25 CPD credits (RCP External)`.
    #[must_use]
    pub fn text(&self) -> String {
        let amount = wording::amount(self.credits);
        match &self.mark {
            // No line ends between an amount and its unit.
            Some(mark) => format!("{amount}\u{a0}{mark}"),
            None => format!("{amount}\u{a0}{}", self.unit),
        }
    }
}

impl Snapshot {
    /// Other credit than before, and everything else as it was.
    pub(crate) fn recredit(&mut self, offering: &Offering, awarded: &[&Computed]) {
        self.credits = awarded.iter().filter_map(|computed| credit(offering, computed)).collect();
        let fresh = values::of(self, offering, awarded);
        for key in values::OF_CREDIT {
            match fresh.get(key) {
                Some(value) => self.values.insert(key.to_owned(), value.clone()),
                None => self.values.remove(key),
            };
        }
    }

    /// A new number and code, on the day of another issuing. The last day of its validity stays:
    /// a corrected name makes nothing valid again that has expired (CE-11, CR-12).
    pub fn restamp(&mut self, number: String, code: Code, origin: &str, issued_on: NaiveDate) {
        self.issued_on = issued_on;
        self.verify_url = format!("{origin}/verify/{}", code.as_str());
        let stamped = [
            ("certificate_number", number.clone()),
            ("verification_code", code.shown()),
            ("verification_url", self.verify_url.clone()),
            ("issue_date", wording::day(issued_on)),
        ];
        self.values.extend(stamped.map(|(key, value)| (key.to_owned(), value)));
        match self.expires_on {
            Some(last) => self.values.insert("expiry_date".to_owned(), wording::day(last)),
            None => self.values.remove("expiry_date"),
        };
        (self.number, self.code) = (number, code);
    }

    /// The text of a field of the design; nothing where every placeholder of it is empty.
    #[must_use]
    pub fn filled(&self, text: &Text) -> Option<String> {
        let names: Vec<&str> = placeholders(&text.text).collect();
        if !names.is_empty() && names.iter().all(|name| !self.values.contains_key(*name)) {
            return None;
        }
        // In one pass: what stands in a name or a title is never read as a placeholder.
        let mut parts = text.text.split('{');
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (name, rest) = part.split_once('}').unwrap_or((part, ""));
            filled.push_str(self.values.get(name).map_or("", String::as_str));
            filled.push_str(rest);
        }
        Some(filled)
    }

    /// Writes down every text with a placeholder, as the design prints it.
    pub fn print(&mut self, design: &Design) -> Result<(), Error> {
        self.printed.clear();
        for text in design.texts() {
            let missing = placeholders(&text.text).find(|name| !self.values.contains_key(*name));
            if let Some(missing) = missing.filter(|_| text.required) {
                let known = PLACEHOLDERS.iter().find(|(key, _)| *key == missing);
                return Err(Error::TemplateFieldMissing(known.map_or("a field", |(_, l)| *l)));
            }
            // A field that tells of the holder is withheld as a whole (CE-15).
            let names: Vec<&str> = placeholders(&text.text).collect();
            let holder = names.iter().find(|name| OF_HOLDER.contains(*name));
            let Some(key) = holder.or(names.first()) else { continue };
            let label =
                PLACEHOLDERS.iter().find(|(known, _)| known == key).map(|(_, label)| *label);
            if let (Some(text), Some(label)) = (self.filled(text), label) {
                self.printed.push(Printed {
                    key: (*key).to_owned(),
                    label: label.to_owned(),
                    text,
                });
            }
        }
        Ok(())
    }

    /// Canonical JSON (RFC 8785).
    pub fn canonical(&self) -> Result<Vec<u8>, Error> {
        Ok(serde_json_canonicalizer::to_vec(self)?)
    }

    /// SHA-256 of the canonical JSON.
    pub fn sha256(&self) -> Result<Vec<u8>, Error> {
        Ok(digest(&SHA256, &self.canonical()?).as_ref().to_vec())
    }
}

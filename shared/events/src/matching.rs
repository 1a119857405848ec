//! Whom a participant may be: the rules of PR-14 and the suggestions of PR-15. Nothing here
//! touches the database, and a name alone never matches by itself.

use std::collections::BTreeSet;

use models::RegistrationId;
use serde::Serialize;
use unicode_normalization::UnicodeNormalization as _;

/// How long before a join a click may lie, in seconds.
const CLICK: i64 = 180;
/// How alike the names must be, for a click to match.
const ALIKE: f64 = 0.85;
/// The least score of a suggestion.
const LEAST: f64 = 0.40;
/// The most suggestions.
const MOST: usize = 5;
/// Domains that tell nothing about a person.
const PUBLIC_DOMAINS: [&str; 12] = [
    "aol.com",
    "gmail.com",
    "gmx.de",
    "gmx.net",
    "googlemail.com",
    "hotmail.com",
    "icloud.com",
    "live.com",
    "outlook.com",
    "proton.me",
    "protonmail.com",
    "yahoo.com",
];

/// A confirmed registration.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Which.
    pub registration: RegistrationId,
    /// Who.
    pub full_name: Option<String>,
    /// The address as it is compared.
    pub email_key: Option<String>,
    /// When its join link was followed, in seconds since 1970.
    pub clicks: Vec<i64>,
    /// Whether a participant belongs to it already.
    pub matched: bool,
}

/// A participant whom nobody knows yet.
#[derive(Clone, Debug, Default)]
pub struct Unknown {
    /// The name shown in the meeting.
    pub display_name: Option<String>,
    /// The address as it is compared.
    pub email_key: Option<String>,
    /// When the participant came, in seconds since 1970.
    pub joins: Vec<i64>,
    /// Who said "that was me".
    pub claimed_by: Option<RegistrationId>,
}

/// Why a registration is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SuggestionReason)]
pub enum Reason {
    /// The person said so.
    Claimed,
    /// The names are equal.
    SameName,
    /// The names are alike.
    SimilarName,
    /// The addresses are equal.
    SameAddress,
    /// The addresses are alike.
    SimilarAddress,
    /// The addresses are of one organization.
    SameDomain,
    /// The join link was followed just before.
    ClickedJustBefore,
}

/// A registration that the participant may be.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// Which.
    pub registration: RegistrationId,
    /// 0 to 1.
    pub score: f64,
    /// Why.
    pub reasons: BTreeSet<Reason>,
}

/// PR-14, second step: exactly one still unmatched registration whose link was followed at most
/// 180 s before the join, and whose name is alike.
#[must_use]
pub fn by_click(unknown: &Unknown, candidates: &[Candidate]) -> Option<RegistrationId> {
    let name = unknown.display_name.as_deref()?;
    let mut fitting = candidates.iter().filter(|candidate| {
        !candidate.matched
            && clicked_before(unknown, candidate)
            && candidate
                .full_name
                .as_deref()
                .is_some_and(|theirs| similarity(name, theirs) >= ALIKE)
    });
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(only.registration),
        _ => None,
    }
}

/// The registrations that it may be, the likeliest first.
#[must_use]
pub fn suggestions(unknown: &Unknown, candidates: &[Candidate]) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = candidates
        .iter()
        .map(|candidate| scored(unknown, candidate))
        .filter(|s| s.score >= LEAST)
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.registration.cmp(&b.registration)));
    found.truncate(MOST);
    found
}

fn scored(unknown: &Unknown, candidate: &Candidate) -> Suggestion {
    let mut reasons = BTreeSet::new();
    let name = of_names(unknown, candidate, &mut reasons);
    let address = of_addresses(unknown, candidate, &mut reasons);
    let mut score = name.max(address);
    if reasons.contains(&Reason::SameDomain) {
        score += 0.05;
    }
    if clicked_before(unknown, candidate) {
        reasons.insert(Reason::ClickedJustBefore);
        score += 0.15;
    }
    if unknown.claimed_by == Some(candidate.registration) {
        reasons.insert(Reason::Claimed);
        score += 0.5;
    }
    Suggestion { registration: candidate.registration, score: score.min(1.0), reasons }
}

/// Unrelated names reach 0.6 by Jaro–Winkler, so the scale begins there.
fn of_names(unknown: &Unknown, candidate: &Candidate, reasons: &mut BTreeSet<Reason>) -> f64 {
    let (Some(shown), Some(theirs)) = (&unknown.display_name, &candidate.full_name) else {
        return 0.0;
    };
    let alike = similarity(shown, theirs);
    let score = ((alike - 0.6) / 0.4).clamp(0.0, 1.0) * 0.95;
    if alike > 0.999 {
        reasons.insert(Reason::SameName);
    } else if score >= LEAST {
        reasons.insert(Reason::SimilarName);
    }
    score
}

fn of_addresses(unknown: &Unknown, candidate: &Candidate, reasons: &mut BTreeSet<Reason>) -> f64 {
    let (Some(theirs), Some(ours)) = (&unknown.email_key, &candidate.email_key) else { return 0.0 };
    if theirs == ours {
        reasons.insert(Reason::SameAddress);
        return 1.0;
    }
    let (Some((local, domain)), Some((other_local, other))) =
        (theirs.split_once('@'), ours.split_once('@'))
    else {
        return 0.0;
    };
    let same_domain = domain == other;
    if same_domain && !PUBLIC_DOMAINS.contains(&domain) {
        reasons.insert(Reason::SameDomain);
    }
    let alike = strsim::jaro_winkler(local, other_local);
    if alike < 0.9 {
        return 0.0;
    }
    reasons.insert(Reason::SimilarAddress);
    if same_domain { 0.75 } else { 0.6 }
}

fn clicked_before(unknown: &Unknown, candidate: &Candidate) -> bool {
    let within =
        |join: &i64| candidate.clicks.iter().any(|click| (0..=CLICK).contains(&(join - click)));
    unknown.joins.iter().any(within)
}

/// How alike two names are, 0 to 1: Jaro–Winkler over folded, sorted words. Of "Anne (Anne
/// Smith)" either name may be the right one.
#[must_use]
pub fn similarity(shown: &str, theirs: &str) -> f64 {
    let theirs = folded(theirs);
    let parts = shown.split(['(', ')']).chain([shown]);
    parts
        .map(folded)
        .filter(|name| !name.is_empty() && !theirs.is_empty())
        .map(|name| strsim::jaro_winkler(&name, &theirs))
        .fold(0.0, f64::max)
}

/// Latin letters whose stroke is no mark that can be taken off.
const BARRED: [(char, char); 7] =
    [('ł', 'l'), ('ø', 'o'), ('đ', 'd'), ('ð', 'd'), ('ħ', 'h'), ('ŧ', 't'), ('ı', 'i')];

fn folded(name: &str) -> String {
    let plain: String = name
        .nfkd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|letter| {
            BARRED.iter().find(|(barred, _)| *barred == letter).map_or(letter, |(_, plain)| *plain)
        })
        .collect();
    let mut words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;

    fn candidate(name: &str, email: &str, clicks: &[i64]) -> Candidate {
        Candidate {
            registration: RegistrationId::new(DateTime::UNIX_EPOCH),
            full_name: Some(name.into()),
            email_key: Some(email.into()),
            clicks: clicks.to_vec(),
            matched: false,
        }
    }

    fn unknown(name: &str, joins: &[i64]) -> Unknown {
        Unknown { display_name: Some(name.into()), joins: joins.to_vec(), ..Unknown::default() }
    }

    #[test]
    fn names_are_alike_without_case_marks_and_order() {
        assert!(similarity("SMITH zoe", "Zoë Smith") > 0.999);
        assert!(similarity("iPhone (Anne Smith)", "Anne Smith") > 0.999);
        assert!(similarity("王 北京", "北京 王") > 0.999);
        assert!(similarity("ZOLC lukasz", "Łukasz Żółć") > 0.999);
        assert!(similarity("Priya Patel", "Tomasz Nowak") < 0.75);
        assert!(similarity("", "Tomasz Nowak") < 0.01);
    }

    #[test]
    fn a_click_matches_one_alike_person_and_never_two() {
        let people = [
            candidate("Anne Smith", "a@x.org", &[1000]),
            candidate("Ravi Lee", "b@x.org", &[1010]),
        ];
        assert_eq!(
            by_click(&unknown("anne smith", &[1180]), &people),
            Some(people[0].registration)
        );
        assert_eq!(by_click(&unknown("anne smith", &[1181]), &people), None, "too long ago");
        assert_eq!(by_click(&unknown("anne smith", &[999]), &people), None, "before the click");
        assert_eq!(
            by_click(&unknown("Guest 7", &[1020]), &people),
            None,
            "a click alone says nothing"
        );
        let twins = [
            candidate("Anne Smith", "a@x.org", &[1000]),
            candidate("Anne Smith", "c@x.org", &[1001]),
        ];
        assert_eq!(by_click(&unknown("Anne Smith", &[1020]), &twins), None);
        let taken = [Candidate { matched: true, ..people[0].clone() }];
        assert_eq!(by_click(&unknown("Anne Smith", &[1020]), &taken), None);
    }

    #[test]
    fn suggestions_are_few_likely_and_reasoned() {
        let mut people: Vec<Candidate> = (0..9)
            .map(|n| candidate(&format!("Anna Smit{n}"), &format!("p{n}@x.org"), &[]))
            .collect();
        people.push(candidate("Anne Smith", "anne@x.org", &[950]));
        let found = suggestions(&unknown("Anne Smith", &[1000]), &people);
        assert_eq!(found.len(), 5);
        assert_eq!(found[0].registration, people[9].registration);
        assert_eq!(found[0].reasons, [Reason::SameName, Reason::ClickedJustBefore].into());
        assert!(suggestions(&unknown("Recorder Bot", &[]), &people).is_empty());
    }

    #[test]
    fn a_claim_puts_a_person_first_but_matches_nobody() {
        let people =
            [candidate("Anne Smith", "a@x.org", &[]), candidate("Ravi Lee", "b@x.org", &[])];
        let claimed =
            Unknown { claimed_by: Some(people[1].registration), ..unknown("iPad 3", &[5]) };
        let found = suggestions(&claimed, &people);
        assert_eq!(found[0].registration, people[1].registration);
        assert_eq!(by_click(&claimed, &people), None);
    }
}

//! Old and new values, in words.

use chrono::{DateTime, Utc};
use models::TimeZone;

use crate::Change;
use crate::render::Setting;
use crate::render::block::Fact;
use crate::render::tongue::Tongue;
use crate::render::{phrases as p, times};

/// One line for each change that has a name; the rest is nothing that a person reads.
pub(super) fn facts(changes: &[Change], event: TimeZone, s: &Setting<'_>) -> Vec<Fact> {
    let fact = |change: &Change| {
        let label = label(&change.field, s.tongue)?;
        let value = |value: &Option<String>| {
            value.as_deref().map(|value| shown(&change.field, value, event, s)).unwrap_or_default()
        };
        let lines = value(&change.to);
        let lines = if lines.is_empty() { vec!["–".to_owned()] } else { lines };
        Some(Fact { label, lines, was: value(&change.from) })
    };
    changes.iter().filter_map(fact).collect()
}

fn label(field: &str, t: Tongue) -> Option<String> {
    Some(match field {
        "starts_at" => p::field_starts_at(t),
        "ends_at" => p::field_ends_at(t),
        "time_zone" => p::field_time_zone(t),
        "format" => p::field_format(t),
        "venue" => p::field_venue(t),
        "online_url" => p::field_online_url(t),
        "zoom_planned" => p::field_zoom_planned(t),
        "mode" => p::field_mode(t),
        "sessions" => p::field_sessions(t),
        "ticket" => p::field_ticket(t),
        "full_name" => p::field_full_name(t),
        "professional_title" => p::field_professional_title(t),
        "organization_name" => p::field_organization_name(t),
        _ => return None,
    })
}

fn shown(field: &str, value: &str, event: TimeZone, s: &Setting<'_>) -> Vec<String> {
    let time = || value.parse::<DateTime<Utc>>().ok();
    match (field, value) {
        ("starts_at" | "ends_at", _) => {
            time().map_or_else(|| vec![value.to_owned()], |at| both(at, event, s))
        }
        // People join by their own link, not by the common one, which may be a secret.
        ("online_url", _) => {
            let host = value.split("://").nth(1).and_then(|rest| rest.split('/').next());
            vec![host.unwrap_or_default().to_owned()]
        }
        ("zoom_planned", _) => vec![p::by_zoom(s.tongue)],
        ("format" | "mode", "online") => vec![p::online(s.tongue)],
        ("format" | "mode", "in_person") => vec![p::format_in_person(s.tongue)],
        ("format" | "mode", "hybrid") => vec![p::format_hybrid(s.tongue)],
        _ => vec![value.to_owned()],
    }
}

fn both(at: DateTime<Utc>, event: TimeZone, s: &Setting<'_>) -> Vec<String> {
    let (own, theirs) = (times::moment(at, s.time_zone), times::moment(at, event));
    if times::same_clocks(at, s.time_zone, event) { vec![theirs] } else { vec![own, theirs] }
}

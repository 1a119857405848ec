//! What people are told when an event moves (EV-6).

use chrono::{DateTime, Utc};
use models::TimeZone;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Event, Format};
use crate::local_time::in_zone;

/// What an invite and a mail say about time and place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// First start.
    pub starts_at: DateTime<Utc>,
    /// Last end.
    pub ends_at: DateTime<Utc>,
    /// Whose clocks it follows.
    pub time_zone: TimeZone,
    /// How people take part.
    pub format: Format,
    /// Name and address of the place.
    pub venue: Option<String>,
    /// Where people join, if not by Zoom.
    pub online_url: Option<String>,
    /// People join by Zoom.
    pub zoom_planned: bool,
}

/// One thing that is different now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EventChange)]
pub struct Change {
    /// What.
    pub field: String,
    /// Before.
    pub from: Option<String>,
    /// Now.
    pub to: Option<String>,
}

impl Told {
    /// What people know of an event as it stands.
    #[must_use]
    pub fn of(event: &Event) -> Self {
        let parts = [event.venue_name.as_deref(), event.venue_address.as_deref()];
        let venue: Vec<&str> = parts.into_iter().flatten().collect();
        Self {
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            time_zone: event.time_zone,
            format: event.format,
            venue: (!venue.is_empty()).then(|| venue.join(", ")),
            online_url: event.online_url.clone(),
            zoom_planned: event.zoom_planned,
        }
    }

    /// What is different in `now`, with both values.
    #[must_use]
    pub fn changes(&self, now: &Self) -> Vec<Change> {
        let starts = |told: &Self| Some(in_zone(told.starts_at, told.time_zone));
        let ends = |told: &Self| Some(in_zone(told.ends_at, told.time_zone));
        let zoom = |told: &Self| told.zoom_planned.then(|| "zoom".to_owned());
        let parts = [
            ("starts_at", starts(self), starts(now)),
            ("ends_at", ends(self), ends(now)),
            ("time_zone", Some(self.time_zone.name().into()), Some(now.time_zone.name().into())),
            ("format", Some(self.format.name().into()), Some(now.format.name().into())),
            ("venue", self.venue.clone(), now.venue.clone()),
            ("online_url", self.online_url.clone(), now.online_url.clone()),
            ("zoom_planned", zoom(self), zoom(now)),
        ];
        let differ = parts.into_iter().filter(|(_, from, to)| from != to);
        differ.map(|(field, from, to)| Change { field: field.to_owned(), from, to }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::tests::event;

    /// EV-6
    #[test]
    fn only_time_place_format_and_the_way_to_join_are_told() {
        let before = Told::of(&event());
        let renamed = Event { title: "Other".into(), summary: Some("x".into()), ..event() };
        assert!(before.changes(&Told::of(&renamed)).is_empty());
        let moved =
            Event { starts_at: event().starts_at - chrono::TimeDelta::minutes(5), ..event() };
        let changes = before.changes(&Told::of(&moved));
        assert_eq!(changes.len(), 1);
        assert_eq!(changes[0].from.as_deref(), Some("1970-01-02T01:00:00+01:00"));
        assert_eq!(changes[0].to.as_deref(), Some("1970-01-02T00:55:00+01:00"));
    }
}

//! What publishing still wants (EV-9), and settings that have no effect (EV-24).

use chrono::{DateTime, Utc};
use models::Field;
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use super::{Event, Format};
use crate::error::field;

/// Where in the editor a thing is put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// Title, time, place.
    Basics,
    /// The programme.
    Sessions,
    /// Tickets.
    Tickets,
    /// Credit.
    Credit,
    /// The certificate.
    Certificate,
}

impl Section {
    const fn name(self) -> &'static str {
        match self {
            Self::Basics => "basics",
            Self::Sessions => "sessions",
            Self::Tickets => "tickets",
            Self::Credit => "credit",
            Self::Certificate => "certificate",
        }
    }
}

/// One thing that publishing still wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MissingForPublishing)]
pub struct Missing {
    /// What, for a program.
    pub code: String,
    /// What, for a person.
    pub detail: String,
    /// Where it is put right.
    pub section: Section,
}

impl Missing {
    fn new(code: &str, detail: &str, section: Section) -> Self {
        Self { code: code.to_owned(), detail: detail.to_owned(), section }
    }

    pub(super) fn field(&self) -> Field {
        field(&format!("/{}", self.section.name()), &self.code, &self.detail)
    }
}

/// A setting that has no effect as things are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EventWarning)]
pub struct Warning {
    /// What, for a program.
    pub code: String,
    /// What, for a person.
    pub detail: String,
}

struct Facts {
    sessions: i64,
    on_sale: bool,
    credit_pending: bool,
    template_missing: bool,
}

/// EV-9: everything that publishing still wants.
pub async fn missing(
    conn: &mut PgConnection,
    event: &Event,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Missing>> {
    let facts = sqlx::query_as!(
        Facts,
        r#"select (select count(*) from sessions where event_id = $1 and cancelled_at is null) as "sessions!",
                  exists (select from ticket_types where event_id = $1 and archived_at is null
                             and coalesce(sales_close_at > $2, true)) as "on_sale!",
                  exists (select from designations where event_id = $1 and status in ('draft', 'expired')) as "credit_pending!",
                  exists (select from certificate_settings c where c.event_id = $1 and c.enabled
                             and not exists (select from certificate_templates t
                                              where t.archived_at is null
                                                and (t.id = c.template_id or c.template_id is null
                                                     and (t.organization_id = c.organization_id or t.organization_id is null)))) as "template_missing!""#,
        event.id as _,
        now
    )
    .fetch_one(conn)
    .await?;
    Ok(judged(event, &facts, now))
}

fn judged(event: &Event, facts: &Facts, now: DateTime<Utc>) -> Vec<Missing> {
    let online = event.format != Format::InPerson;
    let place = event.venue_name.is_some() || event.venue_address.is_some();
    let joinable = event.zoom_planned || event.online_url.is_some();
    let checks = [
        (
            event.ends_at <= now,
            "starts-in-past",
            "The end has passed. Choose a later date.",
            Section::Basics,
        ),
        (facts.sessions == 0, "no-session", "At least one session takes place.", Section::Sessions),
        (
            !facts.on_sale,
            "no-ticket-on-sale",
            "No ticket can be had. Extend its sales.",
            Section::Tickets,
        ),
        (
            event.format != Format::Online && !place,
            "no-place",
            "Say where people go.",
            Section::Basics,
        ),
        (
            online && !joinable,
            "no-way-to-join",
            "Plan a Zoom meeting or give a link.",
            Section::Basics,
        ),
        (
            facts.credit_pending,
            "designation-not-ready",
            "A credit is neither approved nor applied for. Say which, or take it away.",
            Section::Credit,
        ),
        (
            facts.template_missing,
            "no-certificate-template",
            "Choose a design for the certificate.",
            Section::Certificate,
        ),
    ];
    let wanted = checks.into_iter().filter(|(missing, ..)| *missing);
    wanted.map(|(_, code, detail, section)| Missing::new(code, detail, section)).collect()
}

/// What stands around an event and may have no effect.
#[derive(Clone, Copy, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "facts of rows, not a state")]
pub struct Limits {
    /// Places in the queue.
    pub waitlist_max: i32,
    /// Seats.
    pub capacity: Option<i32>,
    /// Some way to take part or some ticket has a limit of its own.
    pub in_part: bool,
    /// Some way to take part has one.
    pub by_mode: bool,
    /// A ticket that everybody sees has an access code.
    pub code_without_effect: bool,
    /// A hidden ticket has no access code.
    pub hidden_without_code: bool,
}

/// EV-24: settings without effect.
#[must_use]
pub fn warnings(event: &Event, limits: Limits) -> Vec<Warning> {
    let place = event.venue_name.is_some() || event.venue_address.is_some();
    let checks = [
        (
            limits.waitlist_max > 0 && limits.capacity.is_none() && !limits.in_part,
            "waitlist-without-capacity",
            "The waiting list has no effect: there is no limit on seats.",
        ),
        (
            event.format == Format::Online && place,
            "place-of-online-event",
            "The place is not shown: people take part online.",
        ),
        (
            event.format == Format::InPerson && (event.zoom_planned || event.online_url.is_some()),
            "join-address-of-in-person-event",
            "Nobody is led to the meeting: people take part in person.",
        ),
        (
            event.zoom_planned && event.online_url.is_some(),
            "link-beside-zoom",
            "People are led to the Zoom meeting; the link is used only until there is one.",
        ),
        (
            limits.by_mode && event.format != Format::Hybrid,
            "limit-of-one-way",
            "The limits for online and in person count beside the event's own, though there is one way to take part.",
        ),
        (
            limits.code_without_effect,
            "code-of-public-ticket",
            "The access code of a ticket has no effect: everybody sees the ticket.",
        ),
        (
            limits.hidden_without_code,
            "hidden-ticket-without-code",
            "A hidden ticket without an access code is found only with a promo code that unlocks it.",
        ),
    ];
    let found = checks.into_iter().filter(|(found, ..)| *found);
    found
        .map(|(_, code, detail)| Warning { code: code.to_owned(), detail: detail.to_owned() })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::tests::event;

    const READY: Facts =
        Facts { sessions: 1, on_sale: true, credit_pending: false, template_missing: false };

    fn codes(event: &Event, facts: &Facts) -> Vec<String> {
        judged(event, facts, DateTime::UNIX_EPOCH).into_iter().map(|missing| missing.code).collect()
    }

    /// EV-9
    #[test]
    fn a_draft_says_everything_that_it_lacks() {
        assert!(codes(&event(), &READY).is_empty());
        let hybrid = Event { format: Format::Hybrid, zoom_planned: false, ..event() };
        assert_eq!(codes(&hybrid, &READY), ["no-place", "no-way-to-join"]);
        let bare =
            Facts { sessions: 0, on_sale: false, credit_pending: true, template_missing: true };
        assert_eq!(codes(&event(), &bare).len(), 4);
        let late = judged(&event(), &READY, event().ends_at);
        assert_eq!(late[0].code, "starts-in-past");
    }

    /// EV-24
    #[test]
    fn a_waiting_list_without_a_limit_is_warned_of() {
        let limits = Limits { waitlist_max: 5, ..Limits::default() };
        assert_eq!(warnings(&event(), limits)[0].code, "waitlist-without-capacity");
        assert!(warnings(&event(), Limits { capacity: Some(5), ..limits }).is_empty());
    }
}

//! The organizer's steps.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::plan::{Plan, Span};
use super::unique;
use crate::client::{Person, Server, text, until};
use crate::credit::plain_credit;

pub(super) const PASSWORD: &str = "correct horse battery staple";

/// The event of the demo.
pub(super) struct Event {
    pub(super) id: String,
    pub(super) slug: String,
}

pub(super) async fn sign_up(
    server: &Server,
    now: DateTime<Utc>,
) -> anyhow::Result<(Person, String)> {
    let email = format!("ana.costa+{}@example.org", unique(now));
    let who = ("Ana Costa", email.as_str(), PASSWORD);
    let mut person = Person::sign_up(server, who, "organizer", "Europe/London").await?;
    if person.organization.is_none() {
        let made = json!({ "kind": "personal", "name": "Ana Costa" });
        let organization = person.post("/api/v1/organizations", made).await?;
        person.act_for(&text(&organization, "/id")?).await?;
    }
    person.post("/api/v1/billing/trials", json!({ "plan": "organizer" })).await?;
    let organization = person.get("/api/v1/organizations/current").await?;
    let name = text(&organization, "/name")?;
    Ok((person, format!("{email} has an organization, {name}")))
}

pub(super) async fn create(organizer: &mut Person, plan: &Plan) -> anyhow::Result<(Event, String)> {
    let breaks: Vec<Value> = plan.breaks.iter().map(|span| span_json(*span)).collect();
    let mut session = span_json(plan.session);
    session["title"] = plan.title.clone().into();
    session["breaks"] = breaks.into();
    let event = organizer
        .post("/api/v1/events", json!({
            "title": plan.title,
            "local_start": minute(plan.session.starts_at),
            "time_zone": plan.zone.name(),
            "join": { "kind": "link", "online_url": "https://meet.example.org/accredit-demo" },
            "summary": "What changed in the last two years, and what to do on the ward tomorrow.",
            "sessions": [session],
        }))
        .await?;
    let id = text(&event, "/id")?;
    let path = format!("/api/v1/events/{id}/policy");
    let mut policy = organizer.get(&path).await?;
    policy["gap_grace_seconds"] = plan.grace_seconds.into();
    if let Some(object) = policy.as_object_mut() {
        object.remove("version");
    }
    organizer.put(&path, policy).await?;
    let slug = text(&event, "/slug")?;
    let result = format!("{} on {}, {}", plan.title, minute(plan.session.starts_at), plan.zone);
    Ok((Event { id, slug }, result))
}

/// Credit whose rules ask people for nothing but to be there.
pub(super) async fn designate(
    organizer: &mut Person,
    event: &Event,
) -> anyhow::Result<((), String)> {
    let kind = plain_credit(organizer).await?;
    let made = organizer
        .post("/api/v1/cpd/designations", json!({
            "offering": format!("event-{}", event.id), "credit_type_id": kind["id"], "status": "approved",
        }))
        .await?;
    let most = text(&made, "/max_credits_text")?;
    Ok(((), format!("{most} {} of {}", text(&made, "/unit")?, text(&made, "/body")?)))
}

pub(super) async fn publish(organizer: &mut Person, event: &Event) -> anyhow::Result<((), String)> {
    organizer.post(&format!("/api/v1/events/{}/publish", event.id), Value::Null).await?;
    Ok(((), format!("/events/{}", event.slug)))
}

pub(super) async fn is(
    organizer: &mut Person,
    event: &Event,
    wanted: &str,
) -> anyhow::Result<((), String)> {
    let path = format!("/api/v1/events/{}", event.id);
    until(organizer, &path, "the clock of events", |event| {
        (event["status"] == wanted).then_some(())
    })
    .await?;
    Ok(((), wanted.to_owned()))
}

pub(super) async fn close(organizer: &mut Person, event: &Event) -> anyhow::Result<((), String)> {
    organizer.server.pass(TimeDelta::minutes(2)).await?;
    let path = format!("/api/v1/events/{}/closing", event.id);
    let closing = until(organizer, &path, "settled presence", |closing| {
        (closing["can_close"] == true).then(|| closing.clone())
    })
    .await?;
    organizer.post(&format!("/api/v1/events/{}/close", event.id), Value::Null).await?;
    let count = |name: &str| closing["funnel"][name].as_i64().unwrap_or_default();
    Ok((
        (),
        format!(
            "{} registered, {} joined, {} met",
            count("registered"),
            count("joined"),
            count("met")
        ),
    ))
}

fn span_json(span: Span) -> Value {
    json!({ "local_start": second(span.starts_at), "local_end": second(span.ends_at) })
}

fn minute(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M").to_string()
}

fn second(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}

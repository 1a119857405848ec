//! Plays the story.

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::report::report;
use super::story::{Event, Organization, Stage, Story, ZONE, instant};
use super::{LOGINS, PASSWORD};
use crate::client::{Call, Person, Server, text, until};
use crate::credit::plain_credit;

pub(super) async fn play(server: &Server, story: &Story, now: DateTime<Utc>) -> anyhow::Result<()> {
    let mut people = Vec::new();
    for (nth, (_, name, email, _)) in LOGINS.into_iter().enumerate() {
        let intent = if nth < 2 { "organizer" } else { "learner" };
        people.push(Person::sign_up(server, (name, email, PASSWORD), intent, ZONE.name()).await?);
    }
    let [ana, ben, maya, ..] = people.as_mut_slice() else { anyhow::bail!("four log-ins") };
    let mut ids = Vec::new();
    for organization in &story.organizations {
        let owner = if organization.owner == "ana" { &mut *ana } else { &mut *ben };
        ids.push(found(owner, organization).await?);
    }
    help(ana, ben).await?;
    ana.act_for(&ids[0]).await?;
    ben.act_for(&ids[1]).await?;
    let mut events: Vec<&Event> = story.events.iter().collect();
    events.sort_by_key(|event| event.starts(now));
    for (nth, event) in events.into_iter().enumerate() {
        let organizer = if event.organization == 0 { &mut *ana } else { &mut *ben };
        let early = instant(event.starts(now)) - TimeDelta::days(8);
        let latest = now - TimeDelta::hours(6) + TimeDelta::minutes(i64::try_from(nth)? * 7);
        server.move_to(early.min(latest).max(server.now().await?)).await?;
        hold(organizer, maya, event, story, now).await?;
    }
    Ok(())
}

async fn found(owner: &mut Person, organization: &Organization) -> anyhow::Result<String> {
    let made = json!({ "kind": "team", "name": organization.name, "country": "GB", "time_zone": ZONE.name() });
    let id = text(&owner.post("/api/v1/organizations", made).await?, "/id")?;
    owner.act_for(&id).await?;
    owner
        .patch("/api/v1/organizations/current", json!({
            "description": organization.description, "website": organization.website,
            "contact_address": organization.address, "primary_color": organization.color, "public": true,
        }))
        .await?;
    subscribe(owner).await?;
    Ok(id)
}

/// Buys the plan for teams for a year, as an owner does: on Stripe's page, which the sandbox has.
async fn subscribe(owner: &mut Person) -> anyhow::Result<()> {
    let order = json!({
        "plan": "organization", "interval": "year", "currency": "USD", "seats": 3, "return_to": "/org/billing",
    });
    let opened = owner.post("/api/v1/billing/checkouts", order).await?;
    let page = text(&opened, "/checkout_url")?;
    let session = page.rsplit('/').next().unwrap_or_default();
    let paid = json!({ "action": "pay", "session": session, "card": "success", "country": "GB" });
    owner.server.post("/sandbox/stripe/control.json", paid).await?;
    let path = format!("/api/v1/billing/checkouts/{}/confirm", text(&opened, "/id")?);
    owner.post(&path, Value::Null).await?;
    Ok(())
}

/// Ana asks Ben to help; Ben opens the mail and says yes.
async fn help(ana: &mut Person, ben: &mut Person) -> anyhow::Result<()> {
    let asked = json!({
        "email": ben.email, "roles": ["organizer"], "all_events": true,
        "message": "Will you run the evenings with me?",
    });
    let mailbox = ben.server.mailbox(&ben.email).await?;
    ana.post("/api/v1/invitations", asked).await?;
    let link = mailbox.link("/invitation#").await?;
    let token = link.split_once('#').map_or("", |(_, token)| token);
    ben.post("/api/v1/invitations/accept", json!({ "token": token })).await?;
    Ok(())
}

async fn hold(
    organizer: &mut Person,
    maya: &mut Person,
    event: &Event,
    story: &Story,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let id = create(organizer, event, now).await?;
    if event.stage == Stage::Draft {
        return Ok(());
    }
    if event.place.is_none() {
        designate(organizer, &id).await?;
    }
    organizer.post(&format!("/api/v1/events/{id}/publish"), Value::Null).await?;
    let online = event.place.is_none();
    if online {
        let own = json!({ "event_id": id, "attendees": [{}], "time_zone": ZONE.name() });
        maya.post("/api/v1/registrations", own).await?;
    }
    let rows: Vec<Value> = story.people[..event.attendees]
        .iter()
        .map(|person| {
            json!({
                "email": person.email(), "full_name": person.0,
                "professional_title": person.2, "organization_name": person.3,
            })
        })
        .collect();
    let bulk = json!({ "event_id": id, "rows": rows, "over_capacity": "waitlist", "notify": true });
    organizer.post("/api/v1/registrations/bulk", bulk).await?;
    if matches!(event.stage, Stage::Completed | Stage::Closed) {
        end(organizer, event, &id, story, now).await?;
    }
    Ok(())
}

async fn create(
    organizer: &mut Person,
    event: &Event,
    now: DateTime<Utc>,
) -> anyhow::Result<String> {
    let sessions: Vec<Value> = event
        .sessions(now)
        .iter()
        .map(|session| json!({
            "title": session.title, "local_start": local(session.starts), "local_end": local(session.ends),
        }))
        .collect();
    let join = match &event.place {
        Some((name, address)) => {
            json!({ "kind": "place", "venue_name": name, "venue_address": address, "country": "GB" })
        }
        None => json!({ "kind": "link", "online_url": "https://meet.example.org/evenings" }),
    };
    let made = organizer
        .post(
            "/api/v1/events",
            json!({
                "title": event.title, "summary": event.summary, "description": event.description,
                "local_start": local(event.starts(now)), "time_zone": ZONE.name(), "join": join,
                "type": event.kind, "capacity": event.capacity, "waitlist_max": event.waitlist,
                "sessions": sessions,
            }),
        )
        .await?;
    let id = text(&made, "/id")?;
    let more = json!({ "objectives": event.objectives, "languages": ["en"] });
    organizer.patch(&format!("/api/v1/events/{id}"), more).await?;
    Ok(id)
}

/// Credit whose rules ask people for nothing but to be there.
async fn designate(organizer: &mut Person, event: &str) -> anyhow::Result<()> {
    let kind = plain_credit(organizer).await?;
    let credit = json!({
        "offering": format!("event-{event}"), "credit_type_id": kind["id"], "status": "approved",
    });
    organizer.post("/api/v1/cpd/designations", credit).await?;
    Ok(())
}

/// After the end: the report, and for a closed event its close and the certificates.
async fn end(
    organizer: &mut Person,
    event: &Event,
    id: &str,
    story: &Story,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    let server = organizer.server.clone();
    let path = format!("/api/v1/events/{id}");
    server.move_to(instant(event.starts(now)) + TimeDelta::minutes(1)).await?;
    until(organizer, &path, "its beginning", |e| (e["status"] == "live").then_some(())).await?;
    server.move_to(instant(event.ends(now)) + TimeDelta::minutes(31)).await?;
    until(organizer, &path, "its end", |e| (e["status"] == "completed").then_some(())).await?;
    let maya = serde_json::from_value(json!(["Maya Lindqvist", "maya.lindqvist", "", ""]))?;
    let mut there = vec![maya];
    let pool = Story::read()?.people;
    there.extend(pool.into_iter().take(event.attendees.min(story.people.len())));
    let csv = report(&there, event.starts(now), event.ends(now));
    let path = format!(
        "/api/v1/attendance/imports?event_id={id}&time_zone=Europe/London&date_order=month_first&file_name=participants.csv"
    );
    let preview = organizer.send(Call::file(&path, csv.into_bytes())).await?.json;
    let path = format!("/api/v1/attendance/imports/{}/commit", text(&preview, "/id")?);
    organizer.post(&path, json!({})).await?;
    server.pass(TimeDelta::minutes(2)).await?;
    if event.stage == Stage::Closed {
        close(organizer, id).await?;
    }
    Ok(())
}

async fn close(organizer: &mut Person, id: &str) -> anyhow::Result<()> {
    let path = format!("/api/v1/events/{id}/closing");
    until(organizer, &path, "settled presence", |closing| {
        (closing["can_close"] == true).then_some(())
    })
    .await?;
    organizer.post(&format!("/api/v1/events/{id}/close"), Value::Null).await?;
    organizer.server.pass(TimeDelta::minutes(2)).await?;
    let path = format!("/api/v1/certificates/gates/event-{id}/summary");
    until(organizer, &path, "the certificates", |summary| {
        (summary["ready"] == 0 && summary["rendering"] == 0 && summary["issued"] != 0).then_some(())
    })
    .await
}

fn local(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M").to_string()
}

//! The steps of those who register.

use anyhow::Context as _;
use serde_json::{Value, json};

use super::plan::{Expected, Plan};
use super::stage::Event;
use crate::client::{Call, Caller, Person, Server, text};

/// One screen, no account.
pub(super) async fn guest(
    server: &Server,
    event: &Event,
    plan: &Plan,
) -> anyhow::Result<(String, String)> {
    let first = first(plan)?;
    let booking = server
        .post(
            "/api/v1/registrations",
            json!({
                "event_id": event.id,
                "attendees": [{ "email": first.email, "full_name": first.name }],
                "time_zone": plan.zone.name(),
            }),
        )
        .await?;
    let token = text(&booking, "/registrations/0/token")?;
    let status = text(&booking, "/registrations/0/status")?;
    Ok((token, format!("{} is {status}", first.name)))
}

pub(super) async fn confirmation(
    server: &Server,
    event: &Event,
    plan: &Plan,
) -> anyhow::Result<((), String)> {
    let first = first(plan)?;
    let link = server.link(&first.email, "/r/").await.with_context(|| event.slug.clone())?;
    let mail = server.mail(&first.email, &link).await?;
    let attached = mail["attachments"].as_array().into_iter().flatten();
    let names: Vec<&str> = attached.filter_map(|part| part["name"].as_str()).collect();
    Ok(((), format!("“{}”, with {}", text(&mail, "/subject")?, names.join(", "))))
}

/// The list that organizers have already.
pub(super) async fn others(
    organizer: &mut Person,
    event: &Event,
    plan: &Plan,
) -> anyhow::Result<((), String)> {
    let rows: Vec<Value> = plan.people[1..]
        .iter()
        .map(|person| json!({ "email": person.email, "full_name": person.name }))
        .collect();
    let mut created = 0;
    for chunk in rows.chunks(500) {
        let bulk = json!({ "event_id": event.id, "rows": chunk });
        let report = organizer.post("/api/v1/registrations/bulk", bulk).await?;
        created += report["created"].as_u64().unwrap_or_default();
        anyhow::ensure!(report["refused"] == 0, "some were refused: {report}");
    }
    Ok(((), format!("{created} people confirmed")))
}

pub(super) async fn open(server: &Server, token: &str) -> anyhow::Result<((), String)> {
    let caller = Caller::Seal(token.to_owned());
    let personal = server.call(&caller, Call::get("/api/v1/registrations/personal")).await?.json;
    let join = text(&personal, "/join/url")?;
    let state = server.get(&join).await?;
    Ok(((), format!("the door is {}", text(&state, "/phase")?)))
}

/// The mail that brings the certificate.
pub(super) async fn told(
    server: &Server,
    plan: &Plan,
    issued: &[Value],
) -> anyhow::Result<((), String)> {
    let Some(code) = issued.first().and_then(|certificate| certificate["full_name"].as_str())
    else {
        return Ok(((), "nobody earned a certificate".to_owned()));
    };
    let person = plan.people.iter().find(|person| person.name == code).context("who was that?")?;
    let mail = server.mail(&person.email, "certificate").await?;
    Ok(((), format!("“{}” to {}", text(&mail, "/subject")?, person.email)))
}

fn first(plan: &Plan) -> anyhow::Result<&Expected> {
    plan.people.first().context("nobody to register")
}

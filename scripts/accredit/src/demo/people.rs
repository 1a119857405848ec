//! The steps of those who register.

use anyhow::Context as _;
use serde_json::{Value, json};

use super::plan::Plan;
use super::stage::Event;
use crate::client::{Call, Caller, Mailbox, Person, Server, text};

/// Somebody with a personal link and no account.
pub(super) struct Guest {
    /// What the link holds: no other run has it.
    token: String,
    mailbox: Mailbox,
}

/// One screen, no account.
pub(super) async fn guest(
    server: &Server,
    event: &Event,
    plan: &Plan,
) -> anyhow::Result<(Guest, String)> {
    let first = plan.people.first().context("nobody to register")?;
    let mailbox = server.mailbox(&first.email).await?;
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
    Ok((Guest { token, mailbox }, format!("{} is {status}", first.name)))
}

/// The mail that brings the link to this registration.
pub(super) async fn confirmation(guest: &Guest) -> anyhow::Result<((), String)> {
    let mail = guest.mailbox.mail(&format!("/r/{}", guest.token)).await?;
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

pub(super) async fn open(server: &Server, guest: &Guest) -> anyhow::Result<((), String)> {
    let caller = Caller::Seal(guest.token.clone());
    let personal = server.call(&caller, Call::get("/api/v1/registrations/personal")).await?.json;
    let join = text(&personal, "/join/url")?;
    let state = server.get(&join).await?;
    Ok(((), format!("the door is {}", text(&state, "/phase")?)))
}

/// The mail that brings the certificate, and says where this one can be checked.
pub(super) async fn told(organizer: &mut Person, issued: &[Value]) -> anyhow::Result<((), String)> {
    let Some(certificate) = issued.first() else {
        return Ok(((), "nobody earned a certificate".to_owned()));
    };
    // Of two who have one name, it is one's own.
    let path = format!("/api/v1/registrations/{}", text(certificate, "/registration_id")?);
    let email = text(&organizer.get(&path).await?, "/email")?;
    let page = format!("/verify/{}", text(certificate, "/code")?.replace('-', ""));
    let mail = organizer.server.only_mail(&email, &page).await?;
    Ok(((), format!("“{}” to {email}", text(&mail, "/subject")?)))
}

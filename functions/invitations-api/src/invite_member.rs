//! Invite somebody by address.

use accounts::invitation::{self, NewInvitation};
use accounts::membership::{self, By, Scopes, SeatPayer};
use auth::{ManageMembers, Org};
use axum::extract::State;
use billing::access;
use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{Email, EventId, InvitationId, Line, Lines, Role};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use web::{Created, OnceJson};

/// Whom, and as what.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "kwame@example.org", "roles": ["organizer"]}))]
pub(crate) struct NewInvitationIn {
    email: Email,
    roles: Vec<Role>,
    title: Option<Line<1, 100>>,
    message: Option<Lines<500>>,
    #[serde(default)]
    event_ids: Vec<EventId>,
    #[serde(default)]
    all_events: bool,
    /// Who pays for the seat: the organization unless something else is said. A member does so with a
    /// paid plan of the personal organization, which is asked for when the invitation is accepted.
    seat_payer: Option<SeatPayer>,
}

/// The invitation, without its link.
#[derive(Serialize, Deserialize, ToSchema)]
pub(crate) struct Invited {
    id: InvitationId,
    state: String,
    expires_at: DateTime<Utc>,
}

/// Invite somebody by address.
#[utoipa::path(post, path = "/api/v1/invitations", tag = "invitations", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")),
    request_body = NewInvitationIn,
    responses((status = 201, body = Invited), (status = 403, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn invite_member(
    org: Org<ManageMembers>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<NewInvitationIn>,
) -> web::Result<Created<Invited>> {
    // The same address may be invited to several organizations.
    let (now, owner) = (app.clock.now(), format!("{} {}", org.user, org.id));
    let by = By { membership: org.membership, grantable: auth::grantable_by(&org.roles) };
    by.check_new(&body.roles)?;
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let new = NewInvitation {
        email: body.email,
        roles: body.roles,
        scopes: Scopes { all_events: body.all_events, event_ids: body.event_ids },
        title: body.title.map(String::from),
        seat_payer: body.seat_payer.unwrap_or(SeatPayer::Organization),
        message: body.message.map(String::from).filter(|message| !message.is_empty()),
    };
    let takes_seat = new.seat_payer == SeatPayer::Organization
        && Role::BILLABLE.iter().any(|role| new.roles.contains(role));
    let invitation = invitation::invite(&mut tx, org.id, org.user, new, now).await?;
    if takes_seat {
        access::full(&org.limits)?;
        let taken = membership::lock_seats(&mut tx, org.id, now).await?;
        access::seat(&mut tx, org.id, &org.limits, taken).await?;
    }
    outreach::organizations::invitation(&mut tx, invitation.id, now).await?;
    let entry = Entry::new(
        Some(org.id),
        Actor::User(org.user),
        "member.invited",
        "invitation",
        invitation.id,
    );
    let Scopes { all_events, event_ids } = &invitation.scopes.0;
    let after = json!({
        "roles": invitation.roles, "seat_payer": invitation.seat_payer,
        "all_events": all_events, "event_ids": event_ids,
    });
    audit::write(&mut tx, Entry { after, ..entry }, now).await?;
    let answer =
        Invited { id: invitation.id, state: invitation.state, expires_at: invitation.expires_at };
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Created(answer))
}

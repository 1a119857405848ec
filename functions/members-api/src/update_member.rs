//! Change roles, scopes and title of a member.

use accounts::membership::{self, By, Change, SeatPayer};
use auth::{ManageMembers, Org};
use axum::extract::State;
use billing::access;
use db::audit::{self, Actor, Entry};
use models::{EventId, Line, MembershipId, Role};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use web::{IfMatch, Path, Tagged, ValidJson};

use crate::list_members::MemberOut;

/// What changes: absent stays, null clears.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"roles": ["viewer"]}))]
#[expect(clippy::option_option, reason = "absent, null and a value are three wishes")]
pub(crate) struct MemberPatch {
    roles: Option<Vec<Role>>,
    #[serde(default, deserialize_with = "web::nullable")]
    title: Option<Option<Line<1, 100>>>,
    /// What scoped roles may see: these events …
    event_ids: Option<Vec<EventId>>,
    /// … or all of them.
    all_events: Option<bool>,
    /// Who pays for the seat: the member only with a paid plan of the personal organization.
    seat_payer: Option<SeatPayer>,
}

/// Change roles, scopes and title of a member. Effective at the person's next request.
#[utoipa::path(patch, path = "/api/v1/members/{membership_id}", tag = "members", security(("bearer" = [])),
    params(("membership_id" = MembershipId, Path), ("If-Match" = String, Header, description = "The ETag of what was seen")),
    request_body = MemberPatch,
    responses((status = 200, body = MemberOut), (status = 403, body = web::ProblemBody),
        (status = 404, body = web::ProblemBody), (status = 409, body = web::ProblemBody), (status = 412, body = web::ProblemBody)))]
pub(crate) async fn update_member(
    org: Org<ManageMembers>,
    State(app): State<crate::State>,
    Path(id): Path<MembershipId>,
    IfMatch(version): IfMatch,
    ValidJson(patch): ValidJson<MemberPatch>,
) -> web::Result<Tagged<MemberOut>> {
    let now = app.clock.now();
    let change = Change {
        roles: patch.roles,
        title: patch.title.map(|title| title.map(String::from)),
        all_events: patch.all_events,
        event_ids: patch.event_ids,
        seat_payer: patch.seat_payer,
    };
    let by = By { membership: org.membership, grantable: auth::grantable_by(&org.roles) };
    let mut tx = db::begin(&app.db).await?;
    if change.roles.is_some() || change.seat_payer.is_some() {
        // Before the member, as whoever settles seats does.
        membership::lock_seats(&mut tx, org.id, now).await?;
    }
    let (before, after) =
        membership::update(&mut tx, org.id, (id, version), change, &by, now).await?;
    if after.takes_seat && !before.takes_seat {
        access::full(&org.limits)?;
        let taken = membership::lock_seats(&mut tx, org.id, now).await?;
        access::seat(&mut tx, org.id, &org.limits, taken).await?;
    }
    let entry = Entry::new(Some(org.id), Actor::User(org.user), "member.changed", "membership", id);
    let said = |member: &membership::Member| {
        json!({"roles": member.roles, "seat_payer": member.seat_payer,
               "all_events": member.all_events, "event_ids": member.event_ids})
    };
    let (was, is) = (said(&before), said(&after));
    audit::write(&mut tx, Entry { before: was, after: is, ..entry }, now).await?;
    if before.roles != after.roles {
        outreach::organizations::role_changed(&mut tx, id, now).await?;
    }
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    let body = MemberOut::of(after, &org, true);
    Ok(Tagged { version: body.version, body })
}

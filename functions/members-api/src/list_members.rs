//! The members of the organization.

use accounts::membership::{self, Member, SeatPayer};
use auth::{ManageMembers, Org, ViewOrganization};
use axum::extract::State;
use chrono::{DateTime, Utc};
use models::{EventId, MembershipId, Role, UserId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{PageOf, Paged};

/// A member of an organization.
#[derive(Serialize, ToSchema)]
#[schema(as = Member)]
pub(crate) struct MemberOut {
    id: MembershipId,
    user_id: UserId,
    full_name: String,
    email: String,
    roles: Vec<String>,
    title: Option<String>,
    joined_at: DateTime<Utc>,
    all_events: bool,
    event_ids: Vec<EventId>,
    /// Who pays for the seat, where the roles take one.
    seat_payer: SeatPayer,
    /// The own plan has ended and no seat was free: then the roles that take one go.
    seat_notice_ends_at: Option<DateTime<Utc>>,
    /// Whether the member takes a seat of the organization's plan.
    takes_seat: bool,
    /// The caller.
    is_me: bool,
    /// The roles that the caller may give this member; empty where the caller may change nothing.
    grantable: Vec<Role>,
    pub(crate) version: i32,
}

impl MemberOut {
    pub(crate) fn of<P>(member: Member, org: &Org<P>, manages: bool) -> Self {
        let is_me = member.user_id == org.user;
        let present = membership::roles(&member.roles);
        let grantable = auth::grantable_by(&org.roles);
        let changeable = manages && !is_me && present.iter().all(|role| grantable.contains(role));
        Self {
            id: member.id,
            user_id: member.user_id,
            full_name: member.full_name,
            email: member.email,
            roles: member.roles,
            title: member.title,
            joined_at: member.joined_at,
            all_events: member.all_events,
            event_ids: member.event_ids,
            seat_payer: member.seat_payer,
            seat_notice_ends_at: member.seat_notice_ends_at,
            takes_seat: member.takes_seat,
            is_me,
            grantable: if changeable { grantable } else { Vec::new() },
            version: member.version,
        }
    }
}

/// The members of the organization, first joined first.
#[utoipa::path(get, path = "/api/v1/members", tag = "members", security(("bearer" = [])),
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<MemberOut>)))]
pub(crate) async fn list_members(
    org: Org<ViewOrganization>,
    State(app): State<crate::State>,
    wanted: PageOf<(DateTime<Utc>, MembershipId)>,
) -> web::Result<Paged<MemberOut>> {
    let rows = membership::list(&mut *app.db.acquire().await?, org.id, wanted.page).await?;
    let manages = org.may::<ManageMembers>();
    Ok(wanted.of(rows, |row| (row.joined_at, row.id), |row| MemberOut::of(row, &org, manages)))
}

//! What closing the organization would mean, and what stands in its way.

use accounts::{closing, organization};
use auth::{Org, OwnOrganization};
use axum::Json;
use axum::extract::State;
use billing::closing::Kind;
use billing::subscription::{self, Status};
use chrono::{DateTime, Utc};
use models::{EventId, Field, Money, OrgId};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use uuid::Uuid;

/// Whether the organization closes, until when it can be opened again, and what is open.
#[derive(Serialize, ToSchema)]
#[schema(as = OrganizationClosing)]
pub(crate) struct ClosingOut {
    /// Since when it can only be looked at; absent, it is open.
    closing_at: Option<DateTime<Utc>>,
    /// When it is gone; until then it can be opened again.
    closes_at: Option<DateTime<Utc>>,
    /// Published events that are still to come or under way.
    open_events: Vec<OpenEventOut>,
    /// Money that is still to be settled.
    open_money: Vec<OpenMoneyOut>,
    /// There is a paid plan, which ends at once and does not come back.
    ends_plan: bool,
}

/// An event that people can still come to.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenEvent)]
pub(crate) struct OpenEventOut {
    id: EventId,
    title: String,
    ends_at: DateTime<Utc>,
}

/// Money that is still to be settled.
#[derive(Serialize, ToSchema)]
#[schema(as = OpenMoney)]
pub(crate) struct OpenMoneyOut {
    kind: Kind,
    /// The event of paid registrations; the payment of a payment, a dispute or a refund; the payout.
    id: Option<Uuid>,
    /// What the event is called.
    title: Option<String>,
    /// So many registrations; else one.
    count: i64,
    /// So much; a balance below zero is owed to the platform.
    amount: Option<Money>,
}

/// Events and money that are open.
pub(crate) struct InTheWay {
    events: Vec<OpenEventOut>,
    money: Vec<OpenMoneyOut>,
}

impl InTheWay {
    pub(crate) async fn read(
        conn: &mut PgConnection,
        org: OrgId,
        now: DateTime<Utc>,
    ) -> Result<Self, billing::Error> {
        let events = closing::open_events(conn, org, now).await?;
        let money = billing::closing::open_money(conn, org, now).await?;
        let event = |event: closing::OpenEvent| OpenEventOut {
            id: event.id,
            title: event.title,
            ends_at: event.ends_at,
        };
        let open = |open: billing::closing::OpenMoney| OpenMoneyOut {
            kind: open.kind,
            id: open.id,
            title: open.title,
            count: open.count,
            amount: open.amount,
        };
        Ok(Self {
            events: events.into_iter().map(event).collect(),
            money: money.into_iter().map(open).collect(),
        })
    }

    /// One fact for each open event: its id as the code, its title as what is said.
    pub(crate) fn events(&self) -> Vec<Field> {
        self.events.iter().map(|event| fact(event.id.to_string(), &event.title)).collect()
    }

    /// One fact for each open sum: its kind as the code, the amount or the event as what is said.
    pub(crate) fn money(&self) -> Vec<Field> {
        let said = |open: &OpenMoneyOut| {
            let amount = open.amount.map(|amount| amount.to_string());
            amount.or_else(|| open.title.clone()).unwrap_or_default()
        };
        self.money.iter().map(|open| fact(open.kind.word().to_owned(), &said(open))).collect()
    }
}

fn fact(code: String, detail: &str) -> Field {
    Field { pointer: String::new(), code, detail: detail.to_owned() }
}

/// What closing the organization would mean, and what stands in its way.
#[utoipa::path(get, path = "/api/v1/organizations/current/closing", tag = "organizations", security(("bearer" = [])),
    responses((status = 200, body = ClosingOut)))]
pub(crate) async fn get_organization_closing(
    org: Org<OwnOrganization>,
    State(app): State<crate::State>,
) -> web::Result<Json<ClosingOut>> {
    let mut conn = app.db.acquire().await?;
    Ok(Json(read(&mut conn, org.id, app.clock.now()).await?))
}

pub(crate) async fn read(
    conn: &mut PgConnection,
    org: OrgId,
    now: DateTime<Utc>,
) -> web::Result<ClosingOut> {
    let closing_at = organization::get(conn, org).await?.closing_at;
    let InTheWay { events, money } = InTheWay::read(conn, org, now).await?;
    let plan = subscription::get(conn, org).await?;
    let paid = plan.stripe_subscription_id.is_some() && plan.status != Status::Canceled;
    Ok(ClosingOut {
        closing_at,
        closes_at: closing_at.map(closing::closes_at),
        open_events: events,
        open_money: money,
        ends_plan: paid,
    })
}

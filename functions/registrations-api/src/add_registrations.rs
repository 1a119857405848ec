//! Add people by hand.

use auth::{ManageRegistrations, Org};
use axum::Json;
use axum::extract::State;
use billing::access;
use events::registration::{Mode, Source};
use models::{EventId, Line, Once, TicketTypeId};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;
use web::{OnceJson, Problem};

use crate::bulk::{self, BulkReport, Order, OverCapacity, Row, Settlement};
use crate::list_registrations::visible;
use crate::paying;

/// People to be added.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "event_id": "01999d3c-0000-7000-8000-000000000000", "dry_run": true,
    "rows": [{"email": "ana@example.org", "full_name": "Ana Kos"}]
}))]
pub(crate) struct AddRegistrations {
    event_id: EventId,
    #[schema(min_items = 1, max_items = 500)]
    rows: Vec<AddedPerson>,
    /// Tries everything and keeps nothing.
    #[serde(default)]
    dry_run: bool,
    #[serde(default)]
    over_capacity: OverCapacity,
    /// Mails the ticket.
    #[serde(default = "yes")]
    notify: bool,
    /// How places that cost something are settled; needed where there are any.
    payment: Option<Settlement>,
    /// Makes invoiced places cheaper.
    promo_code: Option<Line<1, 60>>,
}

fn yes() -> bool {
    true
}

/// One of them. What is wrong with a row is told in the report.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AddedPerson {
    email: String,
    /// The first ticket that is offered, if absent.
    ticket_type_id: Option<TicketTypeId>,
    full_name: String,
    mode: Option<Mode>,
    professional_title: Option<String>,
    organization_name: Option<String>,
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, Value>)]
    answers: Map<String, Value>,
}

/// Add people by hand. They take seats like everyone.
#[utoipa::path(post, path = "/api/v1/registrations/bulk", tag = "registrations", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = AddRegistrations,
    responses((status = 200, body = BulkReport), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn add_registrations(
    org: Org<ManageRegistrations>,
    State(app): State<crate::State>,
    OnceJson { once, body }: OnceJson<AddRegistrations>,
) -> web::Result<Json<BulkReport>> {
    access::writable(&org.limits)?;
    if !(1..=500).contains(&body.rows.len()) {
        return Err(Problem::field("/rows", "out-of-range", "Add 1 to 500 people at a time."));
    }
    if let Some(payment) = &body.payment {
        payment.check()?;
    }
    let code = paying::code(body.promo_code.as_deref())?;
    let (event, dry_run) = (body.event_id, body.dry_run);
    let order = Order {
        event,
        by: org.user,
        source: Source::Manual,
        over_capacity: body.over_capacity,
        notify: body.notify,
        links: &app.links,
        payment: body.payment.as_ref(),
        code: code.as_ref(),
    };
    let rows: Vec<Row> = body.rows.into_iter().map(Row::from).collect();
    let wish = Wish { once: &once, order, rows: &rows, dry_run };
    let report = db::retried(Problem::is_contended, || add(&app, &org, &wish)).await?;
    app.tasks.flush(&app.db).await;
    Ok(Json(report))
}

struct Wish<'a> {
    once: &'a Once,
    order: Order<'a>,
    rows: &'a [Row],
    dry_run: bool,
}

/// All of it in one transaction, which a dry run takes back.
async fn add(
    app: &crate::State,
    org: &Org<ManageRegistrations>,
    wish: &Wish<'_>,
) -> web::Result<BulkReport> {
    let now = app.clock.now();
    let owner = org.user.to_string();
    let mut tx = db::begin(&app.db).await?;
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, wish.once).await? {
        return Ok(earlier);
    }
    visible(&mut tx, org, wish.order.event).await?;
    let mut report = bulk::add(&mut tx, wish.order, wish.rows, now).await?;
    report.dry_run = wish.dry_run;
    if wish.dry_run {
        tx.rollback().await?;
        return Ok(report);
    }
    db::idempotency::keep(&mut tx, &owner, wish.once, &report, now).await?;
    tx.commit().await?;
    Ok(report)
}

impl From<AddedPerson> for Row {
    fn from(person: AddedPerson) -> Self {
        Self {
            email: person.email,
            ticket_type: person.ticket_type_id,
            full_name: person.full_name,
            mode: person.mode,
            professional_title: person.professional_title,
            organization_name: person.organization_name,
            answers: person.answers,
            fault: None,
        }
    }
}

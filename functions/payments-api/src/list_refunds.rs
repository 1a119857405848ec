//! Money on its way back, and what became of it.

use auth::{On, Org, RefundPayments};
use billing::refund::{self, Cause, Filter, Line, Listed, Status};
use chrono::{DateTime, Utc};
use models::{EventId, Money, Page, PaymentId, PaymentItemId, RefundId, RefundRunId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Problem, Query};

use crate::asked::several;

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedRefunds {
    payment_id: Option<PaymentId>,
    run_id: Option<RefundRunId>,
    event_id: Option<EventId>,
    /// Several, separated by commas.
    status: Option<String>,
}

/// A refund.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Refund)]
pub(crate) struct RefundOut {
    id: RefundId,
    payment_id: PaymentId,
    run_id: Option<RefundRunId>,
    cause: Cause,
    /// What the buyer gets.
    amount: Money,
    /// What the organizer bears of it.
    organizer: Money,
    /// What the platform bears of it.
    platform: Money,
    /// Tax that the platform owed.
    tax: Money,
    status: Status,
    /// Why it failed, in the payment service's word.
    failure_reason: Option<String>,
    reason: Option<String>,
    requested_by: Option<UserId>,
    requested_at: DateTime<Utc>,
    succeeded_at: Option<DateTime<Utc>>,
    /// Paid back without the payment service after it failed.
    settled_outside_at: Option<DateTime<Utc>>,
    settled_outside_note: Option<String>,
    buyer_name: Option<String>,
    buyer_email: String,
    event_id: Option<EventId>,
    event_title: Option<String>,
    lines: Vec<RefundLine>,
}

/// What of it belongs to one place.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RefundLine {
    item_id: PaymentItemId,
    /// As the invoice calls it.
    label: String,
    amount: Money,
}

impl RefundOut {
    fn of(row: Listed, lines: &[Line]) -> Self {
        let money = |amount: i64| Money::new(amount, row.currency);
        let line = |line: &Line| RefundLine {
            item_id: line.item,
            label: line.label.clone(),
            amount: money(line.amount),
        };
        let lines = lines.iter().filter(|line| line.refund == row.id).map(line).collect();
        Self {
            id: row.id,
            payment_id: row.payment,
            run_id: row.run,
            cause: row.cause,
            amount: money(row.amount),
            organizer: money(row.organizer_share),
            platform: money(row.platform_share),
            tax: money(row.tax_share),
            status: row.status,
            failure_reason: row.failure_reason,
            reason: row.reason,
            requested_by: row.requested_by,
            requested_at: row.requested_at,
            succeeded_at: row.succeeded_at,
            settled_outside_at: row.settled_outside_at,
            settled_outside_note: row.settled_outside_note,
            buyer_name: row.buyer_name,
            buyer_email: row.buyer_email,
            event_id: row.event,
            event_title: row.event_title,
            lines,
        }
    }
}

/// One refund that the member reaches.
pub(crate) async fn one(
    conn: &mut PgConnection,
    org: &Org<RefundPayments>,
    id: RefundId,
) -> web::Result<RefundOut> {
    let scope = org.scope.as_deref();
    let filter = Filter { scope, refund: Some(id), ..Filter::default() };
    let page = Page { after: None, limit: 1 };
    let row = refund::list(conn, org.id, &filter, page).await?.pop();
    let row = row.ok_or_else(Problem::not_found)?;
    let lines = refund::lines(conn, &[id]).await?;
    Ok(RefundOut::of(row, &lines))
}

/// The refunds of a run that failed, newest first: at most so many.
pub(crate) async fn failures(
    conn: &mut PgConnection,
    org: &Org<RefundPayments>,
    run: RefundRunId,
    limit: i64,
) -> web::Result<Vec<RefundOut>> {
    let statuses = Some(vec![Status::Failed.name()]);
    let filter =
        Filter { scope: org.scope.as_deref(), run: Some(run), statuses, ..Filter::default() };
    let page = Page { after: None, limit: limit - 1 };
    let rows = refund::list(conn, org.id, &filter, page).await?;
    Ok(rows.into_iter().map(|row| RefundOut::of(row, &[])).collect())
}

/// List refunds, newest first.
#[utoipa::path(get, path = "/api/v1/payments/refunds", tag = "payments", security(("bearer" = [])),
    params(WantedRefunds, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<RefundOut>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_refunds(
    On(org, mut conn): On<Org<RefundPayments>>,
    Query(wanted): Query<WantedRefunds>,
    page: PageOf<(DateTime<Utc>, RefundId)>,
) -> web::Result<Paged<RefundOut>> {
    let statuses = several::<Status>(wanted.status.as_deref(), "/status")?;
    let filter = Filter {
        scope: org.scope.as_deref(),
        refund: None,
        payment: wanted.payment_id,
        run: wanted.run_id,
        event: wanted.event_id,
        statuses: statuses.map(|all| all.into_iter().map(Status::name).collect()),
    };
    let rows = refund::list(&mut conn, org.id, &filter, page.page).await?;
    let ids: Vec<RefundId> = rows.iter().map(|row| row.id).collect();
    let lines = refund::lines(&mut conn, &ids).await?;
    Ok(page.of(rows, |row| (row.requested_at, row.id), |row| RefundOut::of(row, &lines)))
}

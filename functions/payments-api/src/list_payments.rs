//! The payments of the organization.

use auth::{On, Org, ViewFinance};
use billing::payment::{self, Filter, Listed, Method, Status};
use chrono::{DateTime, Utc};
use models::{EventId, Money, PaymentId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Query};

use crate::asked::{pattern, several};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct WantedPayments {
    event_id: Option<EventId>,
    /// Several, separated by commas.
    status: Option<String>,
    /// Only those that differ from what was agreed.
    #[serde(default)]
    flagged: bool,
    /// Part of the buyer's name, address or company.
    q: Option<String>,
    /// Started then or later.
    from: Option<DateTime<Utc>>,
    /// Started before then.
    to: Option<DateTime<Utc>>,
}

/// A payment in the list.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct ListedPayment {
    id: PaymentId,
    status: Status,
    method: Method,
    /// What the buyer pays.
    total: Money,
    /// What codes took off.
    discount: Money,
    /// What the platform keeps.
    fees: Money,
    /// What reaches the organizer, before refunds.
    organizer: Money,
    /// What went back or is on its way.
    refunded: Money,
    /// What the organizer bears of that.
    refunds_borne: Money,
    /// What is the organizer's after refunds; nothing before it is paid.
    earned: Money,
    /// What a bank holds back.
    disputed: Money,
    buyer_name: Option<String>,
    buyer_email: String,
    buyer_company: Option<String>,
    /// How many places.
    places: i64,
    event_id: Option<EventId>,
    event_title: Option<String>,
    created_at: DateTime<Utc>,
    paid_at: Option<DateTime<Utc>>,
    /// What differs from what was agreed: somebody has to look at it.
    flagged_reason: Option<String>,
    /// The buyer's bank fears fraud; nothing goes back by itself.
    fraud_feared: bool,
}

impl From<Listed> for ListedPayment {
    fn from(row: Listed) -> Self {
        let money = |amount: i64| Money::new(amount, row.currency);
        Self {
            id: row.id,
            status: row.status,
            method: row.method,
            total: money(row.total),
            discount: money(row.discount),
            fees: money(row.application_fee),
            organizer: money(row.organizer),
            refunded: money(row.refunded),
            refunds_borne: money(row.refunds_borne),
            earned: money(row.earned()),
            disputed: money(row.disputed),
            buyer_name: row.buyer_name,
            buyer_email: row.buyer_email,
            buyer_company: row.buyer_company,
            places: row.places,
            event_id: row.event,
            event_title: row.event_title,
            created_at: row.created_at,
            paid_at: row.paid_at,
            flagged_reason: row.flagged_reason,
            fraud_feared: row.fraud_feared,
        }
    }
}

impl WantedPayments {
    /// The filter, for a member with this scope; `like` is [`Self::like`].
    pub(crate) fn filter<'a>(
        &self,
        scope: Option<&'a [EventId]>,
        like: Option<&'a str>,
    ) -> web::Result<Filter<'a>> {
        let statuses = several::<Status>(self.status.as_deref(), "/status")?;
        Ok(Filter {
            scope,
            event: self.event_id,
            statuses: statuses.map(|all| all.into_iter().map(Status::name).collect()),
            flagged: self.flagged,
            buyer: like,
            from: self.from,
            to: self.to,
            ..Filter::default()
        })
    }

    /// What is looked for in the buyer.
    pub(crate) fn like(&self) -> web::Result<Option<String>> {
        pattern(self.q.as_deref())
    }
}

/// List payments, newest first.
#[utoipa::path(get, path = "/api/v1/payments", tag = "payments", security(("bearer" = [])),
    params(WantedPayments, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<ListedPayment>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_payments(
    On(org, mut conn): On<Org<ViewFinance>>,
    Query(wanted): Query<WantedPayments>,
    page: PageOf<(DateTime<Utc>, PaymentId)>,
) -> web::Result<Paged<ListedPayment>> {
    let like = wanted.like()?;
    let filter = wanted.filter(org.scope.as_deref(), like.as_deref())?;
    let rows = payment::list(&mut conn, org.id, &filter, page.page).await?;
    Ok(page.of(rows, |row| (row.created_at, row.id), ListedPayment::from))
}

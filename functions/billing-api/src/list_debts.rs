//! What organizers owe the platform (LG-2).

use auth::{Look, Staff};
use axum::extract::State;
use billing::account::{self, Debt};
use models::{Currency, Money, OrgId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{PageOf, Paged};

/// What an organization owes in one currency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OrganizerDebt)]
pub(crate) struct DebtOut {
    organization_id: OrgId,
    organization_name: String,
    /// All of it.
    debt: Money,
    /// So much of it is fees that a statement claims; the rest is money that could not be taken back.
    fees: Money,
}

impl From<Debt> for DebtOut {
    fn from(debt: Debt) -> Self {
        let money = |amount| Money::new(amount, debt.currency);
        Self {
            organization_id: debt.organization,
            debt: money(debt.amount),
            fees: money(debt.fees),
            organization_name: debt.organization_name,
        }
    }
}

/// What organizations owe, each currency by itself. What a refund or a dispute still moves is not
/// counted. For the platform's own people.
#[utoipa::path(get, path = "/api/v1/billing/debts", tag = "billing", security(("bearer" = [])),
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<DebtOut>), (status = 403, body = web::ProblemBody)))]
pub(crate) async fn list_debts(
    _: Staff<Look>,
    State(app): State<crate::State>,
    page: PageOf<(OrgId, Currency)>,
) -> web::Result<Paged<DebtOut>> {
    let rows = account::debts(&mut *app.db.acquire().await?, page.page).await?;
    Ok(page.of(rows, |row| (row.organization, row.currency), DebtOut::from))
}

//! Notices about money, to the members who look after it.

use chrono::{DateTime, Utc};
use models::{Money, OrgId, UserId};
use sqlx::PgConnection;

use crate::members::{self, Notice};
use crate::message::{AccountStep, Message, MoneyMatter, PayoutAccountChanged, TeamMoney};
use crate::write::About;

/// Something about money that finance has to know.
#[derive(Clone, Debug)]
pub struct Matter {
    /// What happened.
    pub what: MoneyMatter,
    /// What it is about and how far that is; the same is told once.
    pub subject: String,
    /// How much, where it is about an amount.
    pub amount: Option<Money>,
    /// By when something has to be done.
    pub due: Option<DateTime<Utc>>,
    /// What the payment service or the bank said, or wants to know.
    pub said: Option<String>,
}

/// Tells everybody who sees the finances.
pub async fn tell(
    conn: &mut PgConnection,
    organization: OrgId,
    matter: Matter,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Matter { what, subject, amount, due, said } = matter;
    let people = members::read(conn, organization, None, &members::MONEY).await?;
    let amount = amount.map(|amount| amount.to_string());
    let facts = TeamMoney { organization_id: organization, what, amount, due, said };
    let notice = Notice {
        organization,
        message: Message::TeamMoney(facts),
        about: About::Organization(organization.into()),
        new_by: format!("{what:?}:{subject}"),
        path: format!("/org/{organization}/finance"),
    };
    members::tell(conn, &notice, people, now).await
}

/// Tells owner and admins that somebody went to the account that receives the money: a stolen
/// login is noticed by those whose money it is after.
pub async fn account_changed(
    conn: &mut PgConnection,
    organization: OrgId,
    by: UserId,
    what: AccountStep,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let names = sqlx::query!(
        r#"select o.name as organization, (select u.full_name from users u where u.id = $2) as who
             from organizations o where o.id = $1"#,
        organization as _,
        by as _
    );
    let Some(names) = names.fetch_optional(&mut *conn).await? else { return Ok(()) };
    let people = members::read(conn, organization, None, &members::PAYOUTS).await?;
    let facts = PayoutAccountChanged {
        organization_id: organization,
        organization: names.organization,
        what,
        who: names.who,
        at: now,
    };
    let notice = Notice {
        organization,
        message: Message::PayoutAccountChanged(facts),
        about: About::Organization(organization.into()),
        new_by: format!("{what:?}:{}", now.timestamp()),
        path: format!("/org/{organization}/finance/payouts"),
    };
    members::tell(conn, &notice, people, now).await
}

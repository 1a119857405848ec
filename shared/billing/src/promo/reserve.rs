//! Using a code: all lines of a booking at once, or none.

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{
    Currency, EventId, Money, OrgId, PromoCodeId, PromoRedemptionId, RegistrationId, TicketTypeId,
};
use sqlx::PgConnection;

use super::code::Code;
use super::facts::Facts;
use super::find;
use super::judge::{in_force, left};
use super::person::Buyer;
use super::terms::{Kind, Scope};
use crate::Error;

/// Something that is bought.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// At which event.
    pub event: EventId,
    /// With which ticket.
    pub ticket_type: TicketTypeId,
    /// What it costs without a code; nothing, if it is free.
    pub list: Money,
}

/// A place that is bought.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    /// Whose place.
    pub registration: RegistrationId,
    /// At which event.
    pub event: EventId,
    /// With which ticket.
    pub ticket_type: TicketTypeId,
    /// What it costs without a code; nothing, if it is free.
    pub list: Money,
}

/// A use that is kept for a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reserved {
    /// Whose place.
    pub registration: RegistrationId,
    /// The code.
    pub promo_code: PromoCodeId,
    /// What comes off, in minor units of the list price.
    pub discount_minor: i64,
}

/// What a code would give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The code.
    pub promo_code: PromoCodeId,
    /// Of each line what comes off; `None` where the code does not apply.
    pub discounts: Vec<Option<Money>>,
    /// Whether a guest has to prove the address before using it (PC-5).
    pub verified_only: bool,
}

/// Judges a code without reserving anything. Without a buyer nothing about a person is judged (PC-9).
pub async fn quote(
    conn: &mut PgConnection,
    organization: OrgId,
    code: &Code,
    buyer: Option<&Buyer>,
    lines: &[Line],
    now: DateTime<Utc>,
) -> Result<Quote, Error> {
    let row = find::by_name(conn, organization, code).await?.ok_or(Error::PromoCodeInvalid)?;
    let terms = row.terms();
    let facts = Facts::read(conn, organization, &terms, buyer, &[]).await?;
    Ok(Quote {
        promo_code: terms.id,
        discounts: facts.judged(&terms, lines, now)?,
        verified_only: terms.rules.verified_only || terms.rules.first_time_only,
    })
}

/// Judges, counts and reserves under the lock of the code's row (PC-4). Places to which the code
/// does not apply are left out; `promo-code-not-applicable` if that is all of them.
pub async fn reserve(
    conn: &mut PgConnection,
    organization: OrgId,
    code: &Code,
    buyer: &Buyer,
    wanted: &[Wanted],
    now: DateTime<Utc>,
) -> Result<Vec<Reserved>, Error> {
    let row = find::lock_by_name(conn, organization, code).await?.ok_or(Error::PromoCodeInvalid)?;
    let terms = row.terms();
    let own: Vec<RegistrationId> = wanted.iter().map(|wanted| wanted.registration).collect();
    // A statement of its own: what waited for the lock would count by its old snapshot.
    let facts = Facts::read(conn, organization, &terms, Some(buyer), &own).await?;
    let line = |w: &Wanted| Line { event: w.event, ticket_type: w.ticket_type, list: w.list };
    let lines: Vec<Line> = wanted.iter().map(line).collect();
    let discounts = facts.judged(&terms, &lines, now)?;
    let used: Vec<(RegistrationId, Money)> =
        own.into_iter().zip(discounts).filter_map(|(id, off)| Some((id, off?))).collect();
    insert(conn, organization, terms.id, buyer, &used, now).await?;
    let reserved = |(registration, off): (RegistrationId, Money)| Reserved {
        registration,
        promo_code: terms.id,
        discount_minor: off.amount,
    };
    Ok(used.into_iter().map(reserved).collect())
}

async fn insert(
    conn: &mut PgConnection,
    organization: OrgId,
    code: PromoCodeId,
    buyer: &Buyer,
    used: &[(RegistrationId, Money)],
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let ids: Vec<PromoRedemptionId> = used.iter().map(|_| PromoRedemptionId::new(now)).collect();
    let registrations: Vec<RegistrationId> = used.iter().map(|(id, _)| *id).collect();
    let discounts: Vec<i64> = used.iter().map(|(_, off)| off.amount).collect();
    let currencies: Vec<Currency> = used.iter().map(|(_, off)| off.currency).collect();
    sqlx::query!(
        "insert into promo_redemptions (id, organization_id, promo_code_id, registration_id, person_key, discount_minor, currency,
                                        state, created_at)
         select u.id, $1, $2, u.registration, $3, u.discount, u.currency, 'reserved', $4
           from unnest($5::uuid[], $6::uuid[], $7::bigint[], $8::text[]) as u (id, registration, discount, currency)",
        organization as _,
        code as _,
        buyer.key(),
        now,
        ids as _,
        registrations as _,
        &discounts,
        &currencies.iter().map(|currency| currency.code().to_owned()).collect::<Vec<_>>()
    )
    .execute(conn)
    .await
    .on_constraint([("promo_redemptions_one_live", Error::PromoCodeNotApplicable)])?;
    Ok(())
}

/// The hidden ticket types of an event that a code shows; none, if it does not unlock anything here.
pub async fn unlocks(
    conn: &mut PgConnection,
    organization: OrgId,
    code: &Code,
    event: EventId,
    now: DateTime<Utc>,
) -> Result<Vec<TicketTypeId>, Error> {
    let row = find::by_name(conn, organization, code).await?.ok_or(Error::PromoCodeInvalid)?;
    let terms = row.terms();
    in_force(&terms, now)?;
    let facts = Facts::read(conn, organization, &terms, None, &[]).await?;
    left(terms.rules.max_uses, facts.used.all)?;
    if terms.rules.kind != Kind::Unlock {
        return Ok(Vec::new());
    }
    let hidden = sqlx::query_scalar!(
        r#"select id as "id: TicketTypeId" from ticket_types
            where event_id = $1 and organization_id = $2 and audience = 'hidden' and archived_at is null
            order by position, id"#,
        event as _,
        organization as _
    )
    .fetch_all(conn)
    .await?;
    let shown = |ticket: &TicketTypeId| {
        terms.rules.scope == Scope::All || facts.targets.hold(event, *ticket)
    };
    Ok(hidden.into_iter().filter(shown).collect())
}

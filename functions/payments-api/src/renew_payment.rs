//! Pay anew for places whose last payment ended without money (PA-16).

use axum::extract::State;
use billing::fees::Amounts;
use billing::payment::{self, DroppedCode};
use billing::promo::Code;
use chrono::{DateTime, TimeDelta, Utc};
use db::rate::{Limit, TooMany};
use models::{
    Currency, Email, Kind, Line, LinkKey, Money, PaymentId, RegistrationId, SealKind, Sealed,
};
use sales::{Renewal, Renewed, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use web::{Client, Created, OnceJson, Problem};

use crate::buyer::Buyer;

/// New payments from one address (PA-16).
const RENEWALS: Limit = Limit { scope: "renew-payment", most: 10, window: TimeDelta::hours(1) };

/// What is to be paid for again.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"registration_ids": ["01999d3c-0000-7000-8000-000000000000"]}))]
pub(crate) struct RenewPayment {
    /// Places of one event: held, on offer, or lost when their last payment ended.
    #[schema(min_items = 1, max_items = 50)]
    registration_ids: Vec<RegistrationId>,
    /// The price of the last payment fell with it; a code is to be given again.
    promo_code: Option<Line<1, 60>>,
}

/// The new payment.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RenewedPayment {
    id: PaymentId,
    /// Still to be paid, unless a code leaves nothing to pay.
    status: payment::Status,
    /// What the buyer pays, before tax.
    total: Money,
    currency: Currency,
    /// How it comes about, in minor units.
    amounts: Amounts,
    /// Opens this payment and nothing else: `Authorization: Seal …`.
    token: String,
    /// Until when the seats are held.
    hold_expires_at: Option<DateTime<Utc>>,
    /// A code that was kept for the seat on offer and does not work any more.
    code_dropped: Option<DroppedCode>,
    places: Vec<RenewedPlace>,
}

/// A place that is paid for anew.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct RenewedPlace {
    registration_id: RegistrationId,
    /// The place that was asked for: another one where it was lost and taken again.
    earlier_id: RegistrationId,
    /// Opens the place that was taken again: `Authorization: Seal …`.
    token: Option<String>,
    /// The page behind that token.
    manage_url: Option<String>,
}

/// Pay anew for places whose last payment ended without money.
#[utoipa::path(post, path = "/api/v1/payments", tag = "payments", security(("bearer" = [])),
    params(("Idempotency-Key" = String, Header, description = "Chosen by the client")), request_body = RenewPayment,
    responses((status = 201, body = RenewedPayment), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn renew_payment(
    caller: Buyer,
    State(app): State<crate::State>,
    client: Client,
    OnceJson { once, body }: OnceJson<RenewPayment>,
) -> web::Result<Created<RenewedPayment>> {
    let now = app.clock.now();
    let wanted = places(&body)?;
    let code = code(body.promo_code.as_deref())?;
    limited(&app, &client, now).await?;
    let mut tx = db::begin(&app.db).await?;
    let subjects = sales::subjects(&mut tx, &wanted, now).await?;
    if subjects.len() != wanted.len() || !caller.reaches(&subjects, &app.links) {
        return Err(Problem::not_found());
    }
    let (buyer, verified) = pays(&caller, &subjects)?;
    let owner = format!("renew-payment {}", wanted[0]);
    if let Some(earlier) = db::idempotency::claim(&mut tx, &owner, &once).await? {
        return Ok(Created(earlier));
    }
    let links = &app.links;
    let renewal = Renewal { buyer: &buyer, verified, code: code.as_ref(), links };
    let renewed = sales::renew(&mut tx, subjects, &renewal, now).await?;
    let answer = answer(renewed, &app.links);
    db::idempotency::keep(&mut tx, &owner, &once, &answer, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Created(answer))
}

/// Each once, in the order of their ids.
fn places(body: &RenewPayment) -> web::Result<Vec<RegistrationId>> {
    let mut wanted = body.registration_ids.clone();
    wanted.sort_unstable();
    wanted.dedup();
    if (1..=50).contains(&wanted.len()) {
        return Ok(wanted);
    }
    Err(Problem::field("/registration_ids", "out-of-range", "1 to 50 places at a time."))
}

/// What is no code at all does not work either.
fn code(text: Option<&str>) -> Result<Option<Code>, Problem> {
    let read = text.map(|text| Code::parse(text).map_err(|_| billing::Error::PromoCodeInvalid));
    Ok(read.transpose()?)
}

/// Who pays, and whether that address is proven.
fn pays(caller: &Buyer, subjects: &[Subject]) -> web::Result<(payment::Buyer, bool)> {
    if let Buyer::Person(user) = caller {
        let email = Email::parse(&user.email).map_err(|_| Problem::not_found())?;
        let (name, locale) = (Some(user.full_name.clone()), user.locale.clone());
        return Ok((payment::Buyer { user: Some(user.id), email, name, locale }, true));
    }
    let buyer = subjects[0].buyer().ok_or_else(Problem::not_found)?;
    let verified = buyer.user.is_some() || (subjects.len() == 1 && subjects[0].verified);
    Ok((buyer, verified))
}

/// Counts before the transaction: a try that is refused counts too. Without a balancer in front
/// nobody's address is known.
async fn limited(app: &crate::State, client: &Client, now: DateTime<Utc>) -> web::Result<()> {
    if client.ip.is_unspecified() || client.ip.is_loopback() {
        return Ok(());
    }
    let mut conn = app.db.acquire().await?;
    let tried = db::rate::hit(&mut conn, RENEWALS, &client.rate_key(), now).await;
    tried.map_err(|TooMany(seconds)| {
        let detail = "Too many payments were begun from here. Try again later.";
        Problem::of(Kind::TooMany(seconds), "too-many-attempts", detail)
    })
}

fn answer(renewed: Renewed, links: &LinkKey) -> RenewedPayment {
    let Renewed { bought, places, hold_expires_at } = renewed;
    let seal = |kind, id: Uuid| links.seal(Sealed { kind, id, generation: 1 });
    let place = |(earlier_id, registration_id): (RegistrationId, RegistrationId)| {
        let anew = earlier_id != registration_id;
        let token = anew.then(|| seal(SealKind::Manage, registration_id.into()));
        let manage_url = token.as_ref().map(|token| format!("/r/{token}"));
        RenewedPlace { registration_id, earlier_id, token, manage_url }
    };
    let free = bought.amounts.total == 0;
    RenewedPayment {
        id: bought.id,
        status: if free { payment::Status::Paid } else { payment::Status::Draft },
        total: Money::new(bought.amounts.total, bought.currency),
        currency: bought.currency,
        amounts: bought.amounts,
        token: seal(SealKind::Payment, bought.id.into()),
        hold_expires_at,
        code_dropped: bought.code_dropped,
        places: places.into_iter().map(place).collect(),
    }
}

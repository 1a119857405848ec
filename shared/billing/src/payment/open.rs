//! Opening the page to pay on (PA-14b–d, PA-15), in four questions to the database: what is sold,
//! the hold (the caller's), the note that a page is being made, and the page itself.

mod form;
mod tax;

use chrono::{DateTime, TimeDelta, Utc};
use models::{Currency, EventId, Money, OrgId, PaymentId, RegistrationId, TaxRuleId, UserId};
use serde::Deserialize;
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{Method, Status};
use crate::Error;
use crate::settings::TaxBehavior;
use crate::stripe::Form;
use crate::tax::{Known, Missing, Rule, SellerOfRecord, Venue};
use tax::{Agreed, Taxation};

/// How long a page stays open: Stripe's least is 30 minutes.
pub const PAGE: TimeDelta = TimeDelta::minutes(31);
/// How much longer the seats are held.
pub const MARGIN: TimeDelta = TimeDelta::minutes(5);
/// From so long before the event on, methods that take days are not offered (PA-20).
const DELAYED_METHODS: TimeDelta = TimeDelta::days(10);

/// A payment on its way to a page, locked.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Which.
    pub id: PaymentId,
    /// Who sells.
    pub organization: OrgId,
    /// How it is paid.
    method: Method,
    /// Where it is in its life.
    pub status: Status,
    /// The account of the buyer.
    pub buyer_user: Option<UserId>,
    /// The account's or guest's address, as it is compared.
    pub buyer_email_key: String,
    /// Of the payment's own link.
    pub link_generation: i32,
    /// What is owed before tax.
    pub subtotal: Money,
    /// The event whose places are paid for.
    pub event: EventId,
    /// When it starts.
    pub starts_at: DateTime<Utc>,
    /// The places.
    pub registrations: Vec<RegistrationId>,
    /// The page that is open already.
    pub page: Option<Page>,
    /// The path of the app that the page being made leads back to.
    pub return_to: Option<String>,
    /// The last page that was made.
    attempt: i32,
    making: Option<Making>,
    lines: Vec<Line>,
    booking_fee: i64,
    application_fee: i64,
    buyer_email: String,
    seller: Option<Account>,
    delayed_methods: bool,
    tax: Option<Taxation>,
}

/// A page to pay on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// Where.
    pub url: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

#[derive(Clone, Debug, Deserialize)]
struct Line {
    label: String,
    net: i64,
    registration: RegistrationId,
    in_person: bool,
}

/// A page that is being made, or was when something broke off.
#[derive(Clone, Debug)]
struct Making {
    since: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    account: Account,
    tax: Option<Agreed>,
}

#[derive(Clone, Debug)]
struct Account {
    stripe: String,
    on_behalf_of: bool,
}

/// What goes to Stripe, and under which key.
#[derive(Clone, Debug)]
pub struct Request {
    /// The body.
    pub form: Form,
    /// Names the write for good; with the attempt it is the key that is sent.
    pub operation: String,
    /// Which page of this payment.
    pub attempt: i32,
}

/// Locks a payment to be opened. One query.
pub async fn begin(conn: &mut PgConnection, id: PaymentId) -> Result<Option<Opening>, Error> {
    let row = sqlx::query!(
        r#"select p.organization_id as "organization: OrgId", p.method as "method: Method", p.status as "status: Status", p.buyer_user_id as "buyer_user: UserId", p.buyer_email,
                  p.buyer_email_key, p.link_generation, p.currency as "currency: Currency", p.total_minor - p.tax_minor as "subtotal!", p.attempt,
                  p.opening_at, p.destination_account, p.on_behalf_of as "was_on_behalf_of!", p.return_to, p.checkout_url, p.expires_at, p.application_fee_minor, p.fee_payer = 'buyer' as "buyer_pays!",
                  e.id as "event: EventId", e.starts_at,
                  (select jsonb_agg(jsonb_build_object('label', i.label, 'net', i.net_minor, 'registration', i.registration_id,
                                                       'in_person', r.mode = 'in_person') order by i.position)
                     from payment_items i join registrations r on r.id = i.registration_id where i.payment_id = p.id) as "lines!: Json<Vec<Line>>",
                  nullif(p.tax_behavior, 'none') as "tax: TaxBehavior", p.tax_rule_id as "tax_rule: TaxRuleId", p.tax_country, p.tax_products,
                  p.seller_of_record as "seller_of_record: SellerOfRecord", p.buyer_country, coalesce(p.buyer_company, p.buyer_tax_id) is not null as "business!",
                  jsonb_build_object('country', e.country, 'name', e.venue_name, 'address', e.venue_address) as "venue!: Json<Venue>",
                  case when p.tax_behavior <> 'none' then
                      (select jsonb_agg(jsonb_build_object('id', t.id, 'mode', t.mode, 'buyer_country', t.buyer_country,
                                 'buyer_is_business', t.buyer_is_business, 'seller_of_record', t.seller_of_record, 'place', t.place,
                                 'stripe_tax_code', t.stripe_tax_code, 'valid_from', t.valid_from))
                         from sales_tax_rules t where t.seller_country = a.country) end
                      as "tax_rules: Json<Vec<Rule>>",
                  case when p.tax_behavior <> 'none' then
                      (select jsonb_agg(jsonb_build_object('label', x.label, 'code', x.stripe_tax_code, 'venue', x.venue,
                                                           'product', x.stripe_product_id))
                         from tax_products x where x.event_id = e.id) end as "tax_products_known: Json<Vec<Known>>",
                  a.stripe_account_id as "account?", a.agreement = 'full' as "on_behalf_of?",
                  coalesce(s.delayed_methods_allowed_at is not null, false) as "delayed_methods!"
             from payments p
             join lateral (select r.event_id from payment_items i join registrations r on r.id = i.registration_id
                            where i.payment_id = p.id limit 1) r on true
             join events e on e.id = r.event_id
             left join seller_settings s on s.organization_id = p.organization_id
             left join payout_accounts a on a.organization_id = p.organization_id and a.disconnected_at is null and a.status = 'active'
                   and a.charges_enabled_at is not null and s.legal_name is not null and s.legal_address is not null
            where p.id = $1 for no key update of p"#,
        id as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Opening {
        id,
        organization: row.organization,
        method: row.method,
        status: row.status,
        buyer_user: row.buyer_user,
        buyer_email_key: row.buyer_email_key,
        link_generation: row.link_generation,
        subtotal: Money::new(row.subtotal, row.currency),
        event: row.event,
        starts_at: row.starts_at,
        registrations: row.lines.iter().map(|line| line.registration).collect(),
        page: row
            .checkout_url
            .zip(row.expires_at)
            .map(|(url, expires_at)| Page { url, expires_at }),
        attempt: row.attempt,
        making: row.opening_at.zip(row.expires_at).zip(row.destination_account).map(
            |((since, expires_at), stripe)| Making {
                since,
                expires_at,
                account: Account { stripe, on_behalf_of: row.was_on_behalf_of },
                tax: row.tax.zip(row.tax_rule).map(|(behavior, rule)| Agreed {
                    behavior,
                    rule,
                    seller: row.seller_of_record,
                    country: row.tax_country,
                    products: row.tax_products,
                }),
            },
        ),
        tax: row.tax.map(|behavior| Taxation {
            behavior,
            rules: row.tax_rules.map(|rules| rules.0).unwrap_or_default(),
            products: row.tax_products_known.map(|known| known.0).unwrap_or_default(),
            venue: row.venue.0,
            buyer_country: row.buyer_country,
            business: row.business,
        }),
        return_to: row.opening_at.and(row.return_to),
        booking_fee: if row.buyer_pays { row.application_fee_minor } else { 0 },
        application_fee: row.application_fee_minor,
        buyer_email: row.buyer_email,
        seller: row
            .account
            .map(|stripe| Account { stripe, on_behalf_of: row.on_behalf_of.unwrap_or_default() }),
        delayed_methods: row.delayed_methods,
        lines: row.lines.0,
    }))
}

impl Opening {
    /// The page that is open and will be for a while.
    #[must_use]
    pub fn open_page(&self, now: DateTime<Utc>) -> Option<&Page> {
        self.page.as_ref().filter(|page| self.status == Status::Open && page.expires_at > now)
    }

    /// Whether it can be opened: still a draft, and as dear as the buyer believes.
    pub fn may_open(&self, expected: Option<Money>) -> Result<(), Error> {
        match self.status {
            Status::Draft if self.method == Method::Outside => return Err(Error::PaidOutside),
            Status::Draft => {}
            Status::Paid => return Err(Error::AlreadyPaid),
            Status::Open | Status::Processing => return Err(Error::PaymentInProgress),
            Status::Canceled | Status::Expired | Status::Failed => return Err(Error::PaymentEnded),
        }
        if self.seller.is_none() {
            return Err(Error::SellerNotReady);
        }
        match expected {
            Some(expected) if expected != self.subtotal => Err(Error::PriceChanged),
            _ => Ok(()),
        }
    }

    /// Whether a page is being made: by somebody else, or when something broke off.
    #[must_use]
    pub const fn is_being_made(&self) -> bool {
        self.making.is_some()
    }

    /// Notes that a page is being made, before it is: after a crash the same request goes out
    /// again, with the same key. At most one query.
    pub async fn note(
        &self,
        conn: &mut PgConnection,
        urls: &Urls,
        details: &Details,
        now: DateTime<Utc>,
    ) -> Result<Request, Error> {
        let operation = format!("checkout:{}", self.id);
        if let Some(Making { since, expires_at, account, tax }) = &self.making {
            let form = self.form((account, tax.as_ref()), urls, *expires_at, *since);
            return Ok(Request { form, operation, attempt: self.attempt });
        }
        let seller = self.seller.as_ref().ok_or(Error::SellerNotReady)?;
        let attempt = self.attempt + 1;
        let expires_at = now + PAGE;
        let tax = self.agreed(details, now)?;
        let form = self.form((seller, tax.as_ref()), urls, expires_at, now);
        sqlx::query!(
            "with call as (
                insert into stripe_calls (op_key, attempt, request_hash, status, sent_at)
                values ($2, $3, $4, 'sent', $5)
             )
             update payments set attempt = $3, opening_at = $5, expires_at = $6, destination_account = $7, on_behalf_of = $8, return_to = $9,
                    buyer_name = coalesce($10, buyer_name), buyer_company = coalesce($11, buyer_company),
                    buyer_tax_id = coalesce($12, buyer_tax_id), buyer_country = coalesce($13, buyer_country),
                    buyer_address = coalesce($14, buyer_address), tax_rule_id = $15, tax_country = $16, tax_products = $17,
                    seller_of_record = $18, updated_at = $5, version = version + 1
              where id = $1",
            self.id as _,
            operation,
            attempt,
            form.hash(),
            now,
            expires_at,
            seller.stripe,
            seller.on_behalf_of,
            urls.return_to,
            details.name,
            details.company,
            details.tax_id,
            details.country,
            details.address,
            tax.as_ref().map(|tax| tax.rule) as _,
            tax.as_ref().and_then(|tax| tax.country.as_deref()),
            tax.as_ref().map_or(&[][..], |tax| &tax.products),
            tax.as_ref().map_or(SellerOfRecord::Organizer, |tax| tax.seller).name()
        )
        .execute(conn)
        .await?;
        Ok(Request { form, operation, attempt })
    }
}

/// What the buyer wants on the invoice; absent parts stay as they are.
#[derive(Clone, Debug, Default)]
pub struct Details {
    /// A person.
    pub name: Option<String>,
    /// An organization.
    pub company: Option<String>,
    /// Where it is, in lines.
    pub address: Option<String>,
    /// Its tax number.
    pub tax_id: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
}

/// Where the page leads back to; built by the server (PA-15).
#[derive(Clone, Debug)]
pub struct Urls {
    /// After paying.
    pub success: String,
    /// On the way back without it.
    pub cancel: String,
    /// The path of the app where the buyer came from.
    pub return_to: String,
}

/// The page is there: the payment is open. One query, unless somebody else was told of the same page
/// a moment before. `false`: the payment has ended meanwhile, and the page must be closed.
pub async fn opened(
    conn: &mut PgConnection,
    id: PaymentId,
    attempt: i32,
    (session, page): (&str, &Page),
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let row = sqlx::query!(
        r#"with call as (
            update stripe_calls set status = 'answered', http_status = 200, object_id = $3 where op_key = $6 and attempt = $2
         ), open as (
            update payments set status = 'open', stripe_session_id = $3, checkout_url = $4, expires_at = $5, opening_at = null,
                   updated_at = $7, version = version + 1
             where id = $1 and attempt = $2 and status = 'draft'
            returning id
         )
         select exists (select from open) as "open!""#,
        id as _,
        attempt,
        session,
        page.url,
        page.expires_at,
        format!("checkout:{id}"),
        now
    )
    .fetch_one(&mut *conn)
    .await?;
    if row.open {
        return Ok(true);
    }
    // A statement of its own: that one may have waited for the other, and still saw what was before.
    let row = sqlx::query!(
        r#"select exists (select from payments where id = $1 and stripe_session_id = $2
                                           and status not in ('expired', 'canceled', 'failed')) as "open!""#,
        id as _,
        session
    )
    .fetch_one(conn)
    .await?;
    Ok(row.open)
}

/// Stripe refused to make the page: the draft is as it was.
pub async fn not_opened(
    conn: &mut PgConnection,
    id: PaymentId,
    attempt: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update payments set opening_at = null, expires_at = null, updated_at = $3 where id = $1 and attempt = $2 and status = 'draft'",
        id as _,
        attempt,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

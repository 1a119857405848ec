//! Mails to whoever pays: what was paid, what is on its way, what went back.

use chrono::{DateTime, Utc};
use models::{
    Currency, Email, Money, OrgId, PaymentId, RefundId, SealKind, Sealed, TimeZone, UserId,
};
use serde::Deserialize;
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::message::{Message, MoneyLine, PaymentDue, Purchase, Receipt, RefundSent};
use crate::names::harmless;
use crate::write::{About, Draft, Recipient, write};

/// What happened to a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// The money is there.
    Paid,
    /// A bank takes its days.
    Processing,
    /// The bank refused in the end; the place is given up.
    Failed,
    /// It is to be paid by invoice, and is not.
    Due {
        /// Names the reminder: each is sent once.
        step: &'static str,
        /// By when.
        at: DateTime<Utc>,
    },
    /// Money was sent back.
    Refunded(RefundId),
}

/// Tells whoever pays, once. What costs nothing has no receipt.
pub async fn tell(
    conn: &mut PgConnection,
    payment: PaymentId,
    told: Told,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Some(row) = read(conn, payment).await? else { return Ok(()) };
    let purchase = row.purchase(payment);
    let (message, new_by) = match told {
        Told::Paid if row.total == 0 => return Ok(()),
        Told::Paid => {
            let lines = row.lines();
            let paid_at = row.paid_at.unwrap_or(now);
            (Message::PaymentReceipt(Receipt { purchase, lines, paid_at }), String::new())
        }
        Told::Processing => (Message::PaymentProcessing(purchase), String::new()),
        Told::Failed => (Message::PaymentFailed(purchase), String::new()),
        Told::Due { step, at } => {
            let (invoice, overdue) = (invoice(conn, payment).await?, at < now);
            let facts = PaymentDue { purchase, invoice, due_at: at, overdue };
            (Message::PaymentDue(facts), step.to_owned())
        }
        Told::Refunded(refund) => {
            let Some((amount, lines)) = refunded(conn, refund, row.currency).await? else {
                return Ok(());
            };
            let facts = RefundSent { purchase, amount, lines, sent_at: now };
            (Message::RefundSent(facts), refund.to_string())
        }
    };
    let Some(to) = row.to() else { return Ok(()) };
    let draft = Draft::new(message, to, About::Payment(payment.into()), new_by);
    let draft = draft.of(row.organization).noted("/me/payments".to_owned());
    write(conn, &[draft], now).await
}

struct Row {
    organization: OrgId,
    user: Option<UserId>,
    address: String,
    proven: bool,
    name: Option<String>,
    locale: String,
    zone: TimeZone,
    link_generation: i32,
    currency: Currency,
    total: i64,
    paid_at: Option<DateTime<Utc>>,
    title: String,
    starts_at: DateTime<Utc>,
    time_zone: TimeZone,
    organizer: String,
    lines: Json<Vec<Line>>,
}

#[derive(Deserialize)]
struct Line {
    label: String,
    amount: i64,
}

/// A buyer with an account is written to at its address, whatever it was at the purchase.
async fn read(conn: &mut PgConnection, payment: PaymentId) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        r#"select p.organization_id as "organization: OrgId", u.id as "user?: UserId", coalesce(a.address, p.buyer_email) as "address!",
                  a.address is not null as "proven!", coalesce(u.full_name, p.buyer_name) as name, coalesce(u.locale, p.locale) as "locale!",
                  coalesce(u.time_zone, e.time_zone) as "zone!: TimeZone", p.link_generation, p.currency as "currency: Currency",
                  p.total_minor as total, p.paid_at, e.title, e.starts_at, e.time_zone as "time_zone: TimeZone", o.name as organizer,
                  (select jsonb_agg(jsonb_build_object('label', i.label, 'amount', i.total_minor) order by i.position)
                     from payment_items i where i.payment_id = p.id) as "lines!: Json<Vec<Line>>"
             from payments p
             join organizations o on o.id = p.organization_id
             join lateral (select r.event_id from payment_items i join registrations r on r.id = i.registration_id
                            where i.payment_id = p.id limit 1) r on true
             join events e on e.id = r.event_id
             left join users u on u.id = p.buyer_user_id and u.erased_at is null
             left join user_emails a on a.user_id = u.id and a.is_primary
            where p.id = $1"#,
        payment as _
    )
    .fetch_optional(conn)
    .await
}

/// The number of the invoice that no other one stands in for.
async fn invoice(conn: &mut PgConnection, payment: PaymentId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "select d.full_number from sales_documents d
          where d.payment_id = $1 and d.kind = 'invoice'
            and not exists (select from sales_documents r where r.replaces_id = d.id and r.kind = 'invoice')",
        payment as _
    )
    .fetch_optional(conn)
    .await
}

async fn refunded(
    conn: &mut PgConnection,
    refund: RefundId,
    currency: Currency,
) -> sqlx::Result<Option<(String, Vec<MoneyLine>)>> {
    let lines = sqlx::query_as!(
        Line,
        "select i.label, l.amount_minor as amount from refund_items l join payment_items i on i.id = l.payment_item_id
          where l.refund_id = $1 order by i.position",
        refund as _
    )
    .fetch_all(conn)
    .await?;
    let sum: i64 = lines.iter().map(|line| line.amount).sum();
    Ok((sum > 0).then(|| (Money::new(sum, currency).to_string(), shown(&lines, currency))))
}

fn shown(lines: &[Line], currency: Currency) -> Vec<MoneyLine> {
    let line = |line: &Line| MoneyLine {
        label: line.label.clone(),
        amount: Money::new(line.amount, currency).to_string(),
    };
    lines.iter().map(line).collect()
}

impl Row {
    fn purchase(&self, payment: PaymentId) -> Purchase {
        let generation = self.link_generation;
        Purchase {
            payment: Sealed { kind: SealKind::Payment, id: payment.into(), generation },
            title: self.title.clone(),
            starts_at: self.starts_at,
            time_zone: self.time_zone,
            organizer: self.organizer.clone(),
            total: Money::new(self.total, self.currency).to_string(),
        }
    }

    fn lines(&self) -> Vec<MoneyLine> {
        shown(&self.lines, self.currency)
    }

    /// Nowhere, where the address is gone with its person.
    fn to(&self) -> Option<Recipient> {
        let email = Email::parse(&self.address).ok()?;
        let name = self.name.as_deref();
        let name = if self.proven { name } else { name.and_then(harmless) };
        Some(Recipient {
            address: email.address().to_owned(),
            address_key: email.key().to_owned(),
            name: name.map(str::to_owned),
            user: self.user,
            locale: self.locale.clone(),
            time_zone: self.zone,
        })
    }
}

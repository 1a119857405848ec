//! What speaks for the organizer in a dispute, put together from our own rows: the order, the terms
//! that were accepted, mails, presence and what the buyer did (RF-11).

use billing::dispute::{Evidence, EvidenceFile};
use billing::policy::Policy;
use chrono::{DateTime, Utc};
use models::{Currency, Money, PaymentId, RegistrationId};
use serde::Serialize;
use sqlx::PgConnection;
use sqlx::types::Json;
use utoipa::ToSchema;

/// Mails and deeds that go into a pack; the latest count.
const MOST: i64 = 200;

/// The pack.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidencePack {
    buyer_name: Option<String>,
    buyer_email: String,
    paid_at: Option<DateTime<Utc>>,
    total: Money,
    places: Vec<EvidencePlace>,
    /// The promise of refunds at the purchase.
    terms: Policy,
    mails: Vec<EvidenceMail>,
    activity: Vec<EvidenceActivity>,
}

/// A place that was paid for, and how much of it was used.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidencePlace {
    /// As the invoice calls it.
    label: String,
    attendee: Option<String>,
    event_starts_at: Option<DateTime<Utc>>,
    event_ends_at: Option<DateTime<Utc>>,
    /// Minutes that were measured.
    present_minutes: Option<i32>,
    /// Minutes that could be.
    possible_minutes: Option<i32>,
}

/// A mail about these places.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidenceMail {
    subject: Option<String>,
    /// `delivered`, `sent`, `bounced` and so on.
    state: String,
    at: DateTime<Utc>,
}

/// Something that the buyer did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct EvidenceActivity {
    at: DateTime<Utc>,
    what: String,
}

struct Order {
    buyer_name: Option<String>,
    buyer_email: String,
    paid_at: Option<DateTime<Utc>>,
    total: i64,
    currency: Currency,
    policy: Json<Policy>,
    registrations: Vec<RegistrationId>,
}

/// Reads the pack of a payment.
pub(crate) async fn read(
    conn: &mut PgConnection,
    payment: PaymentId,
) -> sqlx::Result<EvidencePack> {
    let order = order(conn, payment).await?;
    Ok(EvidencePack {
        places: places(conn, payment).await?,
        mails: mails(conn, payment, &order.registrations).await?,
        activity: activity(conn, &order.registrations).await?,
        buyer_name: order.buyer_name,
        buyer_email: order.buyer_email,
        paid_at: order.paid_at,
        total: Money::new(order.total, order.currency),
        terms: order.policy.0,
    })
}

async fn order(conn: &mut PgConnection, payment: PaymentId) -> sqlx::Result<Order> {
    sqlx::query_as!(
        Order,
        r#"select buyer_name, buyer_email, paid_at, total_minor as total, currency as "currency: Currency", policy as "policy: Json<Policy>",
                  array(select i.registration_id from payment_items i where i.payment_id = p.id and i.registration_id is not null
                         order by i.position) as "registrations!: Vec<RegistrationId>"
             from payments p where p.id = $1"#,
        payment as _
    )
    .fetch_one(conn)
    .await
}

async fn places(conn: &mut PgConnection, payment: PaymentId) -> sqlx::Result<Vec<EvidencePlace>> {
    sqlx::query_as!(
        EvidencePlace,
        r#"select i.label, r.full_name as attendee, e.starts_at as "event_starts_at?", e.ends_at as "event_ends_at?",
                  s.counted_seconds / 60 as present_minutes, s.window_seconds / 60 as possible_minutes
             from payment_items i
             left join registrations r on r.id = i.registration_id
             left join events e on e.id = r.event_id
             left join presence_summaries s on s.registration_id = r.id
            where i.payment_id = $1 order by i.position"#,
        payment as _
    )
    .fetch_all(conn)
    .await
}

async fn mails(
    conn: &mut PgConnection,
    payment: PaymentId,
    registrations: &[RegistrationId],
) -> sqlx::Result<Vec<EvidenceMail>> {
    sqlx::query_as!(
        EvidenceMail,
        r#"select coalesce(subject, message_key) as subject, state, state_at as at from messages
            where (about_kind = 'registration' and about_id = any($1) or about_kind = 'payment' and about_id = $3) and class <> 'notice'
            order by created_at desc, id desc limit $2"#,
        registrations as _,
        MOST,
        payment as _
    )
    .fetch_all(conn)
    .await
}

async fn activity(
    conn: &mut PgConnection,
    registrations: &[RegistrationId],
) -> sqlx::Result<Vec<EvidenceActivity>> {
    sqlx::query_as!(
        EvidenceActivity,
        r#"select a.at as "at!", a.what as "what!" from (
              select c.at, 'registration: ' || c.to_status as what from registration_changes c where c.registration_id = any($1)
              union all
              select k.clicked_at, 'clicked to join' from join_clicks k where k.registration_id = any($1)
              union all
              select p.first_in, 'came in' from presence_results p where p.registration_id = any($1) and p.first_in is not null
              union all
              select p.last_out, 'left' from presence_results p where p.registration_id = any($1) and p.last_out is not null
           ) a order by a.at desc limit $2"#,
        registrations as _,
        MOST
    )
    .fetch_all(conn)
    .await
}

impl EvidencePack {
    /// As the bank reads it, with the organizer's own words and files.
    pub(crate) fn evidence(&self, text: String, files: Vec<EvidenceFile>) -> Evidence {
        let lines = |lines: Vec<String>| lines.join("\n");
        let place = |place: &EvidencePlace| {
            let who = place.attendee.as_deref().unwrap_or("no name given");
            match (place.present_minutes, place.possible_minutes) {
                (Some(present), Some(possible)) => {
                    format!("{} ({who}): present {present} of {possible} minutes", place.label)
                }
                _ => format!("{} ({who})", place.label),
            }
        };
        let mail = |mail: &EvidenceMail| {
            let subject = mail.subject.as_deref().unwrap_or_default();
            format!("{} mail {}: {subject}", mail.at.to_rfc3339(), mail.state)
        };
        let deed = |deed: &EvidenceActivity| format!("{} {}", deed.at.to_rfc3339(), deed.what);
        let starts = self.places.iter().find_map(|place| place.event_starts_at);
        let mut log: Vec<String> = self.activity.iter().map(deed).collect();
        log.extend(self.mails.iter().map(mail));
        Evidence {
            product: lines(self.places.iter().map(place).collect()),
            customer: self.buyer_name.clone(),
            email: self.buyer_email.clone(),
            service_date: starts.map(|at| at.format("%Y-%m-%d").to_string()),
            refund_policy: promised(&self.terms),
            access_log: lines(log),
            text,
            files,
        }
    }
}

fn promised(policy: &Policy) -> String {
    let rung = |rung: &billing::policy::Rung| {
        let percent = f64::from(rung.percent_bp) / 100.0;
        format!("{percent}% until {} hours before the start", rung.min_hours_before)
    };
    let rungs: Vec<String> = policy.rungs.iter().map(rung).collect();
    let steps = if rungs.is_empty() { "no refunds".to_owned() } else { rungs.join(", ") };
    let fees = if policy.fees_refundable { "fees included" } else { "fees are kept" };
    format!("{}: {steps}; {fees}.", policy.name)
}

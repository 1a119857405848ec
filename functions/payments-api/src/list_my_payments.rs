//! One's own payments, in all organizations.

use auth::{On, User};
use axum::extract::State;
use billing::document;
use billing::payment::{Method, Status};
use chrono::{DateTime, Utc};
use models::{Currency, DocumentId, EventId, Money, PaymentId, TimeZone};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json as Jsonb;
use utoipa::ToSchema;
use web::{PageOf, Paged};

/// What somebody pays or has paid.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct MyPayment {
    id: PaymentId,
    status: Status,
    method: Method,
    event: Option<MyPaymentEvent>,
    /// Who sells.
    organizer: String,
    /// What the buyer pays.
    total: Money,
    /// What went back or is on its way.
    refunded: Money,
    /// How many places.
    places: i64,
    /// Where to pay, while the page is open.
    checkout_url: Option<String>,
    /// When the page ends.
    expires_at: Option<DateTime<Utc>>,
    /// Until when the seats are held.
    hold_expires_at: Option<DateTime<Utc>>,
    /// An invoice that is paid to the organizer is due then.
    due_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    paid_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    /// Invoices and credit notes, the first one first.
    documents: Vec<MyDocument>,
    next: MyNext,
}

/// For what event.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct MyPaymentEvent {
    id: EventId,
    slug: String,
    title: String,
    starts_at: DateTime<Utc>,
    time_zone: TimeZone,
}

/// An invoice or a credit note.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub(crate) struct MyDocument {
    id: DocumentId,
    kind: document::Kind,
    /// As it is printed.
    number: String,
    /// Its file is there; it takes a few seconds.
    ready: bool,
}

/// What is left to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MyPaymentNext)]
pub(crate) enum MyNext {
    /// To be paid, on a page that is open or still to be opened.
    Pay,
    /// Nothing.
    None,
}

struct Row {
    id: PaymentId,
    status: Status,
    method: Method,
    currency: Currency,
    total: i64,
    refunded: i64,
    places: i64,
    checkout_url: Option<String>,
    expires_at: Option<DateTime<Utc>>,
    hold_expires_at: Option<DateTime<Utc>>,
    due_at: Option<DateTime<Utc>>,
    created_at: DateTime<Utc>,
    paid_at: Option<DateTime<Utc>>,
    ended_at: Option<DateTime<Utc>>,
    organizer: String,
    event_id: Option<EventId>,
    slug: Option<String>,
    title: Option<String>,
    starts_at: Option<DateTime<Utc>>,
    time_zone: Option<TimeZone>,
    documents: Jsonb<Vec<MyDocument>>,
}

/// One's own payments in all organizations, newest first.
#[utoipa::path(get, path = "/api/v1/payments/mine", tag = "payments", security(("bearer" = [])),
    params(("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<MyPayment>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_my_payments(
    On(user, mut conn): On<User>,
    State(app): State<crate::State>,
    page: PageOf<(DateTime<Utc>, PaymentId)>,
) -> web::Result<Paged<MyPayment>> {
    let now = app.clock.now();
    let rows = mine(&mut conn, &user, &page).await?;
    Ok(page.of(rows, |row| (row.created_at, row.id), |row| shown(row, now)))
}

/// What was bought with the account, and as a guest under its address. Each half walks its own
/// index and reads no more than a page.
async fn mine(
    conn: &mut PgConnection,
    user: &User,
    page: &PageOf<(DateTime<Utc>, PaymentId)>,
) -> sqlx::Result<Vec<Row>> {
    let (at, id) = page.page.after.unzip();
    sqlx::query_as!(
        Row,
        r#"select p.id, p.status as "status: Status", p.method as "method: Method", p.currency as "currency: Currency",
                  p.total_minor as total, p.refunded_minor as refunded, p.checkout_url, p.expires_at, p.due_at, p.created_at, p.paid_at,
                  p.ended_at, o.name as organizer, i.places as "places!", i.hold_expires_at, e.id as "event_id?: EventId", l.slug as "slug?",
                  e.title as "title?", e.starts_at as "starts_at?", e.time_zone as "time_zone?: TimeZone",
                  coalesce((select jsonb_agg(jsonb_build_object('id', d.id, 'kind', d.kind, 'number', d.full_number,
                                'ready', d.file_key is not null) order by d.issued_at, d.id)
                       from sales_documents d where d.payment_id = p.id), '[]') as "documents!: Jsonb<Vec<MyDocument>>"
             from ((select id from payments
                     where buyer_user_id = $1 and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
                     order by created_at desc, id desc limit $5)
                   union all
                   (select id from payments
                     where buyer_user_id is null and buyer_email_key = $2 and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
                     order by created_at desc, id desc limit $5)) own
             join payments p on p.id = own.id
             join organizations o on o.id = p.organization_id
             cross join lateral (select count(*) as places, (array_agg(r.event_id))[1] as event,
                                        min(r.hold_expires_at) filter (where r.status = 'held' and i.closed_at is null) as hold_expires_at
                                   from payment_items i left join registrations r on r.id = i.registration_id
                                  where i.payment_id = p.id) i
             left join events e on e.id = i.event
             left join event_slugs l on l.event_id = e.id and l.current
            order by p.created_at desc, p.id desc limit $5"#,
        user.id as _,
        user.email_key,
        at,
        id as _,
        page.page.probe()
    )
    .fetch_all(conn)
    .await
}

fn shown(row: Row, now: DateTime<Utc>) -> MyPayment {
    let open = row.status == Status::Open && row.expires_at.is_some_and(|end| end > now);
    let held = row.hold_expires_at.is_some_and(|end| end > now);
    let draft = row.status == Status::Draft && row.method == Method::Stripe && held;
    let event = (|| {
        let (id, slug, title) = (row.event_id?, row.slug?, row.title?);
        Some(MyPaymentEvent {
            id,
            slug,
            title,
            starts_at: row.starts_at?,
            time_zone: row.time_zone?,
        })
    })();
    MyPayment {
        id: row.id,
        status: row.status,
        method: row.method,
        event,
        organizer: row.organizer,
        total: Money::new(row.total, row.currency),
        refunded: Money::new(row.refunded, row.currency),
        places: row.places,
        checkout_url: row.checkout_url.filter(|_| open),
        expires_at: row.expires_at.filter(|_| open),
        hold_expires_at: row.hold_expires_at.filter(|_| held),
        due_at: row.due_at,
        created_at: row.created_at,
        paid_at: row.paid_at,
        ended_at: row.ended_at,
        documents: row.documents.0,
        next: if open || draft { MyNext::Pay } else { MyNext::None },
    }
}

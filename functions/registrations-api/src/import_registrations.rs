//! Add people from a file.

use auth::{ManageRegistrations, Org};
use axum::Json;
use axum::extract::{Multipart, State};
use billing::access;
use events::question::Asked;
use events::registration::Source;
use models::{EventId, Line, TicketTypeId};
use sqlx::PgConnection;
use sqlx::types::Json as Jsonb;
use utoipa::ToSchema;
use web::Problem;

use crate::bulk::{self, BulkReport, Order, OverCapacity, Row, Settlement};
use crate::import_file;
use crate::list_registrations::visible;
use crate::paying;

/// Rows that are added at once, under the lock of the event's seats.
const AT_ONCE: usize = 100;

/// A file of people.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes the form; its parts are read one by one")]
pub(crate) struct ImportRegistrations {
    #[schema(value_type = String, format = Binary)]
    file: Vec<u8>,
    event_id: EventId,
    dry_run: bool,
    over_capacity: OverCapacity,
    notify: bool,
    /// How places that cost something are settled: `waived` or `invoice`.
    payment: Option<String>,
    /// Why they are waived.
    reason: Option<String>,
    /// Days until an invoice is due.
    due_days: Option<i32>,
    /// Makes invoiced places cheaper.
    promo_code: Option<String>,
}

#[derive(Default)]
struct Form {
    file: Option<Vec<u8>>,
    event: Option<EventId>,
    dry_run: bool,
    waitlist: bool,
    silent: bool,
    payment: Option<String>,
    reason: Option<String>,
    due_days: Option<String>,
    promo_code: Option<String>,
}

impl Form {
    /// How places that cost something are settled, as in a request with JSON.
    fn settlement(&self) -> web::Result<Option<Settlement>> {
        let fault = |field: &str, detail: &str| Problem::field(field, "invalid-value", detail);
        let settlement = match self.payment.as_deref() {
            None | Some("") => return Ok(None),
            Some("waived") => {
                let reason = Line::try_from(self.reason.clone().unwrap_or_default())
                    .map_err(|_| fault("/reason", "Say why, in 3 to 500 characters."))?;
                Settlement::Waived { reason }
            }
            Some("invoice") => {
                let days = self.due_days.as_deref().filter(|days| !days.is_empty());
                let days = days.map(str::parse).transpose();
                let due_days = days.map_err(|_| fault("/due_days", "This is 1 to 365 days."))?;
                Settlement::Invoice { due_days }
            }
            Some(_) => return Err(fault("/payment", "This is waived or invoice.")),
        };
        settlement.check()?;
        Ok(Some(settlement))
    }
}

/// Add people from a CSV file. They take seats like everyone; send it first with `dry_run`.
#[utoipa::path(post, path = "/api/v1/registrations/import", tag = "registrations", security(("bearer" = [])),
    request_body(content = ImportRegistrations, content_type = "multipart/form-data"),
    responses((status = 200, body = BulkReport), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn import_registrations(
    org: Org<ManageRegistrations>,
    State(app): State<crate::State>,
    form: Multipart,
) -> web::Result<Json<BulkReport>> {
    access::writable(&org.limits)?;
    let form = read(form).await?;
    let event = form
        .event
        .ok_or_else(|| Problem::field("/event_id", "required", "Say which event is meant."))?;
    let file =
        form.file.as_ref().ok_or_else(|| Problem::field("/file", "required", "Choose a file."))?;
    let payment = form.settlement()?;
    let code = paying::code(form.promo_code.as_deref())?;
    let rows = {
        let mut conn = app.db.acquire().await?;
        visible(&mut conn, &org, event).await?;
        let asked = asked(&mut conn, event).await?;
        import_file::read(file, &asked, &tickets(&mut conn, event).await?)?
    };
    let over_capacity = if form.waitlist { OverCapacity::Waitlist } else { OverCapacity::Refuse };
    let order = Order {
        event,
        by: org.user,
        source: Source::Import,
        over_capacity,
        notify: !form.silent,
        links: &app.links,
        payment: payment.as_ref(),
        code: code.as_ref(),
    };
    // What fails in the middle keeps the parts before it: sent again, their people are there.
    let part = if form.dry_run { import_file::MOST } else { AT_ONCE };
    let mut report = BulkReport::default();
    for rows in rows.chunks(part) {
        let tried = || add(&app, order, rows, form.dry_run);
        report = report.and(db::retried(Problem::is_contended, tried).await?);
    }
    report.dry_run = form.dry_run;
    app.tasks.flush(&app.db).await;
    Ok(Json(report))
}

/// Rows that belong together: nobody else takes a seat of the event until they are there.
async fn add(
    app: &crate::State,
    order: Order<'_>,
    rows: &[Row],
    dry_run: bool,
) -> web::Result<BulkReport> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let report = bulk::add(&mut tx, order, rows, now).await?;
    if dry_run {
        tx.rollback().await?;
    } else {
        tx.commit().await?;
    }
    Ok(report)
}

async fn read(mut parts: Multipart) -> web::Result<Form> {
    let broken = |_| Problem::field("", "invalid-form", "The form could not be read.");
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        if name == "file" {
            form.file = Some(part.bytes().await.map_err(broken)?.to_vec());
            continue;
        }
        let text = part.text().await.map_err(broken)?;
        match name.as_str() {
            "event_id" => form.event = text.parse().ok(),
            "dry_run" => form.dry_run = text == "true",
            "over_capacity" => form.waitlist = text == "waitlist",
            "notify" => form.silent = text == "false",
            "payment" => form.payment = Some(text),
            "reason" => form.reason = Some(text),
            "due_days" => form.due_days = Some(text),
            "promo_code" => form.promo_code = Some(text),
            _ => {
                return Err(Problem::field(
                    &format!("/{name}"),
                    "unknown-field",
                    "This is not asked.",
                ));
            }
        }
    }
    Ok(form)
}

async fn asked(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Asked>> {
    let Jsonb(asked) = sqlx::query_scalar!(
        r#"select coalesce(jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'label', label, 'help', help, 'required', required,
                      'options', options, 'max', max::int) order by position), '[]') as "asked!: Jsonb<Vec<Asked>>"
             from questions where event_id = $1 and archived_at is null"#,
        event as _
    )
    .fetch_one(conn)
    .await?;
    Ok(asked)
}

/// The tickets of the event by their names.
async fn tickets(
    conn: &mut PgConnection,
    event: EventId,
) -> sqlx::Result<Vec<(String, TicketTypeId)>> {
    let rows = sqlx::query!(
        r#"select name, id as "id: TicketTypeId" from ticket_types where event_id = $1 and archived_at is null order by position, id"#,
        event as _
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.id)).collect())
}

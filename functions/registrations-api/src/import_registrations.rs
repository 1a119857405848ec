//! Add people from a file.

use auth::{ManageRegistrations, Org};
use axum::Json;
use axum::extract::{Multipart, State};
use events::question::Asked;
use events::registration::Source;
use models::EventId;
use sqlx::PgConnection;
use sqlx::types::Json as Jsonb;
use utoipa::ToSchema;
use web::Problem;

use crate::bulk::{self, BulkReport, Order, OverCapacity};
use crate::import_file;
use crate::list_registrations::visible;

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
}

#[derive(Default)]
struct Form {
    file: Option<Vec<u8>>,
    event: Option<EventId>,
    dry_run: bool,
    waitlist: bool,
    silent: bool,
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
    let form = read(form).await?;
    let event = form
        .event
        .ok_or_else(|| Problem::field("/event_id", "required", "Say which event is meant."))?;
    let file = form.file.ok_or_else(|| Problem::field("/file", "required", "Choose a file."))?;
    let now = app.clock.now();
    let mut tx = app.db.begin().await?;
    visible(&mut tx, &org, event).await?;
    let rows = import_file::read(&file, &asked(&mut tx, event).await?)?;
    let over_capacity = if form.waitlist { OverCapacity::Waitlist } else { OverCapacity::Refuse };
    let order = Order {
        event,
        by: org.user,
        source: Source::Import,
        over_capacity,
        notify: !form.silent,
        links: &app.links,
    };
    let mut report = bulk::add(&mut tx, order, &rows, now).await?;
    report.dry_run = form.dry_run;
    if form.dry_run {
        tx.rollback().await?;
    } else {
        tx.commit().await?;
        app.tasks.flush(&app.db).await;
    }
    Ok(Json(report))
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

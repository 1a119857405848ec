//! A participants report is uploaded: what it would change is shown, nothing is counted yet.

use auth::{ManageAttendance, Org};
use axum::body::{Body, to_bytes};
use axum::extract::State;
use events::presence::Error;
use events::presence::import::{Upload, preview};
use events::report::{DateOrder, LARGEST, Refused};
use models::{EventId, SessionId, TimeZone};
use serde::Deserialize;
use utoipa::IntoParams;
use web::{Created, Problem, Query};

use crate::imported::Imported;
use crate::people::room;

/// What the file is for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct ImportOf {
    /// For which event.
    #[param(value_type = uuid::Uuid)]
    event_id: EventId,
    /// For which session; none where one meeting serves the whole event.
    #[param(value_type = Option<uuid::Uuid>)]
    session_id: Option<SessionId>,
    /// Whose times the file's are; the event's zone without it.
    time_zone: Option<String>,
    /// Which number is the day, where dates can be read in two ways.
    #[param(inline)]
    date_order: Option<DateOrder>,
    /// What the file is called.
    file_name: Option<String>,
}

/// Preview an import.
#[utoipa::path(post, path = "/api/v1/attendance/imports", tag = "attendance", params(ImportOf),
    request_body(content = String, content_type = "text/csv"), security(("bearer" = [])),
    responses((status = 201, body = Imported), (status = 409), (status = 413), (status = 422)))]
pub(crate) async fn import_report(
    org: Org<ManageAttendance>,
    State(app): State<crate::State>,
    Query(of): Query<ImportOf>,
    body: Body,
) -> web::Result<Created<Imported>> {
    let now = app.clock.now();
    let time_zone: Option<TimeZone> =
        of.time_zone.map(|name| name.parse()).transpose().map_err(|_| {
            Problem::invalid("unknown-time-zone", "This is not a time zone of the IANA database.")
        })?;
    room(&mut *app.db.acquire().await?, &org, of.event_id).await?;
    let bytes = to_bytes(body, LARGEST).await.map_err(|_| Error::File(Refused::TooLarge))?;
    let upload = Upload {
        event: of.event_id,
        session: of.session_id,
        time_zone,
        date_order: of.date_order,
        file_name: of
            .file_name
            .map(|name| name.chars().filter(|c| !c.is_control()).take(200).collect()),
        bytes: &bytes,
    };
    let mut tx = db::begin(&app.db).await?;
    let import = preview(&mut tx, org.id, upload, org.user, now).await?;
    tx.commit().await?;
    Ok(Created(import.into()))
}

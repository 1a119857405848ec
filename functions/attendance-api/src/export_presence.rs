//! The same as a file.

use auth::{ManageAttendance, Org};
use axum::extract::State;
use axum::http::HeaderName;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use events::presence::{ResultMode, Status};
use models::Page;
use web::{Query, harmless};

use crate::list_presence::{Filter, rows};
use crate::people::{present, room};
use crate::person::PersonPresence;

/// Seats end at this number, and so does a file.
const MOST: i64 = 100_000;

type File = ([(HeaderName, &'static str); 3], Vec<u8>);

/// Export presence as CSV.
#[utoipa::path(get, path = "/api/v1/attendance/export.csv", tag = "attendance", params(Filter),
    security(("bearer" = [])), responses((status = 200, content_type = "text/csv", body = String)))]
pub(crate) async fn export_presence(
    org: Org<ManageAttendance>,
    State(app): State<crate::State>,
    Query(filter): Query<Filter>,
) -> web::Result<File> {
    filter.check()?;
    let now = app.clock.now();
    let mut conn = app.db.acquire().await?;
    let room = room(&mut conn, &org, filter.event_id).await?;
    let all = Page { after: None, limit: MOST };
    let rows =
        rows(&mut conn, org.id, &filter, all).await?.into_iter().map(|(_, row)| row).collect();
    let people = present(&mut conn, &room, rows, now).await?;
    let people = people.into_iter().map(|person| person.only(filter.session_id));
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8"),
        (CONTENT_DISPOSITION, "attachment; filename=\"presence.csv\""),
        (CACHE_CONTROL, "no-store"),
    ];
    Ok((headers, csv_of(people)))
}

/// A byte-order mark tells spreadsheets that it is UTF-8.
fn csv_of(people: impl Iterator<Item = PersonPresence>) -> Vec<u8> {
    let mut file = csv::Writer::from_writer(b"\xEF\xBB\xBF".to_vec());
    let head = [
        "registration_id",
        "full_name",
        "email",
        "session",
        "counted_seconds",
        "window_seconds",
        "percent",
        "mode",
        "session_status",
        "first_in",
        "last_out",
        "event_status",
    ];
    let mut write = |row: &[String]| file.write_record(row.iter().cloned().map(harmless));
    let mut written = write(&head.map(str::to_owned));
    for person in people {
        for row in person.sheet() {
            written = written.and_then(|()| write(&row));
        }
    }
    written.expect("memory takes every row");
    file.into_inner().expect("memory takes every row")
}

/// The words of screens (UX-7).
pub(crate) const fn word(status: Status) -> &'static str {
    match status {
        Status::Pending => "Pending",
        Status::Met => "Met",
        Status::NotMet => "Not met",
        Status::Excused => "Excused",
    }
}

/// The words of screens.
pub(crate) const fn way(mode: ResultMode) -> &'static str {
    match mode {
        ResultMode::Online => "Online",
        ResultMode::InPerson => "In person",
        ResultMode::Mixed => "Mixed",
        ResultMode::None => "",
    }
}

//! Tables as files: CSV in UTF-8 with a BOM.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

/// A file with a head and rows of the same length.
pub(crate) fn answer<const N: usize>(
    file: &str,
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Response {
    let mut csv = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    // Writing to memory cannot fail, and every record has the same length.
    let _ = csv.write_record(head);
    for row in rows {
        let _ = csv.write_record(row.map(guarded));
    }
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, csv.into_inner().unwrap_or_default()).into_response()
}

/// RG-22: a spreadsheet must not take a name for a formula.
fn guarded(cell: String) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

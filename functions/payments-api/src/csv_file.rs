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

/// RG-22: a spreadsheet must not take a name for a formula. A negative amount is none.
fn guarded(cell: String) -> String {
    let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if cell.strip_prefix('-').is_some_and(number) {
        return cell;
    }
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell }
}

/// The amount alone, in the decimals of its currency: `19.99`, `1000`.
pub(crate) fn decimal(money: models::Money) -> String {
    let written = money.to_string();
    written.split(' ').next().unwrap_or_default().to_owned()
}

/// Rows that are read at a time.
pub(crate) const CHUNK: i64 = 1000;

/// Cuts the probe row off; whether there are more rows.
pub(crate) fn cut<R>(chunk: &mut Vec<R>) -> bool {
    let limit = usize::try_from(CHUNK).unwrap_or(usize::MAX);
    let more = chunk.len() > limit;
    chunk.truncate(limit);
    more
}

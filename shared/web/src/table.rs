//! Tables as files: CSV (RFC 4180) in UTF-8 with a byte-order mark, which spreadsheets want.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

/// A file with a head and rows of the same length. Each cell is made [`harmless`].
pub fn csv_file<const N: usize>(
    name: &str,
    head: [&str; N],
    rows: impl Iterator<Item = [String; N]>,
) -> Response {
    let mut csv = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    // Writing to memory cannot fail, and every record has the same length.
    let _ = csv.write_record(head);
    for row in rows {
        let _ = csv.write_record(row.map(harmless));
    }
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, csv.into_inner().unwrap_or_default()).into_response()
}

/// RG-22: a spreadsheet must not take text for a formula. Numbers stay numbers, below zero too.
#[must_use]
pub fn harmless(cell: String) -> String {
    let digits = cell.strip_prefix('-').unwrap_or_default();
    let number = digits.starts_with(|first: char| first.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number {
        return format!("'{cell}");
    }
    cell
}

#[cfg(test)]
mod tests {
    use super::harmless;

    /// RG-22
    #[test]
    fn text_that_begins_like_a_formula_is_quoted_and_numbers_are_not() {
        for text in ["=HYPERLINK(\"x\")", "+1", "-1+2", "@SUM(A1)", "\tx", "\rx", "-", "-x", "-.5"]
        {
            assert_eq!(harmless(text.to_owned()), format!("'{text}"));
        }
        for text in ["-12.50", "-3", "19.99", "Ada", "a=b", ""] {
            assert_eq!(harmless(text.to_owned()), text);
        }
    }
}

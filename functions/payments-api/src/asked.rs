//! How lists are asked for.

use serde::Deserialize;
use web::Problem;

/// Several words of an enum, separated by commas.
pub(crate) fn several<T: for<'de> Deserialize<'de>>(
    text: Option<&str>,
    pointer: &str,
) -> web::Result<Option<Vec<T>>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let read = |word: &str| serde_json::from_value(word.trim().into()).ok();
    let values: Option<Vec<T>> = text.split(',').map(read).collect();
    values
        .map(Some)
        .ok_or_else(|| Problem::field(pointer, "invalid-value", "This value is not known."))
}

/// What `like` looks for: `q` anywhere, its own wildcards taken as they are.
pub(crate) fn pattern(q: Option<&str>) -> web::Result<Option<String>> {
    let Some(q) = q.map(str::trim).filter(|q| !q.is_empty()) else { return Ok(None) };
    if q.chars().count() > 100 {
        return Err(Problem::field("/q", "out-of-range", "Search for at most 100 characters."));
    }
    Ok(Some(format!("%{}%", q.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_"))))
}

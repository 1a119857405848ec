//! Times lie in the years 1 to 9999: chrono reads signed years too, which the database cannot keep
//! and nobody means.

use chrono::{Datelike as _, NaiveDate};
use models::Field;
use serde_json::Value;

/// Whether a text is a date or a time of another year.
pub(crate) fn is_beyond(text: &str) -> bool {
    let date = text.trim().split(['T', 't', ' ']).next().unwrap_or_default();
    date.parse::<NaiveDate>().is_ok_and(|date| !(1..=9999).contains(&date.year()))
}

/// The first such text of a JSON document, as a fault in its place.
pub(crate) fn beyond(json: &[u8]) -> Option<Field> {
    if !may_hold(json) {
        return None;
    }
    find(&serde_json::from_slice(json).ok()?).map(|pointer| refused(&pointer))
}

/// The fault.
pub(crate) fn refused(pointer: &str) -> Field {
    Field {
        pointer: pointer.to_owned(),
        code: "invalid-value".into(),
        detail: "Choose a time in the years 1 to 9999.".into(),
    }
}

/// A year beyond begins with a sign or is 0, and hardly a text of a body does.
fn may_hold(json: &[u8]) -> bool {
    json.split(|byte| *byte == b'"').skip(1).any(|text| {
        let text = text.trim_ascii_start();
        text.starts_with(b"-") || text.starts_with(b"+") || text.starts_with(b"0")
    })
}

fn find(value: &Value) -> Option<String> {
    let within = |name: String, value: &Value| find(value).map(|rest| format!("/{name}{rest}"));
    match value {
        Value::String(text) => is_beyond(text).then(String::new),
        Value::Array(values) => {
            values.iter().enumerate().find_map(|(n, value)| within(n.to_string(), value))
        }
        Value::Object(fields) => {
            fields.iter().find_map(|(name, value)| within(crate::extract::escaped(name), value))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{beyond, is_beyond};

    #[test]
    fn a_year_is_one_of_9999() {
        for text in ["-5000-01-01T00:00:00Z", "+10000-01-01", "0000-12-31T23:59:59Z", " -1-01-01"] {
            assert!(is_beyond(text), "{text}");
        }
        for text in ["2026-10-01T08:00:00Z", "0001-01-01", "9999-12-31", "-5000", "+49 30 123", ""]
        {
            assert!(!is_beyond(text), "{text}");
        }
    }

    #[test]
    fn its_place_in_a_body_is_told() {
        let place = |json: &str| beyond(json.as_bytes()).map(|field| field.pointer);
        let told = Some("/prices/1/valid~1to".to_owned());
        assert_eq!(place(r#"{"prices":[{}, {"valid/to": "-5000-01-01T00:00:00Z"}]}"#), told);
        assert_eq!(place(r#"{"at":"0000-01-01T00:00:00Z"}"#), Some("/at".to_owned()));
        assert_eq!(place(r#"{"phone":"+49 30 123","at":"2026-10-01T08:00:00Z","n":-1}"#), None);
        assert_eq!(place(r#"{"-5000-01-01":"a name"}"#), None);
    }
}

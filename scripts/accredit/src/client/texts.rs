//! Texts in answers and in addresses.

use anyhow::Context as _;
use serde_json::Value;

/// A text that must be there.
pub(crate) fn text(json: &Value, pointer: &str) -> anyhow::Result<String> {
    let found = json.pointer(pointer).and_then(Value::as_str);
    Ok(found.with_context(|| format!("the answer lacks {pointer}"))?.to_owned())
}

pub(crate) fn escaped(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

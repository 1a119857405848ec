//! Short ways to a field of an object.

use serde_json::Value;

/// Reads fields of JSON; what is absent is 0 or blank.
pub(super) trait Field {
    /// A whole number.
    fn int(&self, key: &str) -> i64;
    /// A text.
    fn text(&self, key: &str) -> &str;
    /// A text that is there.
    fn maybe(&self, key: &str) -> Option<&str>;
    /// A number that is there.
    fn maybe_int(&self, key: &str) -> Option<i64>;
    /// Whether it says true.
    fn is(&self, key: &str) -> bool;
    /// The entries of an array.
    fn each(&self, key: &str) -> &[Value];
    /// The object's id.
    fn id(&self) -> &str;
}

impl Field for Value {
    fn int(&self, key: &str) -> i64 {
        self.maybe_int(key).unwrap_or_default()
    }

    fn text(&self, key: &str) -> &str {
        self.maybe(key).unwrap_or_default()
    }

    fn maybe(&self, key: &str) -> Option<&str> {
        self.get(key)?.as_str()
    }

    fn maybe_int(&self, key: &str) -> Option<i64> {
        self.get(key)?.as_i64()
    }

    fn is(&self, key: &str) -> bool {
        self.get(key).and_then(Value::as_bool).unwrap_or_default()
    }

    fn each(&self, key: &str) -> &[Value] {
        self.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    fn id(&self) -> &str {
        self.text("id")
    }
}

//! Amounts of credit, exact.

use serde::{Deserialize, Serialize};

/// Credit in integer thousandths: `1250` is 1.25. On the wire it is that integer.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(transparent)]
#[sqlx(transparent)]
#[schema(value_type = i32, example = 1250)]
pub struct Credits(i32);

impl Credits {
    /// None.
    pub const ZERO: Self = Self(0);

    /// From thousandths.
    #[must_use]
    pub const fn of_thousandths(thousandths: i32) -> Self {
        Self(thousandths)
    }

    /// In thousandths.
    #[must_use]
    pub const fn thousandths(self) -> i32 {
        self.0
    }
}

/// At least one decimal, no trailing zeros beyond it: `1.0`, `1.25`.
impl std::fmt::Display for Credits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let rest = format!("{:03}", self.0.unsigned_abs() % 1000);
        let rest = rest.trim_end_matches('0');
        write!(
            f,
            "{sign}{}.{}",
            self.0.unsigned_abs() / 1000,
            if rest.is_empty() { "0" } else { rest }
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Credits;

    #[test]
    fn credits_are_shown_exactly() {
        let shown = |n| Credits::of_thousandths(n).to_string();
        assert_eq!([shown(0), shown(1000), shown(1250), shown(5)], ["0.0", "1.0", "1.25", "0.005"]);
    }
}

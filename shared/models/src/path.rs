//! Where to go afterwards: only ever a page of this app.

use serde::{Deserialize, Serialize};

/// A path of this app, query included: `/events/wound-care?day=2`. At most 500 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(value_type = String, example = "/me/events")]
pub struct AppPath(String);

/// It leads elsewhere, or nowhere.
#[derive(Debug, thiserror::Error)]
#[error("This must be a path of this app.")]
pub struct NotAPath;

impl AppPath {
    /// As it stands in an address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for AppPath {
    type Error = NotAPath;

    fn try_from(text: String) -> Result<Self, NotAPath> {
        // `//host` and `/\host` leave the site in a browser.
        let elsewhere = text.starts_with("//") || text.contains('\\');
        let odd = text.chars().any(|c| c.is_control() || c.is_whitespace());
        if text.starts_with('/') && !elsewhere && !odd && text.chars().count() <= 500 {
            Ok(Self(text))
        } else {
            Err(NotAPath)
        }
    }
}

impl From<AppPath> for String {
    fn from(path: AppPath) -> Self {
        path.0
    }
}

#[cfg(test)]
mod tests {
    use super::AppPath;

    #[test]
    fn only_a_page_of_ours_is_a_path() {
        let is = |text: &str| AppPath::try_from(text.to_owned()).is_ok();
        assert!(is("/events/wound-care?day=2#top"));
        for text in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a\nb",
            "events",
            "",
            &"/x".repeat(300),
        ] {
            assert!(!is(text), "{text}");
        }
    }
}

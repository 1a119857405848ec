//! Where the app is, to send people back to from the payment service's pages.

use models::AppPath;

/// `https://accredit.example`, without a slash at the end.
#[derive(Clone)]
pub(crate) struct Origin(String);

impl Origin {
    pub(crate) fn new(text: &str) -> Self {
        Self(text.trim_end_matches('/').to_owned())
    }

    /// The whole address of a page of this app.
    pub(crate) fn of(&self, path: &AppPath) -> String {
        format!("{}{}", self.0, String::from(path.clone()))
    }
}

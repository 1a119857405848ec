//! The way back from pages of the payment service.

use models::AppPath;

use crate::Error;

/// Where the payer comes back to: the app's origin, and a page of it.
#[derive(Clone, Debug)]
pub struct Back {
    /// `https://accredit.example`.
    pub origin: String,
    /// A page.
    pub path: AppPath,
}

impl Back {
    /// The whole address, with a value that the page reads.
    pub(crate) fn with(&self, name: &str, value: &str) -> Result<String, Error> {
        let mut url = self.url()?;
        url.query_pairs_mut().append_pair(name, value);
        Ok(url.into())
    }

    /// The whole address.
    pub(crate) fn url(&self) -> Result<url::Url, Error> {
        let origin = url::Url::parse(&self.origin).map_err(|_| Error::ReturnPathInvalid)?;
        origin.join(&String::from(self.path.clone())).map_err(|_| Error::ReturnPathInvalid)
    }
}

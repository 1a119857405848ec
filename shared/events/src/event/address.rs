//! Addresses of pages, in a shape that cannot be wrong.

use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;

/// A web address that browsers may be sent to: https, with a host, at most 2000 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(try_from = "String", into = "String")]
#[schema(as = EventLink, value_type = String, format = "uri", example = "https://meet.example.org/wound-care")]
pub struct HttpsUrl(String);

impl TryFrom<String> for HttpsUrl {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fault = "a link begins with https:// and has at most 2000 characters";
        let url = Url::parse(text.trim()).map_err(|_| fault)?;
        let fits = url.scheme() == "https" && url.has_host() && url.as_str().len() <= 2000;
        if fits { Ok(Self(url.into())) } else { Err(fault) }
    }
}

impl From<HttpsUrl> for String {
    fn from(url: HttpsUrl) -> Self {
        url.0
    }
}

//! Bodies of Stripe's API: `application/x-www-form-urlencoded` with bracketed keys.

/// Pairs in order, as they are sent.
#[derive(Clone, Debug, Default)]
pub struct Form(Vec<(String, String)>);

impl Form {
    /// Empty.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// One more: `line_items[0][quantity]` and so on.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl std::fmt::Display) -> Self {
        self.0.push((key.to_owned(), value.to_string()));
        self
    }

    /// One more, if there is a value.
    #[must_use]
    pub fn with_some(self, key: &str, value: Option<impl std::fmt::Display>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// The body.
    #[must_use]
    pub fn encoded(&self) -> String {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(self.0.iter().map(|(key, value)| (key, value)));
        body.finish()
    }

    /// SHA-256 of the body: whether a repeated request is the same one.
    #[must_use]
    pub fn hash(&self) -> Vec<u8> {
        aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, self.encoded().as_bytes())
            .as_ref()
            .to_vec()
    }
}

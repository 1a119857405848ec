//! A mail address: as it was typed, and as it is compared.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

use crate::text::unseen;

/// An address that a mail can be sent to. Shown as typed, compared by [`Email::key`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email {
    address: String,
    key: String,
}

/// Why a text is no address.
#[derive(Debug, thiserror::Error)]
#[error("This does not look like an e-mail address.")]
pub struct NotAnEmail;

impl Email {
    /// Reads an address: one `@`, a local part of at most 64 bytes, a domain with a dot (RFC 5321).
    pub fn parse(text: &str) -> Result<Self, NotAnEmail> {
        let address: String = text.trim().nfkc().collect();
        let (local, domain) = address.rsplit_once('@').ok_or(NotAnEmail)?;
        // Without the ones of no width two addresses would look the same and be two accounts.
        let widthless = |c: char| matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}');
        let plain = |c: char| {
            !unseen(c) && !widthless(c) && !c.is_whitespace() && !"()<>[]:;,\\\"@".contains(c)
        };
        let local_fits = (1..=64).contains(&local.len())
            && local.chars().all(plain)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..");
        let domain = idna::domain_to_ascii_strict(domain).map_err(|_| NotAnEmail)?;
        let labels_fit = domain.contains('.')
            && domain.split('.').all(|label| (1..=63).contains(&label.len()))
            && domain
                .rsplit('.')
                .next()
                .is_some_and(|top| top.len() > 1 && !top.bytes().all(|b| b.is_ascii_digit()));
        if !local_fits || !labels_fit || local.len() + domain.len() > 253 {
            return Err(NotAnEmail);
        }
        let key = format!("{}@{domain}", local.to_lowercase());
        Ok(Self { address, key })
    }

    /// As it was typed.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Trimmed, NFKC, lower case, domain in its A-form; no dot or plus folding.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl utoipa::PartialSchema for Email {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{KnownFormat, ObjectBuilder, SchemaFormat, Type};
        let format = SchemaFormat::KnownFormat(KnownFormat::Email);
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(format))
            .max_length(Some(254))
            .into()
    }
}

impl utoipa::ToSchema for Email {}

impl TryFrom<String> for Email {
    type Error = NotAnEmail;

    fn try_from(text: String) -> Result<Self, NotAnEmail> {
        Self::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.address
    }
}

#[cfg(test)]
mod tests {
    use super::Email;

    #[test]
    fn an_address_is_compared_without_case_and_with_the_domain_in_its_wire_form() {
        let key = |text| Email::parse(text).unwrap().key().to_owned();
        assert_eq!(key("  Ana.Maria+cpd@Bücher.Example "), "ana.maria+cpd@xn--bcher-kva.example");
        assert_eq!(key("ＡＮＡ@example.org"), "ana@example.org");
        assert_eq!(key("Żółć@例え.テスト"), "żółć@xn--r8jz45g.xn--zckzah");
        assert_eq!(key("o'neil_x-1/2=3{4}@a.b-c.museum"), "o'neil_x-1/2=3{4}@a.b-c.museum");
    }

    #[test]
    fn what_no_mail_can_reach_is_refused() {
        for text in [
            "",
            "ana",
            "@example.org",
            "ana@",
            "ana@localhost",
            "a b@example.org",
            "a@b@example.org",
            "ana@exa mple.org",
            ".ana@example.org",
            "ana@10.0.0.1",
            "ana\r\nBcc: x@example.org",
            "an\u{200b}a@example.org",
            "an\u{202e}a@example.org",
            "ana\0@example.org",
            "ana@exa\0mple.org",
            &format!("{}@example.org", "a".repeat(65)),
            &format!("ana@{}.org", "a.".repeat(130)),
            &"a".repeat(1 << 16),
        ] {
            assert!(Email::parse(text).is_err(), "{text}");
        }
    }
}

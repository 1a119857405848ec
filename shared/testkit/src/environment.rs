//! The environment of every test: each secret that a function may ask for, and none that is real.

use models::LinkKey;
use web::Env;

const PUBLIC: &str = include_str!("keys/public.pem");
const PRIVATE: &str = include_str!("keys/private.pem");
const LINK: &str = "t:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";
const KEY: &str = "t:AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

/// Where links of tests lead.
pub const PUBLIC_ORIGIN: &str = "https://accredit.test";

/// An environment with every value that a function may ask for.
#[must_use]
pub fn env() -> Env {
    env_with([])
}

/// The same, with some values set otherwise.
#[must_use]
pub fn env_with<const N: usize>(pairs: [(&str, &str); N]) -> Env {
    let objects = format!("disk:{}", std::env::temp_dir().join("accredit-testkit").display());
    let standard = [
        ("TOKEN_PUBLIC_KEY", PUBLIC),
        ("TOKEN_PRIVATE_KEY", PRIVATE),
        ("LINK_KEY", LINK),
        ("REFRESH_KEY", KEY),
        ("PEPPER", KEY),
        ("VAULT_KEY", KEY),
        ("OBJECTS_KEY", KEY),
        ("PUBLIC_ORIGIN", PUBLIC_ORIGIN),
        ("ARGON2_MEMORY_KIB", "8"),
        ("FRONTEND", "disk:frontend"),
        ("FONTS_DIR", concat!(env!("CARGO_MANIFEST_DIR"), "/../print/fonts")),
        ("TASKS", "embedded"),
        ("OBJECTS", &objects),
        ("MAIL_DOMAIN", "mail.accredit.test"),
        ("SMTP_URL", "smtp://127.0.0.1:1"),
        ("ZOOM_WEBHOOK_SECRET", "zoom-secret"),
        ("ZOOM_CLIENT_ID", "zoom-client"),
        ("ZOOM_CLIENT_SECRET", "zoom-client-secret"),
        ("ZOOM_API_URL", "http://127.0.0.1:1/v2"),
        ("ZOOM_OAUTH_URL", "http://127.0.0.1:1/oauth"),
        ("ZOOM_AUTHORIZE_URL", "http://127.0.0.1:1/oauth/authorize"),
    ];
    Env::of(standard.into_iter().chain(pairs))
}

/// The key that makes the links of tests.
#[must_use]
pub fn link_key() -> LinkKey {
    LinkKey::parse(LINK).expect("a link key")
}

//! Real vendors where keys are configured, the sandbox where none is (PL-12).

use std::path::Path;

use axum::Router;
use models::Clock;

/// Values that only somebody with an account at a vendor can set.
const KEYS: [&str; 4] = ["SMTP_URL", "STRIPE_SECRET_KEY", "ZOOM_CLIENT_ID", "ZOOM_CLIENT_SECRET"];

/// Who stands for the vendors.
pub(crate) struct Vendors {
    /// Where they are, and the keys for them.
    pub(crate) environment: Vec<(String, String)>,
    /// The sandbox's pages.
    pub(crate) router: Option<Router>,
    /// The sandbox's clock can be moved (PL-15).
    pub(crate) clock: Clock,
}

impl Vendors {
    /// The sandbox, if it is compiled in and no vendor's key is set.
    pub(crate) async fn choose(own: &web::Env, origin: &str, data: &Path) -> anyhow::Result<Self> {
        if KEYS.iter().any(|key| own.optional(key).is_some()) {
            return Ok(Self::real());
        }
        Self::sandbox(origin, data).await
    }

    fn real() -> Self {
        Self { environment: Vec::new(), router: None, clock: Clock::system() }
    }

    #[cfg(feature = "sandbox")]
    async fn sandbox(origin: &str, data: &Path) -> anyhow::Result<Self> {
        let config = sandbox::Config { origin: origin.to_owned(), data: data.to_owned() };
        let sandbox::Sandbox { router, environment, clock } =
            sandbox::Sandbox::start(&config).await?;
        Ok(Self { environment, router: Some(router), clock })
    }

    /// Release images are built without it.
    #[cfg(not(feature = "sandbox"))]
    #[expect(clippy::unused_async, reason = "the other one waits")]
    async fn sandbox(_origin: &str, _data: &Path) -> anyhow::Result<Self> {
        anyhow::bail!("no vendor is configured: set {}", KEYS.join(", "))
    }
}

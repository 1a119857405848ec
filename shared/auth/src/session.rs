//! What a browser is given when somebody signs in: the login answer, and two cookies (AC-12, AC-15).

use axum::http::header::{ORIGIN, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use chrono::TimeDelta;
use models::{Kind, OrgId, TimeZone, UserId};
use serde::Serialize;
use utoipa::ToSchema;
use web::{Env, Problem};

use crate::LIFE_SECONDS;

const DEVICE: &str = "accredit_device";
const FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The access token, and who and where one is. The refresh value travels beside it as a cookie.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LoginAnswer {
    /// Kept in memory only.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: &'static str,
    /// Seconds.
    pub expires_in: i64,
    /// Who.
    pub user: SignedIn,
    /// For which organization, if for one.
    pub organization: Option<ActiveOrganization>,
    /// What a proven address brought along (AC-7).
    pub claimed: Claimed,
}

/// The person who signed in.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SignedIn {
    /// Who.
    pub id: UserId,
    /// What the person is called.
    pub full_name: String,
    /// The primary address.
    pub email: String,
    /// BCP 47.
    pub locale: String,
    /// IANA.
    pub time_zone: TimeZone,
}

/// The organization that the token is for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ActiveOrganization {
    /// Which.
    pub id: OrgId,
    /// What it is called.
    pub name: String,
    /// The address of its page.
    pub slug: String,
}

/// Rows of guests that are the account's now.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
#[schema(as = ClaimedRows)]
pub struct Claimed {
    /// Registrations.
    pub registrations: usize,
    /// Certificates.
    pub certificates: usize,
    /// Registrations that stay apart, since the account has another one for the same event.
    pub conflicts: usize,
}

impl LoginAnswer {
    /// The answer for a token.
    #[must_use]
    pub fn new(
        access_token: String,
        user: SignedIn,
        organization: Option<ActiveOrganization>,
    ) -> Self {
        let (token_type, expires_in, claimed) = ("Bearer", LIFE_SECONDS, Claimed::default());
        Self { access_token, token_type, expires_in, user, organization, claimed }
    }
}

fn foreign() -> Problem {
    let detail = "This can be asked only from our own pages.";
    Problem::of(Kind::Forbidden, "origin-refused", detail)
}

/// The public origin, and the cookies that belong to it.
#[derive(Clone, Debug)]
pub struct Origin {
    origin: String,
    secure: bool,
}

impl Origin {
    /// `PUBLIC_ORIGIN`, as `https://accredit.example`.
    pub fn from_env(env: &Env) -> anyhow::Result<Self> {
        let origin = env.text("PUBLIC_ORIGIN")?.trim_end_matches('/').to_owned();
        let secure = origin.starts_with("https://");
        Ok(Self { origin, secure })
    }

    /// AC-18: cookie routes answer only our own pages.
    pub fn check(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let same_site =
            web::header(headers, FETCH_SITE.as_str()).is_none_or(|site| site == "same-origin");
        let json = web::header(headers, "content-type")
            .is_some_and(|kind| kind.starts_with("application/json"));
        if same_site && json && web::header(headers, ORIGIN.as_str()) == Some(&*self.origin) {
            return Ok(());
        }
        Err(foreign())
    }

    /// A page of others signs nobody in, in an account of its own choice (login CSRF): a browser says
    /// where a `POST` comes from. A program that is none says nothing, and has no cookies to lose.
    pub fn check_entrance(&self, headers: &HeaderMap) -> Result<(), Problem> {
        let here =
            |name: &str, own: &str| web::header(headers, name).is_none_or(|said| said == own);
        if here(ORIGIN.as_str(), &self.origin) && here(FETCH_SITE.as_str(), "same-origin") {
            return Ok(());
        }
        Err(foreign())
    }

    fn refresh_name(&self) -> &'static str {
        if self.secure { "__Secure-accredit_refresh" } else { "accredit_refresh" }
    }

    /// The refresh value that the browser presents.
    #[must_use]
    pub fn refresh_value<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        web::cookie(headers, self.refresh_name())
    }

    /// Sets the refresh cookie. Without `remembered` it goes when the browser closes.
    pub fn set_refresh(&self, headers: &mut HeaderMap, value: &str, remembered: Option<TimeDelta>) {
        let age =
            remembered.map(|age| format!("; Max-Age={}", age.num_seconds())).unwrap_or_default();
        self.append(
            headers,
            &format!(
                "{}={value}; Path=/api/v1/logins; HttpOnly; SameSite=Strict{age}",
                self.refresh_name()
            ),
        );
    }

    /// Takes the refresh cookie away.
    pub fn clear_refresh(&self, headers: &mut HeaderMap) {
        self.append(
            headers,
            &format!(
                "{}=; Path=/api/v1/logins; HttpOnly; SameSite=Strict; Max-Age=0",
                self.refresh_name()
            ),
        );
    }

    /// The browser's own name, if it has one that we gave.
    #[must_use]
    pub fn device<'h>(&self, headers: &'h HeaderMap) -> Option<&'h str> {
        web::cookie(headers, DEVICE).filter(|id| id.len() == 36 && id.parse::<uuid::Uuid>().is_ok())
    }

    /// Names the browser for 400 days.
    pub fn set_device(&self, headers: &mut HeaderMap, id: &str) {
        self.append(
            headers,
            &format!("{DEVICE}={id}; Path=/api/v1; HttpOnly; SameSite=Lax; Max-Age=34560000"),
        );
    }

    fn append(&self, headers: &mut HeaderMap, cookie: &str) {
        let secure = if self.secure { "; Secure" } else { "" };
        let value = HeaderValue::from_str(&format!("{cookie}{secure}"));
        headers.append(SET_COOKIE, value.expect("cookies of plain characters"));
    }
}

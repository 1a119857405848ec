//! Change profile, address, branding and settings.

use accounts::organization::{self, Change};
use auth::{ManageOrganization, Org};
use axum::extract::State;
use db::audit::{self, Actor, Entry};
use models::{CountryCode, Email, Line, Lines, TimeZone};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use web::{IfMatch, Tagged, ValidJson};

use crate::get_organization::OrganizationOut;

/// What changes: absent stays, null clears.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Wound Care Society", "public": true}))]
#[expect(clippy::option_option, reason = "absent, null and a value are three wishes")]
pub(crate) struct OrganizationPatch {
    name: Option<Line<2, 120>>,
    #[serde(default, deserialize_with = "web::nullable")]
    description: Option<Option<Lines<2000>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    website: Option<Option<HttpsUrl>>,
    links: Option<Links>,
    #[serde(default, deserialize_with = "web::nullable")]
    contact_address: Option<Option<Email>>,
    #[serde(default, deserialize_with = "web::nullable")]
    contact_phone: Option<Option<Line<3, 20>>>,
    #[serde(default, deserialize_with = "web::nullable")]
    country: Option<Option<CountryCode>>,
    time_zone: Option<TimeZone>,
    locale: Option<Line<2, 35>>,
    #[serde(default, deserialize_with = "web::nullable")]
    primary_color: Option<Option<Color>>,
    #[serde(default, deserialize_with = "web::nullable")]
    accent_color: Option<Option<Color>>,
    certificate_prefix: Option<Prefix>,
    slug: Option<String>,
    public: Option<bool>,
}

macro_rules! checked_text {
    ($($(#[$doc:meta])+ $name:ident: $check:expr, $refusal:literal, $example:literal;)+) => {$(
        $(#[$doc])+
        #[derive(Deserialize, ToSchema)]
        #[serde(try_from = "String")]
        #[schema(value_type = String, example = $example)]
        pub(crate) struct $name(String);

        impl TryFrom<String> for $name {
            type Error = &'static str;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                let check: fn(&str) -> bool = $check;
                if check(&text) { Ok(Self(text)) } else { Err($refusal) }
            }
        }
    )+};
}

checked_text! {
    /// An address on the web.
    HttpsUrl: |text| text.starts_with("https://") && (12..=500).contains(&text.len())
        && !text.chars().any(|c| c.is_control() || c.is_whitespace()),
        "An address on the web begins with https://.", "https://woundcare.example";
    /// A colour.
    Color: |text| text.len() == 7 && text.starts_with('#') && text[1..].bytes().all(|b| b.is_ascii_hexdigit()),
        "A colour is # and six hexadecimal digits.", "#0B5A6E";
    /// What certificate numbers begin with.
    Prefix: |text| (2..=8).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()),
        "A prefix is 2 to 8 capital letters and digits.", "WCS";
}

/// At most five.
#[derive(Deserialize, ToSchema)]
#[serde(try_from = "Vec<HttpsUrl>")]
#[schema(value_type = Vec<String>)]
pub(crate) struct Links(Vec<String>);

impl TryFrom<Vec<HttpsUrl>> for Links {
    type Error = &'static str;

    fn try_from(links: Vec<HttpsUrl>) -> Result<Self, Self::Error> {
        if links.len() > 5 {
            Err("At most five links.")
        } else {
            Ok(Self(links.into_iter().map(|link| link.0).collect()))
        }
    }
}

/// Change the organization.
#[utoipa::path(patch, path = "/api/v1/organizations/current", tag = "organizations", security(("bearer" = [])),
    params(("If-Match" = String, Header, description = "The ETag of what was seen")),
    request_body = OrganizationPatch,
    responses((status = 200, body = OrganizationOut), (status = 409, body = web::ProblemBody),
        (status = 412, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn update_organization(
    org: Org<ManageOrganization>,
    State(app): State<crate::State>,
    IfMatch(version): IfMatch,
    ValidJson(patch): ValidJson<OrganizationPatch>,
) -> web::Result<Tagged<OrganizationOut>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let before = organization::get(&mut tx, org.id).await?;
    organization::update(&mut tx, org.id, version, patch.into(), now).await?;
    let after = organization::get(&mut tx, org.id).await?;
    let settings = |o: &organization::Organization| {
        json!({"slug": o.slug, "public": o.public_at.is_some(), "time_zone": o.time_zone, "country": o.country,
               "certificate_prefix": o.certificate_prefix, "primary_color": o.primary_color})
    };
    let entry = Entry::new(
        Some(org.id),
        Actor::User(org.user),
        "organization.changed",
        "organization",
        org.id,
    );
    audit::write(
        &mut tx,
        Entry { before: settings(&before), after: settings(&after), ..entry },
        now,
    )
    .await?;
    tx.commit().await?;
    Ok(OrganizationOut::of(after, &app.objects).tagged())
}

impl From<OrganizationPatch> for Change {
    fn from(p: OrganizationPatch) -> Self {
        Self {
            name: p.name.map(String::from),
            description: p.description.map(|v| v.map(String::from)),
            website: p.website.map(|v| v.map(|url| url.0)),
            links: p.links.map(|links| links.0),
            contact_address: p.contact_address.map(|v| v.map(String::from)),
            contact_phone: p.contact_phone.map(|v| v.map(String::from)),
            country: p.country.map(|v| v.map(String::from)),
            time_zone: p.time_zone,
            locale: p.locale.map(String::from),
            primary_color: p.primary_color.map(|v| v.map(|color| color.0)),
            accent_color: p.accent_color.map(|v| v.map(|color| color.0)),
            certificate_prefix: p.certificate_prefix.map(|prefix| prefix.0),
            slug: p.slug,
            public: p.public,
        }
    }
}

//! Organizations: the tenants.

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{OrgId, TimeZone, UserId};
use sqlx::PgConnection;

use crate::{Error, closing, membership, slug};

const MOST_OWNED: i64 = 10;

/// Alone, or together.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    serde::Serialize,
    serde::Deserialize,
    sqlx::Type,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = OrganizationKind)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// One person's own.
    Personal,
    /// Several people's.
    Team,
}

/// A new organization.
#[derive(Clone, Debug)]
pub struct NewOrganization {
    /// Alone, or together.
    pub kind: Kind,
    /// 2 to 120 characters.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// IANA.
    pub time_zone: TimeZone,
    /// BCP 47.
    pub locale: String,
}

/// Makes an organization whose owner is `founder`, with an address made from its name.
pub async fn create(
    conn: &mut PgConnection,
    founder: UserId,
    new: NewOrganization,
    now: DateTime<Utc>,
) -> Result<OrgId, Error> {
    room_for_one_more(conn, founder).await?;
    let id = OrgId::new(now);
    sqlx::query!(
        "insert into organizations (id, kind, name, country, time_zone, locale, created_by, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        id as _,
        new.kind as _,
        new.name,
        new.country,
        new.time_zone as _,
        new.locale,
        founder as _,
        now
    )
    .execute(&mut *conn)
    .await
    .on_constraint([("organizations_personal_key", Error::PersonalExists)])?;
    let random = uuid::Uuid::from(id).simple().to_string();
    take_first_free_slug(conn, id, &slug::from_name(&new.name, &random[24..])).await?;
    membership::insert_owner(conn, id, founder, now).await?;
    Ok(id)
}

/// Whether a person may own one more, and nobody else gives them one until the transaction ends.
pub(crate) async fn room_for_one_more(conn: &mut PgConnection, user: UserId) -> Result<(), Error> {
    sqlx::query!("select id from users where id = $1 for no key update", user as _)
        .fetch_one(&mut *conn)
        .await?;
    let owned = sqlx::query_scalar!(
        r#"select count(*) as "owned!" from memberships
            where user_id = $1 and ended_at is null and roles @> array['owner']"#,
        user as _
    );
    if owned.fetch_one(&mut *conn).await? >= MOST_OWNED {
        return Err(Error::OrganizationLimit);
    }
    Ok(())
}

/// Slugs clash for ever, so the next number is tried until one is free.
async fn take_first_free_slug(
    conn: &mut PgConnection,
    id: OrgId,
    wanted: &str,
) -> Result<(), Error> {
    for n in 1.. {
        let taken = sqlx::query!(
            "insert into organization_slugs (slug, organization_id) values ($1, $2) on conflict (slug) do nothing",
            slug::numbered(wanted, n),
            id as _
        );
        if taken.execute(&mut *conn).await?.rows_affected() == 1 {
            break;
        }
    }
    Ok(())
}

/// An organization, as its members see it.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Which.
    pub id: OrgId,
    /// Alone, or together.
    pub kind: Kind,
    /// What it is called.
    pub name: String,
    /// The address of its public page.
    pub slug: String,
    /// Markdown.
    pub description: Option<String>,
    /// https.
    pub website: Option<String>,
    /// https, at most five.
    pub links: Vec<String>,
    /// Where people write to.
    pub contact_address: Option<String>,
    /// Where people call.
    pub contact_phone: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// IANA.
    pub time_zone: TimeZone,
    /// BCP 47.
    pub locale: String,
    /// The name of the logo among the media.
    pub logo_object: Option<String>,
    /// As given; every use corrects the contrast.
    pub primary_color: Option<String>,
    /// As given.
    pub accent_color: Option<String>,
    /// The prefix of certificate numbers.
    pub certificate_prefix: String,
    /// Since when the page is public.
    pub public_at: Option<DateTime<Utc>>,
    /// Since when staff vouches for it.
    pub verified_at: Option<DateTime<Utc>>,
    /// Since when it closes.
    pub closing_at: Option<DateTime<Utc>>,
    /// When the welcome was done with.
    pub onboarding_completed_at: Option<DateTime<Utc>>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// The row's version.
    pub version: i32,
}

/// One organization.
pub async fn get(conn: &mut PgConnection, id: OrgId) -> Result<Organization, Error> {
    let organization = sqlx::query_as!(
        Organization,
        r#"select o.id, o.kind, o.name, s.slug, o.description, o.website, o.links, o.contact_address,
                  o.contact_phone, o.country, o.time_zone as "time_zone: TimeZone", o.locale, o.logo_object,
                  o.primary_color, o.accent_color, o.certificate_prefix, o.public_at, o.verified_at, o.closing_at,
                  o.onboarding_completed_at, o.created_at, o.version
             from organizations o join organization_slugs s on s.organization_id = o.id and s.current
            where o.id = $1 and o.closed_at is null"#,
        id as _
    );
    organization.fetch_optional(conn).await?.ok_or(Error::NotFound)
}

/// What changes; absent stays, null clears.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// What it is called.
    pub name: Option<String>,
    /// Markdown.
    pub description: Option<Option<String>>,
    /// https.
    pub website: Option<Option<String>>,
    /// https, at most five.
    pub links: Option<Vec<String>>,
    /// Where people write to.
    pub contact_address: Option<Option<String>>,
    /// Where people call.
    pub contact_phone: Option<Option<String>>,
    /// ISO 3166-1 alpha-2.
    pub country: Option<Option<String>>,
    /// IANA.
    pub time_zone: Option<TimeZone>,
    /// BCP 47.
    pub locale: Option<String>,
    /// `#RRGGBB`.
    pub primary_color: Option<Option<String>>,
    /// `#RRGGBB`.
    pub accent_color: Option<Option<String>>,
    /// 2 to 8 of A–Z and 0–9.
    pub certificate_prefix: Option<String>,
    /// The address of its public page; the former one redirects for ever.
    pub slug: Option<String>,
    /// Whether the page is public.
    pub public: Option<bool>,
}

/// Changes the version that the member saw.
pub async fn update(
    conn: &mut PgConnection,
    id: OrgId,
    version: i32,
    change: Change,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let updated = sqlx::query!(
        "update organizations set name = coalesce($3, name),
                description = case when $4 then $5 else description end,
                website = case when $6 then $7 else website end,
                links = coalesce($8, links),
                contact_address = case when $9 then $10 else contact_address end,
                contact_phone = case when $11 then $12 else contact_phone end,
                country = case when $13 then $14 else country end,
                time_zone = coalesce($15, time_zone), locale = coalesce($16, locale),
                primary_color = case when $17 then $18 else primary_color end,
                accent_color = case when $19 then $20 else accent_color end,
                certificate_prefix = coalesce($21, certificate_prefix),
                public_at = case when $22::boolean then coalesce(public_at, $23) when not $22 then null else public_at end,
                version = version + 1, updated_at = $23
          where id = $1 and version = $2 and closed_at is null",
        id as _,
        version,
        change.name,
        change.description.is_some(),
        change.description.flatten(),
        change.website.is_some(),
        change.website.flatten(),
        change.links.as_deref(),
        change.contact_address.is_some(),
        change.contact_address.flatten(),
        change.contact_phone.is_some(),
        change.contact_phone.flatten(),
        change.country.is_some(),
        change.country.flatten(),
        change.time_zone as _,
        change.locale,
        change.primary_color.is_some(),
        change.primary_color.flatten(),
        change.accent_color.is_some(),
        change.accent_color.flatten(),
        change.certificate_prefix,
        change.public,
        now
    );
    if updated.execute(&mut *conn).await?.rows_affected() == 0 {
        return Err(Error::Stale);
    }
    match change.slug {
        Some(slug) => move_to(conn, id, slug::check(&slug)?).await,
        None => Ok(()),
    }
}

/// Gives the organization another address. One of its own former ones may come back; another
/// organization's never (OR-11).
async fn move_to(conn: &mut PgConnection, id: OrgId, slug: &str) -> Result<(), Error> {
    sqlx::query!(
        "update organization_slugs set current = false where organization_id = $1 and current",
        id as _
    )
    .execute(&mut *conn)
    .await?;
    let taken = sqlx::query!(
        "insert into organization_slugs (slug, organization_id) values ($1, $2)
         on conflict (slug) do update set current = true where organization_slugs.organization_id = $2",
        slug,
        id as _
    );
    if taken.execute(conn).await?.rows_affected() == 1 { Ok(()) } else { Err(Error::SlugTaken) }
}

/// Sets or clears the logo, and gives the name of the one before.
pub async fn set_logo(
    conn: &mut PgConnection,
    id: OrgId,
    object: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Option<String>, Error> {
    let before = sqlx::query_scalar!(
        "with before as (select id, logo_object from organizations where id = $1 for no key update)
         update organizations as now set logo_object = $2, version = version + 1, updated_at = $3
           from before where now.id = before.id
         returning before.logo_object",
        id as _,
        object,
        now
    );
    Ok(before.fetch_optional(conn).await?.flatten())
}

/// The setup list is done with.
pub async fn complete_onboarding(
    conn: &mut PgConnection,
    id: OrgId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update organizations set onboarding_completed_at = coalesce(onboarding_completed_at, $2) where id = $1",
        id as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes a team of a personal organization; everything it has stays (OR-17).
pub async fn convert_to_team(
    conn: &mut PgConnection,
    id: OrgId,
    name: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    closing::check_open(conn, id).await?;
    let converted = sqlx::query!(
        "update organizations set kind = 'team', name = $2, version = version + 1, updated_at = $3
          where id = $1 and kind = 'personal'",
        id as _,
        name,
        now
    );
    if converted.execute(conn).await?.rows_affected() == 1 {
        Ok(())
    } else {
        Err(Error::AlreadyTeam)
    }
}

//! People with an account. A row exists only after a mailbox was proven (AC-1).

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{Email, TimeZone, UserEmailId, UserId};
use sqlx::PgConnection;

use crate::Error;

/// A new account, with everything that stands in it from the first moment.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// What the person is called.
    pub full_name: String,
    /// The proven address.
    pub email: Email,
    /// The hash of the password, if one was chosen.
    pub password_hash: Option<String>,
    /// BCP 47.
    pub locale: String,
    /// IANA.
    pub time_zone: TimeZone,
    /// Which terms were agreed to.
    pub terms_version: String,
}

/// Makes the account with its primary address. Somebody may have been faster: `LinkUsed`.
pub async fn insert(
    conn: &mut PgConnection,
    new: &NewUser,
    now: DateTime<Utc>,
) -> Result<UserId, Error> {
    let id = UserId::new(now);
    sqlx::query!(
        "with person as (
            insert into users (id, full_name, password_hash, password_changed_at, locale, time_zone, terms_version,
                               created_at, updated_at)
            values ($1, $2, $3, case when $3::text is null then null else $4::timestamptz end, $5, $6, $7, $4, $4)
         )
         insert into user_emails (id, user_id, address, address_key, verified_at, is_primary, created_at)
         values ($8, $1, $9, $10, $4, true, $4)",
        id as _,
        new.full_name,
        new.password_hash,
        now,
        new.locale,
        new.time_zone as _,
        new.terms_version,
        UserEmailId::new(now) as _,
        new.email.address(),
        new.email.key()
    )
    .execute(conn)
    .await
    .on_constraint([("user_emails_address_key_key", Error::LinkUsed)])?;
    Ok(id)
}

/// What signing in needs to know of a person.
#[derive(Clone, Debug)]
pub struct Identity {
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
    /// The hash of the password, if there is one.
    pub password_hash: Option<String>,
    /// Since when the account is closed to its owner.
    pub disabled_at: Option<DateTime<Utc>>,
}

/// The person with this proven address, primary or not: all sign in (AC-6).
pub async fn by_address(
    conn: &mut PgConnection,
    address_key: &str,
) -> sqlx::Result<Option<Identity>> {
    sqlx::query_as!(
        Identity,
        r#"select u.id, u.full_name as "full_name!", p.address as email, u.locale,
                  u.time_zone as "time_zone: TimeZone", u.password_hash, u.disabled_at
             from user_emails e
             join users u on u.id = e.user_id and u.erased_at is null
             join user_emails p on p.user_id = u.id and p.is_primary
            where e.address_key = $1"#,
        address_key
    )
    .fetch_optional(conn)
    .await
}

/// The person by id.
pub async fn by_id(conn: &mut PgConnection, id: UserId) -> sqlx::Result<Option<Identity>> {
    sqlx::query_as!(
        Identity,
        r#"select u.id, u.full_name as "full_name!", p.address as email, u.locale,
                  u.time_zone as "time_zone: TimeZone", u.password_hash, u.disabled_at
             from users u join user_emails p on p.user_id = u.id and p.is_primary
            where u.id = $1 and u.erased_at is null"#,
        id as _
    )
    .fetch_optional(conn)
    .await
}

/// Keeps a new hash. `changed` says that it is a new password, not only new parameters.
pub async fn store_password(
    conn: &mut PgConnection,
    id: UserId,
    hash: &str,
    changed: Option<DateTime<Utc>>,
) -> Result<(), Error> {
    sqlx::query!(
        "update users set password_hash = $2, password_changed_at = coalesce($3, password_changed_at) where id = $1",
        id as _,
        hash,
        changed
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The profile, as the person sees it.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Who.
    pub id: UserId,
    /// What the person is called.
    pub full_name: String,
    /// Before or behind the name.
    pub professional_title: Option<String>,
    /// Where the person works.
    pub employer: Option<String>,
    /// A few sentences.
    pub bio: Option<String>,
    /// The name of the photo among the media.
    pub photo_object: Option<String>,
    /// BCP 47.
    pub locale: String,
    /// IANA.
    pub time_zone: TimeZone,
    /// 0 is Sunday.
    pub week_start: i16,
    /// 12 or 24 hours.
    pub clock: i16,
    /// Whether there is a password.
    pub has_password: bool,
    /// When it was last changed.
    pub password_changed_at: Option<DateTime<Utc>>,
    /// When the welcome was done with.
    pub onboarding_completed_at: Option<DateTime<Utc>>,
    /// `support` or `operator`, if the person works for the platform.
    pub platform_role: Option<String>,
    /// The row's version.
    pub version: i32,
}

/// The profile of a person.
pub async fn profile(conn: &mut PgConnection, id: UserId) -> Result<Profile, Error> {
    let profile = sqlx::query_as!(
        Profile,
        r#"select id, full_name as "full_name!", professional_title, employer, bio, photo_object, locale,
                  time_zone as "time_zone: TimeZone", week_start, clock, password_hash is not null as "has_password!",
                  password_changed_at, onboarding_completed_at, platform_role, version
             from users where id = $1 and erased_at is null"#,
        id as _
    );
    profile.fetch_optional(conn).await?.ok_or(Error::NotFound)
}

/// What a person changes of the profile; absent stays, null clears.
#[derive(Clone, Debug, Default)]
pub struct ProfileChange {
    /// What the person is called.
    pub full_name: Option<String>,
    /// Before or behind the name.
    pub professional_title: Option<Option<String>>,
    /// Where the person works.
    pub employer: Option<Option<String>>,
    /// A few sentences.
    pub bio: Option<Option<String>>,
    /// BCP 47.
    pub locale: Option<String>,
    /// IANA.
    pub time_zone: Option<TimeZone>,
    /// 0 is Sunday.
    pub week_start: Option<i16>,
    /// 12 or 24 hours.
    pub clock: Option<i16>,
}

/// Changes the version that the person saw.
pub async fn update(
    conn: &mut PgConnection,
    id: UserId,
    version: i32,
    change: ProfileChange,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (title, employer, bio) = (change.professional_title, change.employer, change.bio);
    let updated = sqlx::query!(
        "update users set full_name = coalesce($3, full_name),
                professional_title = case when $4 then $5 else professional_title end,
                employer = case when $6 then $7 else employer end,
                bio = case when $8 then $9 else bio end,
                locale = coalesce($10, locale), time_zone = coalesce($11, time_zone),
                week_start = coalesce($12, week_start), clock = coalesce($13, clock),
                version = version + 1, updated_at = $14
          where id = $1 and version = $2",
        id as _,
        version,
        change.full_name,
        title.is_some(),
        title.flatten(),
        employer.is_some(),
        employer.flatten(),
        bio.is_some(),
        bio.flatten(),
        change.locale,
        change.time_zone as _,
        change.week_start,
        change.clock,
        now
    );
    let updated = updated.execute(conn).await?;
    if updated.rows_affected() == 1 { Ok(()) } else { Err(Error::Stale) }
}

/// Sets or clears the photo, and gives the name of the one before.
pub async fn set_photo(
    conn: &mut PgConnection,
    id: UserId,
    object: Option<&str>,
    now: DateTime<Utc>,
) -> Result<Option<String>, Error> {
    let before = sqlx::query_scalar!(
        "with before as (select id, photo_object from users where id = $1 for no key update)
         update users as now set photo_object = $2, version = version + 1, updated_at = $3
           from before where now.id = before.id
         returning before.photo_object",
        id as _,
        object,
        now
    );
    Ok(before.fetch_optional(conn).await?.flatten())
}

/// The welcome is done with.
pub async fn complete_onboarding(
    conn: &mut PgConnection,
    id: UserId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update users set onboarding_completed_at = coalesce(onboarding_completed_at, $2) where id = $1",
        id as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes the person with this proven address staff of the platform, with the role `support` or
/// `operator`, or staff no more. Gives the person and the former role; nobody has the address: `None`.
pub async fn set_platform_role(
    conn: &mut PgConnection,
    address_key: &str,
    role: Option<&str>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<(UserId, Option<String>)>> {
    let changed = sqlx::query!(
        r#"update users u set platform_role = $2, updated_at = $3
             from user_emails e join users before on before.id = e.user_id
            where e.address_key = $1 and u.id = e.user_id and u.erased_at is null
           returning u.id as "id: UserId", before.platform_role as former"#,
        address_key,
        role,
        now
    );
    Ok(changed.fetch_optional(conn).await?.map(|row| (row.id, row.former)))
}

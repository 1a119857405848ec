//! Who one is: profile, addresses, organizations with rights.

use accounts::address::{self, Address};
use accounts::closing;
use accounts::membership::{self, Mine};
use accounts::organization::Kind;
use accounts::user;
use auth::User;
use axum::extract::State;
use chrono::{DateTime, Utc};
use models::{MembershipId, OrgId, TimeZone, UserEmailId, UserId};
use serde::Serialize;
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::Tagged;

/// Who one is.
#[derive(Serialize, ToSchema)]
pub(crate) struct Me {
    id: UserId,
    full_name: String,
    email: String,
    professional_title: Option<String>,
    employer: Option<String>,
    bio: Option<String>,
    photo_url: Option<String>,
    locale: String,
    time_zone: TimeZone,
    /// 0 is Sunday.
    week_start: i16,
    /// 12 or 24 hours.
    clock: i16,
    onboarding_completed: bool,
    has_password: bool,
    addresses: Vec<MyAddress>,
    memberships: Vec<Membership>,
    unread_notifications: i64,
    /// `support` or `operator`, for the platform's own people.
    platform_role: Option<String>,
    version: i32,
}

/// A proven address.
#[derive(Serialize, ToSchema)]
pub(crate) struct MyAddress {
    id: UserEmailId,
    address: String,
    is_primary: bool,
    verified_at: DateTime<Utc>,
    held_until: Option<DateTime<Utc>>,
}

/// An organization, what one is there, and what that allows.
#[derive(Serialize, ToSchema)]
pub(crate) struct Membership {
    id: MembershipId,
    organization_id: OrgId,
    name: String,
    slug: String,
    kind: Kind,
    logo_url: Option<String>,
    time_zone: TimeZone,
    roles: Vec<String>,
    permissions: Vec<&'static str>,
    /// It closes, can only be looked at, and is gone then.
    closes_at: Option<DateTime<Utc>>,
}

/// Who one is.
#[utoipa::path(get, path = "/api/v1/accounts/me", tag = "accounts", security(("bearer" = [])),
    responses((status = 200, body = Me)))]
pub(crate) async fn get_me(user: User, State(app): State<crate::State>) -> web::Result<Tagged<Me>> {
    read(&mut *app.db.acquire().await?, &app, user.id).await
}

pub(crate) async fn read(
    conn: &mut PgConnection,
    app: &crate::State,
    id: UserId,
) -> web::Result<Tagged<Me>> {
    let profile = user::profile(conn, id).await?;
    let addresses = address::list(conn, id).await?;
    let mine = membership::mine(conn, id).await?;
    let more = sqlx::query!(
        r#"select platform_role, (select count(*) from (select from notifications
                where user_id = $1 and read_at is null limit 100) as n) as "unread!"
             from users where id = $1"#,
        id as _
    );
    let more = more.fetch_one(conn).await?;
    let primary = addresses.iter().find(|address| address.is_primary);
    let me = Me {
        id,
        email: primary.map(|address| address.address.clone()).unwrap_or_default(),
        full_name: profile.full_name,
        professional_title: profile.professional_title,
        employer: profile.employer,
        bio: profile.bio,
        photo_url: profile.photo_object.map(|name| app.objects.public_url(&name)),
        locale: profile.locale,
        time_zone: profile.time_zone,
        week_start: profile.week_start,
        clock: profile.clock,
        onboarding_completed: profile.onboarding_completed_at.is_some(),
        has_password: profile.has_password,
        addresses: addresses.into_iter().map(MyAddress::from).collect(),
        memberships: mine.into_iter().map(|mine| Membership::of(mine, app)).collect(),
        unread_notifications: more.unread,
        platform_role: more.platform_role,
        version: profile.version,
    };
    Ok(Tagged { version: me.version, body: me })
}

impl From<Address> for MyAddress {
    fn from(Address { id, address, is_primary, verified_at, held_until }: Address) -> Self {
        Self { id, address, is_primary, verified_at, held_until }
    }
}

impl Membership {
    fn of(mine: Mine, app: &crate::State) -> Self {
        Self {
            id: mine.id,
            organization_id: mine.organization_id,
            name: mine.name,
            slug: mine.slug,
            kind: mine.kind,
            logo_url: mine.logo_object.map(|name| app.objects.public_url(&name)),
            time_zone: mine.time_zone,
            closes_at: mine.closing_at.map(closing::closes_at),
            permissions: auth::words_of(&membership::roles(&mine.roles)),
            roles: mine.roles,
        }
    }
}

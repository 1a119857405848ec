//! Which messages a person wants, and where.

use chrono::{DateTime, Utc};
use models::{OrgId, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::message::Category;

/// Where a message of a category shows.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[sqlx(type_name = "text", rename_all = "kebab-case")]
#[schema(as = MessageChannel)]
pub enum Channel {
    /// As a mail, and in the app.
    Email,
    /// In the app alone.
    InApp,
    /// Nowhere.
    Off,
}

/// A choice that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preference {
    /// Where; absent, everywhere.
    pub organization: Option<OrgId>,
    /// What.
    pub category: Category,
    /// How.
    pub channel: Channel,
}

/// The choices of a person; what is not here is left at its default.
pub async fn list(conn: &mut PgConnection, user: UserId) -> sqlx::Result<Vec<Preference>> {
    sqlx::query_as!(
        Preference,
        r#"select organization_id as "organization?: OrgId", category as "category: Category", channel as "channel: Channel"
             from message_preferences where user_id = $1 order by organization_id nulls first, category"#,
        user as _
    )
    .fetch_all(conn)
    .await
}

/// What was stopped by a link in a mail to any address of a person (OU-20), and still is.
pub async fn stopped(
    conn: &mut PgConnection,
    user: UserId,
) -> sqlx::Result<Vec<(Option<OrgId>, Category)>> {
    let rows = sqlx::query!(
        r#"select distinct u.organization_id as "organization?: OrgId", u.category as "category: Category"
             from unsubscribes u join user_emails e on e.address_key = u.address_key
            where e.user_id = $1 and u.withdrawn_at is null order by 1, 2"#,
        user as _
    );
    let rows = rows.fetch_all(conn).await?.into_iter();
    Ok(rows.map(|row| (row.organization, row.category)).collect())
}

/// Lets mails come again that were stopped by a link: the switch and the link are one (OU-22).
pub async fn let_come(
    conn: &mut PgConnection,
    user: UserId,
    wanted: &[(Option<OrgId>, Category)],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let organizations: Vec<Option<OrgId>> = wanted.iter().map(|(id, _)| *id).collect();
    let categories: Vec<String> = wanted.iter().map(|(_, c)| c.word().to_owned()).collect();
    sqlx::query!(
        "update unsubscribes u set withdrawn_at = $4
           from unnest($2::uuid[], $3::text[]) as w (organization_id, category)
          where u.address_key in (select address_key from user_emails where user_id = $1)
            and u.organization_id is not distinct from w.organization_id and u.category = w.category
            and u.withdrawn_at is null",
        user as _,
        organizations as _,
        &categories,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts these choices in place of all earlier ones.
pub async fn replace(
    conn: &mut PgConnection,
    user: UserId,
    wanted: &[Preference],
) -> sqlx::Result<()> {
    sqlx::query!("delete from message_preferences where user_id = $1", user as _)
        .execute(&mut *conn)
        .await?;
    let organizations: Vec<Option<OrgId>> = wanted.iter().map(|p| p.organization).collect();
    let categories: Vec<String> = wanted.iter().map(|p| p.category.word().to_owned()).collect();
    let channels: Vec<String> = wanted.iter().map(|p| p.channel.word().to_owned()).collect();
    sqlx::query!(
        "insert into message_preferences (user_id, organization_id, category, channel)
         select $1, organization_id, category, channel
           from unnest($2::uuid[], $3::text[], $4::text[]) as p (organization_id, category, channel)
         on conflict (user_id, organization_id, category) do update set channel = excluded.channel",
        user as _,
        organizations as _,
        &categories,
        &channels
    )
    .execute(conn)
    .await?;
    Ok(())
}

impl Channel {
    /// The word in the database and on the wire.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::InApp => "in-app",
            Self::Off => "off",
        }
    }
}

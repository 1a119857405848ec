//! Stopping mails by the link in them, without signing in (OU-20).

use chrono::{DateTime, Utc};
use models::{ChangeId, MessageId, OrgId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::message::Category;
use crate::names::masked;

/// What a link stops.
#[derive(Clone, Debug)]
pub struct Subscription {
    /// Whose, masked: the link may have been passed on.
    pub address: String,
    /// Which mails.
    pub category: Category,
    /// Of which organization, if only of one.
    pub organization: Option<String>,
    /// They are stopped.
    pub unsubscribed: bool,
    address_key: String,
    organization_id: Option<OrgId>,
}

/// Reads what the link in a message stops. `None`: nothing can be stopped there.
pub async fn look(
    conn: &mut PgConnection,
    message: MessageId,
) -> sqlx::Result<Option<Subscription>> {
    let row = sqlx::query!(
        r#"select m.address, m.address_key, m.category as "category!: Category", s.id as "organization?: OrgId", s.name as "name?",
                  exists (select 1 from unsubscribes u
                           where u.address_key = m.address_key and u.category = m.category and u.withdrawn_at is null
                             and u.organization_id is not distinct from s.id) as "unsubscribed!"
             from messages m
             left join organizations s on s.id = m.organization_id and m.category <> 'reminders'
            where m.id = $1 and m.category is not null"#,
        message as _
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Subscription {
        address: masked(row.address.as_deref().unwrap_or_default()),
        category: row.category,
        organization: row.name,
        unsubscribed: row.unsubscribed,
        address_key: row.address_key,
        organization_id: row.organization,
    }))
}

/// Stops them, also those that are queued. Twice is once.
pub async fn stop(
    conn: &mut PgConnection,
    wanted: &Subscription,
    via: Via,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into unsubscribes (id, address_key, organization_id, category, via, at) values ($1, $2, $3, $4, $5, $6)
         on conflict (address_key, organization_id, category) where withdrawn_at is null do nothing",
        Uuid::from(ChangeId::new(now)),
        wanted.address_key,
        wanted.organization_id as _,
        wanted.category.word(),
        via.word(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets them come again.
pub async fn undo(
    conn: &mut PgConnection,
    wanted: &Subscription,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update unsubscribes set withdrawn_at = $4
          where address_key = $1 and organization_id is not distinct from $2 and category = $3 and withdrawn_at is null",
        wanted.address_key,
        wanted.organization_id as _,
        wanted.category.word(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How somebody stopped them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// The mail program did (RFC 8058).
    OneClick,
    /// On our page.
    Page,
}

impl Via {
    const fn word(self) -> &'static str {
        match self {
            Self::OneClick => "one-click",
            Self::Page => "page",
        }
    }
}

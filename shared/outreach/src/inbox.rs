//! The notices of the app. Their text is made when they are read, in the reader's language (OU-24).

use chrono::{DateTime, Utc};
use models::{NotificationId, OrgId, Page, TimeZone, UserId};
use sqlx::PgConnection;

use crate::message::Message;
use crate::render::{Notice, Tongue, notice};

/// A count beyond this is only "many".
const MANY: i64 = 100;

/// One notice.
#[derive(Debug)]
pub struct Row {
    /// Which.
    pub id: NotificationId,
    /// The key of its message.
    pub kind: String,
    /// A route of the app.
    pub path: String,
    /// Whose.
    pub organization_id: Option<OrgId>,
    /// Its name.
    pub organization: Option<String>,
    /// When it was read.
    pub read_at: Option<DateTime<Utc>>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    variables: serde_json::Value,
    locale: String,
    zone: TimeZone,
}

impl Row {
    /// What it says. A notice of an older program is told by its kind alone.
    #[must_use]
    pub fn notice(&self) -> Notice {
        match serde_json::from_value::<Message>(self.variables.clone()) {
            Ok(message) => notice(&message, Tongue::of(&self.locale), self.zone),
            Err(_) => Notice { title: self.kind.replace('-', " "), body: None },
        }
    }
}

/// Which notices.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filter {
    /// Only those that were not read.
    pub unread: bool,
    /// Only those of one organization.
    pub organization: Option<OrgId>,
}

/// A person's notices, newest first, and one more than the page holds.
pub async fn list(
    conn: &mut PgConnection,
    user: UserId,
    filter: Filter,
    page: Page<(DateTime<Utc>, NotificationId)>,
) -> sqlx::Result<Vec<Row>> {
    let (at, id) = page.after.unzip();
    sqlx::query_as!(
        Row,
        r#"select n.id, n.kind, n.path, n.organization_id, o.name as "organization?", n.read_at, n.created_at, n.variables,
                  u.locale, u.time_zone as "zone: TimeZone"
             from notifications n
             join users u on u.id = n.user_id
             left join organizations o on o.id = n.organization_id
            where n.user_id = $1 and (n.read_at is null or not $2)
              and ($3::uuid is null or n.organization_id = $3)
              and ($4::timestamptz is null or (n.created_at, n.id) < ($4, $5::uuid))
            order by n.created_at desc, n.id desc limit $6"#,
        user as _,
        filter.unread,
        filter.organization as _,
        at,
        id as _,
        page.limit + 1
    )
    .fetch_all(conn)
    .await
}

/// How many were not read, up to 100.
pub async fn unread(conn: &mut PgConnection, user: UserId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from
             (select 1 from notifications where user_id = $1 and read_at is null limit $2) as unread"#,
        user as _,
        MANY
    )
    .fetch_one(conn)
    .await
}

/// Marks one as read. False: there is none of this person.
pub async fn read(
    conn: &mut PgConnection,
    user: UserId,
    id: NotificationId,
    now: DateTime<Utc>,
) -> sqlx::Result<bool> {
    let marked = sqlx::query!(
        "update notifications set read_at = coalesce(read_at, $3) where user_id = $1 and id = $2",
        user as _,
        id as _,
        now
    );
    Ok(marked.execute(conn).await?.rows_affected() == 1)
}

/// Marks all as read.
pub async fn read_all(
    conn: &mut PgConnection,
    user: UserId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let marked = sqlx::query!(
        "update notifications set read_at = $2 where user_id = $1 and read_at is null",
        user as _,
        now
    );
    marked.execute(conn).await.map(drop)
}

/// Throws one away. False: there is none of this person.
pub async fn delete(
    conn: &mut PgConnection,
    user: UserId,
    id: NotificationId,
) -> sqlx::Result<bool> {
    let gone = sqlx::query!(
        "delete from notifications where user_id = $1 and id = $2",
        user as _,
        id as _
    );
    Ok(gone.execute(conn).await?.rows_affected() == 1)
}

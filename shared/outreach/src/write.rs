//! From something that happened to rows: messages, their jobs, and notices of the app. The one
//! writer of all three.

use chrono::{DateTime, TimeDelta, Utc};
use db::outbox;
use models::{MessageId, NotificationId, OrgId, TimeZone, UserId};
use serde::Serialize;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::jobs::SendEmail;
use crate::message::Message;

/// What is not sent by then is not sent at all (OU-11).
const PATIENCE: TimeDelta = TimeDelta::hours(48);

/// Whom a message is for.
#[derive(Clone, Debug)]
pub(crate) struct Recipient {
    pub(crate) address: String,
    pub(crate) address_key: String,
    pub(crate) name: Option<String>,
    pub(crate) user: Option<UserId>,
    pub(crate) locale: String,
    pub(crate) time_zone: TimeZone,
}

/// What a message is about, as the log shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    Challenge(Uuid),
    Login(Uuid),
    User(Uuid),
    Invitation(Uuid),
    Membership(Uuid),
    Organization(Uuid),
    Registration(Uuid),
    Event(Uuid),
    Certificate(Uuid),
    Payment(Uuid),
}

impl About {
    const fn parts(self) -> (&'static str, Uuid) {
        match self {
            Self::Challenge(id) => ("challenge", id),
            Self::Login(id) => ("login", id),
            Self::User(id) => ("user", id),
            Self::Invitation(id) => ("invitation", id),
            Self::Membership(id) => ("membership", id),
            Self::Organization(id) => ("organization", id),
            Self::Registration(id) => ("registration", id),
            Self::Event(id) => ("event", id),
            Self::Certificate(id) => ("certificate", id),
            Self::Payment(id) => ("payment", id),
        }
    }
}

/// A file that is fetched when the mail is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, serde::Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Attachment {
    /// The registration's entries, as they stand at sending (OU-46).
    Calendar,
    /// The file of a certificate.
    Certificate {
        /// Its name in the bucket.
        object: String,
        /// Its name in the mail.
        name: String,
    },
}

/// A message that is to be written.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) message: Message,
    pub(crate) to: Recipient,
    pub(crate) organization: Option<OrgId>,
    pub(crate) about: About,
    /// What makes it another than the last of its kind about the same thing.
    pub(crate) new_by: String,
    pub(crate) not_after: Option<DateTime<Utc>>,
    pub(crate) attachments: Vec<Attachment>,
    /// Where the notice of the app leads; absent, there is none.
    pub(crate) path: Option<String>,
    /// Whether it is mailed, or only shown in the app.
    pub(crate) mailed: bool,
}

impl Draft {
    pub(crate) fn new(
        message: Message,
        to: Recipient,
        about: About,
        new_by: impl std::fmt::Display,
    ) -> Self {
        Self {
            message,
            to,
            organization: None,
            about,
            new_by: new_by.to_string(),
            not_after: None,
            attachments: Vec::new(),
            path: None,
            mailed: true,
        }
    }

    pub(crate) fn of(self, organization: OrgId) -> Self {
        Self { organization: Some(organization), ..self }
    }

    pub(crate) fn until(self, at: DateTime<Utc>) -> Self {
        Self { not_after: Some(at), ..self }
    }

    pub(crate) fn with(self, attachment: Attachment) -> Self {
        Self { attachments: vec![attachment], ..self }
    }

    pub(crate) fn noted(self, path: String) -> Self {
        Self { path: Some(path), ..self }
    }

    fn row(&self, now: DateTime<Utc>) -> Row<'_> {
        let (about_kind, about_id) = self.about.parts();
        let key = self.message.key();
        // OU-1. The notice of a person is one, though several addresses are mailed.
        let what = format!("{key}:{about_id}:{}", self.new_by);
        Row {
            id: MessageId::new(now),
            notice_id: NotificationId::new(now),
            message_key: key,
            organization_id: self.organization,
            user_id: self.to.user,
            address: &self.to.address,
            address_key: &self.to.address_key,
            recipient_name: self.to.name.as_deref(),
            locale: &self.to.locale,
            time_zone: self.to.time_zone.name(),
            variables: &self.message,
            attachments: &self.attachments,
            class: self.message.class(),
            category: self.message.category().map(crate::message::Category::word),
            about_kind,
            about_id,
            dedupe_key: format!("{what}:{}", self.to.address_key),
            notice_key: self.to.user.map(|user| format!("{what}:{user}")),
            not_after: self.not_after.unwrap_or(now + PATIENCE),
            path: self.path.as_deref(),
            mailed: self.mailed,
        }
    }
}

#[derive(Serialize)]
struct Row<'a> {
    id: MessageId,
    notice_id: NotificationId,
    message_key: &'static str,
    organization_id: Option<OrgId>,
    user_id: Option<UserId>,
    address: &'a str,
    address_key: &'a str,
    recipient_name: Option<&'a str>,
    locale: &'a str,
    time_zone: &'static str,
    variables: &'a Message,
    attachments: &'a [Attachment],
    class: crate::message::Class,
    category: Option<&'static str>,
    about_kind: &'static str,
    about_id: Uuid,
    dedupe_key: String,
    notice_key: Option<String>,
    not_after: DateTime<Utc>,
    path: Option<&'a str>,
    mailed: bool,
}

/// Writes messages, notices and jobs, by two statements however many there are. What was written
/// before is left as it is.
pub(crate) async fn write(
    conn: &mut PgConnection,
    drafts: &[Draft],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    if drafts.is_empty() {
        return Ok(());
    }
    let rows: Vec<Row<'_>> = drafts.iter().map(|draft| draft.row(now)).collect();
    let written = insert(conn, &rows, now).await?;
    let jobs: Vec<SendEmail> = written.into_iter().map(|message| SendEmail { message }).collect();
    outbox::push_all(conn, &jobs, now, now).await
}

async fn insert(
    conn: &mut PgConnection,
    rows: &[Row<'_>],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<MessageId>> {
    sqlx::query_scalar!(
        r#"with drafts as (
               select * from jsonb_to_recordset($1) as d (
                   id uuid, notice_id uuid, message_key text, organization_id uuid, user_id uuid, address text,
                   address_key text, recipient_name text, locale text, time_zone text, variables jsonb,
                   attachments jsonb, class text, category text, about_kind text, about_id uuid,
                   dedupe_key text, notice_key text, not_after timestamptz, path text, mailed boolean)
           ), noted as (
               insert into notifications (id, user_id, organization_id, kind, variables, path, dedupe_key, created_at)
               select d.notice_id, d.user_id, d.organization_id, d.message_key, d.variables, d.path, d.notice_key, $2
                 from drafts d
                where d.user_id is not null and d.path is not null
                  and 'off' is distinct from (
                      select p.channel from message_preferences p
                       where p.user_id = d.user_id and p.category = d.category
                         and (p.organization_id is null or p.organization_id = d.organization_id)
                       order by p.organization_id nulls last limit 1)
               on conflict (dedupe_key) do nothing
           )
           insert into messages (id, message_key, organization_id, user_id, address, address_key, recipient_name, locale,
                                 time_zone, variables, attachments, class, category, about_kind, about_id, dedupe_key,
                                 not_after, state, state_at, created_at)
           select id, message_key, organization_id, user_id, address, address_key, recipient_name, locale, time_zone,
                  variables, attachments, class, category, about_kind, about_id, dedupe_key, not_after, 'queued', $2, $2
             from drafts where mailed
           on conflict (dedupe_key) do nothing
           returning id as "id: MessageId""#,
        Json(rows) as _,
        now
    )
    .fetch_all(conn)
    .await
}

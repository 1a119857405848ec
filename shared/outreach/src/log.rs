//! What was sent to whom, for the people who answer for it (OU-16).

use chrono::{DateTime, TimeDelta, Utc};
use db::outbox;
use models::{
    CertificateId, EventId, Fault, Kind, MessageId, OrgId, Page, RegistrationId, TimeZone,
};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::jobs::SendEmail;
use crate::message::Message;
use crate::render::{Brand, Links, Mail, Setting, Tongue, render};
use crate::write::Attachment;

/// So long after the last one about the same thing.
const APART: TimeDelta = TimeDelta::minutes(10);
const PATIENCE: TimeDelta = TimeDelta::hours(48);

/// Why a message is not sent again.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is none.
    #[error("There is no such message.")]
    Unknown,
    /// It is on its way, says nothing any more, is about the safety of an account, or about the team,
    /// whose invitations have limits of their own (OR-5).
    #[error("This message cannot be sent again.")]
    NotResendable,
    /// The last one is too young.
    #[error("This was sent a moment ago. Wait ten minutes.")]
    TooSoon,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] sqlx::Error),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        match self {
            Self::Unknown => Kind::NotFound,
            Self::NotResendable | Self::TooSoon => Kind::Conflict,
            Self::Db(error) => error.kind(),
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unknown => "not-found",
            Self::NotResendable => "not-resendable",
            Self::TooSoon => "resend-too-soon",
            Self::Db(error) => error.code(),
        }
    }
}

/// Which messages.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// About an event, its registrations and its certificates.
    pub event: Option<EventId>,
    /// About one registration.
    pub registration: Option<RegistrationId>,
    /// About one certificate.
    pub certificate: Option<CertificateId>,
    /// To one address, as addresses are compared.
    pub address_key: Option<String>,
    /// Of one key.
    pub key: Option<String>,
    /// In these states; empty, in any.
    pub states: Vec<String>,
}

/// One line of the log.
#[derive(Debug)]
pub struct Row {
    /// Which.
    pub id: MessageId,
    /// Its key.
    pub message_key: String,
    /// As it was sent.
    pub subject: Option<String>,
    /// To whom.
    pub recipient_name: Option<String>,
    /// Where.
    pub address: Option<String>,
    /// Where it stands.
    pub state: String,
    /// Since when.
    pub state_at: DateTime<Utc>,
    /// Why.
    pub state_reason: Option<String>,
    /// Tries so far.
    pub attempts: i32,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// What kind of thing it is about.
    pub about_kind: Option<String>,
    /// Which.
    pub about_id: Option<Uuid>,
    /// It can be sent again.
    pub resendable: bool,
}

/// The messages of an organization, newest first, and one more than the page holds.
pub async fn list(
    conn: &mut PgConnection,
    organization: OrgId,
    filter: &Filter,
    page: Page<(DateTime<Utc>, MessageId)>,
) -> sqlx::Result<Vec<Row>> {
    let (at, id) = page.after.unzip();
    sqlx::query_as!(
        Row,
        r#"select m.id, m.message_key, m.subject, m.recipient_name, m.address, m.state, m.state_at, m.state_reason, m.attempts,
                  m.created_at, m.about_kind, m.about_id,
                  (m.class <> 'security' and m.message_key not like 'organization-%' and m.address is not null
                   and m.state not in ('queued', 'sending', 'withdrawn', 'suppressed')) as "resendable!"
             from messages m
            where m.organization_id = $1
              and ($2::uuid is null or (m.about_kind = 'event' and m.about_id = $2)
                   or (m.about_kind = 'registration'
                       and m.about_id in (select r.id from registrations r where r.organization_id = $1 and r.event_id = $2))
                   or (m.about_kind = 'certificate'
                       and m.about_id in (select c.id from certificates c where c.organization_id = $1 and c.event_id = $2)))
              and ($3::uuid is null or (m.about_kind = 'registration' and m.about_id = $3))
              and ($4::uuid is null or (m.about_kind = 'certificate' and m.about_id = $4))
              and ($5::text is null or m.address_key = $5)
              and ($6::text is null or m.message_key = $6)
              and (cardinality($7::text[]) = 0 or m.state = any($7))
              and ($8::timestamptz is null or (m.created_at, m.id) < ($8, $9::uuid))
            order by m.created_at desc, m.id desc limit $10"#,
        organization as _,
        filter.event as _,
        filter.registration as _,
        filter.certificate as _,
        filter.address_key,
        filter.key,
        &filter.states,
        at,
        id as _,
        page.limit + 1
    )
    .fetch_all(conn)
    .await
}

/// A line with its text.
#[derive(Debug)]
pub struct Detail {
    /// The line.
    pub row: Row,
    /// What the mail says, with its links blanked; absent where it cannot be made any more.
    pub mail: Option<Mail>,
    /// The names of its files.
    pub files: Vec<String>,
}

/// One message of an organization.
pub async fn get(
    conn: &mut PgConnection,
    organization: OrgId,
    id: MessageId,
) -> sqlx::Result<Option<Detail>> {
    let found = sqlx::query!(
        r#"select m.message_key, m.subject, m.recipient_name, m.address, m.state, m.state_at, m.state_reason, m.attempts, m.created_at,
                  m.about_kind, m.about_id, m.variables, m.attachments as "attachments: Json<Vec<Attachment>>", m.locale,
                  m.time_zone as "zone: TimeZone", o.name as organization, o.primary_color,
                  (m.class <> 'security' and m.message_key not like 'organization-%' and m.address is not null
                   and m.state not in ('queued', 'sending', 'withdrawn', 'suppressed')) as "resendable!"
             from messages m join organizations o on o.id = m.organization_id
            where m.organization_id = $1 and m.id = $2"#,
        organization as _,
        id as _
    )
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let brand = Brand { name: found.organization, logo: None, color: found.primary_color };
    let setting = Setting {
        tongue: Tongue::of(&found.locale),
        time_zone: found.zone,
        name: found.recipient_name.as_deref(),
        brand: Some(&brand),
        links: &Links::Blanked,
        unsubscribe: None,
    };
    let message = serde_json::from_value::<Message>(found.variables).ok();
    let mail = message.and_then(|message| render(&message, &setting).ok());
    let files = found.attachments.0.into_iter().map(|attachment| match attachment {
        Attachment::Calendar => "invite.ics".to_owned(),
        Attachment::Certificate { name, .. } => name,
    });
    let row = Row {
        id,
        message_key: found.message_key,
        subject: found.subject.or_else(|| mail.as_ref().map(|mail| mail.subject.clone())),
        recipient_name: found.recipient_name,
        address: found.address,
        state: found.state,
        state_at: found.state_at,
        state_reason: found.state_reason,
        attempts: found.attempts,
        created_at: found.created_at,
        about_kind: found.about_kind,
        about_id: found.about_id,
        resendable: found.resendable,
    };
    Ok(Some(Detail { row, mail, files: files.collect() }))
}

/// Writes the same message again, as a line of its own.
pub async fn resend(
    conn: &mut PgConnection,
    organization: OrgId,
    id: MessageId,
    now: DateTime<Utc>,
) -> Result<MessageId, Error> {
    // Alone, so that of two at once the second sees what the first wrote.
    sqlx::query!(
        "select id from messages where organization_id = $1 and id = $2 for no key update",
        organization as _,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?;
    let found = sqlx::query!(
        r#"select (m.class <> 'security' and m.message_key not like 'organization-%' and m.address is not null
                   and m.state not in ('queued', 'sending', 'withdrawn', 'suppressed')) as "resendable!",
                  (select max(l.created_at) from messages l
                    where l.message_key = m.message_key and l.address_key = m.address_key
                      and l.about_kind = m.about_kind and l.about_id = m.about_id) as "last!"
             from messages m where m.organization_id = $1 and m.id = $2"#,
        organization as _,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::Unknown)?;
    if !found.resendable {
        return Err(Error::NotResendable);
    }
    if now - found.last < APART {
        return Err(Error::TooSoon);
    }
    let again = MessageId::new(now);
    sqlx::query!(
        "insert into messages (id, message_key, organization_id, user_id, address, address_key, recipient_name, locale, time_zone,
                               variables, attachments, class, category, about_kind, about_id, dedupe_key, not_after, state,
                               state_at, created_at)
         select $3, message_key, organization_id, user_id, address, address_key, recipient_name, locale, time_zone, variables,
                attachments, class, category, about_kind, about_id, dedupe_key || ':again:' || $3::uuid, $5, 'queued', $4, $4
           from messages where organization_id = $1 and id = $2",
        organization as _,
        id as _,
        again as _,
        now,
        now + PATIENCE
    )
    .execute(&mut *conn)
    .await?;
    outbox::push(conn, &SendEmail { message: again }, now).await?;
    Ok(again)
}

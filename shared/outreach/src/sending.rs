//! One mail from claim to result (OU-11 to OU-13). No network here: the job speaks SMTP between
//! [`claim`] and [`finish`], outside of both transactions.

mod invite;
mod moot;

use chrono::{DateTime, TimeDelta, Utc};
use db::outbox;
use models::{LinkKey, MessageId, OrgId, SealKind, Sealed, TimeZone, UserId};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

pub use invite::{Invite, Sender, invite};

use crate::jobs::SendEmail;
use crate::message::{Category, Class, Message};
use crate::names::harmless;
use crate::preferences::Channel;
use crate::render::{Brand, Links, Mail, Setting, Tongue, render};
use crate::write::Attachment;

/// Whoever died with a mail gives it back after this time.
const LEASE: TimeDelta = TimeDelta::minutes(10);
/// What follows the first failures; then every hour.
const WAITS: [TimeDelta; 5] = [
    TimeDelta::seconds(10),
    TimeDelta::minutes(1),
    TimeDelta::minutes(5),
    TimeDelta::minutes(15),
    TimeDelta::minutes(60),
];
/// Nobody learned what became of the first try; this is the only repeat.
const REPEATED: &str = "sent-again";

/// A mail that is ours to send.
#[derive(Debug)]
pub struct Outgoing {
    /// Which.
    pub id: MessageId,
    /// What it says.
    pub message: Message,
    /// Where it goes.
    pub address: String,
    /// The same, as addresses are compared; its domain is in the wire form.
    pub address_key: String,
    /// To whom.
    pub name: Option<String>,
    /// In whose name.
    pub organization: Option<Organization>,
    /// Files to fetch.
    pub attachments: Vec<Attachment>,
    /// Which registration, if it is about one.
    pub registration: Option<Uuid>,
    /// This try and those before it.
    pub attempts: i32,
    locale: String,
    time_zone: TimeZone,
    not_after: DateTime<Utc>,
}

/// How an organization appears in a mail.
#[derive(Clone, Debug)]
pub struct Organization {
    /// Its name.
    pub name: String,
    /// Who answers replies.
    pub contact: Option<String>,
    /// Its logo, in the bucket of public files.
    pub logo_object: Option<String>,
    /// `#rrggbb`.
    pub color: Option<String>,
}

/// What a claim found.
#[derive(Debug)]
pub enum Claim {
    /// Send it.
    Ours(Box<Outgoing>),
    /// Somebody else has it, or it is not due.
    Later(DateTime<Utc>),
    /// There is nothing to send (any more).
    Settled,
}

/// What became of a try.
#[derive(Debug)]
pub enum Outcome {
    /// The server took it, with these entries of a calendar.
    Sent(String, Invite),
    /// The server refuses it for good.
    Refused(String),
    /// Another try may go better.
    Missed(String),
}

struct Row {
    state: String,
    state_reason: Option<String>,
    lease_until: Option<DateTime<Utc>>,
    not_before: Option<DateTime<Utc>>,
    not_after: Option<DateTime<Utc>>,
    message: Json<Message>,
    attachments: Json<Vec<Attachment>>,
    class: Class,
    category: Option<Category>,
    about_kind: Option<String>,
    about_id: Option<Uuid>,
    address: Option<String>,
    address_key: String,
    recipient_name: Option<String>,
    locale: String,
    zone: TimeZone,
    attempts: i32,
    user_id: Option<UserId>,
    organization_id: Option<OrgId>,
    erased: bool,
    organization: Option<String>,
    contact_address: Option<String>,
    logo_object: Option<String>,
    primary_color: Option<String>,
}

/// Takes a mail for ten minutes, or settles it: in this order withdrawn, expired, suppressed.
pub async fn claim(
    conn: &mut PgConnection,
    id: MessageId,
    now: DateTime<Utc>,
) -> sqlx::Result<Claim> {
    let Some(row) = read(conn, id).await? else { return Ok(Claim::Settled) };
    let repeat = match row.state.as_str() {
        "queued" => match row.not_before.filter(|at| *at > now) {
            Some(due) => return Ok(Claim::Later(due)),
            None => false,
        },
        "sending" => match row.lease_until.filter(|at| *at > now) {
            Some(until) => return Ok(Claim::Later(until)),
            None => true,
        },
        _ => return Ok(Claim::Settled),
    };
    if repeat && row.state_reason.as_deref() == Some(REPEATED) {
        return settle(conn, id, "unknown", "lease-ended", now).await;
    }
    if let Some(reason) = withdrawn(conn, &row, now).await? {
        return settle(conn, id, "withdrawn", reason, now).await;
    }
    if row.not_after.is_some_and(|at| at <= now) {
        return settle(conn, id, "expired", "too-late", now).await;
    }
    if let Some(reason) = suppressed(conn, &row).await? {
        return settle(conn, id, "suppressed", reason, now).await;
    }
    let reason = repeat.then_some(REPEATED);
    sqlx::query!(
        "update messages set state = 'sending', state_at = $2, state_reason = $3, lease_until = $4,
                             attempts = attempts + 1 where id = $1",
        id as _,
        now,
        reason,
        now + LEASE
    )
    .execute(conn)
    .await?;
    Ok(row.outgoing(id, now).map_or(Claim::Settled, |mail| Claim::Ours(Box::new(mail))))
}

async fn read(conn: &mut PgConnection, id: MessageId) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        r#"select m.state, m.state_reason, m.lease_until, m.not_before, m.not_after,
                  m.variables as "message: Json<Message>", m.attachments as "attachments: Json<Vec<Attachment>>",
                  m.class as "class: Class", m.category as "category: Category", m.about_kind, m.about_id, m.address,
                  m.address_key, m.recipient_name, m.locale, m.time_zone as "zone: TimeZone", m.attempts,
                  m.user_id as "user_id: UserId", m.organization_id as "organization_id: OrgId",
                  (u.erased_at is not null) as "erased!", o.name as "organization?", o.contact_address,
                  o.logo_object, o.primary_color
             from messages m
             left join users u on u.id = m.user_id
             left join organizations o on o.id = m.organization_id
            where m.id = $1 for no key update of m"#,
        id as _
    )
    .fetch_optional(conn)
    .await
}

impl Row {
    fn outgoing(self, id: MessageId, now: DateTime<Utc>) -> Option<Outgoing> {
        let organization = self.organization.map(|name| Organization {
            name,
            contact: self.contact_address,
            logo_object: self.logo_object,
            color: self.primary_color,
        });
        // OU-7: nobody proved the address of an invitation, and the name stands in every corner.
        let strange = matches!(self.message.0, Message::OrganizationInvitation(_));
        let organization = organization.filter(|named| !strange || harmless(&named.name).is_some());
        let of_registration = self.about_kind.as_deref() == Some("registration");
        Some(Outgoing {
            id,
            message: self.message.0,
            address: self.address?,
            address_key: self.address_key,
            name: self.recipient_name,
            organization: organization.filter(|_| self.class != Class::Security),
            attachments: self.attachments.0,
            registration: self.about_id.filter(|_| of_registration),
            attempts: self.attempts + 1,
            locale: self.locale,
            time_zone: self.zone,
            not_after: self.not_after.unwrap_or(now),
        })
    }
}

async fn withdrawn(
    conn: &mut PgConnection,
    row: &Row,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<&'static str>> {
    if row.erased || row.address.is_none() {
        return Ok(Some("erased"));
    }
    moot::reason(conn, &row.message, row.about_id, now).await
}

/// OU-11, OU-19: an address that bounces gets security mails alone, one that complained gets
/// nothing that it can do without.
async fn suppressed(conn: &mut PgConnection, row: &Row) -> sqlx::Result<Option<&'static str>> {
    let category = row.category.map(Category::word);
    let found = sqlx::query!(
        r#"select exists (select 1 from suppressions s
                           where s.address_key = $1 and s.lifted_at is null
                             and case s.reason when 'bounce' then $2 <> 'security'
                                               when 'complaint' then $2 not in ('security', 'transactional')
                                               else true end) as "blocked!",
                  exists (select 1 from unsubscribes u
                           where u.address_key = $1 and u.withdrawn_at is null and u.category = $3
                             and (u.organization_id is null or u.organization_id = $4)) as "unsubscribed!",
                  (select p.channel from message_preferences p
                    where p.user_id = $5 and p.category = $3 and (p.organization_id is null or p.organization_id = $4)
                    order by p.organization_id nulls last limit 1) as "channel: Channel""#,
        row.address_key,
        row.class as _,
        category,
        row.organization_id as _,
        row.user_id as _
    )
    .fetch_one(conn)
    .await?;
    let channel = found.channel.or(row.category.map(Category::default_channel));
    Ok(if found.blocked {
        Some("address-blocked")
    } else if found.unsubscribed {
        Some("unsubscribed")
    } else {
        channel.filter(|channel| *channel != Channel::Email).map(|_| "preference")
    })
}

async fn settle(
    conn: &mut PgConnection,
    id: MessageId,
    state: &str,
    reason: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<Claim> {
    sqlx::query!(
        "update messages set state = $2, state_at = $4, state_reason = $3, lease_until = null where id = $1",
        id as _,
        state,
        reason,
        now
    )
    .execute(conn)
    .await?;
    Ok(Claim::Settled)
}

impl Outgoing {
    /// Makes the text of the mail. `logo` is the public address of the organization's logo.
    pub fn mail(&self, links: &Links, logo: Option<String>) -> Result<Mail, minijinja::Error> {
        let brand = self.organization.as_ref().map(|organization| Brand {
            name: organization.name.clone(),
            logo,
            color: organization.color.clone(),
        });
        let setting = Setting {
            tongue: Tongue::of(&self.locale),
            time_zone: self.time_zone,
            name: self.name.as_deref(),
            brand: brand.as_ref(),
            links,
            unsubscribe: self.unsubscribe().map(|seal| links.seal(seal)),
        };
        render(&self.message, &setting)
    }

    /// Stops mails like this one; absent for those that cannot be stopped.
    #[must_use]
    pub fn unsubscribe(&self) -> Option<Sealed> {
        let seal = Sealed { kind: SealKind::Unsubscribe, id: self.id.into(), generation: 1 };
        self.message.category().map(|_| seal)
    }

    /// The text of the seal that stops mails like this one.
    #[must_use]
    pub fn unsubscribe_token(&self, key: &LinkKey) -> Option<String> {
        self.unsubscribe().map(|sealed| key.seal(sealed))
    }
}

/// Writes down what became of a try, and the next one if there is to be one.
pub async fn finish(
    conn: &mut PgConnection,
    mail: &Outgoing,
    outcome: &Outcome,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let next = now + wait(mail.attempts);
    let (state, reason, subject) = match outcome {
        Outcome::Sent(subject, _) => ("sent", None, Some(subject.as_str())),
        Outcome::Refused(reason) => ("failed", Some(reason.as_str()), None),
        Outcome::Missed(reason) if next >= mail.not_after => {
            ("expired", Some(reason.as_str()), None)
        }
        Outcome::Missed(reason) => ("queued", Some(reason.as_str()), None),
    };
    // Whoever was presumed dead and is not must not undo what its successor wrote.
    let ours = sqlx::query!(
        "update messages set state = $3, state_at = $4, state_reason = $5, lease_until = null,
                             not_before = case when $3 = 'queued' then $6::timestamptz end,
                             subject = coalesce($7, subject)
          where id = $1 and state = 'sending' and attempts = $2",
        mail.id as _,
        mail.attempts,
        state,
        now,
        reason.map(|reason| reason.chars().take(500).collect::<String>()),
        next,
        subject
    )
    .execute(&mut *conn)
    .await?;
    if ours.rows_affected() == 0 {
        return Ok(());
    }
    if let Outcome::Sent(_, invite) = outcome {
        invite.keep(conn, mail, now).await?;
    }
    if state == "queued" {
        outbox::push_at(conn, &SendEmail { message: mail.id }, next, now).await?;
    }
    Ok(())
}

fn wait(attempts: i32) -> TimeDelta {
    let at = usize::try_from(attempts - 1).unwrap_or_default();
    WAITS.get(at).copied().unwrap_or(TimeDelta::hours(1))
}

/// Comes back for a mail that another has, or that is not due.
pub async fn come_back(
    conn: &mut PgConnection,
    id: MessageId,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    outbox::push_at(conn, &SendEmail { message: id }, at, now).await
}

/// Ends every lease. Only for the one process that sends, before it sends anything.
pub async fn release(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<u64> {
    let freed = sqlx::query!(
        "update messages set lease_until = $1 where state = 'sending' and lease_until > $1",
        now
    )
    .execute(conn)
    .await?;
    Ok(freed.rows_affected())
}

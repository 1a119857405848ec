//! Mails about accounts: class S, from the platform, never off.

use chrono::{DateTime, Utc};
use models::{Email, LoginId, MessageId, OrgId, Sealed, TimeZone, UserId};
use sqlx::PgConnection;

use crate::jobs::SendEmail;
use crate::message::{MailedLink, Message, SecurityChanged, SecurityWord, SignIn};
use crate::names::harmless;
use crate::write::{About, Draft, Recipient, write};

/// Whom a mail about an account is for.
#[derive(Clone, Copy, Debug)]
pub struct To<'a> {
    /// Where it goes.
    pub address: &'a Email,
    /// The person's name, if one is known.
    pub name: Option<&'a str>,
    /// The person, if there is an account.
    pub user: Option<UserId>,
    /// In which language.
    pub locale: &'a str,
    /// In which zone times are printed.
    pub time_zone: TimeZone,
}

/// A mail that carries one link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Completes a sign-up.
    Verify,
    /// Somebody signed up with an address that has an account.
    Exists,
    /// Signs in.
    SignIn,
    /// Sets a new password.
    PasswordReset,
    /// Proves a further address.
    AddAddress,
}

/// A mailed link.
#[derive(Clone, Copy, Debug)]
pub struct Mailed<'a> {
    /// Which mail.
    pub link: Link,
    /// The challenge and its generation; its kind names the page.
    pub seal: Sealed,
    /// When the link ends.
    pub expires_at: DateTime<Utc>,
    /// Whom it is for.
    pub to: To<'a>,
    /// The organization that asked the person in.
    pub organization: Option<OrgId>,
}

/// A mailed code.
#[derive(Clone, Copy, Debug)]
pub struct CodeMail<'a> {
    /// The challenge and its generation; the digits are computed from it.
    pub seal: Sealed,
    /// When the code ends.
    pub expires_at: DateTime<Utc>,
    /// Whom it is for.
    pub to: To<'a>,
}

/// Where something was done from.
#[derive(Clone, Copy, Debug)]
pub struct Device<'a> {
    /// As the list of logins shows it.
    pub name: &'a str,
    /// The network, shortened.
    pub ip_prefix: Option<&'a str>,
}

/// What changed about the safety of an account.
#[derive(Clone, Debug)]
pub enum SecurityChange {
    /// A first password.
    PasswordSet,
    /// Another password, by somebody who knew the old one.
    PasswordChanged,
    /// Another password, by a mailed link.
    PasswordReset,
    /// A further address signs in.
    AddressAdded(Email),
    /// An address signs in no more; it is told too.
    AddressRemoved(Email),
    /// Mails go to another address.
    PrimaryAddressChanged(Email),
}

impl SecurityChange {
    const fn parts(&self) -> (SecurityWord, Option<&Email>) {
        match self {
            Self::PasswordSet => (SecurityWord::PasswordSet, None),
            Self::PasswordChanged => (SecurityWord::PasswordChanged, None),
            Self::PasswordReset => (SecurityWord::PasswordReset, None),
            Self::AddressAdded(address) => (SecurityWord::AddressAdded, Some(address)),
            Self::AddressRemoved(address) => (SecurityWord::AddressRemoved, Some(address)),
            Self::PrimaryAddressChanged(address) => {
                (SecurityWord::PrimaryAddressChanged, Some(address))
            }
        }
    }
}

/// Mails a link.
pub async fn link(
    conn: &mut PgConnection,
    mailed: &Mailed<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let organization = match mailed.organization {
        Some(organization) => name_of(conn, organization).await?,
        None => None,
    };
    let organization = organization.and_then(|name| harmless(&name).map(str::to_owned));
    let facts = MailedLink { seal: mailed.seal, expires_at: mailed.expires_at, organization };
    let message = match mailed.link {
        Link::Verify => Message::AccountVerify(facts),
        Link::Exists => Message::AccountExists(facts),
        Link::SignIn => Message::AccountSignInLink(facts),
        Link::PasswordReset => Message::AccountPasswordReset(facts),
        Link::AddAddress => Message::AccountAddAddress(facts),
    };
    challenge(conn, message, mailed.seal, mailed.expires_at, &mailed.to, now).await
}

/// As much work as mailing a link, and no mail: a job that finds nothing to send. Nobody can tell by
/// the time of an answer whether an address is known (AC-2).
pub async fn nothing(conn: &mut PgConnection, now: DateTime<Utc>) -> sqlx::Result<()> {
    db::outbox::push(conn, &SendEmail { message: MessageId::new(now) }, now).await
}

/// Mails a code.
pub async fn code(
    conn: &mut PgConnection,
    mail: &CodeMail<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let facts = MailedLink { seal: mail.seal, expires_at: mail.expires_at, organization: None };
    challenge(conn, Message::AccountCode(facts), mail.seal, mail.expires_at, &mail.to, now).await
}

/// Nobody proved this address: the name may be a stranger's words.
async fn challenge(
    conn: &mut PgConnection,
    message: Message,
    seal: Sealed,
    expires_at: DateTime<Utc>,
    to: &To<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let to = Recipient {
        address: to.address.address().to_owned(),
        address_key: to.address.key().to_owned(),
        name: to.name.and_then(harmless).map(str::to_owned),
        user: to.user,
        locale: to.locale.to_owned(),
        time_zone: to.time_zone,
    };
    let draft = Draft::new(message, to, About::Challenge(seal.id), seal.generation);
    write(conn, &[draft.until(expires_at)], now).await
}

/// Tells every proven address of a person what changed.
pub async fn security_changed(
    conn: &mut PgConnection,
    user: UserId,
    change: &SecurityChange,
    device: &Device<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let (word, address) = change.parts();
    let message = Message::AccountSecurityChanged(SecurityChanged {
        change: word,
        address: address.map(|address| address.address().to_owned()),
        device: device.name.to_owned(),
        ip_prefix: device.ip_prefix.map(str::to_owned),
        at: now,
    });
    let mut people = addresses(conn, user, false).await?;
    if let (SecurityChange::AddressRemoved(gone), Some(first)) = (change, people.first()) {
        let (address, address_key) = (gone.address().to_owned(), gone.key().to_owned());
        people.push(Recipient { address, address_key, ..first.clone() });
    }
    tell(conn, &message, people, About::User(user.into()), now).await
}

/// Tells a person that an unknown device signed in.
pub async fn new_sign_in(
    conn: &mut PgConnection,
    user: UserId,
    login: LoginId,
    device: &Device<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let message = Message::AccountNewSignIn(sign_in(device, now));
    let people = addresses(conn, user, true).await?;
    tell(conn, &message, people, About::Login(login.into()), now).await
}

/// Tells a person that a login was used twice and has been ended.
pub async fn login_stolen(
    conn: &mut PgConnection,
    user: UserId,
    login: LoginId,
    device: &Device<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let message = Message::AccountLoginStolen(sign_in(device, now));
    let people = addresses(conn, user, true).await?;
    tell(conn, &message, people, About::Login(login.into()), now).await
}

fn sign_in(device: &Device<'_>, now: DateTime<Utc>) -> SignIn {
    let ip_prefix = device.ip_prefix.map(str::to_owned);
    SignIn { device: device.name.to_owned(), ip_prefix, at: now }
}

async fn tell(
    conn: &mut PgConnection,
    message: &Message,
    people: Vec<Recipient>,
    about: About,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let draft = |to| {
        let draft = Draft::new(message.clone(), to, about, now.timestamp_micros());
        draft.noted("/me/security".to_owned())
    };
    let drafts: Vec<Draft> = people.into_iter().map(draft).collect();
    write(conn, &drafts, now).await
}

async fn name_of(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("select name from organizations where id = $1", organization as _)
        .fetch_optional(conn)
        .await
}

/// The proven addresses of a person, the primary one first.
async fn addresses(
    conn: &mut PgConnection,
    user: UserId,
    primary_only: bool,
) -> sqlx::Result<Vec<Recipient>> {
    sqlx::query_as!(
        Recipient,
        r#"select e.address, e.address_key, u.full_name as name, u.id as "user?", u.locale,
                  u.time_zone as "time_zone: TimeZone"
             from users u join user_emails e on e.user_id = u.id
            where u.id = $1 and (e.is_primary or not $2)
            order by e.is_primary desc, e.address_key"#,
        user as _,
        primary_only
    )
    .fetch_all(conn)
    .await
}

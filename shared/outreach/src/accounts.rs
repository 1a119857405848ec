//! Mails about accounts: class S, from the platform, never off.

use chrono::{DateTime, Utc};
use models::{Email, LoginId, OrgId, Sealed, TimeZone, UserId};
use sqlx::PgConnection;

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

/// Mails a link.
pub async fn link(
    _conn: &mut PgConnection,
    _mailed: &Mailed<'_>,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Mails a code.
pub async fn code(
    _conn: &mut PgConnection,
    _mail: &CodeMail<'_>,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Tells every proven address of a person what changed.
pub async fn security_changed(
    _conn: &mut PgConnection,
    _user: UserId,
    _change: &SecurityChange,
    _device: &Device<'_>,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Tells a person that an unknown device signed in.
pub async fn new_sign_in(
    _conn: &mut PgConnection,
    _user: UserId,
    _login: LoginId,
    _device: &Device<'_>,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

/// Tells a person that a login was used twice and has been ended.
pub async fn login_stolen(
    _conn: &mut PgConnection,
    _user: UserId,
    _login: LoginId,
    _device: &Device<'_>,
    _now: DateTime<Utc>,
) -> sqlx::Result<()> {
    Ok(())
}

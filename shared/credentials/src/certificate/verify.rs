//! What a stranger who holds a code may know (CE-14, CE-15).

use chrono::{DateTime, NaiveDate, Utc};
use models::{CertificateId, TimeZone};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{Certificate, NameShown, RevokeReason, Status};
use crate::code::Code;
use crate::snapshot::Snapshot;
use crate::{Error, template};

/// A certificate as the check finds it.
#[derive(Clone, Debug)]
pub struct Checked {
    /// Which; never shown.
    pub id: CertificateId,
    /// Where it is in its life.
    pub status: Status,
    /// The last day of validity.
    pub expires_on: Option<NaiveDate>,
    /// What it says.
    pub snapshot: Json<Snapshot>,
    /// The name of its file.
    pub pdf_object: Option<String>,
    /// The hash of its file.
    pub pdf_sha256: Option<Vec<u8>>,
    /// How much of the name may be seen.
    pub name_shown: NameShown,
    /// The file may be seen.
    pub pdf_public: bool,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Why.
    pub revoke_reason: Option<RevokeReason>,
    /// Where it was imported from.
    pub imported_from: Option<String>,
    /// The code of the one that replaces it.
    pub replaced_by: Option<String>,
    /// When that was issued.
    pub replaced_at: Option<DateTime<Utc>>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// The issuer's zone, which says what day it is.
    pub time_zone: TimeZone,
    /// The issuer's public page, while it has one.
    pub issuer_slug: Option<String>,
    /// The issuer's logo, while it has one.
    pub issuer_logo: Option<String>,
    /// The event's public page, while it has one.
    pub event_slug: Option<String>,
}

/// Looks a code up.
pub async fn find_by_code(conn: &mut PgConnection, code: &Code) -> Result<Checked, Error> {
    sqlx::query_as!(
        Checked,
        r#"select c.id, c.status, c.expires_on, c.snapshot, c.pdf_object, c.pdf_sha256, c.name_shown, c.pdf_public,
                  c.revoked_at, c.revoke_reason, c.imported_from, next.code as "replaced_by?", next.issued_at as "replaced_at?",
                  c.updated_at, o.time_zone as "time_zone: TimeZone",
                  case when o.public_at is not null then s.slug end as issuer_slug, o.logo_object as issuer_logo,
                  case when e.visibility = 'public' and e.status <> 'draft' then es.slug end as event_slug
             from certificates c join organizations o on o.id = c.organization_id
             left join organization_slugs s on s.organization_id = o.id and s.current
             left join certificates next on next.supersedes_id = c.id
             left join events e on e.id = c.event_id
             left join event_slugs es on es.event_id = e.id and es.current
            where c.code = $1"#,
        code.as_str()
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::CertificateUnknown)
}

impl Checked {
    /// The name as a stranger may see it.
    #[must_use]
    pub fn name(&self) -> Option<String> {
        let name = &self.snapshot.holder.full_name;
        match self.name_shown {
            _ if self.status == Status::Erased => None,
            NameShown::Full => Some(name.clone()),
            NameShown::Initials => Some(initials(name)),
            NameShown::Hidden => None,
        }
    }

    /// A text of the certificate may be shown: not what tells who the holder is, unless the
    /// holder agreed.
    #[must_use]
    pub fn shows(&self, key: &str) -> bool {
        let whole = self.name_shown == NameShown::Full && self.status != Status::Erased;
        whole || !template::OF_HOLDER.contains(&key)
    }
}

/// The first letter of each word.
fn initials(name: &str) -> String {
    let letters = name.split_whitespace().filter_map(|word| word.chars().next());
    letters.map(|letter| format!("{letter}.")).collect::<Vec<_>>().join(" ")
}

/// Stores what strangers may see of one's own certificate, as it was last seen.
pub async fn set_privacy(
    conn: &mut PgConnection,
    certificate: &Certificate,
    version: i32,
    (name_shown, pdf_public): (NameShown, bool),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let changed = sqlx::query!(
        "update certificates set name_shown = $2, pdf_public = $3, version = version + 1, updated_at = $4
          where id = $1 and version = $5",
        certificate.id as _,
        name_shown as _,
        pdf_public,
        now,
        version
    )
    .execute(conn)
    .await?;
    if changed.rows_affected() == 0 { Err(Error::Stale) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    #[test]
    fn initials_hold_the_first_letter_of_each_word() {
        assert_eq!(super::initials("Łukasz Żółć"), "Ł. Ż.");
        assert_eq!(super::initials("北京 王"), "北. 王.");
    }
}

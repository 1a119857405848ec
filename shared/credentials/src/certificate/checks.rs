//! Comparing what somebody holds with what was issued: a file by its hash, a name (CE-15, CE-16).

use chrono::NaiveDate;
use models::CertificateId;
use sqlx::PgConnection;
use unicode_normalization::UnicodeNormalization as _;

use super::{Checked, Status};

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum FileResult {
    /// The issued file, to the last byte.
    Issued,
    /// The file of a version that was replaced.
    Superseded,
    /// The file of a certificate that was revoked.
    Revoked,
    /// Not what was issued.
    Different,
    /// The file is not there yet, so nothing can be said.
    NotReady,
    /// No certificate has this file.
    Unknown,
}

/// What a file turned out to be, and the code of the certificate that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileCheck {
    /// In a word.
    pub result: FileResult,
    /// Where to look.
    pub code: Option<String>,
}

/// Compares a file with the certificate of a code, or an earlier one of the same chain.
pub async fn file_of(
    conn: &mut PgConnection,
    checked: &Checked,
    sha256: &[u8],
) -> sqlx::Result<FileCheck> {
    let Some(issued) = &checked.pdf_sha256 else {
        return Ok(FileCheck { result: FileResult::NotReady, code: None });
    };
    if issued == sha256 {
        let code = match checked.replaced_by {
            Some(_) => Some(standing(&mut *conn, checked.id).await?),
            None => None,
        };
        return Ok(FileCheck { result: said_of(checked.status), code });
    }
    let earlier = sqlx::query_scalar!(
        r#"with recursive chain as (
              select supersedes_id, pdf_sha256, status from certificates where id = $1
              union all
              select c.supersedes_id, c.pdf_sha256, c.status from certificates c join chain on c.id = chain.supersedes_id
           ) select status as "status!: Status" from chain where pdf_sha256 = $2 limit 1"#,
        checked.id as _,
        sha256
    )
    .fetch_optional(conn)
    .await?;
    let code = earlier.map(|_| checked.snapshot.code.as_str().to_owned());
    Ok(FileCheck { result: earlier.map_or(FileResult::Different, said_of), code })
}

/// A revoked certificate stays revoked, also where another was issued in its place.
const fn said_of(status: Status) -> FileResult {
    match status {
        Status::Superseded => FileResult::Superseded,
        Status::Revoked => FileResult::Revoked,
        Status::Active | Status::Erased => FileResult::Issued,
    }
}

/// The code of the last one in the chain of replacements.
async fn standing(conn: &mut PgConnection, of: CertificateId) -> sqlx::Result<String> {
    sqlx::query_scalar!(
        r#"with recursive chain as (
              select id, code, 0 as step from certificates where id = $1
              union all
              select c.id, c.code, chain.step + 1 from certificates c join chain on c.supersedes_id = chain.id
           ) select code as "code!" from chain order by step desc limit 1"#,
        of as _
    )
    .fetch_one(conn)
    .await
}

/// Looks for the certificate of a file that came without a code.
pub async fn any_file(conn: &mut PgConnection, sha256: &[u8]) -> sqlx::Result<FileCheck> {
    let found = sqlx::query!(
        r#"select id as "id: CertificateId", status as "status: Status", code from certificates
            where pdf_sha256 = $1"#,
        sha256
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(found) = found else {
        return Ok(FileCheck { result: FileResult::Unknown, code: None });
    };
    let code = match found.status {
        Status::Superseded => standing(conn, found.id).await?,
        Status::Active | Status::Erased | Status::Revoked => found.code,
    };
    Ok(FileCheck { result: said_of(found.status), code: Some(code) })
}

/// Whether a name is the one on the certificate, without case, accents, order of spaces or dots.
#[must_use]
pub fn name_matches(checked: &Checked, name: &str) -> bool {
    checked.status != Status::Erased
        && plain(name) == plain(&checked.snapshot.holder.full_name)
        && !plain(name).is_empty()
}

fn plain(name: &str) -> String {
    let letters = name.nfkd().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).map(|c| if c == 'ł' { 'l' } else { c }).collect()
}

/// Counts a look at a certificate; `kind` is `views`, `downloads` or `file_checks`.
pub async fn viewed(
    conn: &mut PgConnection,
    id: CertificateId,
    day: NaiveDate,
    kind: Viewed,
) -> sqlx::Result<()> {
    let (views, downloads, file_checks) = match kind {
        Viewed::Page => (1, 0, 0),
        Viewed::Download => (0, 1, 0),
        Viewed::FileCheck => (0, 0, 1),
    };
    sqlx::query!(
        "insert into certificate_views (certificate_id, day, views, downloads, file_checks) values ($1, $2, $3, $4, $5)
         on conflict (certificate_id, day) do update set views = certificate_views.views + $3,
             downloads = certificate_views.downloads + $4, file_checks = certificate_views.file_checks + $5",
        id as _,
        day,
        views,
        downloads,
        file_checks
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How somebody looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Viewed {
    /// At the check page.
    Page,
    /// At the file.
    Download,
    /// With a file in hand.
    FileCheck,
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn a_name_is_compared_without_accents_case_and_spaces() {
        assert_eq!(plain("Łukasz  ŻÓŁĆ"), plain("lukasz zolc"));
        assert_ne!(plain("Ana Silva"), plain("Ana Silvas"));
    }
}

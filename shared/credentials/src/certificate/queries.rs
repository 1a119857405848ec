//! The SQL that reads certificates.

use chrono::{DateTime, NaiveDate, Utc};
use models::{
    AwardId, CertificateId, EventId, LearnerId, OrgId, Page, RegistrationId, RuleSetId,
    TemplateVersionId, TimeZone, UserId,
};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{NameShown, RevokeReason, Status};
use crate::snapshot::Snapshot;
use crate::{Error, learner};

/// A certificate.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// Which.
    pub id: CertificateId,
    /// Whose.
    pub organization_id: OrgId,
    /// Its number.
    pub number: String,
    /// Its code.
    pub code: String,
    /// For whom.
    pub learner_id: LearnerId,
    /// For which place at the event.
    pub registration_id: Option<RegistrationId>,
    /// For which event.
    pub event_id: Option<EventId>,
    /// By which rules; none for attendance.
    pub rule_set_id: Option<RuleSetId>,
    /// Counts from 1.
    pub revision: i32,
    /// The design.
    pub template_version_id: TemplateVersionId,
    /// Where it is in its life.
    pub status: Status,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// The last day of validity.
    pub expires_on: Option<NaiveDate>,
    /// Which one it replaces.
    pub supersedes_id: Option<CertificateId>,
    /// Which one replaces it.
    pub replaced_by: Option<CertificateId>,
    /// What it says.
    pub snapshot: Json<Snapshot>,
    /// The name of its file.
    pub pdf_object: Option<String>,
    /// The hash of its file.
    pub pdf_sha256: Option<Vec<u8>>,
    /// How much of the name a stranger sees.
    pub name_shown: NameShown,
    /// Strangers may open the file.
    pub pdf_public: bool,
    /// When it was taken back.
    pub revoked_at: Option<DateTime<Utc>>,
    /// Why.
    pub revoke_reason: Option<RevokeReason>,
    /// Why, in words.
    pub revoke_note: Option<String>,
    /// Where it was imported from.
    pub imported_from: Option<String>,
    /// When it was last changed.
    pub updated_at: DateTime<Utc>,
    /// The issuer's zone, which says what day it is.
    pub time_zone: TimeZone,
    /// For `If-Match`.
    pub version: i32,
}

impl Certificate {
    /// Its last day has passed where it was issued.
    #[must_use]
    pub fn expired(&self, now: DateTime<Utc>) -> bool {
        let today = now.with_timezone(&self.time_zone).date_naive();
        self.expires_on.is_some_and(|last| last < today)
    }
}

/// Which certificates are asked for.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// Of one event.
    pub event: Option<EventId>,
    /// In one state.
    pub status: Option<Status>,
    /// With this in name, number or code.
    pub text: Option<String>,
}

/// Who asks, and for what.
#[derive(Clone, Debug)]
pub enum Asked {
    /// An organization, for its own.
    Organization(OrgId, Filter),
    /// A person, for the certificates that are theirs.
    Person(UserId),
    /// A guest by a personal link.
    Registration(RegistrationId),
}

/// A page of certificates, newest first.
pub async fn list(
    conn: &mut PgConnection,
    asked: &Asked,
    page: Page<CertificateId>,
) -> sqlx::Result<Vec<Certificate>> {
    read(conn, asked, None, page.after, page.probe()).await
}

/// One certificate, if whoever asks may see it.
pub async fn get(
    conn: &mut PgConnection,
    asked: &Asked,
    id: CertificateId,
) -> Result<Certificate, Error> {
    read(conn, asked, Some(id), None, 1).await?.pop().ok_or(Error::NotFound)
}

async fn read(
    conn: &mut PgConnection,
    asked: &Asked,
    id: Option<CertificateId>,
    before: Option<CertificateId>,
    limit: i64,
) -> sqlx::Result<Vec<Certificate>> {
    let (org, filter, user, registration) = match asked {
        Asked::Organization(org, filter) => (Some(*org), filter.clone(), None, None),
        Asked::Person(user) => (None, Filter::default(), Some(*user), None),
        Asked::Registration(id) => (None, Filter::default(), None, Some(*id)),
    };
    sqlx::query_as!(
        Certificate,
        r#"select c.id, c.organization_id, c.number, c.code, c.learner_id, c.registration_id, c.event_id, c.rule_set_id, c.revision,
                  c.template_version_id, c.status, c.issued_at, c.expires_on, c.supersedes_id, next.id as "replaced_by?: CertificateId",
                  c.snapshot, c.pdf_object, c.pdf_sha256, c.name_shown, c.pdf_public, c.revoked_at, c.revoke_reason, c.revoke_note,
                  c.imported_from, c.updated_at, o.time_zone as "time_zone: TimeZone", c.version
             from certificates c join organizations o on o.id = c.organization_id left join certificates next on next.supersedes_id = c.id
            where ($1::uuid is null or c.organization_id = $1)
              and ($2::uuid is null or c.id = $2)
              and ($3::uuid is null or c.event_id = $3)
              and ($4::text is null or c.status = $4)
              and ($5::text is null or c.number ilike '%' || $5 || '%' or c.code = upper(replace($5, '-', ''))
                   or folded(coalesce(c.snapshot -> 'holder' ->> 'full_name', '')) like '%' || folded($5) || '%')
              and ($6::uuid is null or c.learner_id in (select l.id from learners own
                     join learners l on l.id = own.id or l.merged_into = own.id
                    where own.user_id = $6 and own.merged_into is null))
              and ($7::uuid is null or c.registration_id = $7)
              and ($8::uuid is null or (c.issued_at, c.id) < ((select last.issued_at from certificates last where last.id = $8), $8))
            order by c.issued_at desc, c.id desc limit $9"#,
        org as _,
        id as _,
        filter.event as _,
        filter.status as _,
        filter.text,
        user as _,
        registration as _,
        before as _,
        limit
    )
    .fetch_all(conn)
    .await
}

/// One certificate of an organization, locked until the transaction ends, after its person.
pub async fn lock(
    conn: &mut PgConnection,
    org: OrgId,
    id: CertificateId,
) -> Result<Certificate, Error> {
    let seen = get(&mut *conn, &Asked::Organization(org, Filter::default()), id).await?;
    learner::lock(&mut *conn, seen.learner_id).await?;
    sqlx::query!(
        "select id from certificates where organization_id = $1 and id = $2 for no key update",
        org as _,
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::NotFound)?;
    get(conn, &Asked::Organization(org, Filter::default()), id).await
}

/// Awards behind a certificate.
pub(super) async fn awards(
    conn: &mut PgConnection,
    id: CertificateId,
) -> sqlx::Result<Vec<AwardId>> {
    sqlx::query_scalar!(
        r#"select award_id as "id: AwardId" from certificate_awards where certificate_id = $1 order by award_id"#,
        id as _
    )
    .fetch_all(conn)
    .await
}

/// Of these, the ones that count.
pub(super) async fn live_awards(
    conn: &mut PgConnection,
    id: CertificateId,
) -> sqlx::Result<Vec<AwardId>> {
    sqlx::query_scalar!(
        r#"select a.id as "id: AwardId" from certificate_awards c join awards a on a.id = c.award_id
            where c.certificate_id = $1 and a.status = 'active' order by a.id"#,
        id as _
    )
    .fetch_all(conn)
    .await
}

/// A certificate behind a person of an event.
#[derive(Clone, Debug)]
pub struct OfEvent {
    /// Whose, past every merge.
    pub learner: LearnerId,
    /// Which.
    pub id: CertificateId,
    /// Its number.
    pub number: String,
    /// Its code.
    pub code: String,
    /// Where it is in its life.
    pub status: Status,
    /// Without credit.
    pub attendance: bool,
    /// Its file is there.
    pub ready: bool,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
}

/// Certificates of some learners at an event.
pub async fn of_learners(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
    learners: &[LearnerId],
) -> sqlx::Result<Vec<OfEvent>> {
    sqlx::query_as!(
        OfEvent,
        r#"select coalesce(l.merged_into, l.id) as "learner!: LearnerId", c.id, c.number, c.code, c.status,
                  c.rule_set_id is null as "attendance!", c.rendered_at is not null as "ready!", c.issued_at
             from certificates c join learners l on l.id = c.learner_id
            where c.organization_id = $1 and c.event_id = $2 and coalesce(l.merged_into, l.id) = any ($3::uuid[])
            order by c.id desc"#,
        org as _,
        event as _,
        learners as _
    )
    .fetch_all(conn)
    .await
}

/// A line of a certificate's history.
#[derive(Clone, Debug)]
pub struct Changed {
    /// Before.
    pub from_status: Option<String>,
    /// After.
    pub to_status: String,
    /// Why.
    pub reason: Option<String>,
    /// By whom; nobody for the platform itself.
    pub by: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A certificate's history, oldest first.
pub async fn history(
    conn: &mut PgConnection,
    org: OrgId,
    id: CertificateId,
) -> sqlx::Result<Vec<Changed>> {
    sqlx::query_as!(
        Changed,
        r#"select c.from_status, c.to_status, c.reason, u.full_name as "by?", c.at
             from certificate_changes c left join users u on u.id = c.actor
            where c.organization_id = $1 and c.certificate_id = $2 order by c.at, c.id"#,
        org as _,
        id as _
    )
    .fetch_all(conn)
    .await
}

//! The SQL of designations.

use chrono::NaiveDate;
use models::{Credits, DesignationId, EventId, OrgId, SessionId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{Designation, Status};
use crate::Error;
use crate::rules::{Parameters, Share};

/// All designations of an event.
pub async fn list(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
) -> sqlx::Result<Vec<Designation>> {
    read(conn, Some(org), Some(event), None).await
}

/// Those of an event that were neither denied nor withdrawn.
pub(crate) async fn live(
    conn: &mut PgConnection,
    org: OrgId,
    event: EventId,
) -> sqlx::Result<Vec<Designation>> {
    let mut all = list(conn, org, event).await?;
    all.retain(|d| !matches!(d.status, Status::Denied | Status::Withdrawn | Status::Expired));
    Ok(all)
}

/// One of them.
pub async fn get(
    conn: &mut PgConnection,
    org: OrgId,
    id: DesignationId,
) -> Result<Designation, Error> {
    read(conn, Some(org), None, Some(id)).await?.pop().ok_or(Error::NotFound)
}

async fn read(
    conn: &mut PgConnection,
    org: Option<OrgId>,
    event: Option<EventId>,
    id: Option<DesignationId>,
) -> sqlx::Result<Vec<Designation>> {
    sqlx::query_as!(
        Designation,
        r#"select d.id, d.organization_id, d.event_id as "event_id!", d.session_id, s.title as "session?",
                  d.credit_type_id, t.name as credit_type, t.unit_one, t.unit_many, t.mark,
                  b.id as body_id, b.name as body, b.short_name as body_short,
                  d.rule_set_id, r.code as "rule_code?", r.number as "rule_number?", r.note as rule_note,
                  r.source_title, r.source_url, r.parameters as "parameters?: Json<Parameters>",
                  d.max_credits, d.status, d.approval_number, d.valid_from, d.valid_to, d.wording, d.version,
                  coalesce((select jsonb_agg(jsonb_build_object('category', l.category, 'topic', l.topic, 'share', l.share)
                                             order by l.position)
                              from designation_lines l where l.designation_id = d.id), '[]') as "shares!: Json<Vec<Share>>"
             from designations d join credit_types t on t.id = d.credit_type_id join awarding_bodies b on b.id = t.body_id
             left join rule_sets r on r.id = d.rule_set_id left join sessions s on s.id = d.session_id
            where ($1::uuid is null or d.organization_id = $1) and ($2::uuid is null or d.event_id = $2)
              and ($3::uuid is null or d.id = $3) and d.event_id is not null
            order by s.starts_at nulls first, d.id"#,
        org as _,
        event as _,
        id as _
    )
    .fetch_all(conn)
    .await
}

/// What the public page of an event may say of its credit now (CR-8).
#[derive(Clone, Debug)]
pub struct PublicDesignation {
    /// Which.
    pub id: DesignationId,
    /// What the credit is called.
    pub credit_type: String,
    /// What people call the body.
    pub body: String,
    /// Of how much: one or several.
    pub unit: String,
    /// At most so much.
    pub max_credits: Credits,
    /// The only session that it is for.
    pub session: Option<String>,
    /// Which session that is.
    pub session_id: Option<SessionId>,
    /// Applied or approved.
    pub status: Status,
    /// The sentence that names the body.
    pub sentence: Option<String>,
}

/// Reads what may be named for `day`, the last one of the event (CR-12); drafts, denied and ended
/// ones are not there.
pub async fn public_of(
    conn: &mut PgConnection,
    event: EventId,
    day: NaiveDate,
) -> sqlx::Result<Vec<PublicDesignation>> {
    let issuer = sqlx::query_scalar!(
        "select o.name from organizations o join events e on e.organization_id = o.id
          where e.id = $1 and e.status <> 'draft'",
        event as _
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(issuer) = issuer else { return Ok(Vec::new()) };
    let all = read(conn, None, Some(event), None).await?;
    let named = |d: &Designation| d.status == Status::Applied || d.holds_on(day);
    let shown = |d: Designation| PublicDesignation {
        id: d.id,
        unit: d.unit(d.max_credits).to_owned(),
        sentence: d.sentence(&issuer, d.max_credits),
        max_credits: d.max_credits,
        status: d.status,
        credit_type: d.credit_type,
        body: d.body_short,
        session: d.session,
        session_id: d.session_id,
    };
    Ok(all.into_iter().filter(named).map(shown).collect())
}

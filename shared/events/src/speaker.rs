//! People on stage: the organization's directory, and who speaks where.

use chrono::{DateTime, Utc};
use db::OnConstraint as _;
use models::{OrgId, SessionId, SpeakerId, StagePartId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;

use crate::Error;
use crate::event::{Event, Status, locked};

/// What somebody does on stage.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = SpeakerRole)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Role {
    /// Speaks.
    #[default]
    Speaker,
    /// Leads the conversation.
    Moderator,
    /// Takes part in it.
    Panelist,
    /// Plans the content, and is not seen.
    Planner,
}

/// A person of the directory.
#[derive(Clone, Debug)]
pub struct Profile {
    /// 1 to 150 characters.
    pub name: String,
    /// `CommonMark`, up to 5000 characters.
    pub bio: Option<String>,
    /// Up to 500 characters.
    pub qualifications: Option<String>,
    /// Never public.
    pub email: Option<String>,
    /// https.
    pub linkedin: Option<String>,
}

/// What is to be different; absent parts stay.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// 1 to 150 characters.
    pub name: Option<String>,
    /// Cleared by `Some(None)`, as all below.
    pub bio: Option<Option<String>>,
    /// Up to 500 characters.
    pub qualifications: Option<Option<String>>,
    /// Never public.
    pub email: Option<Option<String>>,
    /// https.
    pub linkedin: Option<Option<String>>,
}

/// Adds a person to the directory.
pub async fn insert(
    conn: &mut PgConnection,
    org: OrgId,
    profile: &Profile,
    now: DateTime<Utc>,
) -> Result<SpeakerId, Error> {
    let id = SpeakerId::new(now);
    sqlx::query!(
        "insert into speakers (id, organization_id, name, bio, qualifications, email, linkedin, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        id as _,
        org as _,
        profile.name,
        profile.bio,
        profile.qualifications,
        profile.email,
        profile.linkedin,
        now
    )
    .execute(conn)
    .await?;
    Ok(id)
}

async fn current(
    conn: &mut PgConnection,
    org: OrgId,
    id: SpeakerId,
    version: i32,
) -> Result<(), Error> {
    let found = sqlx::query_scalar!(
        "select version from speakers where organization_id = $1 and id = $2 and archived_at is null for no key update",
        org as _,
        id as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)?;
    if found == version { Ok(()) } else { Err(Error::Stale) }
}

/// Changes a person's profile, if nobody did so since `version`.
pub async fn update(
    conn: &mut PgConnection,
    org: OrgId,
    id: SpeakerId,
    version: i32,
    edit: &Edit,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    current(conn, org, id, version).await?;
    sqlx::query!(
        "update speakers
            set name = coalesce($3, name), bio = case when $4 then $5 else bio end,
                qualifications = case when $6 then $7 else qualifications end, email = case when $8 then $9 else email end,
                linkedin = case when $10 then $11 else linkedin end, updated_at = $12, version = version + 1
          where organization_id = $1 and id = $2",
        org as _,
        id as _,
        edit.name,
        edit.bio.is_some(),
        edit.bio.clone().flatten(),
        edit.qualifications.is_some(),
        edit.qualifications.clone().flatten(),
        edit.email.is_some(),
        edit.email.clone().flatten(),
        edit.linkedin.is_some(),
        edit.linkedin.clone().flatten(),
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a person out of the directory; pages of past events keep the name.
pub async fn archive(
    conn: &mut PgConnection,
    org: OrgId,
    id: SpeakerId,
    version: i32,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    current(conn, org, id, version).await?;
    let coming = sqlx::query_scalar!(
        r#"select exists (select from event_speakers s join events e on e.id = s.event_id
                           where s.speaker_id = $1 and e.ends_at > $2 and e.status not in ('cancelled', 'closed')) as "coming!""#,
        id as _,
        now
    )
    .fetch_one(&mut *conn)
    .await?;
    if coming {
        return Err(Error::SpeakerInUse);
    }
    sqlx::query!(
        "with used as (select exists (select from event_speakers where speaker_id = $2) as ever),
              gone as (delete from speakers where organization_id = $1 and id = $2 and not (select ever from used))
         update speakers set archived_at = $3, updated_at = $3, email = null
          where organization_id = $1 and id = $2 and (select ever from used)",
        org as _,
        id as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Puts a person on stage, behind the others.
pub async fn put_on_stage(
    conn: &mut PgConnection,
    event: &Event,
    speaker: SpeakerId,
    session: Option<SessionId>,
    role: Role,
    now: DateTime<Utc>,
) -> Result<StagePartId, Error> {
    locked(event.status, Status::Completed)?;
    let id = StagePartId::new(now);
    let made = sqlx::query!(
        "insert into event_speakers (id, organization_id, event_id, session_id, speaker_id, role, position)
         select $1, p.organization_id, $3, $4, p.id, $6, (select coalesce(max(position) + 1, 0) from event_speakers where event_id = $3)
           from speakers p
          where p.organization_id = $2 and p.id = $5 and p.archived_at is null
            and ($4::uuid is null or exists (select from sessions s where s.event_id = $3 and s.id = $4))",
        id as _,
        event.organization_id as _,
        event.id as _,
        session as _,
        speaker as _,
        role as _
    )
    .execute(conn)
    .await
    .on_constraint([("event_speakers_key", Error::AlreadyOnStage)])?;
    if made.rows_affected() == 1 { Ok(id) } else { Err(Error::NotFound) }
}

/// Takes a person off the stage.
pub async fn take_off_stage(
    conn: &mut PgConnection,
    event: &Event,
    id: StagePartId,
) -> Result<(), Error> {
    locked(event.status, Status::Completed)?;
    let gone = sqlx::query!(
        "delete from event_speakers where event_id = $1 and id = $2",
        event.id as _,
        id as _
    )
    .execute(conn)
    .await?;
    if gone.rows_affected() == 1 { Ok(()) } else { Err(Error::NotFound) }
}

/// Puts everybody on stage in this order.
pub async fn order(
    conn: &mut PgConnection,
    event: &Event,
    ids: &[StagePartId],
) -> Result<(), Error> {
    locked(event.status, Status::Completed)?;
    let placed = sqlx::query_scalar!(
        r#"with wanted as (select * from unnest($2::uuid[]) with ordinality as w (id, place)),
              moved as (update event_speakers s set position = w.place - 1 from wanted w
                         where s.event_id = $1 and s.id = w.id returning s.id)
         select (select count(*) from moved) = (select count(*) from event_speakers where event_id = $1)
                and (select count(*) from wanted) = (select count(*) from moved) as "placed!""#,
        event.id as _,
        ids as _
    )
    .fetch_one(conn)
    .await?;
    if placed { Ok(()) } else { Err(Error::OrderIncomplete) }
}

//! The directory of speakers.

use auth::{Org, ReadEvents};
use axum::extract::State;
use chrono::{DateTime, Utc};
use models::{OrgId, SpeakerId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Problem, Query, Tagged};

use crate::list_events::pattern;

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Named {
    /// Part of the name.
    q: Option<String>,
}

/// A person of the directory. The address is never public.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Speaker)]
pub(crate) struct ShownSpeaker {
    id: SpeakerId,
    name: String,
    bio: Option<String>,
    qualifications: Option<String>,
    email: Option<String>,
    linkedin: Option<String>,
    archived_at: Option<DateTime<Utc>>,
    event_count: i64,
    version: i32,
}

/// One person with the version.
pub(crate) async fn speaker(
    conn: &mut PgConnection,
    org: OrgId,
    id: SpeakerId,
) -> web::Result<Tagged<ShownSpeaker>> {
    let body = sqlx::query_as!(
        ShownSpeaker,
        r#"select id as "id: SpeakerId", name, bio, qualifications, email, linkedin, archived_at, version,
                  (select count(distinct e.event_id) from event_speakers e where e.speaker_id = s.id) as "event_count!"
             from speakers s where organization_id = $1 and id = $2"#,
        org as _,
        id as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(Problem::not_found)?;
    Ok(Tagged { version: body.version, body })
}

/// The directory of speakers, by name.
#[utoipa::path(get, path = "/api/v1/events/speakers", tag = "speakers", security(("bearer" = [])),
    params(Named, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<ShownSpeaker>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_speakers(
    org: Org<ReadEvents>,
    State(app): State<crate::State>,
    Query(wanted): Query<Named>,
    page: PageOf<(String, SpeakerId)>,
) -> web::Result<Paged<ShownSpeaker>> {
    let (name, id) = page.page.after.clone().unzip();
    let rows = sqlx::query_as!(
        ShownSpeaker,
        r#"select id as "id: SpeakerId", name, bio, qualifications, email, linkedin, archived_at, version,
                  (select count(distinct e.event_id) from event_speakers e where e.speaker_id = s.id) as "event_count!"
             from speakers s
            where organization_id = $1 and archived_at is null
              and ($2::text is null or folded(name) like folded($2))
              and ($3::text is null or (name, id) > ($3, $4::uuid))
            order by name, id limit $5"#,
        org.id as _,
        pattern(wanted.q.as_deref())?,
        name,
        id as _,
        page.page.limit + 1
    )
    .fetch_all(&app.db)
    .await?;
    Ok(page.of(rows, |row| (row.name.clone(), row.id), |row| row))
}

//! Everybody at an event, with a bar for each session.

use auth::{ManageAttendance, On, Org};
use axum::extract::State;
use events::presence::{Mode, Status};
use models::{EventId, OrgId, Page, RegistrationId, SessionId};
use serde::Deserialize;
use sqlx::PgConnection;
use utoipa::IntoParams;
use web::{PageOf, Paged, Problem, Query};

use crate::people::{present, room, searchable};
use crate::person::{PersonPresence, PersonRow};

/// Which people.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Filter {
    /// Of which event.
    #[param(value_type = uuid::Uuid)]
    pub(crate) event_id: EventId,
    /// Only this session's bars.
    #[param(value_type = Option<uuid::Uuid>)]
    pub(crate) session_id: Option<SessionId>,
    /// `pending`, `met`, `not_met`, `excused`; several separated by commas.
    pub(crate) status: Option<String>,
    /// Only people in the meeting now.
    #[serde(default)]
    pub(crate) present: bool,
    /// A part of a name or an address.
    pub(crate) q: Option<String>,
}

impl Filter {
    /// Refuses what no row can be found by.
    pub(crate) fn check(&self) -> web::Result<()> {
        searchable(self.q.as_deref())?;
        let known = |word: &str| serde_json::from_value::<Status>(word.trim().into()).is_ok();
        if self.status.as_deref().is_some_and(|list| !list.split(',').all(known)) {
            return Err(Problem::field("/status", "invalid-value", "This value is not known."));
        }
        Ok(())
    }
}

/// The sort key of the last row.
type Key = (String, RegistrationId);

/// List presence.
#[utoipa::path(get, path = "/api/v1/attendance", tag = "attendance",
    params(Filter, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    security(("bearer" = [])), responses((status = 200, body = Paged<PersonPresence>)))]
pub(crate) async fn list_presence(
    On(org, mut conn): On<Org<ManageAttendance>>,
    State(app): State<crate::State>,
    Query(filter): Query<Filter>,
    page: PageOf<Key>,
) -> web::Result<Paged<PersonPresence>> {
    filter.check()?;
    let now = app.clock.now();
    let room = room(&mut conn, &org, filter.event_id).await?;
    let (keys, rows): (Vec<String>, Vec<PersonRow>) =
        rows(&mut conn, org.id, &filter, page.page.clone()).await?.into_iter().unzip();
    let people = present(&mut conn, &room, rows, now).await?;
    let keyed: Vec<(String, PersonPresence)> = keys.into_iter().zip(people).collect();
    Ok(page.of(
        keyed,
        |(key, person)| (key.clone(), person.registration_id),
        |(_, person)| person.only(filter.session_id),
    ))
}

/// One page, by folded name.
pub(crate) async fn rows(
    conn: &mut PgConnection,
    org: OrgId,
    filter: &Filter,
    page: Page<Key>,
) -> sqlx::Result<Vec<(String, PersonRow)>> {
    let status: Option<Vec<String>> = filter
        .status
        .as_ref()
        .map(|list| list.split(',').map(|word| word.trim().to_owned()).collect());
    let like =
        filter.q.as_deref().map(str::trim).filter(|q| !q.is_empty()).map(|q| {
            format!("%{}%", q.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"))
        });
    let limit = page.probe();
    let (after_name, after_id) = page.after.unzip();
    let rows = sqlx::query!(
        r#"select folded(coalesce(r.full_name, r.email, '')) as "key!", r.id as "id: RegistrationId", r.full_name,
                  r.email, r.mode as "mode: Mode", s.settled_at as "settled_at?",
                  (select max(c.clicked_at) from join_clicks c where c.registration_id = r.id) as clicked_at
             from registrations r left join presence_summaries s on s.registration_id = r.id
            where r.organization_id = $1 and r.event_id = $2 and r.status = 'confirmed' and not r.unnamed
              and ($3::text[] is null or coalesce(s.status, 'pending') = any ($3))
              and ($4::text is null or folded(coalesce(r.full_name, '') || ' ' || coalesce(r.email, '')) like folded($4))
              and (not $5 or exists (
                    select from participants p join presence_segments g on g.participant_id = p.id
                      join zoom_instances i on i.id = g.instance_id and i.ended_at is null
                     where p.registration_id = r.id and g.ended_at is null
                       and not exists (select from presence_segments l where l.participant_id = p.id
                              and l.instance_id = g.instance_id and l.device is not distinct from g.device
                              and l.started_at is null and l.ended_at >= g.started_at)))
              and ($6::text is null or (folded(coalesce(r.full_name, r.email, '')), r.id) > ($6, $7::uuid))
            order by folded(coalesce(r.full_name, r.email, '')), r.id limit $8"#,
        org as _,
        filter.event_id as _,
        status.as_deref(),
        like,
        filter.present,
        after_name,
        after_id as _,
        limit
    )
    .fetch_all(conn)
    .await?;
    let person = rows.into_iter().map(|row| {
        let person = PersonRow {
            id: row.id,
            full_name: row.full_name,
            email: row.email,
            mode: row.mode,
            settled_at: row.settled_at,
            clicked_at: row.clicked_at,
        };
        (row.key, person)
    });
    Ok(person.collect())
}

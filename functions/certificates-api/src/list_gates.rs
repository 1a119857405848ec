//! Who is ready for a certificate, who has one, and what the others lack.

use auth::{Org, ReadCredentials};
use axum::extract::State;
use credentials::attendee::Which;
use credentials::offering::{self, Named};
use credentials::{certificate, evaluation, waiting};
use models::{EventId, LearnerId, Page, RegistrationId};
use serde::Deserialize;
use sqlx::PgConnection;
use utoipa::{IntoParams, ToSchema};
use web::{PageOf, Paged, Path, Query};

use crate::gates::{PersonGates, shown};
use crate::scope::covers;

/// Which people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = GateFilter)]
pub(crate) enum Standing {
    /// Everything is met, and there is no certificate.
    Ready,
    /// Something is missing.
    Missing,
    /// There is a certificate that stands.
    Issued,
    /// The facts changed after the award.
    Differs,
}

impl Standing {
    const fn word(self) -> &'static str {
        match self {
            Self::Ready => "ready",
            Self::Missing => "missing",
            Self::Issued => "issued",
            Self::Differs => "differs",
        }
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    #[param(inline)]
    state: Option<Standing>,
    /// Part of a name or an address.
    q: Option<String>,
}

/// The people of an event, each with every gate.
#[utoipa::path(get, path = "/api/v1/certificates/gates/{offering}", tag = "certificates", security(("bearer" = [])),
    params(("offering" = Named, Path), Wanted, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<PersonGates>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn list_gates(
    org: Org<ReadCredentials>,
    State(app): State<crate::State>,
    Path(Named(event)): Path<Named>,
    Query(wanted): Query<Wanted>,
    page: PageOf<RegistrationId>,
) -> web::Result<Paged<PersonGates>> {
    covers(&org, Some(event))?;
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let offering = offering::get(&mut tx, org.id, event).await?;
    let ids = people(&mut tx, event, &wanted, &page.page).await?;
    let found = evaluation::find(&mut tx, &offering, Which::These(&ids), now).await?;
    let learners: Vec<LearnerId> = found.iter().filter_map(|person| person.learner).collect();
    let held = certificate::of_learners(&mut tx, org.id, event, &learners).await?;
    let waiting = waiting::of_learners(&mut tx, org.id, event, &learners).await?;
    tx.commit().await?;
    let key = |person: &evaluation::Found| person.attendee.registration;
    Ok(page.of(found, key, |person| shown(&offering, person, (&held, &waiting), now)))
}

async fn people(
    conn: &mut PgConnection,
    event: EventId,
    wanted: &Wanted,
    page: &Page<RegistrationId>,
) -> sqlx::Result<Vec<RegistrationId>> {
    let like = wanted.q.as_deref().map(str::trim).filter(|q| !q.is_empty());
    let like = like
        .map(|q| format!("%{}%", q.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_")));
    sqlx::query_scalar!(
        r#"select r.id as "id: RegistrationId" from registrations r
             left join gate_states g on g.registration_id = r.id and g.event_id = r.event_id
             left join lateral (select bool_or(c.status = 'active') as live from certificates c
                                 where c.registration_id = r.id) c on true
            where r.event_id = $1 and r.status = 'confirmed' and not r.unnamed and ($2::uuid is null or r.id > $2)
              and ($3::text is null or folded(coalesce(r.full_name, '') || ' ' || coalesce(r.email, '')) like folded($3))
              and case $4::text when 'ready' then g.all_met and not coalesce(c.live, false)
                                when 'missing' then not coalesce(g.all_met, false) and not coalesce(c.live, false)
                                when 'issued' then coalesce(c.live, false)
                                when 'differs' then g.difference is not null
                                else true end
            order by r.id limit $5"#,
        event as _,
        page.after as _,
        like,
        wanted.state.map(Standing::word),
        page.probe()
    )
    .fetch_all(conn)
    .await
}

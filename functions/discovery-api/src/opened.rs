//! Which event a slug names, and whether this caller may see its page (EV-4).

use auth::User;
use axum::response::{IntoResponse as _, Redirect, Response};
use events::event::Visibility;
use events::registration::AccessKey;
use models::{EventId, Seal};
use serde::Deserialize;
use sqlx::PgConnection;
use utoipa::IntoParams;
use web::{Keep, Problem};

use crate::State;
use crate::origin::segment;

/// What opens a private event.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Key {
    /// The access key of a private event.
    pub(crate) key: Option<String>,
}

/// What a slug leads to.
pub(crate) enum Opened {
    /// Elsewhere, for ever: this is a former slug.
    Moved(String),
    /// The event.
    Event {
        /// Which.
        id: EventId,
        /// Who may keep what is told of it.
        keep: Keep,
    },
}

/// Finds the event, if this caller may see it. To anybody else it is not there.
pub(crate) async fn open(
    conn: &mut PgConnection,
    app: &State,
    slug: &str,
    key: &Key,
    user: Option<&User>,
) -> web::Result<Opened> {
    let row = sqlx::query!(
        r#"select e.id as "id: EventId", e.visibility, e.access_generation, s.current, c.slug as present,
                  ($2::uuid is not null
                   and (exists (select from memberships m where m.organization_id = e.organization_id and m.user_id = $2 and m.ended_at is null)
                        or exists (select from registrations r where r.event_id = e.id and r.user_id = $2
                                      and r.status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed'))
                        or exists (select from invitations i where i.event_id = e.id and i.email_key = $3))) as "belongs!"
             from event_slugs s
             join events e on e.id = s.event_id
             join event_slugs c on c.event_id = e.id and c.current
            where s.slug = $1 and e.status <> 'draft' and e.course_id is null"#,
        slug,
        user.map(|user| user.id) as _,
        user.map(|user| user.email_key.as_str())
    )
    .fetch_optional(conn)
    .await?
    .ok_or_else(Problem::not_found)?;
    let private = row.visibility == Visibility::Private;
    let seal = key.key.as_deref().and_then(Seal::parse);
    let opens =
        AccessKey { links: &app.links, seal: seal.as_ref() }.opens(row.id, row.access_generation);
    if private && !row.belongs && !opens {
        return Err(Problem::not_found());
    }
    if !row.current {
        return Ok(Opened::Moved(row.present));
    }
    let keep = if private || key.key.is_some() { Keep::Nowhere } else { Keep::Public };
    Ok(Opened::Event { id: row.id, keep })
}

/// The same address under the present slug, with what was brought along.
pub(crate) fn moved(
    prefix: &str,
    slug: &str,
    rest: &str,
    brought: &[(&str, Option<&str>)],
) -> Response {
    let mut query = String::new();
    for (name, value) in brought {
        if let Some(value) = value {
            let sign = if query.is_empty() { '?' } else { '&' };
            query.extend([sign.to_string(), format!("{name}={}", segment(value))]);
        }
    }
    Redirect::permanent(&format!("{prefix}/{}{rest}{query}", segment(slug))).into_response()
}

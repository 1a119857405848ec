//! Registrations of guests under one's own addresses become one's own (RG-23).

use auth::User;
use axum::Json;
use axum::extract::State;
use models::EventId;
use serde::Serialize;
use utoipa::ToSchema;

/// What was found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Linked {
    linked: usize,
    conflicts: Vec<LinkConflict>,
}

/// An event where one is registered twice.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinkConflict {
    event_id: EventId,
    title: String,
}

/// Registrations of guests under one's own addresses become one's own.
#[utoipa::path(post, path = "/api/v1/registrations/link-mine", tag = "registrations", security(("bearer" = [])),
    responses((status = 200, body = Linked), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn link_registrations(
    user: User,
    State(app): State<crate::State>,
) -> web::Result<Json<Linked>> {
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let addresses =
        sqlx::query_scalar!("select address_key from user_emails where user_id = $1", user.id as _)
            .fetch_all(&mut *tx)
            .await?;
    let (mut linked, mut twice) = (0, Vec::new());
    for address in addresses {
        let claimed = events::registration::claim_guests(&mut tx, user.id, &address, now).await?;
        linked += claimed.registrations.len();
        twice.extend(claimed.conflicts.into_iter().map(|(_, event)| event));
    }
    let conflicts = sqlx::query_as!(
        LinkConflict,
        r#"select id as "event_id: EventId", title from events where id = any($1) order by starts_at"#,
        twice as _
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(Json(Linked { linked, conflicts }))
}

//! Zoom's stand-in: OAuth, the REST API, signed webhooks, and rooms where one can be several
//! people on several devices. Speaks Zoom's wire format, so that the app's own client and webhook
//! are used and nothing else.

mod api;
mod oauth;
mod pages;
mod report;
mod room;
mod webhooks;
mod world;

use std::path::Path;

use axum::Router;
use axum::routing::{get, post, put};
use models::Clock;
use world::Zoom;

/// The stand-in's routes and the environment that points the app to it.
pub fn zoom(
    origin: &str,
    data: &Path,
    clock: &Clock,
) -> anyhow::Result<(Router, Vec<(String, String)>)> {
    let zoom = Zoom::open(origin, &data.join("zoom.json"), clock.clone())?;
    let environment = zoom.environment();
    Ok((router(zoom), environment))
}

fn router(zoom: Zoom) -> Router {
    let mut router = Router::new()
        .route("/sandbox/zoom", get(pages::index))
        .route("/sandbox/zoom/oauth/authorize", get(oauth::authorize).post(oauth::allow))
        .route("/sandbox/zoom/oauth/token", post(oauth::token))
        .route("/sandbox/zoom/faults.json", get(world::faults).put(world::set_faults))
        .route("/sandbox/zoom/j/{id}", get(pages::join))
        .route("/sandbox/zoom/room/{id}", get(pages::room).post(pages::act))
        .route("/sandbox/zoom/room/{id}/state.json", get(room::state).post(room::act))
        .route("/sandbox/zoom/v2/users/me", get(api::me));
    for kind in ["meetings", "webinars"] {
        let v2 = format!("/sandbox/zoom/v2/{kind}/{{id}}");
        router = router
            .route(&format!("/sandbox/zoom/v2/users/{{user}}/{kind}"), post(api::create))
            .route(&v2, get(api::get).patch(api::update).delete(api::delete))
            .route(&format!("{v2}/registrants"), get(api::registrants).post(api::add_registrant))
            .route(&format!("{v2}/registrants/status"), put(api::set_registrants))
            .route(
                &format!("/sandbox/zoom/v2/report/{kind}/{{uuid}}/participants"),
                get(report::participants),
            );
    }
    router.with_state(zoom)
}

#[cfg(test)]
mod tests;

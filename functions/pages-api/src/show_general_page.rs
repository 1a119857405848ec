//! Pages that are the same for everybody: search, the organizers, and the form of the certificate check.

use axum::extract::{OriginalUri, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use web::Public;

use crate::State as App;
use crate::head::Head;

/// Plain pages are no operations of an API, so the contract leaves them out.
pub(crate) fn routes() -> OpenApiRouter<App> {
    web::guarded::<App, _, _>(&show_general_page);
    web::guarded::<App, _, _>(&astray);
    let known = OpenApiRouter::new()
        .route("/events", get(show_general_page))
        .route("/organizations", get(show_general_page))
        .route("/verify", get(show_general_page))
        .route("/events/{slug}/register", get(show_general_page));
    ["/events", "/organizations", "/verify"].into_iter().fold(known, |known, page| {
        known
            .route(&format!("{page}/"), get(astray))
            .route(&format!("{page}/{{name}}/"), get(astray))
            .route(&format!("{page}/{{name}}/{{*rest}}"), get(astray))
    })
}

/// Everything else below these prefixes: a page with a slash too many is where it is without, and what
/// is not there is told to people in a page, not in JSON.
async fn astray(
    _: Public,
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
) -> web::Result<Response> {
    let Some(page) = uri.path().strip_suffix('/') else {
        return nothing(&app, uri.path()).await;
    };
    let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    Ok(Redirect::permanent(&format!("{page}{query}")).into_response())
}

async fn show_general_page(
    _: Public,
    State(app): State<App>,
    OriginalUri(uri): OriginalUri,
) -> web::Result<Response> {
    let (title, description, index) = match uri.path() {
        "/events" => (
            "Events with CPD credit",
            "Find webinars, workshops and conferences, see what credit your body gives, and register.",
            true,
        ),
        "/organizations" => (
            "Organizers",
            "Societies, hospitals and companies that hold events with CPD credit.",
            true,
        ),
        "/verify" => (
            "Check a certificate",
            "Type the code of a certificate, or drop its PDF, and see in seconds whether it is genuine.",
            true,
        ),
        _ => ("Register", "Register with your name and e-mail address.", false),
    };
    let head = Head {
        title: title.to_owned(),
        description: description.to_owned(),
        path: uri.path().trim_end_matches("/register").to_owned(),
        image: None,
        index,
        facts: None,
    };
    Ok(app.shell.page(&head, StatusCode::OK).await?)
}

/// A page that tells a stranger nothing: there is nothing, or it is not theirs to see.
pub(crate) async fn nothing(app: &App, path: &str) -> web::Result<Response> {
    let head = Head {
        title: "Not found".to_owned(),
        description: "There is nothing here.".to_owned(),
        path: path.to_owned(),
        image: None,
        index: false,
        facts: None,
    };
    Ok(app.shell.page(&head, StatusCode::NOT_FOUND).await?)
}

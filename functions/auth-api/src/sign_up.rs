//! Ask for an account: a mail goes out, nothing else exists yet (AC-1).

use accounts::challenge::{self, Intent, Payload, Purpose};
use accounts::{TERMS_VERSION, user};
use axum::extract::State;
use models::{AppPath, Email, Kind, Line, TimeZone};
use outreach::accounts::{Link, Mailed, To};
use serde::Deserialize;
use utoipa::ToSchema;
use web::{Accepted, Client, Problem, Public, ValidJson};

use crate::mail::{self, MailIsOnItsWay};

/// Who wants an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "ada@example.org", "full_name": "Ada Park", "intent": "learner", "terms_version": "2026-11"}))]
pub(crate) struct SignUp {
    email: Email,
    full_name: Line<1, 120>,
    intent: Intent,
    terms_version: String,
    locale: Option<Line<2, 35>>,
    time_zone: Option<TimeZone>,
    /// The seal of an invitation that brought the person here.
    invitation: Option<String>,
    next: Option<AppPath>,
}

/// Somebody agreed to other terms than today's, or to none.
pub(crate) fn outdated() -> Problem {
    let detail = "The terms have changed. Load the page again.";
    Problem::of(Kind::Conflict, "terms-outdated", detail)
}

/// Ask for an account. The answer is the same for every address.
#[utoipa::path(post, path = "/api/v1/auth/sign-up", tag = "auth", request_body = SignUp,
    responses((status = 202, body = MailIsOnItsWay), (status = 409, body = web::ProblemBody),
        (status = 422, body = web::ProblemBody), (status = 429, body = web::ProblemBody)))]
pub(crate) async fn sign_up(
    _: Public,
    client: Client,
    State(app): State<crate::State>,
    ValidJson(new): ValidJson<SignUp>,
) -> web::Result<Accepted<MailIsOnItsWay>> {
    let now = app.clock.now();
    if new.terms_version != TERMS_VERSION {
        return Err(outdated());
    }
    mail::limit_sign_ups(&mut *app.db.acquire().await?, &client, &new.email, now).await?;
    let mut tx = db::begin(&app.db).await?;
    let invitation = match &new.invitation {
        Some(token) => accounts::invitation::by_link(&mut tx, &app.links, token).await.ok(),
        None => None,
    };
    let known = user::by_address(&mut tx, new.email.key()).await?;
    let (purpose, link) = if known.is_some() {
        (Purpose::SignIn, Link::Exists)
    } else {
        (Purpose::SignUp, Link::Verify)
    };
    let (locale, time_zone) = match &known {
        Some(person) => (person.locale.clone(), person.time_zone),
        None => (
            new.locale.map_or_else(|| "en".into(), String::from),
            new.time_zone.unwrap_or(TimeZone::UTC),
        ),
    };
    let payload = Payload {
        full_name: Some(String::from(new.full_name)),
        intent: new.intent,
        terms_version: Some(new.terms_version),
        locale: Some(locale.clone()),
        time_zone: Some(time_zone),
        invitation: invitation.as_ref().map(|invitation| invitation.id),
        next: new.next.map(String::from),
    };
    let name = known
        .as_ref()
        .map_or_else(|| payload.full_name.clone(), |known| Some(known.full_name.clone()));
    let user = known.map(|known| known.id);
    let challenge = challenge::open(&mut tx, purpose, &new.email, user, payload, now).await?;
    let to = To { address: &new.email, name: name.as_deref(), user, locale: &locale, time_zone };
    let mailed = Mailed {
        link,
        seal: challenge.sealed(purpose),
        expires_at: challenge.expires_at,
        to,
        organization: invitation.map(|invitation| invitation.organization_id),
    };
    outreach::accounts::link(&mut tx, &mailed, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(Accepted(MailIsOnItsWay {}))
}

//! Make the account: the mailbox is proven (AC-1, AC-5, AC-7).

use accounts::TERMS_VERSION;
use accounts::challenge::{self, Challenge, Intent, Purpose};
use accounts::organization::{self, NewOrganization};
use accounts::password::Password;
use accounts::user::{self, NewUser};
use auth::{Claimed, LoginAnswer};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{Email, InvitationId, OrgId, TimeZone, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use utoipa::ToSchema;
use web::{Client, Public, ValidJson};

use crate::door::{self, Answer, Entrance};
use crate::sign_up::outdated;

/// The secret of the link, and a password if one is wanted.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"token": "k.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA", "remember": true}))]
pub(crate) struct CompleteSignUp {
    token: String,
    password: Option<String>,
    /// The terms that were agreed to here. Whoever asked for an account has agreed before; a guest
    /// who comes back by a link has not.
    terms_version: Option<String>,
    remember: bool,
}

/// Signed in, and where to go on.
#[derive(Serialize, ToSchema)]
pub(crate) struct SignedUp {
    #[serde(flatten)]
    login: LoginAnswer,
    /// Where the person was going.
    next: Option<String>,
    /// The organization whose invitation was accepted on the way.
    accepted_organization: Option<AcceptedOrganization>,
}

/// An organization that the person belongs to now.
#[derive(Serialize, ToSchema)]
pub(crate) struct AcceptedOrganization {
    id: OrgId,
    name: String,
}

/// Make the account.
#[utoipa::path(post, path = "/api/v1/auth/sign-up/complete", tag = "auth", request_body = CompleteSignUp,
    responses((status = 201, body = SignedUp), (status = 403, body = web::ProblemBody),
        (status = 404, body = web::ProblemBody),
        (status = 409, body = web::ProblemBody), (status = 422, body = web::ProblemBody)))]
pub(crate) async fn complete_sign_up(
    _: Public,
    client: Client,
    headers: HeaderMap,
    State(app): State<crate::State>,
    ValidJson(given): ValidJson<CompleteSignUp>,
) -> web::Result<Response> {
    app.origin.check_entrance(&headers)?;
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    let challenge =
        challenge::answer(&mut tx, &app.links, Purpose::SignUp, &given.token, now).await?;
    let id = make(&mut tx, &app, &challenge, &given, now).await?;
    let claimed = claim(&mut tx, id, &challenge.address_key, now).await?;
    let accepted = accept_invitation(&mut tx, challenge.payload.invitation, id, now).await?;
    let person = user::by_id(&mut tx, id).await?.ok_or(accounts::Error::NotFound)?;
    let device = app.origin.device(&headers);
    let entrance =
        Entrance { method: "link", remember: given.remember, client: &client, device, now };
    let mut opened = door::open(&mut tx, &app, &person, entrance).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    opened.answer.claimed = claimed;
    let next = challenge.payload.next;
    Ok(opened.respond(StatusCode::CREATED, |login| {
        Answer::of(&SignedUp { login, next, accepted_organization: accepted })
    }))
}

async fn make(
    conn: &mut PgConnection,
    app: &crate::State,
    challenge: &Challenge,
    given: &CompleteSignUp,
    now: DateTime<Utc>,
) -> web::Result<UserId> {
    let payload = challenge.payload.clone();
    let email = Email::parse(&challenge.address).map_err(|_| accounts::Error::LinkInvalid)?;
    let local = || email.address().split('@').next().unwrap_or_default().to_owned();
    let full_name = payload.full_name.unwrap_or_else(local);
    let agreed = given.terms_version.clone().filter(|version| version == TERMS_VERSION);
    let terms_version = payload.terms_version.or(agreed).ok_or_else(outdated)?;
    let password_hash = match given.password.as_deref() {
        Some(text) => Some(app.hasher.hash(Password::choose(text, &email, &full_name)?).await?),
        None => None,
    };
    let (locale, time_zone) =
        (payload.locale.unwrap_or_else(|| "en".into()), payload.time_zone.unwrap_or(TimeZone::UTC));
    let new = NewUser {
        full_name: full_name.clone(),
        email,
        password_hash,
        locale: locale.clone(),
        time_zone,
        terms_version,
    };
    let id = user::insert(conn, &new, now).await?;
    challenge::end_sign_ups(conn, &challenge.address_key, now).await?;
    audit::write(conn, Entry::new(None, Actor::User(id), "user.signed-up", "user", id), now)
        .await?;
    if payload.intent == Intent::Organizer {
        let name = if full_name.chars().count() < 2 {
            format!("{full_name} (personal)")
        } else {
            full_name
        };
        let kind = organization::Kind::Personal;
        let new = NewOrganization { kind, name, country: None, time_zone, locale };
        let organization = organization::create(conn, id, new, now).await?;
        billing::subscription::open(conn, organization, now).await?;
    }
    Ok(id)
}

/// AC-7: what guests did under this address is the account's.
pub(crate) async fn claim(
    conn: &mut PgConnection,
    user: UserId,
    address_key: &str,
    now: DateTime<Utc>,
) -> web::Result<Claimed> {
    let claimed = events::registration::claim_guests(conn, user, address_key, now).await?;
    credentials::learner::claim(conn, user, address_key, now).await?;
    let certificates = sqlx::query_scalar!(
        r#"select count(*) as "certificates!" from certificates c join learners l on l.id = c.learner_id
            where l.user_id = $1 and l.merged_into is null"#,
        user as _
    )
    .fetch_one(conn)
    .await?;
    let certificates = usize::try_from(certificates).unwrap_or_default();
    Ok(Claimed {
        registrations: claimed.registrations.len(),
        certificates,
        conflicts: claimed.conflicts.len(),
    })
}

/// OR-6: the invitation survived the way into the account. One that ended meanwhile is not the person's fault.
pub(crate) async fn accept_invitation(
    conn: &mut PgConnection,
    invitation: Option<InvitationId>,
    user: UserId,
    now: DateTime<Utc>,
) -> web::Result<Option<AcceptedOrganization>> {
    let Some(id) = invitation else { return Ok(None) };
    let Some(invitation) = accounts::invitation::carried(conn, id).await? else { return Ok(None) };
    match accounts::invitation::accept(conn, &invitation, user, now).await {
        Ok(membership) => {
            let org = invitation.organization_id;
            let entry =
                Entry::new(Some(org), Actor::User(user), "member.joined", "membership", membership);
            audit::write(conn, entry, now).await?;
            outreach::organizations::invitation_answered(conn, invitation.id, now).await?;
            Ok(Some(AcceptedOrganization { id: org, name: invitation.organization_name }))
        }
        Err(accounts::Error::Db(error)) => Err(error.into()),
        Err(_) => Ok(None),
    }
}

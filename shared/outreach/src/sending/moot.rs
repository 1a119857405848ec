//! Whether a message still says what is so, asked at the moment of sending (OU-11).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::message::{Message, RequestStep};

/// Why there is nothing to say any more.
pub(super) async fn reason(
    conn: &mut PgConnection,
    message: &Message,
    about: Option<Uuid>,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<&'static str>> {
    use Message as M;
    let Some(about) = about else { return Ok(None) };
    match message {
        M::AccountVerify(facts)
        | M::AccountExists(facts)
        | M::AccountSignInLink(facts)
        | M::AccountPasswordReset(facts)
        | M::AccountAddAddress(facts)
        | M::AccountCode(facts) => challenge(conn, about, facts.seal.generation).await,
        M::OrganizationInvitation(facts) => invitation(conn, about, facts.seal.generation).await,
        M::PaymentDue(_) => payment(conn, about).await,
        M::CertificateIssued(_) | M::CertificateReplaced(_) => certificate(conn, about).await,
        M::RegistrationConfirmed(_)
        | M::RegistrationWaitlisted(_)
        | M::WaitlistOffer(_)
        | M::RegistrationExpired(_)
        | M::RegistrationChanged(_)
        | M::RegistrationCancelled(_)
        | M::RegistrationRequest(_)
        | M::PresenceUnmatched(_)
        | M::EventUpdated(_)
        | M::EventReminder(_) => registration(conn, message, about, now).await,
        _ => Ok(None),
    }
}

async fn challenge(
    conn: &mut PgConnection,
    id: Uuid,
    generation: i32,
) -> sqlx::Result<Option<&'static str>> {
    let live = sqlx::query_scalar!(
        r#"select (consumed_at is null and generation = $2) as "live!" from email_challenges where id = $1"#,
        id,
        generation
    )
    .fetch_optional(conn)
    .await?;
    Ok((live != Some(true)).then_some("link-used"))
}

async fn invitation(
    conn: &mut PgConnection,
    id: Uuid,
    generation: i32,
) -> sqlx::Result<Option<&'static str>> {
    let live = sqlx::query_scalar!(
        r#"select (state = 'pending' and generation = $2) as "live!" from member_invitations where id = $1"#,
        id,
        generation
    )
    .fetch_optional(conn)
    .await?;
    Ok((live != Some(true)).then_some("invitation-ended"))
}

async fn payment(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<&'static str>> {
    let owed = sqlx::query_scalar!(
        r#"select (method = 'outside' and status = 'draft') as "owed!" from payments where id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok((owed != Some(true)).then_some("moot"))
}

async fn certificate(conn: &mut PgConnection, id: Uuid) -> sqlx::Result<Option<&'static str>> {
    let live = sqlx::query_scalar!(
        r#"select (status = 'active') as "live!" from certificates where id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok((live != Some(true)).then_some("certificate-ended"))
}

struct Subject {
    status: String,
    event_status: String,
    starts_at: DateTime<Utc>,
    /// A name in the meeting is this person's now.
    matched: bool,
}

async fn registration(
    conn: &mut PgConnection,
    message: &Message,
    id: Uuid,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<&'static str>> {
    let subject = sqlx::query_as!(
        Subject,
        r#"select r.status, e.status as event_status, e.starts_at,
                  exists (select 1 from participants p where p.registration_id = r.id) as "matched!"
             from registrations r join events e on e.id = r.event_id where r.id = $1"#,
        id
    )
    .fetch_optional(conn)
    .await?;
    Ok(match subject {
        Some(subject) => subject.contradicts(message, now),
        None => Some("registration-gone"),
    })
}

impl Subject {
    fn contradicts(&self, message: &Message, now: DateTime<Utc>) -> Option<&'static str> {
        let is = |status: &str| self.status == status;
        let live = ["requested", "held", "offered", "waitlisted", "confirmed"];
        let off = self.event_status == "cancelled";
        let stands = match message {
            Message::RegistrationConfirmed(_) => is("confirmed") && !off,
            Message::RegistrationWaitlisted(_) => is("waitlisted") && !off,
            Message::WaitlistOffer(_) => is("offered") && !off,
            Message::RegistrationExpired(_) => !live.contains(&self.status.as_str()),
            Message::RegistrationCancelled(_) => is("cancelled"),
            Message::RegistrationRequest(facts) => match facts.step {
                RequestStep::Received => is("requested") && !off,
                RequestStep::Approved => is("held") && !off,
                RequestStep::Declined => is("declined"),
            },
            Message::RegistrationChanged(_) | Message::EventUpdated(_) => {
                live.contains(&self.status.as_str()) && !off
            }
            Message::PresenceUnmatched(_) => is("confirmed") && !off && !self.matched,
            Message::EventReminder(facts) => {
                let same = facts.place.event.starts_at == self.starts_at;
                is("confirmed") && !off && same && now < self.starts_at
            }
            _ => true,
        };
        (!stands).then_some("moot")
    }
}

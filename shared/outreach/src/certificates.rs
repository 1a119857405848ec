//! Mails about certificates.

use chrono::{DateTime, Utc};
use models::{CertificateId, Credits, OrgId, SealKind, Sealed, TimeZone, UserId};
use sqlx::PgConnection;

use crate::message::{Certified, Credit, Message, RevokeReason};
use crate::write::{About, Attachment, Draft, Recipient, write};

/// Tells the holder that the file is ready.
pub async fn issued(
    conn: &mut PgConnection,
    id: CertificateId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    tell(conn, id, Message::CertificateIssued, ("once", true), now).await
}

/// Sends the certificate once more, because somebody asked; at most once in ten minutes.
pub async fn issued_again(
    conn: &mut PgConnection,
    id: CertificateId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let window = (now.timestamp() / 600).to_string();
    tell(conn, id, Message::CertificateIssued, (&window, true), now).await
}

/// Tells the holder that this certificate stands in place of an older one.
pub async fn replaced(
    conn: &mut PgConnection,
    id: CertificateId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    tell(conn, id, Message::CertificateReplaced, ("once", true), now).await
}

/// Tells the holder that a certificate was revoked.
pub async fn revoked(
    conn: &mut PgConnection,
    id: CertificateId,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    tell(conn, id, Message::CertificateRevoked, ("once", false), now).await
}

struct Row {
    organization_id: OrgId,
    number: String,
    code: String,
    expires_on: Option<chrono::NaiveDate>,
    pdf_object: Option<String>,
    revoke_reason: Option<String>,
    revoke_note: Option<String>,
    registration: Option<uuid::Uuid>,
    link_generation: Option<i32>,
    issuer: String,
    title: Option<String>,
    address: String,
    address_key: String,
    name: Option<String>,
    user: Option<UserId>,
    locale: String,
    zone: TimeZone,
}

async fn tell(
    conn: &mut PgConnection,
    id: CertificateId,
    message: fn(Certified) -> Message,
    (new, attached): (&str, bool),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let Some(row) = read(conn, id).await? else { return Ok(()) };
    let manage = row.registration.zip(row.link_generation);
    let manage = manage.filter(|_| row.user.is_none()).map(|(id, generation)| Sealed {
        kind: SealKind::Manage,
        id,
        generation,
    });
    let facts = Certified {
        title: row.title.unwrap_or_default(),
        number: row.number.clone(),
        code: row.code,
        credits: credits(conn, id).await?,
        expires_on: row.expires_on,
        issuer: row.issuer,
        manage,
        certificate: id.into(),
        reason: row.revoke_reason.as_deref().map(reason),
        note: row.revoke_note,
    };
    let to = Recipient {
        address: row.address,
        address_key: row.address_key,
        name: row.name,
        user: row.user,
        locale: row.locale,
        time_zone: row.zone,
    };
    let draft = Draft::new(message(facts), to, About::Certificate(id.into()), new);
    let draft = draft.of(row.organization_id).noted(format!("/me/certificates/{id}"));
    let name = format!("{}.pdf", row.number);
    let draft = match row.pdf_object.filter(|_| attached) {
        Some(object) => draft.with(Attachment::Certificate { object, name }),
        None => draft,
    };
    write(conn, &[draft], now).await
}

async fn read(conn: &mut PgConnection, id: CertificateId) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        r#"select c.organization_id as "organization_id: OrgId", c.number, c.code, c.expires_on, c.pdf_object,
                  c.revoke_reason, c.revoke_note, r.id as "registration?: uuid::Uuid", r.link_generation as "link_generation?",
                  o.name as issuer, e.title as "title?", coalesce(a.address, r.email, l.email) as "address!",
                  coalesce(a.address_key, r.email_key, l.email_key) as "address_key!",
                  coalesce(u.full_name, r.full_name) as name, u.id as "user?: UserId",
                  coalesce(u.locale, r.locale, o.locale) as "locale!", coalesce(u.time_zone, r.time_zone, o.time_zone) as "zone!: TimeZone"
             from certificates c
             join organizations o on o.id = c.organization_id
             join learners l on l.id = c.learner_id
             left join learners m on m.id = l.merged_into
             left join registrations r on r.id = c.registration_id
             left join events e on e.id = c.event_id
             left join users u on u.id = coalesce(m.user_id, l.user_id, r.user_id) and u.erased_at is null
             left join user_emails a on a.user_id = u.id and a.is_primary
            where c.id = $1 and coalesce(a.address, r.email, l.email) is not null"#,
        id as _
    )
    .fetch_optional(conn)
    .await
}

/// Amounts of each kind on it; lines of several sessions are one amount.
async fn credits(conn: &mut PgConnection, id: CertificateId) -> sqlx::Result<Vec<Credit>> {
    let rows = sqlx::query!(
        r#"select b.short_name as body, t.unit_one, t.unit_many, sum(w.credits)::int as "amount!"
             from certificate_awards ca
             join awards w on w.id = ca.award_id
             join credit_types t on t.id = w.credit_type_id
             join awarding_bodies b on b.id = t.body_id
            where ca.certificate_id = $1
            group by b.short_name, t.id, t.unit_one, t.unit_many order by b.short_name, t.id"#,
        id as _
    )
    .fetch_all(conn)
    .await?;
    let credit = rows.into_iter().map(|row| Credit {
        body: row.body,
        amount: Credits::of_thousandths(row.amount),
        unit: if row.amount == 1000 { row.unit_one } else { row.unit_many },
    });
    Ok(credit.collect())
}

fn reason(word: &str) -> RevokeReason {
    match word {
        "issued_in_error" => RevokeReason::IssuedInError,
        "fraud" => RevokeReason::Fraud,
        "withdrawn_by_body" => RevokeReason::WithdrawnByBody,
        "duplicate" => RevokeReason::Duplicate,
        _ => RevokeReason::Other,
    }
}

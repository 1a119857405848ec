//! Mailed proofs of an address (AC-1 to AC-4). No credential exists before one was answered.

use chrono::{DateTime, TimeDelta, Utc};
use models::{ChallengeId, Email, InvitationId, LinkKey, Seal, SealKind, Sealed, TimeZone, UserId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use crate::Error;

/// What answering the mail will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Makes an account.
    SignUp,
    /// Signs in.
    SignIn,
    /// Sets a new password.
    PasswordReset,
    /// Proves a further address.
    AddAddress,
    /// Proves identity again, by six digits.
    Code,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::SignUp => "sign-up",
            Self::SignIn => "sign-in",
            Self::PasswordReset => "password-reset",
            Self::AddAddress => "add-address",
            Self::Code => "code",
        }
    }

    const fn seal(self) -> SealKind {
        match self {
            Self::SignUp => SealKind::SignUp,
            Self::SignIn => SealKind::SignIn,
            Self::PasswordReset => SealKind::PasswordReset,
            Self::AddAddress => SealKind::AddAddress,
            Self::Code => SealKind::Code,
        }
    }

    /// AC-3.
    const fn lifetime(self) -> TimeDelta {
        match self {
            Self::SignUp | Self::AddAddress => TimeDelta::hours(24),
            Self::SignIn => TimeDelta::minutes(15),
            Self::PasswordReset => TimeDelta::minutes(30),
            Self::Code => TimeDelta::minutes(10),
        }
    }
}

/// What somebody wants who signs up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Intent {
    /// To learn: a record.
    #[default]
    Learner,
    /// To run events: a personal organization besides.
    Organizer,
}

/// What travels with the challenge until it is answered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Payload {
    /// The name that was given.
    pub full_name: Option<String>,
    /// What for.
    pub intent: Intent,
    /// Which terms were agreed to.
    pub terms_version: Option<String>,
    /// BCP 47.
    pub locale: Option<String>,
    /// IANA.
    pub time_zone: Option<TimeZone>,
    /// The invitation that brought the person here (OR-6).
    pub invitation: Option<InvitationId>,
    /// Where to go afterwards: a path of this app.
    pub next: Option<String>,
}

/// An open or answered challenge.
#[derive(Clone, Debug)]
pub struct Challenge {
    /// Which.
    pub id: ChallengeId,
    /// As typed.
    pub address: String,
    /// As compared.
    pub address_key: String,
    /// Whose, if the person is known.
    pub user: Option<UserId>,
    /// What travels with it.
    pub payload: Payload,
    /// Of the seal.
    pub generation: i32,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

impl Challenge {
    /// The seal for the mail.
    #[must_use]
    pub fn sealed(&self, purpose: Purpose) -> Sealed {
        Sealed { kind: purpose.seal(), id: self.id.into(), generation: self.generation }
    }
}

/// Opens a challenge. An older one of the same purpose and person ends; several sign-ups of one
/// address may be open.
pub async fn open(
    conn: &mut PgConnection,
    purpose: Purpose,
    email: &Email,
    user: Option<UserId>,
    payload: Payload,
    now: DateTime<Utc>,
) -> Result<Challenge, Error> {
    let challenge = Challenge {
        id: ChallengeId::new(now),
        address: email.address().to_owned(),
        address_key: email.key().to_owned(),
        user,
        payload,
        generation: 1,
        expires_at: now + purpose.lifetime(),
    };
    sqlx::query!(
        "with older as (
            update email_challenges set expires_at = $8
             where purpose = $2 and user_id = $5 and consumed_at is null and expires_at > $8
         )
         insert into email_challenges (id, purpose, address, address_key, user_id, payload, expires_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        challenge.id as _,
        purpose.word(),
        challenge.address,
        challenge.address_key,
        user as _,
        sqlx::types::Json(&challenge.payload) as _,
        challenge.expires_at,
        now
    )
    .execute(conn)
    .await?;
    Ok(challenge)
}

struct Row {
    id: ChallengeId,
    address: String,
    address_key: String,
    user_id: Option<UserId>,
    payload: sqlx::types::Json<Payload>,
    generation: i32,
    expires_at: DateTime<Utc>,
    consumed_at: Option<DateTime<Utc>>,
}

impl From<Row> for Challenge {
    fn from(row: Row) -> Self {
        let Row {
            id, address, address_key, user_id: user, payload, generation, expires_at, ..
        } = row;
        Self { id, address, address_key, user, payload: payload.0, generation, expires_at }
    }
}

/// Answers a challenge by its link: once, in the transaction of its effect (AC-4). Its open
/// siblings of the same address are locked with it and in one order, since two of them answered
/// at once end each other.
pub async fn answer(
    conn: &mut PgConnection,
    key: &LinkKey,
    purpose: Purpose,
    token: &str,
    now: DateTime<Utc>,
) -> Result<Challenge, Error> {
    let seal = Seal::parse(token).ok_or(Error::LinkInvalid)?;
    let row = sqlx::query_as!(
        Row,
        r#"select id, address, address_key, user_id, payload as "payload: _", generation, expires_at, consumed_at
             from email_challenges
            where purpose = $2 and (id = $1 or consumed_at is null)
              and address_key = (select address_key from email_challenges where id = $1)
            order by id for no key update"#,
        seal.id,
        purpose.word()
    )
    .fetch_all(&mut *conn)
    .await?
    .into_iter()
    .find(|row| row.id == ChallengeId::from(seal.id))
    .filter(|row| key.opens(&seal, purpose.seal(), row.generation))
    .ok_or(Error::LinkInvalid)?;
    if row.consumed_at.is_some() {
        return Err(Error::LinkUsed);
    }
    if row.expires_at <= now {
        return Err(Error::LinkExpired);
    }
    consume(conn, row.id, now).await?;
    Ok(row.into())
}

/// Answers a challenge by its six digits; five tries.
pub async fn answer_code(
    conn: &mut PgConnection,
    key: &LinkKey,
    user: UserId,
    digits: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let open = sqlx::query!(
        r#"update email_challenges set attempts = attempts + 1
            where id = (select id from email_challenges
                         where purpose = 'code' and user_id = $1 and consumed_at is null and expires_at > $2
                           and attempts < 5 order by created_at desc limit 1)
              and attempts < 5 -- again, of the row as it is when its lock came
           returning id as "id: ChallengeId", generation"#,
        user as _,
        now
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(Error::ProofRefused)?;
    let expected = key.digits(Sealed {
        kind: SealKind::Code,
        id: open.id.into(),
        generation: open.generation,
    });
    let same =
        aws_lc_rs::constant_time::verify_slices_are_equal(expected.as_bytes(), digits.as_bytes());
    same.map_err(|_| Error::ProofRefused)?;
    consume(conn, open.id, now).await
}

/// Ends every open sign-up of an address: one was completed.
pub async fn end_sign_ups(
    conn: &mut PgConnection,
    address_key: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    sqlx::query!(
        "update email_challenges set consumed_at = $2
          where address_key = $1 and purpose = 'sign-up' and consumed_at is null",
        address_key,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn consume(
    conn: &mut PgConnection,
    id: ChallengeId,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let used = sqlx::query!(
        "update email_challenges set consumed_at = $2 where id = $1 and consumed_at is null",
        id as _,
        now
    )
    .execute(conn)
    .await?;
    if used.rows_affected() == 1 { Ok(()) } else { Err(Error::LinkUsed) }
}

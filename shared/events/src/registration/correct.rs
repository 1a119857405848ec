//! Corrections of a registration: names, answers, a place in the queue, links mailed again.

use chrono::{DateTime, TimeDelta, Utc};
use models::{EventId, QuestionId, RegistrationId};
use serde_json::{Map, Value};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{By, NameShown, Seat, Status, queries, seats_changed};
use crate::error::field;
use crate::question::{self, Answer, Asked};
use crate::{Error, event};

/// How often one registration's links are mailed again.
const AGAIN: TimeDelta = TimeDelta::minutes(10);

/// What is to be corrected; absent parts stay.
#[derive(Clone, Debug, Default)]
pub struct Correction {
    /// 1 to 200 characters.
    pub full_name: Option<String>,
    /// Cleared by `Some(None)`.
    pub professional_title: Option<Option<String>>,
    /// Cleared by `Some(None)`.
    pub organization_name: Option<Option<String>>,
    /// How much of the name strangers see.
    pub name_shown: Option<NameShown>,
    /// Replaces the answers to the questions that it names.
    pub answers: Option<Map<String, Value>>,
}

impl Correction {
    /// Nothing is asked for.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.full_name.is_none()
            && self.professional_title.is_none()
            && self.organization_name.is_none()
            && self.name_shown.is_none()
            && self.answers.is_none()
    }
}

/// Corrects a live registration, if nobody did so since `version`.
pub async fn correct(
    conn: &mut PgConnection,
    id: RegistrationId,
    version: i32,
    by: By,
    correction: &Correction,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let seat = queries::lock(conn, id, now).await?.ok_or(Error::NotFound)?;
    if seat.version != version {
        return Err(Error::Stale);
    }
    editable(&seat, by, correction, now)?;
    if let Some(answers) = &correction.answers {
        replace_answers(conn, &seat, answers).await?;
    }
    store(conn, &seat, correction, now).await?;
    if correction.full_name.is_some() && seat.status == Status::Confirmed {
        seats_changed(conn, seat.event_id, &[id], now).await?;
    }
    Ok(())
}

fn editable(seat: &Seat, by: By, correction: &Correction, now: DateTime<Utc>) -> Result<(), Error> {
    if !seat.status.is_live() {
        return Err(Error::IllegalRegistration(seat.status.word()));
    }
    if matches!(seat.event_status, event::Status::Closed | event::Status::Cancelled) {
        return Err(Error::EventLocked(seat.event_status.word(), "nothing changes any more."));
    }
    if seat.unnamed && correction.full_name.is_some() {
        // A name without an address is no person.
        return Err(Error::SeatUnnamed);
    }
    let names_locked = seat.names_locked_at.is_some_and(|at| at <= now);
    if matches!(by, By::Holder(_)) && names_locked && correction.full_name.is_some() {
        return Err(Error::NamesLocked);
    }
    Ok(())
}

async fn replace_answers(
    conn: &mut PgConnection,
    seat: &Seat,
    answers: &Map<String, Value>,
) -> Result<(), Error> {
    let mut asked = asked(conn, seat.event_id).await?;
    let known = |id: &String| asked.iter().any(|question| question.id.to_string() == *id);
    if let Some(unknown) = answers.keys().find(|id| !known(id)) {
        let pointer = format!("/answers/{unknown}");
        return Err(Error::AnswerInvalid(vec![field(
            &pointer,
            "unknown-question",
            "This is not asked here.",
        )]));
    }
    asked.retain(|question| answers.contains_key(&question.id.to_string()));
    let kept = question::check(&asked, answers, "/answers").map_err(Error::AnswerInvalid)?;
    let replaced: Vec<QuestionId> = asked.iter().map(|question| question.id).collect();
    put_answers(conn, seat.id, &replaced, kept).await?;
    Ok(())
}

/// Keeps these answers in place of those to the questions that are replaced.
pub(super) async fn put_answers(
    conn: &mut PgConnection,
    id: RegistrationId,
    replaced: &[QuestionId],
    kept: Vec<Answer>,
) -> sqlx::Result<()> {
    let questions: Vec<QuestionId> = kept.iter().map(|answer| answer.question).collect();
    let values: Vec<Value> = kept.into_iter().map(|answer| answer.value).collect();
    sqlx::query!(
        "with dropped as (
            delete from question_answers where registration_id = $1 and question_id = any($2) and question_id <> all($3)
         )
         insert into question_answers (registration_id, question_id, value)
         select $1, a.question, a.value from unnest($3::uuid[], $4::jsonb[]) a (question, value)
         on conflict (registration_id, question_id) do update set value = excluded.value",
        id as _,
        replaced as _,
        questions as _,
        values as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What the event asks people now.
pub(super) async fn asked(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Asked>> {
    let Json(asked) = sqlx::query_scalar!(
        r#"select coalesce(jsonb_agg(jsonb_build_object('id', id, 'kind', kind, 'label', label, 'help', help, 'required', required,
                      'options', options, 'max', max::int) order by position), '[]') as "asked!: Json<Vec<Asked>>"
             from questions where event_id = $1 and archived_at is null"#,
        event as _
    )
    .fetch_one(conn)
    .await?;
    Ok(asked)
}

async fn store(
    conn: &mut PgConnection,
    seat: &Seat,
    correction: &Correction,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let (title, organization) = (&correction.professional_title, &correction.organization_name);
    sqlx::query!(
        "update registrations
            set full_name = coalesce($2, full_name),
                professional_title = case when $3 then $4 else professional_title end,
                organization_name = case when $5 then $6 else organization_name end,
                name_shown = coalesce($7, name_shown), updated_at = $8, version = version + 1
          where id = $1",
        seat.id as _,
        correction.full_name,
        title.is_some(),
        title.clone().flatten(),
        organization.is_some(),
        organization.clone().flatten(),
        correction.name_shown as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Moves a waiting person forward or back.
pub async fn prioritise(
    conn: &mut PgConnection,
    id: RegistrationId,
    version: i32,
    priority: i32,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let seat = queries::lock(conn, id, now).await?.ok_or(Error::NotFound)?;
    if seat.version != version {
        return Err(Error::Stale);
    }
    if seat.status != Status::Waitlisted {
        return Err(Error::NotWaitlisted);
    }
    sqlx::query!(
        "update registrations set waitlist_priority = $2, updated_at = $3, version = version + 1 where id = $1",
        id as _,
        priority,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that the links of a live registration are mailed again. Says whether they are due: at
/// most once in ten minutes.
pub async fn mark_links_sent(
    conn: &mut PgConnection,
    id: RegistrationId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let marked = sqlx::query!(
        "update registrations set links_sent_at = $2
          where id = $1 and (links_sent_at is null or links_sent_at <= $3)
            and status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed')",
        id as _,
        now,
        now - AGAIN
    )
    .execute(conn)
    .await?;
    Ok(marked.rows_affected() == 1)
}

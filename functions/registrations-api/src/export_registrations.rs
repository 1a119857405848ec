//! The people of an event as a table, answers as columns.

use std::collections::BTreeMap;

use auth::{Org, ReadRegistrations};
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use events::registration::Status;
use models::{EventId, QuestionId, RegistrationId};
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use utoipa::IntoParams;
use web::{Query, harmless};

use crate::list_registrations::{pattern, several, visible};

/// Which of them.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Exported {
    event_id: EventId,
    /// Several, separated by commas.
    status: Option<String>,
    /// Part of a name or an address.
    q: Option<String>,
}

struct Row {
    id: RegistrationId,
    status: String,
    mode: String,
    full_name: Option<String>,
    email: Option<String>,
    professional_title: Option<String>,
    organization_name: Option<String>,
    created_at: DateTime<Utc>,
    confirmed_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    answers: Json<BTreeMap<String, Value>>,
}

struct Question {
    id: QuestionId,
    label: String,
    options: Json<Vec<events::question::Choice>>,
}

/// The people of an event as CSV (UTF-8 with BOM).
#[utoipa::path(get, path = "/api/v1/registrations/export.csv", tag = "registrations", security(("bearer" = [])),
    params(Exported),
    responses((status = 200, content_type = "text/csv", body = String), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn export_registrations(
    org: Org<ReadRegistrations>,
    State(app): State<crate::State>,
    Query(wanted): Query<Exported>,
) -> web::Result<Response> {
    let statuses = several::<Status>(wanted.status.as_deref(), "/status")?;
    let statuses = statuses.map(|all| all.into_iter().map(Status::name).collect());
    let like = pattern(wanted.q.as_deref())?;
    let mut conn = app.db.acquire().await?;
    visible(&mut conn, &org, wanted.event_id).await?;
    let questions = questions(&mut conn, wanted.event_id).await?;
    let rows = rows(&mut conn, wanted.event_id, statuses, like).await?;
    let file = format!("registrations-{}.csv", wanted.event_id);
    let headers = [
        (CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (CONTENT_DISPOSITION, format!("attachment; filename=\"{file}\"")),
        (CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, table(&questions, rows)).into_response())
}

async fn questions(conn: &mut PgConnection, event: EventId) -> sqlx::Result<Vec<Question>> {
    sqlx::query_as!(
        Question,
        r#"select id as "id: QuestionId", label, options as "options: Json<Vec<events::question::Choice>>" from questions
            where event_id = $1 order by archived_at nulls first, position"#,
        event as _
    )
    .fetch_all(conn)
    .await
}

async fn rows(
    conn: &mut PgConnection,
    event: EventId,
    statuses: Option<Vec<&'static str>>,
    like: Option<String>,
) -> sqlx::Result<Vec<Row>> {
    sqlx::query_as!(
        Row,
        r#"select r.id as "id: RegistrationId", r.status, r.mode as "mode: String", r.full_name, r.email, r.professional_title, r.organization_name, r.created_at,
                  r.confirmed_at, r.cancelled_at,
                  coalesce((select jsonb_object_agg(a.question_id, a.value) from question_answers a where a.registration_id = r.id),
                           '{}') as "answers!: Json<BTreeMap<String, Value>>"
             from registrations r
            where r.event_id = $1 and ($2::text[] is null or r.status = any($2))
              and ($3::text is null or folded(coalesce(r.full_name, '') || ' ' || coalesce(r.email, '')) like folded($3))
            order by r.created_at, r.id"#,
        event as _,
        statuses as _,
        like
    )
    .fetch_all(conn)
    .await
}

fn table(questions: &[Question], rows: Vec<Row>) -> Vec<u8> {
    let mut csv = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    let fixed = [
        "id",
        "status",
        "mode",
        "full_name",
        "email",
        "professional_title",
        "organization_name",
        "registered_at",
        "confirmed_at",
        "cancelled_at",
    ];
    let labels = questions.iter().map(|question| harmless(question.label.clone()));
    // Writing to memory cannot fail, and every record has the same length.
    let _ = csv.write_record(fixed.into_iter().map(str::to_owned).chain(labels));
    for row in rows {
        let time = |at: Option<DateTime<Utc>>| at.map(|at| at.to_rfc3339()).unwrap_or_default();
        let text = |text: Option<String>| harmless(text.unwrap_or_default());
        let answers = questions.iter().map(|question| harmless(answer(question, &row.answers.0)));
        let cells = [
            row.id.to_string(),
            row.status,
            row.mode,
            text(row.full_name),
            text(row.email),
            text(row.professional_title),
            text(row.organization_name),
            time(Some(row.created_at)),
            time(row.confirmed_at),
            time(row.cancelled_at),
        ];
        let _ = csv.write_record(cells.into_iter().chain(answers));
    }
    csv.into_inner().unwrap_or_default()
}

fn answer(question: &Question, answers: &BTreeMap<String, Value>) -> String {
    match answers.get(&question.id.to_string()) {
        Some(Value::Bool(true)) => "yes".to_owned(),
        Some(Value::Bool(false)) => "no".to_owned(),
        Some(Value::String(text)) => {
            let chosen = question.options.0.iter().find(|option| option.key == *text);
            chosen.map_or_else(|| text.clone(), |option| option.label.clone())
        }
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

//! Questions stored, changed, ordered and taken away. Once answered, a question is archived
//! instead of deleted, and what people chose stays a choice.

use chrono::{DateTime, Utc};
use models::{EventId, Field, QuestionId};
use sqlx::PgConnection;
use sqlx::types::Json;

use super::{Choice, Kind};
use crate::Error;
use crate::error::field;
use crate::event::{Event, Status, locked};

/// An event asks no more: every page and registration carries them all.
const MOST: i64 = 50;

/// A question to be asked.
#[derive(Clone, Debug)]
pub struct Draft {
    /// What kind of answer is wanted.
    pub kind: Kind,
    /// 1 to 200 characters.
    pub label: String,
    /// Up to 500 characters.
    pub help: Option<String>,
    /// Whether it must be answered.
    pub required: bool,
    /// What can be chosen; 2 to 100 for `select`.
    pub options: Vec<Choice>,
    /// Longest text.
    pub max: Option<i32>,
}

/// What is to be different; absent parts stay.
#[derive(Clone, Debug, Default)]
pub struct Edit {
    /// What kind of answer is wanted.
    pub kind: Option<Kind>,
    /// 1 to 200 characters.
    pub label: Option<String>,
    /// Cleared by `Some(None)`.
    pub help: Option<Option<String>>,
    /// Whether it must be answered.
    pub required: Option<bool>,
    /// What can be chosen.
    pub options: Option<Vec<Choice>>,
    /// Longest text.
    pub max: Option<Option<i32>>,
}

impl Draft {
    fn faults(&self) -> Vec<Field> {
        let mut faults = Vec::new();
        let options = self.options.len();
        if self.kind == Kind::Select && !(2..=100).contains(&options) {
            faults.push(field("/options", "out-of-range", "Give 2 to 100 options."));
        }
        if self.kind != Kind::Select && options > 0 {
            faults.push(field("/options", "invalid-value", "Only a selection has options."));
        }
        let mut keys: Vec<&str> = self.options.iter().map(|option| option.key.as_str()).collect();
        keys.sort_unstable();
        if keys.windows(2).any(|pair| pair[0] == pair[1]) {
            faults.push(field("/options", "duplicate", "Each option differs from the others."));
        }
        if self.max.is_some_and(|max| !(1..=2000).contains(&max)) {
            faults.push(field("/max", "out-of-range", "A text has 1 to 2000 characters."));
        }
        faults
    }
}

/// Adds a question behind the others. The event is locked by the caller, so nobody else adds one.
pub async fn insert(
    conn: &mut PgConnection,
    event: &Event,
    draft: &Draft,
    now: DateTime<Utc>,
) -> Result<QuestionId, Error> {
    locked(event.status, Status::Live)?;
    let mut faults = draft.faults();
    if number(conn, event.id).await? >= MOST {
        faults.push(field("", "out-of-range", "An event has at most 50 questions."));
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let id = QuestionId::new(now);
    sqlx::query!(
        "insert into questions (id, organization_id, event_id, kind, label, help, required, options, max, position, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9::int, (select coalesce(max(position) + 1, 0) from questions where event_id = $3), $10, $10)",
        id as _,
        event.organization_id as _,
        event.id as _,
        draft.kind as _,
        draft.label,
        draft.help,
        draft.required,
        Json(&draft.options) as _,
        draft.max,
        now
    )
    .execute(conn)
    .await?;
    Ok(id)
}

async fn number(conn: &mut PgConnection, event: EventId) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from questions where event_id = $1 and archived_at is null"#,
        event as _
    )
    .fetch_one(conn)
    .await
}

struct Row {
    kind: Kind,
    label: String,
    help: Option<String>,
    required: bool,
    options: Json<Vec<Choice>>,
    max: Option<i32>,
    version: i32,
    answered: bool,
    chosen: Vec<String>,
}

async fn lock(
    conn: &mut PgConnection,
    event: &Event,
    id: QuestionId,
    version: i32,
) -> Result<Row, Error> {
    let row = sqlx::query_as!(
        Row,
        r#"select kind as "kind: Kind", label, help, required, options as "options: Json<Vec<Choice>>", max::int as max, version,
                  exists (select from question_answers a where a.question_id = q.id) as "answered!",
                  array(select distinct a.value #>> '{}' from question_answers a
                         where a.question_id = q.id and q.kind = 'select') as "chosen!: Vec<String>"
             from questions q where event_id = $1 and id = $2 and archived_at is null for no key update"#,
        event.id as _,
        id as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::NotFound)?;
    if row.version == version { Ok(row) } else { Err(Error::Stale) }
}

/// Changes a question, if nobody did so since `version`.
pub async fn update(
    conn: &mut PgConnection,
    event: &Event,
    id: QuestionId,
    version: i32,
    edit: &Edit,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    locked(event.status, Status::Live)?;
    let row = lock(conn, event, id, version).await?;
    let draft = Draft {
        kind: edit.kind.unwrap_or(row.kind),
        label: edit.label.clone().unwrap_or(row.label),
        help: edit.help.clone().unwrap_or(row.help),
        required: edit.required.unwrap_or(row.required),
        options: edit.options.clone().unwrap_or(row.options.0),
        max: edit.max.unwrap_or(row.max),
    };
    let faults = draft.faults();
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let kept = |key: &String| draft.options.iter().any(|option| option.key == *key);
    if row.answered && draft.kind != row.kind || !row.chosen.iter().all(kept) {
        return Err(Error::QuestionAnswered);
    }
    sqlx::query!(
        "update questions set kind = $2, label = $3, help = $4, required = $5, options = $6, max = $7::int, updated_at = $8,
                version = version + 1 where id = $1",
        id as _,
        draft.kind as _,
        draft.label,
        draft.help,
        draft.required,
        Json(&draft.options) as _,
        draft.max,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a question away; once answered it is only no longer asked.
pub async fn remove(
    conn: &mut PgConnection,
    event: &Event,
    id: QuestionId,
    version: i32,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    locked(event.status, Status::Live)?;
    let row = lock(conn, event, id, version).await?;
    if row.answered {
        sqlx::query!(
            "update questions set archived_at = $2, updated_at = $2 where id = $1",
            id as _,
            now
        )
        .execute(conn)
        .await?;
    } else {
        sqlx::query!("delete from questions where id = $1", id as _).execute(conn).await?;
    }
    Ok(())
}

/// Puts all questions in this order.
pub async fn order(
    conn: &mut PgConnection,
    event: &Event,
    ids: &[QuestionId],
) -> Result<(), Error> {
    locked(event.status, Status::Live)?;
    let placed = sqlx::query_scalar!(
        r#"with wanted as (select * from unnest($2::uuid[]) with ordinality as w (id, place)),
              moved as (update questions q set position = w.place - 1 from wanted w
                         where q.event_id = $1 and q.id = w.id and q.archived_at is null returning q.id)
         select (select count(*) from moved) = (select count(*) from questions where event_id = $1 and archived_at is null)
                and (select count(*) from wanted) = (select count(*) from moved) as "placed!""#,
        event.id as _,
        ids as _
    )
    .fetch_one(conn)
    .await?;
    if placed { Ok(()) } else { Err(Error::OrderIncomplete) }
}

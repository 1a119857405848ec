//! Find public events that are still to come (EV-17).

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, Utc};
use events::event::{Format, Kind};
use models::EventId;
use serde::Deserialize;
use sqlx::PgConnection;
use utoipa::{IntoParams, ToSchema};
use web::{Cached, IfNoneMatch, Keep, PageOf, Paged, Problem, Public, Query};

use crate::card::{Card, Row, card, cards};

/// What is looked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Search {
    /// Words of title, summary, speakers and organizer; the last may be unfinished.
    q: Option<String>,
    /// Events that end after this.
    from: Option<DateTime<Utc>>,
    /// Events that start before this.
    to: Option<DateTime<Utc>>,
    /// Several, separated by commas.
    r#type: Option<String>,
    /// Several, separated by commas.
    format: Option<String>,
    country: Option<String>,
    /// The slug of an organization.
    organizer: Option<String>,
    /// An awarding body, by short name or id.
    body: Option<String>,
    /// True: those with a free ticket; false: the others.
    free: Option<bool>,
    language: Option<String>,
    level: Option<String>,
    #[serde(default)]
    #[param(inline)]
    sort: Sort,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = SearchSort)]
pub(crate) enum Sort {
    /// Soonest start first.
    #[default]
    Soonest,
    /// Latest published first.
    Newest,
}

/// A search in the words of the database.
#[derive(Debug, Default, PartialEq, Eq)]
struct Words {
    /// All of them are wanted, the last as a prefix.
    query: Option<Vec<String>>,
    /// The text anywhere: for scripts without spaces.
    like: Option<String>,
}

struct Filter {
    words: Words,
    kinds: Option<Vec<String>>,
    formats: Option<Vec<String>>,
}

/// Find public events that are still to come.
#[utoipa::path(get, path = "/api/v1/discovery/events", tag = "discovery",
    params(Search, ("limit" = Option<i64>, Query), ("cursor" = Option<String>, Query)),
    responses((status = 200, body = Paged<Card>), (status = "4XX", body = web::ProblemBody)))]
pub(crate) async fn search_events(
    _: Public,
    State(app): State<crate::State>,
    Query(search): Query<Search>,
    page: PageOf<(DateTime<Utc>, EventId)>,
    seen: IfNoneMatch,
) -> web::Result<Response> {
    let now = app.clock.now();
    let filter = Filter {
        words: words(search.q.as_deref())?,
        kinds: several::<Kind>(search.r#type.as_deref(), "/type")?,
        formats: several::<Format>(search.format.as_deref(), "/format")?,
    };
    let mut conn = app.db.acquire().await?;
    let found = match search.sort {
        Sort::Soonest => {
            let rows = soonest(&mut conn, &search, &filter, &page, now).await?;
            page.of(rows, |row| (row.starts_at, row.id), |row| card(row, &app.objects, now))
        }
        Sort::Newest => {
            let rows = newest(&mut conn, &search, &filter, &page, now).await?;
            page.of(rows, |row| (row.published_at, row.id), |row| card(row, &app.objects, now))
        }
    };
    Ok(Cached::json(Keep::Public, &found, seen)?.into_response())
}

/// Letters and digits are words, all else parts them. What folding makes of a letter could be
/// syntax of a query, so that is taken out once more by the database.
fn words(q: Option<&str>) -> web::Result<Words> {
    let Some(q) = q.map(str::trim).filter(|q| !q.is_empty()) else { return Ok(Words::default()) };
    if q.chars().count() > 100 || q.contains('\0') {
        return Err(Problem::field("/q", "out-of-range", "Search for at most 100 characters."));
    }
    let words = q.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let query = Some(words.map(str::to_owned).collect());
    let like = format!("%{}%", q.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_"));
    Ok(Words { query, like: Some(like) })
}

fn several<T: for<'de> Deserialize<'de>>(
    text: Option<&str>,
    pointer: &str,
) -> web::Result<Option<Vec<String>>> {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return Ok(None) };
    let words: Vec<String> = text.split(',').map(|word| word.trim().to_owned()).collect();
    let known = |word: &String| serde_json::from_value::<T>(word.as_str().into()).is_ok();
    if words.iter().all(known) {
        return Ok(Some(words));
    }
    Err(Problem::field(pointer, "invalid-value", "This value is not known."))
}

type Position = PageOf<(DateTime<Utc>, EventId)>;

macro_rules! found {
    ($order:literal, $conn:expr, $search:expr, $filter:expr, $page:expr, $now:expr) => {{
        let (at, id) = $page.page.after.unzip();
        cards!(
            ["and ($3::text is null
                  or to_tsvector('simple', folded(concat_ws(' ', e.title, e.summary, o.name,
                        (select string_agg(k.name, ' ') from event_speakers w join speakers k on k.id = w.speaker_id where w.event_id = e.id))))
                     @@ (select to_tsquery('simple', string_agg(word, ' & ' order by place) || ':*')
                           from (select regexp_replace(folded(w), '[\\s&|!():*<>''\\\\]', '', 'g') as word, place
                                   from unnest($2::text[]) with ordinality u (w, place)) words where word <> '')
                  or folded(concat_ws(' ', e.title, e.summary)) like folded($3))
             and ($4::timestamptz is null or e.ends_at > $4)
             and ($5::timestamptz is null or e.starts_at < $5)
             and ($6::text[] is null or e.type = any($6))
             and ($7::text[] is null or e.format = any($7))
             and ($8::text is null or e.country = upper($8))
             and ($9::text is null or o.public_at is not null and exists (select from organization_slugs g where g.organization_id = o.id and g.slug = $9))
             and ($10::text is null or exists (select from designations d join credit_types t on t.id = d.credit_type_id
                    join awarding_bodies b on b.id = t.body_id
                   where d.event_id = e.id and d.status = 'approved' and (lower(b.short_name) = lower($10) or b.id::text = $10)))
             and ($11::text is null or $11 = any(e.languages))
             and ($12::text is null or lower(e.level) = lower($12))
             and ($13::boolean is null or $13 = exists (select from ticket_types t
                   where t.event_id = e.id and t.archived_at is null and t.audience = 'public' and coalesce(t.sales_close_at > $1, true)
                     and not exists (select from prices c where c.ticket_type_id = t.id))) ", $order],
            $now,
            $filter.words.query.as_deref(),
            $filter.words.like,
            $search.from,
            $search.to,
            $filter.kinds.as_deref(),
            $filter.formats.as_deref(),
            $search.country,
            $search.organizer,
            $search.body,
            $search.language,
            $search.level,
            $search.free,
            at,
            id as _,
            $page.page.limit + 1
        )
        .fetch_all($conn)
        .await
    }};
}

async fn soonest(
    conn: &mut PgConnection,
    search: &Search,
    filter: &Filter,
    page: &Position,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Row>> {
    found!(
        "and ($14::timestamptz is null or (e.starts_at, e.id) > ($14, $15::uuid)) order by e.starts_at, e.id limit $16",
        conn,
        search,
        filter,
        page,
        now
    )
}

async fn newest(
    conn: &mut PgConnection,
    search: &Search,
    filter: &Filter,
    page: &Position,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Row>> {
    found!(
        "and ($14::timestamptz is null or (coalesce(e.published_at, e.created_at), e.id) < ($14, $15::uuid))
         order by coalesce(e.published_at, e.created_at) desc, e.id desc limit $16",
        conn, search, filter, page, now
    )
}

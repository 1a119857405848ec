//! `/metrics` on a port of its own, for Prometheus (PL-41): counted from the same log lines that
//! Cloud Monitoring counts, and asked of the database when somebody looks.

mod counts;

use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use models::Clock;
use sqlx::PgPool;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::Registry;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::{Context, Layer};
use tracing_subscriber::registry::LookupSpan;

use crate::backlog::backlog;
use counts::{Counts, head};

/// What this process counts.
#[derive(Clone, Default)]
pub(crate) struct Metrics(Arc<Mutex<Counts>>);

impl Metrics {
    /// Listens to what is logged, whatever `RUST_LOG` lets through.
    pub(crate) fn listener(&self) -> impl Layer<Registry> + Send + Sync + use<> {
        let counted = Targets::new()
            .with_target("web::observe", Level::INFO)
            .with_target("web::job", Level::INFO);
        Listener(self.clone()).with_filter(counted)
    }

    /// The page.
    pub(crate) fn router(&self, db: PgPool, clock: Clock) -> Router {
        let metrics = self.clone();
        let page = async move || metrics.page(&db, &clock).await;
        Router::new().route("/metrics", get(page))
    }

    fn counts(&self) -> std::sync::MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn page(&self, db: &PgPool, clock: &Clock) -> Response {
        let mut text = self.counts().text();
        let asked = of_database(&mut text, db, clock).await;
        if let Err(error) = asked {
            tracing::warn!(%error, "the database tells nothing to count");
            return (StatusCode::SERVICE_UNAVAILABLE, text).into_response();
        }
        ([(CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response()
    }
}

/// Depth of the outbox, what was given up, and how hard it is to get a connection.
async fn of_database(text: &mut String, db: &PgPool, clock: &Clock) -> sqlx::Result<()> {
    let asked = Instant::now();
    let mut conn = db.acquire().await?;
    let waited = asked.elapsed().as_secs_f64();
    let now = clock.now();
    let due = backlog(&mut conn, now, &[]).await?;
    let all = backlog(&mut conn, now + chrono::TimeDelta::days(3650), &[]).await?;
    let used = usize::try_from(db.size()).unwrap_or_default().saturating_sub(db.num_idle());
    let gauges = [
        ("accredit_outbox_jobs", "Jobs that wait.", all.late.to_string()),
        ("accredit_outbox_due_jobs", "Jobs that wait and are due.", due.late.to_string()),
        ("accredit_dead_jobs", "Jobs that were given up.", due.dead.to_string()),
        ("accredit_pool_connections", "Connections that are open.", db.size().to_string()),
        ("accredit_pool_used_connections", "Connections at work.", used.to_string()),
        ("accredit_pool_wait_seconds", "How long this page waited for one.", waited.to_string()),
    ];
    for (name, help, value) in gauges {
        head(text, name, "gauge", help);
        let _ = writeln!(text, "{name} {value}");
    }
    Ok(())
}

struct Listener(Metrics);

/// The fields that are counted, of a span or of an event.
#[derive(Clone, Default)]
struct Fields {
    method: String,
    route: String,
    queue: String,
    status: Option<u64>,
    duration_ms: u64,
    attempt: Option<i64>,
    age_seconds: u64,
    done: bool,
}

impl<S: Subscriber + for<'s> LookupSpan<'s>> Layer<S> for Listener {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields::default();
        attributes.record(&mut fields);
        if let Some(span) = context.span(id) {
            span.extensions_mut().insert(fields);
        }
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let mut fields = Fields::default();
        event.record(&mut fields);
        if let Some(attempt) = fields.attempt {
            let age = Duration::from_secs(fields.age_seconds);
            self.0.counts().delivery(&fields.queue, attempt, age, fields.done);
        } else if let Some(status) = fields.status {
            let span = context.event_span(event);
            let span = span.and_then(|span| span.extensions().get::<Fields>().cloned());
            let Fields { method, route, .. } = span.unwrap_or_default();
            let took = Duration::from_millis(fields.duration_ms);
            self.0.counts().request(&method, &route, status, took);
        }
    }
}

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "route" => value.clone_into(&mut self.route),
            "queue" => value.clone_into(&mut self.queue),
            _ => {}
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "status" => self.status = Some(value),
            "duration_ms" => self.duration_ms = value,
            "age_seconds" => self.age_seconds = value,
            _ => {}
        }
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        if field.name() == "attempt" {
            self.attempt = Some(value);
        }
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        if field.name() == "done" {
            self.done = value;
        }
    }

    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "method" {
            self.method = format!("{value:?}");
        }
    }
}

//! The app's own page, which heads are put into.

use std::path::PathBuf;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use chrono::{DateTime, TimeDelta, Utc};
use models::{Clock, Fault, Kind};
use tokio::sync::Mutex;

use crate::head::Head;

/// A release of the app is seen after a minute at most; the files of the one before stay.
const FRESH: TimeDelta = TimeDelta::minutes(1);

/// Where the page comes from, and where people reach it.
#[derive(Clone)]
pub(crate) struct Shell {
    source: Source,
    pub(crate) origin: Arc<str>,
    clock: Clock,
    kept: Arc<Mutex<Option<Kept>>>,
}

struct Kept {
    page: Arc<str>,
    until: DateTime<Utc>,
}

#[derive(Clone)]
enum Source {
    Disk(Arc<PathBuf>),
    Web(Arc<str>),
}

/// The page cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error("the app is not built")]
    Disk(#[from] std::io::Error),
    #[error("the app's page cannot be fetched")]
    Web(#[from] cloud::Error),
}

impl Fault for Error {
    fn kind(&self) -> Kind {
        Kind::Unavailable
    }

    fn code(&self) -> &'static str {
        "unavailable"
    }
}

impl Shell {
    /// `source` is `disk:FOLDER` or the address of the front end's bucket.
    pub(crate) fn new(source: &str, origin: &str, clock: Clock) -> anyhow::Result<Self> {
        let source = match source.strip_prefix("disk:") {
            Some(folder) => Source::Disk(Arc::new(PathBuf::from(folder).join("index.html"))),
            None if source.starts_with("http") => {
                Source::Web(format!("{}/index.html", source.trim_end_matches('/')).into())
            }
            None => anyhow::bail!("FRONTEND cannot be {source:?}: say disk:FOLDER or an address"),
        };
        let origin = origin.trim_end_matches('/').into();
        Ok(Self { source, origin, clock, kept: Arc::default() })
    }

    /// The page with this head. What only holders of a link may see is in no shared cache.
    pub(crate) async fn page(&self, head: &Head, status: StatusCode) -> Result<Response, Error> {
        let page = with_head(&self.load().await?, &head.html(&self.origin));
        let cache = match (status, head.index) {
            (StatusCode::OK, true) => "public, max-age=30, s-maxage=60, stale-while-revalidate=300",
            _ => "private, no-store",
        };
        let headers = [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, cache)];
        Ok((status, headers, page).into_response())
    }

    async fn load(&self) -> Result<Arc<str>, Error> {
        let url = match &self.source {
            Source::Disk(file) => return Ok(tokio::fs::read_to_string(&**file).await?.into()),
            Source::Web(url) => url,
        };
        let mut kept = self.kept.lock().await;
        let now = self.clock.now();
        if let Some(kept) = kept.as_ref().filter(|kept| now < kept.until) {
            return Ok(kept.page.clone());
        }
        let page: Arc<str> = cloud::text(url).await?.into();
        *kept = Some(Kept { page: page.clone(), until: now + FRESH });
        Ok(page)
    }
}

/// Puts the head where the page has its plain title.
fn with_head(page: &str, head: &str) -> String {
    let title = page.split_once("<title>").and_then(|(before, rest)| {
        let (_, after) = rest.split_once("</title>")?;
        Some((before, after))
    });
    match title {
        Some((before, after)) => [before, head.trim_end(), after].concat(),
        None => page.replacen("</head>", &format!("{head}</head>"), 1),
    }
}

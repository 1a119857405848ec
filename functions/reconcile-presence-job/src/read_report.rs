//! Every page of a report, or nothing: one page is never the whole (R6).

use chrono::{DateTime, Utc};
use events::presence::jobs::ReconcilePresence;
use events::zoom::Error;
use events::zoom::client::{Refusal, Reported};
use events::zoom::report::{self, Run};
use models::{EventId, ZoomInstanceId};

use crate::State;

/// More pages than any meeting has: an answer that never ends is broken.
const MOST_PAGES: usize = 200;

/// Reads the report of a run. Gives the event whose presence is to be counted again.
pub(crate) async fn read_report(
    app: &State,
    instance: ZoomInstanceId,
    attempt: i32,
) -> web::Result<Option<EventId>> {
    let now = app.clock.now();
    let run = report::run(&mut *app.db.acquire().await?, instance).await?;
    let Some(run) = run else { return Ok(None) };
    let rows = match pages(app, &run, now).await {
        Ok(Ok(rows)) => rows,
        Ok(Err(Refusal::Limited(after))) => {
            let job = ReconcilePresence::Report { instance, attempt };
            db::outbox::push_at(&mut *app.db.acquire().await?, &job, now + after, now).await?;
            return Ok(None);
        }
        Ok(Err(refusal)) if refusal.is_passing() => return Err(Error::Unavailable.into()),
        // Zoom has none, or the connection has ended: what the webhooks said stands.
        Ok(Err(_)) | Err(Error::NotConnected) => Vec::new(),
        Err(error) => return Err(error.into()),
    };
    let mut tx = db::begin(&app.db).await?;
    report::store(&mut tx, &run, &rows, attempt, now).await?;
    tx.commit().await?;
    Ok(Some(run.event))
}

async fn pages(
    app: &State,
    run: &Run,
    now: DateTime<Utc>,
) -> Result<Result<Vec<Reported>, Refusal>, Error> {
    let mut rows = Vec::new();
    let mut next = String::new();
    for _ in 0..MOST_PAGES {
        let token = next.clone();
        let page = app
            .access
            .call(run.connection, now, |zoom, access| {
                let token = token.clone();
                async move { zoom.report(&access, run.kind, &run.uuid, &token).await }
            })
            .await?;
        match page {
            Err(refusal) => return Ok(Err(refusal)),
            Ok(page) => {
                rows.extend(page.participants);
                if page.next_page_token.is_empty() {
                    return Ok(Ok(rows));
                }
                next = page.next_page_token;
            }
        }
    }
    Ok(Err(Refusal::Unavailable("the report never ends".into())))
}

//! One page of a run: what it compares, and where the next one begins.

use billing::reconcile::{self, Progress, ReconcileJob, Run, Stage};

use crate::{State, stages};

/// Objects a page. Each may be read again twice, so that a page takes a minute at most.
pub(crate) const PAGE: usize = 50;

/// What a page brought, and the last object of it, if its list goes on.
pub(crate) struct Page {
    pub(crate) progress: Progress,
    pub(crate) last: Option<String>,
}

/// Compares the page and passes the run on. A run that is over, or a page that somebody else has
/// compared, is left alone.
pub(crate) async fn reconcile(app: State, job: ReconcileJob) -> web::Result<()> {
    let run = reconcile::get(&mut *app.db.acquire().await?, job.run).await?;
    let Some(run) = run.filter(|run| run.finished_at.is_none() && run.step == job.step) else {
        return Ok(());
    };
    let page = compare(&app, &run).await?;
    let next = match page.last {
        Some(last) => Some((run.stage, Some(last))),
        None => run.stage.next().map(|stage| (stage, None)),
    };
    let now = app.clock.now();
    let mut tx = db::begin(&app.db).await?;
    reconcile::advance(&mut tx, job, page.progress, next, now).await?;
    tx.commit().await?;
    app.tasks.flush(&app.db).await;
    Ok(())
}

async fn compare(app: &State, run: &Run) -> web::Result<Page> {
    match (run.stage, run.stage.thing()) {
        (_, Some(thing)) => stages::listed(app, run, thing).await,
        (Stage::Payouts, _) => stages::payouts(app, run).await,
        (Stage::Ours, _) => stages::ours(app, run).await,
        (Stage::Checks, _) => stages::checks(app).await,
        _ => stages::findings(app, run).await,
    }
}

//! Runs jobs by the clock, as Cloud Scheduler would: never two runs of one job at once.

use std::str::FromStr as _;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use axum::Router;
use axum::body::Body;
use axum::http::Request;
use axum::http::header::CONTENT_TYPE;
use chrono::{DateTime, Utc};
use croner::Cron;
use models::{Clock, TimeZone};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tower::ServiceExt as _;

const LOOK: Duration = Duration::from_millis(500);
/// So long after a run that failed it is tried again, and no more then: the next one comes. The
/// cloud waits longer (terraform/schedules.tf).
const AGAIN: [Duration; 3] =
    [Duration::from_secs(1), Duration::from_secs(5), Duration::from_secs(30)];

/// When a job runs.
#[derive(Clone)]
pub struct Schedule {
    cron: Cron,
    zone: TimeZone,
}

impl Schedule {
    /// Five fields of cron, and behind them a time zone where it is not UTC.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let (pattern, zone) = match text.rsplit_once(' ') {
            Some((pattern, zone)) if zone.contains(|c: char| c.is_ascii_lowercase()) => {
                (pattern, zone.parse().ok().with_context(|| format!("no time zone {zone}"))?)
            }
            _ => (text, TimeZone::UTC),
        };
        let no = || format!("no cron pattern {pattern}");
        // croner and Cloud Scheduler agree on this much: no seconds, no names, no `L`, no `#`.
        let plain = |field: &str| {
            !field.is_empty() && field.chars().all(|c| c.is_ascii_digit() || "*/,-".contains(c))
        };
        ensure!(pattern.split(' ').count() == 5 && pattern.split(' ').all(plain), no());
        let cron = Cron::from_str(pattern).with_context(no)?;
        let schedule = Self { cron, zone };
        ensure!(schedule.next(DateTime::UNIX_EPOCH).is_some(), "{pattern} never comes");
        Ok(schedule)
    }

    /// The first time after `after`.
    #[must_use]
    pub fn next(&self, after: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let local = after.with_timezone(&self.zone);
        self.cron.find_next_occurrence(&local, false).ok().map(|at| at.with_timezone(&Utc))
    }
}

/// A job function with a schedule.
pub struct Scheduled {
    /// The function.
    pub name: &'static str,
    /// Its router.
    pub router: Router,
    /// When it runs.
    pub schedule: Schedule,
}

/// Runs them until it is told to stop. What a stopped clock missed is made up for once, and so is
/// what was due while another process did it: `alone` says whether it is this one.
pub async fn run(
    jobs: Vec<Scheduled>,
    clock: Clock,
    alone: watch::Receiver<bool>,
    stop: watch::Receiver<bool>,
) {
    let mut running = JoinSet::new();
    for job in jobs {
        running.spawn(keep(job, clock.clone(), alone.clone(), stop.clone()));
    }
    running.join_all().await;
}

async fn keep(
    job: Scheduled,
    clock: Clock,
    alone: watch::Receiver<bool>,
    mut stop: watch::Receiver<bool>,
) {
    let mut last = clock.now();
    while !*stop.borrow() {
        let now = clock.now();
        // The sandbox may have moved the clock back.
        last = last.min(now);
        match job.schedule.next(last) {
            Some(at) if at <= now && *alone.borrow() => {
                last = now;
                deliver(&job, at, &AGAIN, &mut stop).await;
            }
            _ => tokio::select! {
                () = tokio::time::sleep(LOOK) => {}
                _ = stop.wait_for(|stop| *stop) => {}
            },
        }
    }
}

/// Makes the run, and once more after each of these times while it fails.
async fn deliver(
    job: &Scheduled,
    at: DateTime<Utc>,
    again: &[Duration],
    stop: &mut watch::Receiver<bool>,
) {
    let mut waits = again.iter();
    while !attempt(job, at).await
        && let Some(wait) = waits.next()
    {
        tokio::select! {
            () = tokio::time::sleep(*wait) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Whether the run went well.
async fn attempt(job: &Scheduled, at: DateTime<Utc>) -> bool {
    let request = Request::post("/")
        .header(CONTENT_TYPE, "application/json")
        .header("x-cloudscheduler", "true")
        .header("x-cloudscheduler-jobname", job.name)
        .header("x-cloudscheduler-scheduletime", at.to_rfc3339())
        .body(Body::from("{}"))
        .expect("a request from constants");
    let Ok(answer) = job.router.clone().oneshot(request).await;
    if !answer.status().is_success() {
        tracing::warn!(job = job.name, status = answer.status().as_u16(), "a scheduled run failed");
    }
    answer.status().is_success()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use axum::Router;
    use axum::http::StatusCode;
    use chrono::{DateTime, Utc};
    use tokio::sync::watch;

    use super::{Schedule, Scheduled, deliver};

    /// How often a run is made that fails so often at first.
    async fn made(failing: usize) -> usize {
        let count = Arc::new(AtomicUsize::new(0));
        let seen = Arc::clone(&count);
        let router = Router::new().fallback(async move || {
            let before = seen.fetch_add(1, Ordering::Relaxed);
            if before < failing { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }
        });
        let schedule = Schedule::parse("* * * * *").unwrap();
        let job = Scheduled { name: "close-events-job", router, schedule };
        let (_go_on, mut stop) = watch::channel(false);
        deliver(&job, DateTime::UNIX_EPOCH, &[Duration::ZERO; 3], &mut stop).await;
        count.load(Ordering::Relaxed)
    }

    /// A run by the day that met a database that was gone would be missed for a day.
    #[tokio::test]
    async fn a_run_that_failed_is_made_again_and_not_for_ever() {
        assert_eq!([made(0).await, made(1).await, made(9).await], [1, 2, 4]);
    }

    fn next(schedule: &str, after: &str) -> String {
        let after: DateTime<Utc> = after.parse().unwrap();
        Schedule::parse(schedule).unwrap().next(after).unwrap().to_rfc3339()
    }

    #[test]
    fn a_zone_keeps_its_local_hour_over_the_change_of_clocks() {
        let nightly = "15 3 * * * Europe/Zurich";
        assert_eq!(next(nightly, "2026-10-24T00:00:00Z"), "2026-10-24T01:15:00+00:00");
        assert_eq!(next(nightly, "2026-10-25T12:00:00Z"), "2026-10-26T02:15:00+00:00");
        assert_eq!(next("*/5 * * * *", "2026-10-24T00:00:00Z"), "2026-10-24T00:05:00+00:00");
    }

    #[test]
    fn what_is_no_schedule_is_refused() {
        for bad in [
            "",
            "every day",
            "61 * * * *",
            "0 0 * * * Europe/Atlantis",
            "0 0 * * * *",
            "0  0 * * *",
            "@daily",
            "0 0 L * *",
            "0 0 31 2 *",
        ] {
            assert!(Schedule::parse(bad).is_err(), "{bad}");
        }
    }
}

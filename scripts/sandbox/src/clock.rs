//! The clock of the whole server, moved by hand (PL-15). The offset outlives a restart.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context as _;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, TimeDelta, Utc};
use models::Clock;
use serde::{Deserialize, Serialize};

use crate::page::page;

/// Ten years: further than any rule looks, and no date overflows.
const FURTHEST: i64 = 10 * 366 * 86_400;

/// Turns the clock.
#[derive(Clone)]
pub struct Dial {
    offset: Arc<AtomicI64>,
    /// Locked while the clock is turned: two at once move it by both.
    file: Arc<Mutex<PathBuf>>,
}

/// What time it is here.
#[derive(Debug, Serialize)]
struct Shown {
    now: DateTime<Utc>,
    offset_seconds: i64,
}

/// How to move it: one of the three.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Turn {
    offset_seconds: Option<i64>,
    advance_seconds: Option<i64>,
    reset: Option<bool>,
}

impl Dial {
    /// Reads the offset that was kept, if there is one.
    pub fn open(file: PathBuf) -> anyhow::Result<Self> {
        let kept = match std::fs::read_to_string(&file) {
            Ok(text) => text.trim().parse().with_context(|| format!("{}", file.display()))?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => 0,
            Err(error) => return Err(error).with_context(|| format!("{}", file.display())),
        };
        Ok(Self { offset: Arc::new(AtomicI64::new(kept)), file: Arc::new(Mutex::new(file)) })
    }

    /// The clock that it turns.
    #[must_use]
    pub fn clock(&self) -> Clock {
        Clock::shifted(self.offset.clone())
    }

    fn shown(&self) -> Shown {
        let offset_seconds = self.offset.load(Ordering::Relaxed);
        Shown { now: self.clock().now(), offset_seconds }
    }

    fn turn(&self, turn: &Turn) -> std::io::Result<()> {
        let file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.offset.load(Ordering::Relaxed);
        let wanted = match turn {
            Turn { reset: Some(true), .. } => 0,
            Turn { offset_seconds: Some(offset), .. } => *offset,
            Turn { advance_seconds: Some(by), .. } => now.saturating_add(*by),
            _ => now,
        };
        let wanted = wanted.clamp(-FURTHEST, FURTHEST);
        // Whole or not at all: a function that reads half of it would take the time for the machine's.
        let part = file.with_extension("part");
        std::fs::write(&part, wanted.to_string())?;
        std::fs::rename(part, &*file)?;
        self.offset.store(wanted, Ordering::Relaxed);
        Ok(())
    }
}

/// The page and its JSON.
pub(crate) fn router(dial: Dial) -> Router {
    Router::new()
        .route("/sandbox/clock", get(show).post(turn_by_form))
        .route("/sandbox/clock.json", get(show_json).post(turn_by_json))
        .with_state(dial)
}

async fn show_json(State(dial): State<Dial>) -> Json<Shown> {
    Json(dial.shown())
}

async fn turn_by_json(State(dial): State<Dial>, Json(turn): Json<Turn>) -> Response {
    match dial.turn(&turn) {
        Ok(()) => Json(dial.shown()).into_response(),
        Err(error) => failed(&error),
    }
}

async fn turn_by_form(State(dial): State<Dial>, body: String) -> Response {
    let Ok(turn) = serde_urlencoded::from_str::<Turn>(&body) else {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    };
    match dial.turn(&turn) {
        Ok(()) => Redirect::to("/sandbox/clock").into_response(),
        Err(error) => failed(&error),
    }
}

fn failed(error: &std::io::Error) -> Response {
    tracing::error!(%error, "the clock could not be kept");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

async fn show(State(dial): State<Dial>) -> Html<String> {
    let Shown { now, offset_seconds } = dial.shown();
    let button = |label: &str, by: TimeDelta| {
        format!("<button name=advance_seconds value={}>{label}</button> ", by.num_seconds())
    };
    let steps = [
        button("+5 minutes", TimeDelta::minutes(5)),
        button("+15 minutes", TimeDelta::minutes(15)),
        button("+1 hour", TimeDelta::hours(1)),
        button("+1 day", TimeDelta::days(1)),
        button("+1 week", TimeDelta::weeks(1)),
        button("+30 days", TimeDelta::days(30)),
    ];
    let body = format!(
        "<h1>Clock</h1><p class=lead>Every function of this server reads this clock.</p>\
         <p class=clock><time datetime=\"{}\">{}</time><span>{}</span></p>\
         <form method=post class=row>{}</form>\
         <form method=post class=row><label>Seconds from the true time \
         <input name=offset_seconds type=number required value={offset_seconds}></label> <button>Set</button></form>\
         <form method=post class=row><button class=quiet name=reset value=true>Back to the true time</button></form>",
        now.to_rfc3339(),
        now.format("%A %-d %B %Y, %H:%M:%S UTC"),
        described(offset_seconds),
        steps.concat(),
    );
    page("Clock", "clock", &body)
}

fn described(offset: i64) -> String {
    if offset == 0 {
        return "the true time".to_owned();
    }
    let (days, hours, minutes) =
        (offset.abs() / 86_400, offset.abs() / 3600 % 24, offset.abs() / 60 % 60);
    let direction = if offset > 0 { "ahead of" } else { "behind" };
    format!("{days} d {hours} h {minutes} min {direction} the true time")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PL-15
    #[test]
    fn the_clock_moves_for_everybody_and_outlives_a_restart() {
        let file = std::env::temp_dir().join(format!("accredit-clock-{}", uuid::Uuid::new_v4()));
        let dial = Dial::open(file.clone()).unwrap();
        let (clock, before) = (dial.clock(), dial.clock().now());
        dial.turn(&Turn { advance_seconds: Some(3600), ..Turn::default() }).unwrap();
        dial.turn(&Turn { advance_seconds: Some(60), ..Turn::default() }).unwrap();
        assert!(clock.now() - before >= TimeDelta::seconds(3660));
        let again = Dial::open(file.clone()).unwrap();
        assert_eq!(again.shown().offset_seconds, 3660);
        again.turn(&Turn { reset: Some(true), ..Turn::default() }).unwrap();
        assert_eq!(Dial::open(file.clone()).unwrap().shown().offset_seconds, 0);
        std::fs::remove_file(file).unwrap();
    }

    /// PL-15: functions read the file while it is written, and take what cannot be read for the true time.
    #[test]
    fn whoever_reads_the_clock_while_it_is_turned_reads_all_of_it() {
        let file = std::env::temp_dir().join(format!("accredit-clock-{}", uuid::Uuid::new_v4()));
        let dial = Dial::open(file.clone()).unwrap();
        let ahead = |by| Turn { advance_seconds: Some(by), ..Turn::default() };
        dial.turn(&ahead(1_000_000)).unwrap();
        std::thread::scope(|threads| {
            for _ in 0..2 {
                threads.spawn(|| (0..2_000).for_each(|_| dial.turn(&ahead(1)).unwrap()));
            }
            while dial.shown().offset_seconds < 1_004_000 {
                let read = std::fs::read_to_string(&file).unwrap();
                assert!(read.parse::<i64>().is_ok_and(|offset| offset >= 1_000_000), "{read:?}");
            }
        });
        std::fs::remove_file(file).unwrap();
    }

    #[test]
    fn no_offset_leaves_the_calendar() {
        let file = std::env::temp_dir().join(format!("accredit-clock-{}", uuid::Uuid::new_v4()));
        let dial = Dial::open(file.clone()).unwrap();
        dial.turn(&Turn { offset_seconds: Some(i64::MAX), ..Turn::default() }).unwrap();
        dial.turn(&Turn { advance_seconds: Some(i64::MAX), ..Turn::default() }).unwrap();
        assert_eq!(dial.shown().offset_seconds, FURTHEST);
        std::fs::remove_file(file).unwrap();
    }
}

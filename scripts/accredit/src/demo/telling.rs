//! Tells each step with its time and its result.

use std::time::Instant;

use serde_json::{Value, json};

use crate::terminal::{line, note};

/// What was told so far.
pub(crate) struct Telling {
    json: bool,
    began: Instant,
    steps: Vec<Value>,
}

impl Telling {
    /// As lines, or as one JSON document at the end.
    pub(crate) fn new(json: bool) -> Self {
        Self { json, began: Instant::now(), steps: Vec::new() }
    }

    /// Does a step and tells of it.
    pub(crate) async fn step<T>(
        &mut self,
        what: &str,
        work: impl Future<Output = anyhow::Result<(T, String)>>,
    ) -> anyhow::Result<T> {
        let began = Instant::now();
        let (value, result) = match work.await {
            Ok(done) => done,
            Err(error) => return Err(error.context(what.to_owned())),
        };
        let seconds = began.elapsed().as_secs_f64();
        self.steps.push(json!({ "step": what, "seconds": rounded(seconds), "result": result }));
        if self.json {
            note(&format!("{:>3}  {what}", self.steps.len()));
        } else {
            line(&format!("{:>3}  {what:<34} {seconds:>6.2} s  {result}", self.steps.len()));
        }
        Ok(value)
    }

    /// Tells the end.
    pub(crate) fn end(self, summary: &Value, words: &[String]) {
        let seconds = self.began.elapsed().as_secs_f64();
        if self.json {
            let all =
                json!({ "steps": self.steps, "seconds": rounded(seconds), "result": summary });
            return line(&format!("{all:#}"));
        }
        line("");
        for word in words {
            line(word);
        }
        line(&format!("All in {seconds:.1} s."));
    }
}

fn rounded(seconds: f64) -> f64 {
    (seconds * 1000.0).round() / 1000.0
}

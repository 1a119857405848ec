//! What was counted, in the text format of Prometheus (version 0.0.4).

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

/// Upper bounds in seconds.
const LATENCIES: &[f64] = &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0];
const AGES: &[f64] = &[1.0, 5.0, 30.0, 60.0, 300.0, 1800.0, 3600.0];

/// Counters since this process began.
#[derive(Default)]
pub(super) struct Counts {
    requests: BTreeMap<(String, String, u64), u64>,
    latencies: BTreeMap<String, Histogram>,
    deliveries: BTreeMap<(String, bool), u64>,
    retries: BTreeMap<String, u64>,
    ages: BTreeMap<String, Histogram>,
}

/// How many values lay under each bound.
#[derive(Default)]
struct Histogram {
    under: Vec<u64>,
    count: u64,
    sum: f64,
}

impl Histogram {
    fn add(&mut self, bounds: &[f64], seconds: f64) {
        self.under.resize(bounds.len(), 0);
        for (count, _) in self.under.iter_mut().zip(bounds).filter(|(_, bound)| seconds <= **bound)
        {
            *count += 1;
        }
        self.count += 1;
        self.sum += seconds;
    }
}

impl Counts {
    /// A request was answered. `route` is the template, never the path.
    pub(super) fn request(&mut self, method: &str, route: &str, status: u64, took: Duration) {
        let of_route = (known(method).to_owned(), route.to_owned(), status);
        *self.requests.entry(of_route).or_default() += 1;
        let latency = self.latencies.entry(route.to_owned()).or_default();
        latency.add(LATENCIES, took.as_secs_f64());
    }

    /// A job was delivered for the `attempt`th time, so long after it was committed.
    pub(super) fn delivery(&mut self, queue: &str, attempt: i64, age: Duration, done: bool) {
        *self.deliveries.entry((queue.to_owned(), done)).or_default() += 1;
        if attempt > 1 {
            *self.retries.entry(queue.to_owned()).or_default() += 1;
        }
        self.ages.entry(queue.to_owned()).or_default().add(AGES, age.as_secs_f64());
    }

    /// All of it as text.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        head(&mut text, "accredit_requests_total", "counter", "Requests that were answered.");
        for ((method, route, status), count) in &self.requests {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            let _ = writeln!(text, "accredit_requests_total{{{labels}}} {count}");
        }
        histograms(
            &mut text,
            ("accredit_request_seconds", "How long an answer took."),
            ("route", LATENCIES),
            &self.latencies,
        );
        head(&mut text, "accredit_job_deliveries_total", "counter", "Deliveries of jobs.");
        for ((queue, done), count) in &self.deliveries {
            let labels = format!("queue=\"{queue}\",done=\"{done}\"");
            let _ = writeln!(text, "accredit_job_deliveries_total{{{labels}}} {count}");
        }
        head(&mut text, "accredit_job_retries_total", "counter", "Deliveries after the first.");
        for (queue, count) in &self.retries {
            let _ = writeln!(text, "accredit_job_retries_total{{queue=\"{queue}\"}} {count}");
        }
        histograms(
            &mut text,
            ("accredit_job_age_seconds", "From the commit of a job to its delivery."),
            ("queue", AGES),
            &self.ages,
        );
        text
    }
}

/// Anybody can invent methods, and each would be a series.
fn known(method: &str) -> &str {
    match method {
        "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS" => method,
        _ => "OTHER",
    }
}

/// The two lines above a series.
pub(super) fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

fn histograms(
    text: &mut String,
    (name, help): (&str, &str),
    (label, bounds): (&str, &[f64]),
    all: &BTreeMap<String, Histogram>,
) {
    head(text, name, "histogram", help);
    for (value, histogram) in all {
        let label = format!("{label}=\"{value}\"");
        for (bound, count) in bounds.iter().zip(&histogram.under) {
            let _ = writeln!(text, "{name}_bucket{{{label},le=\"{bound}\"}} {count}");
        }
        let Histogram { count, sum, .. } = histogram;
        let _ = writeln!(text, "{name}_bucket{{{label},le=\"+Inf\"}} {count}");
        let _ = writeln!(text, "{name}_sum{{{label}}} {sum}\n{name}_count{{{label}}} {count}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// PL-41
    #[test]
    fn counts_are_told_as_prometheus_reads_them() {
        let mut counts = Counts::default();
        counts.request("GET", "/api/v1/events/{id}", 200, Duration::from_millis(7));
        counts.request("GET", "/api/v1/events/{id}", 200, Duration::from_millis(70));
        counts.request("X-1", "-", 404, Duration::ZERO);
        counts.delivery("send-email", 1, Duration::from_secs(2), false);
        counts.delivery("send-email", 2, Duration::from_secs(9), true);
        let text = counts.text();
        for line in [
            "# TYPE accredit_request_seconds histogram",
            "accredit_requests_total{method=\"GET\",route=\"/api/v1/events/{id}\",status=\"200\"} 2",
            "accredit_requests_total{method=\"OTHER\",route=\"-\",status=\"404\"} 1",
            "accredit_request_seconds_bucket{route=\"/api/v1/events/{id}\",le=\"0.005\"} 0",
            "accredit_request_seconds_bucket{route=\"/api/v1/events/{id}\",le=\"0.01\"} 1",
            "accredit_request_seconds_bucket{route=\"/api/v1/events/{id}\",le=\"0.1\"} 2",
            "accredit_request_seconds_bucket{route=\"/api/v1/events/{id}\",le=\"+Inf\"} 2",
            "accredit_request_seconds_count{route=\"/api/v1/events/{id}\"} 2",
            "accredit_job_deliveries_total{queue=\"send-email\",done=\"true\"} 1",
            "accredit_job_retries_total{queue=\"send-email\"} 1",
            "accredit_job_age_seconds_bucket{queue=\"send-email\",le=\"5\"} 1",
            "accredit_job_age_seconds_sum{queue=\"send-email\"} 11",
        ] {
            assert!(text.lines().any(|told| told == line), "{line} in\n{text}");
        }
    }
}

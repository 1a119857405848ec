//! What can be seen in a manifest before Google refuses it. Limits are those of the pages "Memory
//! limits", "CPU limits", "Request timeout" and "Maximum concurrent requests" of Cloud Run, of
//! "Quotas and limits" of Cloud Tasks and of "Service account names" of IAM, as of 2026.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::RangeInclusive;

use super::{Kind, Manifest, Resource};
use crate::schedule::Schedule;

/// A fault, and where it stands: a key, and the value below it where it has several.
pub(super) struct Wrong {
    pub(super) key: &'static str,
    pub(super) value: String,
    pub(super) why: String,
}

type Checked = Result<(), Wrong>;

fn ensure(holds: bool, key: &'static str, value: &str, why: impl Display) -> Checked {
    if holds { Ok(()) } else { Err(Wrong { key, value: value.to_owned(), why: why.to_string() }) }
}

impl Manifest {
    pub(super) fn check(&self, name: &str) -> Checked {
        self.name(name)?;
        self.caller(name)?;
        self.prefixes()?;
        self.own_secrets()?;
        self.size()?;
        self.time()
    }

    /// The name is that of a Cloud Run service, of a service account and of a database role.
    fn name(&self, name: &str) -> Checked {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let fits = name.chars().all(plain) && name.starts_with(|c: char| c.is_ascii_lowercase());
        let says = "a name has lower-case letters, digits and hyphens, and begins with a letter";
        ensure(fits, "kind", "", says)?;
        let long = (6..=30).contains(&name.len());
        ensure(long, "kind", "", "a name has 6 to 30 characters, as that of a service account")?;
        let suffix = match self.kind {
            Kind::Api => "-api",
            Kind::Webhook => "-webhook",
            Kind::Job | Kind::Batch => "-job",
        };
        let says = format!("the name of a {:?} ends with {suffix}", self.kind);
        ensure(name.ends_with(suffix), "kind", "", says)
    }

    /// One thing calls it, and that can be had.
    fn caller(&self, name: &str) -> Checked {
        let edge = matches!(self.kind, Kind::Api | Kind::Webhook);
        ensure(!edge || !self.routes.is_empty(), "kind", "", "it owns no route")?;
        let says = "only an API or a webhook owns routes";
        ensure(edge || self.routes.is_empty(), "routes", "", says)?;
        let (queue, schedule) = (self.queue.as_deref(), self.schedule.as_deref());
        let told = if schedule.is_some() { "schedule" } else { "queue" };
        if self.kind == Kind::Job {
            let says = "a job needs a queue or a schedule, and not both";
            ensure(queue.is_some() || schedule.is_some(), "kind", "", says)?;
            ensure(queue.is_none() || schedule.is_none(), told, "", says)?;
        } else {
            let none = queue.is_none() && schedule.is_none();
            ensure(none, told, "", "only a job has a queue or a schedule")?;
        }
        if let Some(queue) = queue {
            let own = name.strip_suffix("-job") == Some(queue);
            let says = format!("the queue of {name} is its name without -job, not {queue}");
            ensure(own, "queue", "", says)?;
            within("rate", self.rate, 1..=500)?;
        }
        match schedule.map(Schedule::parse) {
            Some(Err(error)) => ensure(false, "schedule", "", format!("{error:#}")),
            _ => Ok(()),
        }
    }

    fn prefixes(&self) -> Checked {
        let mut seen = BTreeSet::new();
        for route in &self.routes {
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c);
            let segment = |segment: &str| !segment.is_empty() && segment.chars().all(fits);
            let plain = route.strip_prefix('/').is_some_and(|rest| rest.split('/').all(segment));
            ensure(plain, "routes", route, format!("{route} is no plain prefix"))?;
            ensure(seen.insert(route), "routes", route, format!("{route} stands there twice"))?;
        }
        Ok(())
    }

    fn own_secrets(&self) -> Checked {
        let mut seen = BTreeSet::new();
        for secret in &self.secrets {
            let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
            let word = |word: &str| !word.is_empty() && word.chars().all(fits);
            let says = format!("{secret:?} is no name of a secret");
            ensure(secret.split('-').all(word), "secrets", secret, says)?;
            ensure(seen.insert(secret), "secrets", secret, format!("{secret} stands there twice"))?;
        }
        Ok(())
    }

    fn size(&self) -> Checked {
        within("concurrency", self.concurrency, 1..=1000)?;
        within("max_instances", self.max_instances, 1..=1000)?;
        if self.uses.contains(&Resource::Database) {
            within("pool", self.pool, 1..=100)?;
        }
        let cpus = [1, 2, 4, 6, 8];
        let says = format!("cpu is one of {cpus:?}, not {}", self.cpu);
        ensure(cpus.contains(&self.cpu), "cpu", "", says)?;
        let says = format!("memory is a number such as 256Mi or 2Gi, not {}", self.memory);
        let Some(memory) = mebibytes(&self.memory) else {
            return ensure(false, "memory", "", says);
        };
        let fits = match self.cpu {
            1 => 128..=4 << 10,
            2 => 128..=8 << 10,
            4 => 2 << 10..=16 << 10,
            6 => 4 << 10..=24 << 10,
            _ => 4 << 10..=32 << 10,
        };
        let says = format!(
            "with cpu {} memory is {}Mi to {}Mi, not {}",
            self.cpu,
            fits.start(),
            fits.end(),
            self.memory
        );
        ensure(fits.contains(&memory), "memory", "", says)
    }

    /// A second before the end the function answers itself.
    fn time(&self) -> Checked {
        let seconds = self.seconds().map_err(|error| wrong_timeout(&error))?;
        let (most, by) = match (self.kind, &self.schedule) {
            (Kind::Batch, _) => (2..=7 * 24 * 3600, "Cloud Run's jobs"),
            (Kind::Job, Some(_)) => (15..=1800, "Cloud Scheduler"),
            (Kind::Job, None) => (15..=600, "Cloud Tasks"),
            (Kind::Api | Kind::Webhook, _) => (2..=3600, "Cloud Run"),
        };
        let says = format!(
            "timeout is {}s to {}s for {by}, not {}",
            most.start(),
            most.end(),
            self.timeout
        );
        ensure(most.contains(&seconds), "timeout", "", says)
    }
}

fn wrong_timeout(error: &anyhow::Error) -> Wrong {
    Wrong { key: "timeout", value: String::new(), why: error.to_string() }
}

fn within(key: &'static str, number: u32, fits: RangeInclusive<u32>) -> Checked {
    let says = format!("{key} is {} to {}, not {number}", fits.start(), fits.end());
    ensure(fits.contains(&number), key, "", says)
}

fn mebibytes(memory: &str) -> Option<u64> {
    let (number, unit) = memory.split_at_checked(memory.len().checked_sub(2)?)?;
    let number: u64 = number.parse().ok().filter(|_| number.bytes().all(|b| b.is_ascii_digit()))?;
    match unit {
        "Mi" => Some(number),
        "Gi" => number.checked_mul(1 << 10),
        _ => None,
    }
}

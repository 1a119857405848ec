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
    pub(super) key: String,
    pub(super) value: String,
    pub(super) why: String,
}

impl Wrong {
    pub(super) fn of(key: &str, why: impl Display) -> Self {
        Self { key: key.to_owned(), value: String::new(), why: why.to_string() }
    }
}

/// Looks at a manifest and finds all that is wrong with it. What its `unread` keys say is not known:
/// nothing is told that would follow from it.
pub(super) fn check(
    manifest: &Manifest,
    name: &str,
    unread: impl Iterator<Item = String>,
) -> Vec<Wrong> {
    let mut checks = Checks { manifest, name, unread: unread.collect(), found: Vec::new() };
    checks.name();
    checks.caller();
    checks.prefixes();
    checks.own_secrets();
    checks.bucket();
    checks.size();
    checks.time();
    checks.found
}

/// The app's files and secret pages, probes, and what only a laptop has.
const NOT_PAGES: [&str; 12] = [
    "api",
    "webhooks",
    "assets",
    "objects",
    "sandbox",
    "healthz",
    "readyz",
    "r",
    "join",
    "link",
    "invitation",
    "unsubscribe",
];

struct Checks<'m> {
    manifest: &'m Manifest,
    name: &'m str,
    unread: BTreeSet<String>,
    found: Vec<Wrong>,
}

impl Checks<'_> {
    fn ensure(&mut self, holds: bool, key: &str, why: impl Display) {
        if !holds {
            self.found.push(Wrong::of(key, why));
        }
    }

    fn within(&mut self, key: &str, number: u32, fits: &RangeInclusive<u32>) {
        let says = format!("{key} is {} to {}, not {number}", fits.start(), fits.end());
        self.ensure(fits.contains(&number), key, says);
    }

    fn knows(&self, keys: &[&str]) -> bool {
        !keys.iter().any(|key| self.unread.contains(*key))
    }

    /// The name is that of a Cloud Run service, of a service account and of a database role.
    fn name(&mut self) {
        let name = self.name;
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let fits = name.chars().all(plain) && name.starts_with(|c: char| c.is_ascii_lowercase());
        let says = "a name has lower-case letters, digits and hyphens, and begins with a letter";
        self.ensure(fits, "kind", says);
        let long = (6..=30).contains(&name.len());
        self.ensure(long, "kind", "a name has 6 to 30 characters, as that of a service account");
        let suffix = match self.manifest.kind {
            Kind::Api => "-api",
            Kind::Webhook => "-webhook",
            Kind::Job | Kind::Batch => "-job",
        };
        let fits = name.ends_with(suffix) || !self.knows(&["kind"]);
        let says = format!("the name of a {:?} ends with {suffix}", self.manifest.kind);
        self.ensure(fits, "kind", says);
    }

    /// One thing calls it, and that can be had.
    fn caller(&mut self) {
        if !self.knows(&["kind", "routes", "queue", "schedule"]) {
            return;
        }
        let Manifest { kind, routes, .. } = self.manifest;
        let edge = matches!(kind, Kind::Api | Kind::Webhook);
        self.ensure(!edge || !routes.is_empty(), "kind", "it owns no route");
        let says = "only an API or a webhook owns routes";
        self.ensure(edge || routes.is_empty(), "routes", says);
        let queue = self.manifest.queue.as_deref();
        let schedule = self.manifest.schedule.as_deref();
        let told = if schedule.is_some() { "schedule" } else { "queue" };
        if *kind == Kind::Job {
            let says = "a job needs a queue or a schedule, and not both";
            self.ensure(queue.is_some() || schedule.is_some(), "kind", says);
            self.ensure(queue.is_none() || schedule.is_none(), told, says);
        } else {
            let none = queue.is_none() && schedule.is_none();
            self.ensure(none, told, "only a job has a queue or a schedule");
        }
        if let Some(queue) = queue {
            let name = self.name;
            let own = name.strip_suffix("-job").is_none_or(|own| own == queue);
            let says = format!("the queue of {name} is its name without -job, not {queue}");
            self.ensure(own, "queue", says);
            self.within("rate", self.manifest.rate, &(1..=500));
        }
        if let Some(Err(error)) = schedule.map(Schedule::parse) {
            self.ensure(false, "schedule", format!("{error:#}"));
        }
    }

    fn prefixes(&mut self) {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c);
        let segment =
            |segment: &str| !matches!(segment, "" | "." | "..") && segment.chars().all(fits);
        let plain =
            |route: &str| route.strip_prefix('/').is_some_and(|rest| rest.split('/').all(segment));
        self.each("routes", &self.manifest.routes, plain, |route| {
            format!("{route} is no plain prefix")
        });
        let pages = self.manifest.uses.contains(&Resource::Frontend) || !self.knows(&["uses"]);
        for route in self.manifest.routes.iter().filter(|route| plain(route)) {
            let owned = match route.trim_start_matches('/').split('/').collect::<Vec<_>>()[..] {
                ["api", "v1", _, ..] | ["webhooks" | ".well-known", _, ..] => true,
                [first, ..] => pages && !NOT_PAGES.contains(&first) && !first.contains('.'),
                [] => false,
            };
            if !owned {
                let why = format!(
                    "{route} is nothing that a function can own: that is below /api/v1/, /webhooks/ \
                     or /.well-known/, or a page where it uses frontend"
                );
                let (key, value) = ("routes".to_owned(), route.clone());
                self.found.push(Wrong { key, value, why });
            }
        }
    }

    fn own_secrets(&mut self) {
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let word = |word: &str| !word.is_empty() && word.chars().all(fits);
        let named = |secret: &str| secret.split('-').all(word);
        self.each("secrets", &self.manifest.secrets, named, |secret| {
            format!("{secret:?} is no name of a secret")
        });
    }

    /// Every entry of a list fits, and stands there once.
    fn each(
        &mut self,
        key: &str,
        entries: &[String],
        fits: impl Fn(&str) -> bool,
        says: impl Fn(&str) -> String,
    ) {
        let mut seen = BTreeSet::new();
        for entry in entries {
            let twice = !seen.insert(entry);
            let twice = twice.then(|| format!("{entry} stands there twice"));
            for why in (!fits(entry)).then(|| says(entry)).into_iter().chain(twice) {
                self.found.push(Wrong { key: key.to_owned(), value: entry.clone(), why });
            }
        }
    }

    fn bucket(&mut self) {
        let uses = &self.manifest.uses;
        if uses.contains(&Resource::Uploads) && !uses.contains(&Resource::Media) {
            let why = "uploads go with media, which names the bucket".to_owned();
            let (key, value) = ("uses".to_owned(), "uploads".to_owned());
            self.found.push(Wrong { key, value, why });
        }
    }

    fn size(&mut self) {
        let Manifest { uses, memory, cpu, .. } = self.manifest;
        self.within("concurrency", self.manifest.concurrency, &(1..=1000));
        self.within("max_instances", self.manifest.max_instances, &(1..=1000));
        if uses.contains(&Resource::Database) {
            self.within("pool", self.manifest.pool, &(1..=100));
        }
        let cpus = [1, 2, 4, 6, 8];
        self.ensure(cpus.contains(cpu), "cpu", format!("cpu is one of {cpus:?}, not {cpu}"));
        let Some(mebibytes) = mebibytes(memory) else {
            let says = format!("memory is a number such as 256Mi or 2Gi, not {memory}");
            return self.ensure(false, "memory", says);
        };
        let fits = match cpu {
            1 => 128..=4 << 10,
            2 => 128..=8 << 10,
            4 => 2 << 10..=16 << 10,
            6 => 4 << 10..=24 << 10,
            8 => 4 << 10..=32 << 10,
            _ => return,
        };
        let fine = fits.contains(&mebibytes) || !self.knows(&["cpu", "memory"]);
        let (least, most) = fits.into_inner();
        let says = format!("with cpu {cpu} memory is {least}Mi to {most}Mi, not {memory}");
        self.ensure(fine, "memory", says);
    }

    /// A second before the end the function answers itself.
    fn time(&mut self) {
        let seconds = match self.manifest.seconds() {
            Ok(seconds) => seconds,
            Err(error) => return self.ensure(false, "timeout", error),
        };
        let (fits, by) = match (self.manifest.kind, &self.manifest.schedule) {
            (Kind::Batch, _) => (2..=7 * 24 * 3600, "Cloud Run's jobs"),
            (Kind::Job, Some(_)) => (15..=1800, "Cloud Scheduler"),
            (Kind::Job, None) => (15..=600, "Cloud Tasks"),
            (Kind::Api | Kind::Webhook, _) => (2..=3600, "Cloud Run"),
        };
        let fine = fits.contains(&seconds) || !self.knows(&["kind", "schedule", "timeout"]);
        let (least, most) = fits.into_inner();
        let timeout = &self.manifest.timeout;
        let says = format!("timeout is {least}s to {most}s for {by}, not {timeout}");
        self.ensure(fine, "timeout", says);
    }
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

#[cfg(test)]
mod tests {
    use crate::manifest::Manifest;

    /// PL-2: the app's files and pages, probes and the laptop's own addresses belong to no function.
    #[test]
    fn a_route_is_of_an_api_a_webhook_or_a_page() {
        let refused = |route: &str, uses: &str| {
            Manifest::parse("x-one-api", &format!("kind: api\nroutes: [{route}]\nuses: [{uses}]\n"))
                .is_err_and(|error| error.to_string().contains("nothing that a function can own"))
        };
        for route in [
            "/api",
            "/api/v1",
            "/api/v2/x",
            "/webhooks",
            "/assets",
            "/r",
            "/join/x",
            "/healthz",
            "/index.html",
            "/sandbox",
        ] {
            assert!(refused(route, "frontend"), "{route}");
        }
        for route in ["/api/v1/x", "/webhooks/x", "/.well-known/did.json", "/events"] {
            assert!(!refused(route, "frontend"), "{route}");
        }
        assert!(refused("/events", "database"), "a page needs the app's");
    }
}

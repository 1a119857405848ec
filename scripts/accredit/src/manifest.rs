//! `function.yaml`: what the platform must know of a function.

mod check;
mod read;

use std::collections::BTreeMap;

use anyhow::Context as _;
use serde::Deserialize;

/// One `function.yaml`. An unknown key is an error (PL-2).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// What calls it.
    pub kind: Kind,
    /// Plain path prefixes that it owns.
    #[serde(default)]
    pub routes: Vec<String>,
    /// The queue that it works off: its name without `-job`.
    pub queue: Option<String>,
    /// Tasks a second that its queue hands out at most.
    #[serde(default = "rate")]
    pub rate: u32,
    /// When it runs: a cron pattern, and behind it a time zone where that is not UTC.
    pub schedule: Option<String>,
    /// Some operations need no token.
    #[serde(default)]
    pub public: bool,
    /// The secrets that it may read; nothing else is granted.
    #[serde(default)]
    pub secrets: Vec<String>,
    /// What it may use beside them.
    #[serde(default = "database")]
    pub uses: Vec<Resource>,
    /// Memory of an instance.
    #[serde(default = "memory")]
    pub memory: String,
    /// Processors of an instance.
    #[serde(default = "cpu")]
    pub cpu: u32,
    /// Requests at once in an instance.
    #[serde(default = "concurrency")]
    pub concurrency: u32,
    /// Instances at most.
    #[serde(default = "max_instances")]
    pub max_instances: u32,
    /// How long a request may take, such as `30s`.
    #[serde(default = "timeout")]
    pub timeout: String,
    /// Database connections of an instance.
    #[serde(default = "pool")]
    pub pool: u32,
    /// Itself as it was written, to tell where something stands.
    #[serde(skip)]
    yaml: String,
}

/// What calls a function.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The app and other clients.
    Api,
    /// An outside sender.
    Webhook,
    /// A queue or a schedule.
    Job,
    /// A release; it runs to its end.
    Batch,
}

/// What a function may use beside its secrets.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Resource {
    /// The database.
    Database,
    /// Queues to write to.
    Tasks,
    /// The addresses of public files.
    Media,
    /// Putting public files, and taking them away.
    Uploads,
    /// Private files.
    Certificates,
    /// Outgoing mail.
    Mail,
    /// The page that the app starts from.
    Frontend,
    /// The fonts that certificates and invoices are printed with.
    Fonts,
}

fn database() -> Vec<Resource> {
    vec![Resource::Database]
}

fn memory() -> String {
    "256Mi".to_owned()
}

fn cpu() -> u32 {
    1
}

fn concurrency() -> u32 {
    40
}

fn rate() -> u32 {
    50
}

fn max_instances() -> u32 {
    3
}

fn timeout() -> String {
    "30s".to_owned()
}

fn pool() -> u32 {
    2
}

impl Resource {
    /// The beginnings of the names that it grants, in whole words.
    const fn grants(self) -> &'static [&'static str] {
        match self {
            Self::Database => &["DATABASE_URL", "POOL"],
            Self::Tasks => &["TASKS", "METADATA_URL"],
            Self::Media => &["OBJECTS", "MEDIA_", "STORAGE_", "SIGNER_", "METADATA_URL"],
            Self::Certificates => {
                &["OBJECTS", "CERTIFICATES_", "STORAGE_", "SIGNER_", "METADATA_URL"]
            }
            // A right and no value: the bucket is that of `media`.
            Self::Uploads => &[],
            Self::Mail => &["SMTP_"],
            Self::Frontend => &["FRONTEND"],
            Self::Fonts => &["FONTS_DIR"],
        }
    }
}

/// What every function may read, for nothing of it is secret: addresses of this server and of
/// vendors, the key that checks tokens, costs, limits.
const COMMON: [&str; 13] = [
    "ARGON2_",
    "CLOCK_FILE",
    "GOOGLE_CLOUD_PROJECT",
    "HOST",
    "MAIL_DOMAIN",
    "PORT",
    "PUBLIC_",
    "STRIPE_API_BASE",
    "TIMEOUT_SECONDS",
    "TOKEN_PUBLIC_KEY",
    "ZOOM_API_URL",
    "ZOOM_AUTHORIZE_URL",
    "ZOOM_OAUTH_URL",
];

impl Manifest {
    /// The line where a key stands, or a value below it; the first where there is no such key.
    pub(crate) fn line(&self, key: &str, value: &str) -> usize {
        let lines: Vec<&str> = self.yaml.lines().collect();
        let is_key = |line: &&str| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':'));
        let Some(start) = lines.iter().position(is_key) else { return 1 };
        let nested = |line: &&&str| line.starts_with([' ', '-', '#', ']']) || line.is_empty();
        let below = lines[start + 1..].iter().take_while(nested).count();
        // Of two that are alike the second is one too many.
        let found = (start..=start + below).rev().find(|at| lines[*at].contains(value));
        found.unwrap_or(start) + 1
    }

    /// Whether it listens, and does not just run to its end.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.kind != Kind::Batch
    }

    /// How long a request may take.
    pub fn seconds(&self) -> anyhow::Result<u64> {
        let digits = self.timeout.strip_suffix('s').and_then(|digits| digits.parse().ok());
        digits.with_context(|| {
            format!("timeout is a number of seconds such as 30s, not {}", self.timeout)
        })
    }

    /// Whether it may read a value of the environment: the names of a secret `zoom-client` begin
    /// with `ZOOM_CLIENT`, as whole words.
    #[must_use]
    pub fn grants(&self, value: &str) -> bool {
        let secret = |secret: &String| begins(value, &secret.replace('-', "_").to_uppercase());
        let used = self.uses.iter().flat_map(|resource| resource.grants());
        COMMON.iter().chain(used).any(|beginning| begins(value, beginning))
            || self.secrets.iter().any(secret)
            // Who may call it.
            || self.kind == Kind::Job && value.starts_with("JOB_")
    }
}

/// Whether a name is `beginning`, or goes on behind it with another word.
fn begins(name: &str, beginning: &str) -> bool {
    let rest = name.strip_prefix(beginning);
    rest.is_some_and(|rest| rest.is_empty() || beginning.ends_with('_') || rest.starts_with('_'))
}

/// The routes of all functions by their owners (PL-2: each has exactly one).
pub fn owners<'m>(
    manifests: impl IntoIterator<Item = (&'m str, &'m Manifest)>,
) -> anyhow::Result<BTreeMap<&'m str, &'m str>> {
    let mut owners = BTreeMap::new();
    for (name, manifest) in manifests {
        for route in &manifest.routes {
            if let Some(other) = owners.insert(route.as_str(), name) {
                let line = manifest.line("routes", route);
                anyhow::bail!(
                    "functions/{name}/function.yaml, line {line}: {route} belongs to {other} already"
                );
            }
        }
    }
    Ok(owners)
}

#[cfg(test)]
mod tests {
    use super::{Manifest, owners};

    fn fault(name: &str, yaml: &str) -> String {
        format!("{:#}", Manifest::parse(name, yaml).unwrap_err())
    }

    /// PL-2
    #[test]
    fn a_fault_is_told_with_file_and_line() {
        let unknown = fault("events-api", "kind: api\nroutes: [/api/v1/events]\nmemroy: 1Gi\n");
        let line = "functions/events-api/function.yaml, line 3: unknown field `memroy`";
        assert!(unknown.starts_with(line), "{unknown}");
        let faults = [
            fault("mail-job", "kind: job\n"),
            fault("mail-job", "kind: job\nqueue: post\n"),
            fault("events-api", "kind: api\n"),
            fault("events-api", "kind: job\nqueue: events\n"),
            fault("events-api", "kind: api\nroutes: [/api/*]\n"),
            fault("events-api", "kind: api\nroutes: [/api/v1/e]\ntimeout: 1m\n"),
            fault("events-api", "kind: api\nroutes:\n  - /api/v1/events\n  - events\n"),
            fault("events-api", "kind: api\nroutes:\n- /api/v1/e\n# again\n- /api/v1/e\npool: 1\n"),
            fault("events-api", "kind: api\nroutes: [/api/v1/e]\nsecrets: ['']\n"),
            fault("mail-job", "queue: mail\nkind: job\nschedule: '* * * * *'\n"),
            fault("mail-job", "schedule: 61 * * * *\nkind: job\n"),
        ];
        assert_eq!(
            faults,
            [
                "functions/mail-job/function.yaml, line 1: a job needs a queue or a schedule, and not both",
                "functions/mail-job/function.yaml, line 2: the queue of mail-job is its name without -job, not post",
                "functions/events-api/function.yaml, line 1: it owns no route",
                "functions/events-api/function.yaml, line 1: the name of a Job ends with -job",
                "functions/events-api/function.yaml, line 2: /api/* is no plain prefix",
                "functions/events-api/function.yaml, line 3: timeout is a number of seconds such as 30s, not 1m",
                "functions/events-api/function.yaml, line 4: events is no plain prefix",
                "functions/events-api/function.yaml, line 5: /api/v1/e stands there twice",
                "functions/events-api/function.yaml, line 3: \"\" is no name of a secret",
                "functions/mail-job/function.yaml, line 3: a job needs a queue or a schedule, and not both",
                "functions/mail-job/function.yaml, line 1: no cron pattern 61 * * * *: Component error: Number out of bounds.",
            ]
        );
    }

    /// PL-2
    #[test]
    fn everything_that_is_wrong_with_a_file_is_told_at_once() {
        let yaml = "kind: api\nroutes: [/api/v1/events, events]\nmemroy: 1Gi\nmax_instances: three\n\
                    uses:\n  - database\n  - disk\n  - paper\npool: 0\nsecrets: zoom\ntimeout: 30\n";
        let told = fault("events-api", yaml);
        let lines: Vec<_> = told
            .lines()
            .map(|line| line.strip_prefix("functions/events-api/function.yaml, line ").unwrap())
            .map(|line| line.split(", expected one of").next().unwrap())
            .collect();
        assert_eq!(
            lines,
            [
                "2: events is no plain prefix",
                "3: unknown field `memroy`",
                "4: max_instances: invalid type: string \"three\", expected u32",
                "7: uses: unknown variant `disk`",
                "8: uses: unknown variant `paper`",
                "9: pool is 1 to 100, not 0",
                "10: secrets: invalid type: string \"zoom\", expected a sequence",
                "11: timeout is a number of seconds such as 30s, not 30",
            ]
        );
    }

    /// PL-2: what nobody can know is not called wrong.
    #[test]
    fn a_fault_is_no_cause_of_others() {
        let one = |name: &str, yaml: &str, told: &str| {
            let fault = fault(name, yaml);
            assert!(fault.lines().count() == 1 && fault.contains(told), "{fault}");
        };
        one("mail-job", "kind: jab\nqueue: mail\ntimeout: 900s\n", "line 1: kind: unknown variant");
        one("mail-job", "queue: mail\n", "line 1: kind is not said: api, webhook, job or batch");
        one("events-api", "kind: api\nroutes: 7\n", "line 2: routes: invalid type");
        one(
            "events-api",
            "kind: api\nroutes: [/api/v1/e]\ncpu: two\nmemory: 8Gi\n",
            "line 3: cpu: ",
        );
        one("events-api", "kind: api\nroutes: [/api/v1/e]\npool: [1, 2]\n", "line 3: pool: ");
        one("events-api", "kind: api\nroutes: [/api/v1/e]\nkind: job\n", "duplicate");
        let uploads = "line 5: uploads go with media, which names the bucket";
        one("events-api", "kind: api\nroutes: [/api/v1/e]\nuses:\n- tasks\n- uploads\n", uploads);
    }

    /// PL-2
    #[test]
    fn a_prefix_has_one_owner() {
        let events = Manifest::parse("events-api", "kind: api\nroutes: [/api/v1/events]").unwrap();
        let error = owners([("a-api", &events), ("b-api", &events)]).unwrap_err().to_string();
        assert_eq!(
            error,
            "functions/b-api/function.yaml, line 2: /api/v1/events belongs to a-api already"
        );
    }

    /// PL-2: what Google would refuse an hour later.
    #[test]
    fn sizes_that_cloud_run_does_not_have_are_refused() {
        let api =
            |more: &str| fault("events-api", &format!("kind: api\nroutes: [/api/v1/e]\n{more}\n"));
        for (more, told) in [
            ("concurrency: 0", "concurrency is 1 to 1000, not 0"),
            ("max_instances: 4000000000", "max_instances is 1 to 1000, not 4000000000"),
            ("pool: 0", "pool is 1 to 100, not 0"),
            ("cpu: 3", "cpu is one of [1, 2, 4, 6, 8], not 3"),
            ("memory: 256MB", "memory is a number such as 256Mi or 2Gi, not 256MB"),
            ("memory: +256Mi", "memory is a number such as 256Mi or 2Gi, not +256Mi"),
            ("memory: 64Mi", "with cpu 1 memory is 128Mi to 4096Mi, not 64Mi"),
            ("memory: 5Gi", "with cpu 1 memory is 128Mi to 4096Mi, not 5Gi"),
            ("memory: 99999999999999999999Gi", "memory is a number such as 256Mi or 2Gi, not"),
            ("timeout: 1s", "timeout is 2s to 3600s for Cloud Run, not 1s"),
            ("timeout: 2h", "timeout is a number of seconds such as 30s, not 2h"),
            ("timeout: 7200s", "timeout is 2s to 3600s for Cloud Run, not 7200s"),
        ] {
            let fault = api(more);
            let line = format!("functions/events-api/function.yaml, line 3: {told}");
            assert!(fault.starts_with(&line), "{more}: {fault}");
        }
        let job = |more: &str| fault("mail-job", &format!("kind: job\n{more}\n"));
        for (more, told) in [
            ("queue: mail\nrate: 0", "rate is 1 to 500, not 0"),
            ("queue: mail\ntimeout: 900s", "timeout is 15s to 600s for Cloud Tasks, not 900s"),
            ("schedule: 0 * * * *\ntimeout: 5s", "timeout is 15s to 1800s for Cloud Scheduler"),
            ("queue: mail\nroutes: [/mail]", "only an API or a webhook owns routes"),
        ] {
            let fault = job(more);
            assert!(fault.contains(&format!("line 3: {told}")), "{more}: {fault}");
        }
        let name = |name: &str| fault(name, "kind: api\nroutes: [/api/v1/e]\n");
        for bad in
            ["a-function-with-a-very-long-api", "x-api", "Events-api", "1events-api", "e_v-api"]
        {
            assert!(name(bad).contains(", line 1: a name has "), "{bad}: {}", name(bad));
        }
    }

    /// PL-1
    #[test]
    fn nothing_is_granted_that_the_manifest_does_not_name() {
        let yaml =
            "kind: api\nroutes: [/api/v1/x]\nsecrets: [zoom-client]\nuses: [database, tasks]";
        let manifest = Manifest::parse("zoom-api", yaml).unwrap();
        for granted in ["DATABASE_URL", "TASKS", "ZOOM_CLIENT_ID", "PUBLIC_URL", "TOKEN_PUBLIC_KEY"]
        {
            assert!(manifest.grants(granted), "{granted}");
        }
        for withheld in [
            "TOKEN_PRIVATE_KEY",
            "LINK_KEY",
            "OBJECTS",
            "ZOOM_WEBHOOK_SECRET",
            "HOME",
            "ZOOM_CLIENTELE",
            "HOSTNAME",
            "TASKSET",
        ] {
            assert!(!manifest.grants(withheld), "{withheld}");
        }
    }
}

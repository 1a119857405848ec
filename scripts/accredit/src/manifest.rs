//! `function.yaml`: what the platform must know of a function.

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
    /// Public files.
    Media,
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
    /// The beginnings of the names that it grants.
    const fn grants(self) -> &'static [&'static str] {
        match self {
            Self::Database => &["DATABASE_URL", "POOL"],
            Self::Tasks => &["TASKS", "METADATA_URL"],
            Self::Media => &["OBJECTS", "MEDIA_", "STORAGE_", "SIGNER_", "METADATA_URL"],
            Self::Certificates => {
                &["OBJECTS", "CERTIFICATES_", "STORAGE_", "SIGNER_", "METADATA_URL"]
            }
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
    /// Reads a manifest; a fault is told with file, line and column.
    pub fn parse(name: &str, yaml: &str) -> anyhow::Result<Self> {
        let manifest: Self = yaml_serde::from_str(yaml)
            .with_context(|| format!("functions/{name}/function.yaml"))?;
        manifest.check(name).with_context(|| {
            let at = |key: &str| yaml.lines().position(|line| line.starts_with(key));
            let line = at("schedule").or_else(|| at("queue")).or_else(|| at("kind"));
            format!("functions/{name}/function.yaml, line {}", line.unwrap_or_default() + 1)
        })?;
        Ok(manifest)
    }

    fn check(&self, name: &str) -> anyhow::Result<()> {
        let suffix = match self.kind {
            Kind::Api => "-api",
            Kind::Webhook => "-webhook",
            Kind::Job | Kind::Batch => "-job",
        };
        anyhow::ensure!(name.ends_with(suffix), "the name of a {:?} ends with {suffix}", self.kind);
        let one = self.queue.is_some() != self.schedule.is_some();
        match self.kind {
            Kind::Job if !one => anyhow::bail!("a job needs a queue or a schedule, and not both"),
            Kind::Job => {}
            _ if self.queue.is_some() || self.schedule.is_some() => {
                anyhow::bail!("only a job has a queue or a schedule")
            }
            Kind::Batch => {}
            Kind::Api | Kind::Webhook => {
                anyhow::ensure!(!self.routes.is_empty(), "it owns no route");
            }
        }
        if let Some(queue) = &self.queue {
            let own = name.strip_suffix("-job") == Some(queue);
            anyhow::ensure!(own, "the queue of {name} is its name without -job, not {queue}");
        }
        for route in &self.routes {
            let plain = route.starts_with('/') && !route.ends_with('/') && !route.contains('*');
            anyhow::ensure!(plain, "{route} is no plain prefix");
        }
        self.seconds().map(drop)
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
    /// with `ZOOM_CLIENT`.
    #[must_use]
    pub fn grants(&self, value: &str) -> bool {
        let secret = |secret: &String| value.starts_with(&secret.replace('-', "_").to_uppercase());
        let used = self.uses.iter().flat_map(|resource| resource.grants());
        COMMON.iter().chain(used).any(|beginning| value.starts_with(beginning))
            || self.secrets.iter().any(secret)
            // Who may call it.
            || self.kind == Kind::Job && value.starts_with("JOB_")
    }
}

/// The routes of all functions by their owners (PL-2: each has exactly one).
pub fn owners<'m>(
    manifests: impl IntoIterator<Item = (&'m str, &'m Manifest)>,
) -> anyhow::Result<BTreeMap<&'m str, &'m str>> {
    let mut owners = BTreeMap::new();
    for (name, manifest) in manifests {
        for route in &manifest.routes {
            if let Some(other) = owners.insert(route.as_str(), name) {
                anyhow::bail!("functions/{name}/function.yaml: {route} belongs to {other} already");
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
        assert!(unknown.starts_with("functions/events-api/function.yaml: "), "{unknown}");
        assert!(unknown.contains("memroy") && unknown.contains("line 3"), "{unknown}");
        let faults = [
            fault("mail-job", "kind: job\n"),
            fault("mail-job", "kind: job\nqueue: post\n"),
            fault("events-api", "kind: api\n"),
            fault("events-api", "kind: job\nqueue: events\n"),
            fault("events-api", "kind: api\nroutes: [/api/*]\n"),
            fault("events-api", "kind: api\nroutes: [/api]\ntimeout: 1m\n"),
        ];
        assert_eq!(
            faults,
            [
                "functions/mail-job/function.yaml, line 1: a job needs a queue or a schedule, and not both",
                "functions/mail-job/function.yaml, line 2: the queue of mail-job is its name without -job, not post",
                "functions/events-api/function.yaml, line 1: it owns no route",
                "functions/events-api/function.yaml, line 2: the name of a Job ends with -job",
                "functions/events-api/function.yaml, line 1: /api/* is no plain prefix",
                "functions/events-api/function.yaml, line 1: timeout is a number of seconds such as 30s, not 1m",
            ]
        );
    }

    /// PL-2
    #[test]
    fn a_prefix_has_one_owner() {
        let events = Manifest::parse("events-api", "kind: api\nroutes: [/api/v1/events]").unwrap();
        let error = owners([("a-api", &events), ("b-api", &events)]).unwrap_err().to_string();
        assert_eq!(error, "functions/b-api/function.yaml: /api/v1/events belongs to a-api already");
    }

    /// PL-1
    #[test]
    fn nothing_is_granted_that_the_manifest_does_not_name() {
        let yaml = "kind: api\nroutes: [/x]\nsecrets: [zoom-client]\nuses: [database, tasks]";
        let manifest = Manifest::parse("zoom-api", yaml).unwrap();
        for granted in ["DATABASE_URL", "TASKS", "ZOOM_CLIENT_ID", "PUBLIC_URL", "TOKEN_PUBLIC_KEY"]
        {
            assert!(manifest.grants(granted), "{granted}");
        }
        for withheld in ["TOKEN_PRIVATE_KEY", "LINK_KEY", "OBJECTS", "ZOOM_WEBHOOK_SECRET", "HOME"]
        {
            assert!(!manifest.grants(withheld), "{withheld}");
        }
    }
}

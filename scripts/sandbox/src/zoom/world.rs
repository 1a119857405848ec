//! What the stand-in remembers: hosts, tokens, meetings, who was in them. In memory, and in a
//! file, so that a restart keeps it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::Context as _;
use aws_lc_rs::rand;
use axum::Json;
use axum::extract::State;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use chrono::{DateTime, SubsecRound as _, Utc};
use models::Clock;
use serde::{Deserialize, Serialize};

/// The stand-in.
#[derive(Clone)]
pub(super) struct Zoom {
    pub(super) origin: Arc<str>,
    pub(super) clock: Clock,
    file: Arc<PathBuf>,
    world: Arc<Mutex<World>>,
}

/// Everything.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct World {
    pub(super) client_secret: String,
    pub(super) webhook_secret: String,
    pub(super) hosts: Vec<Host>,
    pub(super) codes: BTreeMap<String, Code>,
    pub(super) access: BTreeMap<String, Access>,
    pub(super) refresh: BTreeMap<String, Refresh>,
    pub(super) meetings: BTreeMap<i64, Meeting>,
    pub(super) deliveries: Vec<Delivery>,
    pub(super) next: i64,
    #[serde(default)]
    pub(super) faults: Faults,
}

/// Somebody with a Zoom account.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Host {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) name: String,
}

/// A permission on its way to the app.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Code {
    pub(super) host: String,
    pub(super) challenge: String,
    pub(super) redirect_uri: String,
    pub(super) scope: String,
}

/// Opens the API for an hour.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Access {
    pub(super) host: String,
    pub(super) until: DateTime<Utc>,
}

/// Makes the next pair of tokens, once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Refresh {
    pub(super) host: String,
    pub(super) scope: String,
}

/// A meeting or webinar.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Meeting {
    pub(super) id: i64,
    pub(super) webinar: bool,
    pub(super) host: String,
    pub(super) topic: String,
    pub(super) start_time: Option<DateTime<Utc>>,
    pub(super) duration: i64,
    pub(super) timezone: String,
    pub(super) password: String,
    pub(super) settings: serde_json::Value,
    pub(super) registrants: Vec<Registrant>,
    pub(super) runs: Vec<Run>,
}

/// Somebody registered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Registrant {
    pub(super) id: String,
    pub(super) email: String,
    pub(super) first_name: String,
    pub(super) last_name: String,
    pub(super) token: String,
    pub(super) approved: bool,
}

/// One run; a restart is another one, under another uuid.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Run {
    pub(super) uuid: String,
    pub(super) started_at: DateTime<Utc>,
    pub(super) ended_at: Option<DateTime<Utc>>,
    pub(super) stays: Vec<Stay>,
}

/// One device of somebody, from its joining to its leaving.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Stay {
    pub(super) user_id: String,
    pub(super) participant_uuid: String,
    pub(super) name: String,
    pub(super) email: String,
    /// Blank for everybody who is not signed in at Zoom.
    pub(super) zoom_user: String,
    pub(super) registrant_id: String,
    pub(super) device: String,
    pub(super) waiting: bool,
    pub(super) joined_at: DateTime<Utc>,
    pub(super) left_at: Option<DateTime<Utc>>,
}

/// A webhook that was sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Delivery {
    pub(super) at: DateTime<Utc>,
    pub(super) event: String,
    pub(super) outcome: String,
}

/// Trouble on demand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Faults {
    /// So many requests are answered 429.
    pub(super) limited: u32,
    /// Every request is answered 500.
    pub(super) down: bool,
    /// Webhooks are not sent.
    pub(super) silent: bool,
    /// Registration is refused, as on a basic account.
    pub(super) unlicensed: bool,
    /// So many rows fit a page of a report, whatever is asked for.
    pub(super) page_size: Option<usize>,
}

/// The account that every host belongs to.
pub(super) const ACCOUNT: &str = "sandbox-account";
const CLIENT: &str = "sandbox-client";

impl Zoom {
    /// Reads what a former start has kept.
    pub(super) fn open(origin: &str, file: &Path, clock: Clock) -> anyhow::Result<Self> {
        let world = match std::fs::read(file) {
            Ok(kept) => serde_json::from_slice(&kept)
                .with_context(|| format!("reading {}", file.display()))?,
            Err(_) => World::new(),
        };
        let origin = origin.trim_end_matches('/').into();
        Ok(Self {
            origin,
            clock,
            file: Arc::new(file.to_owned()),
            world: Arc::new(Mutex::new(world)),
        })
    }

    /// What points the app here.
    pub(super) fn environment(&self) -> Vec<(String, String)> {
        let world = self.look();
        let at = |path: &str| format!("{}/sandbox/zoom{path}", self.origin);
        let pairs = [
            ("ZOOM_API_URL", at("/v2")),
            ("ZOOM_OAUTH_URL", at("/oauth")),
            ("ZOOM_AUTHORIZE_URL", at("/oauth/authorize")),
            ("ZOOM_CLIENT_ID", CLIENT.to_owned()),
            ("ZOOM_CLIENT_SECRET", world.client_secret.clone()),
            ("ZOOM_WEBHOOK_SECRET", world.webhook_secret.clone()),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value)).into()
    }

    /// Looks without changing.
    pub(super) fn look(&self) -> MutexGuard<'_, World> {
        // A handler that panicked has changed nothing halfway that would matter here.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes, and keeps the change.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.look();
        let result = change(&mut world);
        let kept = serde_json::to_vec(&*world).unwrap_or_default();
        let beside = self.file.with_extension("tmp");
        let written = std::fs::create_dir_all(self.file.parent().unwrap_or(Path::new(".")))
            .and_then(|()| std::fs::write(&beside, kept))
            .and_then(|()| std::fs::rename(&beside, &*self.file));
        if let Err(error) = written {
            tracing::warn!(%error, "the Zoom sandbox cannot keep its state");
        }
        result
    }

    /// The present in whole seconds, as Zoom tells times.
    pub(super) fn now(&self) -> DateTime<Utc> {
        self.clock.now().trunc_subsecs(0)
    }

    /// Whether somebody may use the API with these client credentials.
    pub(super) fn is_client(&self, basic: &str) -> bool {
        let expected = STANDARD.encode(format!("{CLIENT}:{}", self.look().client_secret));
        basic.strip_prefix("Basic ") == Some(expected.as_str())
    }
}

impl World {
    fn new() -> Self {
        let host = |id: &str, name: &str| Host {
            id: format!("sandbox-{id}"),
            email: format!("{id}@zoom.example"),
            name: name.to_owned(),
        };
        Self {
            client_secret: random(24),
            webhook_secret: random(24),
            hosts: vec![host("office", "CPD Office"), host("events", "Events Team")],
            codes: BTreeMap::new(),
            access: BTreeMap::new(),
            refresh: BTreeMap::new(),
            meetings: BTreeMap::new(),
            deliveries: Vec::new(),
            next: 85_012_345_001,
            faults: Faults::default(),
        }
    }

    /// A number that was never given before.
    pub(super) fn number(&mut self) -> i64 {
        self.next += 1;
        self.next
    }

    pub(super) fn host(&self, id: &str) -> Option<&Host> {
        self.hosts.iter().find(|host| host.id == id)
    }
}

impl Meeting {
    /// The run that is going on.
    pub(super) fn running(&self) -> Option<&Run> {
        self.runs.last().filter(|run| run.ended_at.is_none())
    }

    pub(super) fn running_mut(&mut self) -> Option<&mut Run> {
        self.runs.last_mut().filter(|run| run.ended_at.is_none())
    }

    pub(super) const fn kind(&self) -> &'static str {
        if self.webinar { "webinar" } else { "meeting" }
    }

    /// Zoom's uuids are base64, so some hold slashes; every second one here begins with one, since
    /// those must be encoded twice.
    pub(super) fn next_uuid(&self) -> String {
        let mut bytes = [0; 16];
        rand::fill(&mut bytes).expect("the system's randomness");
        let uuid = STANDARD.encode(bytes);
        if self.runs.len() % 2 == 1 { format!("/{}", &uuid[1..]) } else { uuid.replace('/', "a") }
    }
}

/// A secret.
pub(super) fn random(bytes: usize) -> String {
    let mut secret = vec![0; bytes];
    rand::fill(&mut secret).expect("the system's randomness");
    URL_SAFE_NO_PAD.encode(secret)
}

/// What goes wrong now.
pub(super) async fn faults(State(zoom): State<Zoom>) -> Json<Faults> {
    Json(zoom.look().faults.clone())
}

/// Makes something go wrong.
pub(super) async fn set_faults(
    State(zoom): State<Zoom>,
    Json(faults): Json<Faults>,
) -> Json<Faults> {
    zoom.change(|world| world.faults = faults.clone());
    Json(faults)
}

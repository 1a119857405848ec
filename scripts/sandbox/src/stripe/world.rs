//! What the stand-in remembers: Stripe's objects as Stripe shows them, with fields of its own
//! under names that begin with an underscore.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_lc_rs::digest;
use models::Clock;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::events::Mode;
use super::faults::Fault;
use super::field::Field as _;
use super::refusal::Refusal;
use super::store::{OBJECTS, SETTINGS, Store, TIMERS};
use super::{deliver, timers};

/// The version of Stripe's API that is spoken here (PA-40).
pub(super) const VERSION: &str = "2026-10-28.endive";
/// The calls that are remembered.
const CALLS: usize = 5000;

/// The stand-in.
#[derive(Clone)]
pub(super) struct Stripe {
    /// Where its pages are.
    pub(super) origin: Arc<str>,
    /// Where webhooks go.
    pub(super) app: Arc<str>,
    pub(super) clock: Clock,
    /// Wakes calls that a fault holds.
    pub(super) gate: Arc<Notify>,
    world: Arc<Mutex<World>>,
}

/// How a stand-in starts.
pub(super) struct Setting<'a> {
    pub(super) origin: &'a str,
    pub(super) app: &'a str,
    /// What is kept; without it nothing outlives the start.
    pub(super) file: Option<PathBuf>,
    /// What ids come from; by chance where it is not told and nothing was kept.
    pub(super) seed: Option<&'a str>,
    pub(super) mode: Mode,
}

/// Everything.
#[derive(Debug)]
pub(super) struct World {
    pub(super) store: Store,
    /// Seconds since 1970 on the sandbox's clock.
    pub(super) now: i64,
    pub(super) origin: Arc<str>,
    pub(super) app: Arc<str>,
    pub(super) faults: Vec<Fault>,
    pub(super) calls: VecDeque<Call>,
    /// Idempotency keys whose first request has no answer yet.
    pub(super) in_flight: BTreeSet<String>,
    /// Deliveries that are to be sent when the change is over.
    pub(super) outgoing: Vec<String>,
    keys: HashMap<String, String>,
}

/// A call of the API, for tests that count them.
#[derive(Clone, Debug, Serialize)]
pub struct Call {
    /// Its method.
    pub method: String,
    /// Its path, from `/v1`.
    pub path: String,
    /// The key that it named.
    pub idempotency_key: Option<String>,
    /// The connected account that it was about.
    pub account: Option<String>,
    /// When, on the sandbox's clock.
    pub at: i64,
    /// What was answered; 0 when the connection was closed.
    pub status: u16,
}

impl Stripe {
    /// Reads what a former start has kept. Without a file everything is from the seed alone.
    pub(super) fn open(setting: Setting<'_>, clock: Clock) -> anyhow::Result<Self> {
        let [origin, app]: [Arc<str>; 2] =
            [setting.origin, setting.app].map(|address| address.trim_end_matches('/').into());
        let mut store = Store::open(setting.file)?;
        if store.get(SETTINGS, "seed").is_none() {
            let seed = setting.seed.map_or_else(|| uuid::Uuid::new_v4().to_string(), str::to_owned);
            store.put(SETTINGS, "seed", json!(seed));
            store.put(SETTINGS, "mode", json!(setting.mode));
            store.save();
        }
        let keys = store.rows(OBJECTS).map(|(key, value)| (value.id().to_owned(), key.clone()));
        let keys = keys.collect();
        let world = World {
            store,
            now: 0,
            origin: origin.clone(),
            app: app.clone(),
            faults: Vec::new(),
            calls: VecDeque::new(),
            in_flight: BTreeSet::new(),
            outgoing: Vec::new(),
            keys,
        };
        let world = Arc::new(Mutex::new(world));
        let stripe = Self { origin, app, clock, gate: Arc::default(), world };
        stripe.change(World::forget_replies);
        Ok(stripe)
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets happen what is due, then `act`; keeps what both changed and sends what they told.
    pub(super) fn change<T>(&self, act: impl FnOnce(&mut World) -> T) -> T {
        let mut world = self.lock();
        world.now = self.clock.now().timestamp();
        timers::catch_up(&mut world);
        let result = act(&mut world);
        world.store.save();
        let outgoing = std::mem::take(&mut world.outgoing);
        drop(world);
        for delivery in outgoing {
            deliver::send_soon(self, delivery);
        }
        result
    }

    /// The key of the API and the secrets of both endpoints: account, connect.
    pub(super) fn secrets(&self) -> [String; 3] {
        let world = self.lock();
        ["sk_test", "whsec", "whsec_connect"].map(|purpose| world.secret(purpose))
    }
}

impl World {
    /// An id that nobody has yet, the same in every run from the same seed.
    pub(super) fn next_id(&mut self, prefix: &str) -> String {
        let count =
            self.store.get(SETTINGS, "count").and_then(Value::as_u64).unwrap_or_default() + 1;
        self.store.put(SETTINGS, "count", json!(count));
        format!("{prefix}_{}", self.derived(&format!("{prefix}{count}"), 24))
    }

    /// A secret that the seed gives.
    pub(super) fn secret(&self, purpose: &str) -> String {
        let prefix = purpose.trim_end_matches("_connect");
        format!("{prefix}_{}", self.derived(purpose, 32))
    }

    fn derived(&self, purpose: &str, length: usize) -> String {
        const LETTERS: &[u8; 62] =
            b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        let seed = self.store.get(SETTINGS, "seed").and_then(Value::as_str).unwrap_or_default();
        let hash = digest::digest(&digest::SHA256, format!("{seed}/{purpose}").as_bytes());
        let letters = hash.as_ref().iter().map(|byte| LETTERS[usize::from(*byte) % 62] as char);
        letters.take(length).collect()
    }

    /// Takes in a new object; it has its id and kind already.
    pub(super) fn insert(&mut self, mut object: Value) -> Value {
        if object.get("created").is_none() {
            object["created"] = json!(self.now);
        }
        object["livemode"] = json!(false);
        let key = format!("{:010}", self.keys.len());
        self.keys.insert(object.id().to_owned(), key.clone());
        self.store.put(OBJECTS, &key, object.clone());
        object
    }

    /// The place of an object in the order of their making.
    pub(super) fn place(&self, id: &str) -> String {
        self.keys.get(id).cloned().unwrap_or_default()
    }

    pub(super) fn find(&self, id: &str) -> Option<&Value> {
        self.store.get(OBJECTS, self.keys.get(id)?)
    }

    /// An object of a kind that belongs to whoever calls; a connected account sees only its own.
    pub(super) fn need(
        &self,
        object: &str,
        id: &str,
        account: Option<&str>,
    ) -> Result<Value, Refusal> {
        self.find(id)
            .filter(|found| found.text("object") == object && found.maybe("_account") == account)
            .cloned()
            .ok_or_else(|| Refusal::missing(object, id))
    }

    /// Changes an object that is there, and gives it as it is then.
    pub(super) fn edit(&mut self, id: &str, act: impl FnOnce(&mut Value)) -> Value {
        let Some(mut object) = self.find(id).cloned() else { return Value::Null };
        act(&mut object);
        if let Some(key) = self.keys.get(id).cloned() {
            self.store.put(OBJECTS, &key, object.clone());
        }
        object
    }

    /// All objects of a kind, newest first.
    pub(super) fn all(&self, object: &str) -> impl Iterator<Item = &Value> {
        let objects = self.store.rows(OBJECTS).rev().map(|(_, value)| value);
        objects.filter(move |value| value.text("object") == object)
    }

    /// Objects of a kind whose field says so, newest first.
    pub(super) fn all_of(&self, object: &str, field: &str, says: &str) -> Vec<Value> {
        self.all(object).filter(|value| value.text(field) == says).cloned().collect()
    }

    /// Lets something happen at a time.
    pub(super) fn schedule(&mut self, at: i64, kind: &str, id: &str) {
        let at = at.max(0);
        self.store.put(TIMERS, &format!("{at:012}/{kind}/{id}"), json!(at));
    }
}

/// An object without the fields that are the stand-in's own.
pub(super) fn shown(object: &Value) -> Value {
    match object {
        Value::Object(map) => map
            .iter()
            .filter(|(name, _)| !name.starts_with('_'))
            .map(|(name, value)| (name.clone(), shown(value)))
            .collect(),
        Value::Array(entries) => entries.iter().map(shown).collect(),
        other => other.clone(),
    }
}

impl World {
    /// Remembers a call.
    pub(super) fn note(&mut self, call: Call) {
        self.calls.push_back(call);
        if self.calls.len() > CALLS {
            self.calls.pop_front();
        }
    }
}

//! Events: what happened to which object, and their way to the app.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::field::Field as _;
use super::store::{DELIVERIES, SETTINGS};
use super::world::{VERSION, World, shown};

/// What becomes of events.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// They are sent at once, and again until they are taken.
    Normal,
    /// They wait until somebody delivers them.
    Hold,
    /// They are lost.
    Drop,
}

/// An event on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The event's id.
    pub event: String,
    /// The event's type.
    pub kind: String,
    /// `account` or `connect`: the endpoint, with a secret of its own.
    pub scope: String,
    /// `waiting`, `delivered`, `failed` or `dropped`.
    pub state: String,
    /// What was answered each time.
    pub outcomes: Vec<String>,
}

impl World {
    /// Tells that something happened to an object.
    pub(super) fn emit(&mut self, kind: &str, id: &str) {
        let Some(object) = self.find(id) else { return };
        self.tell(kind, &object.clone(), None);
    }

    /// Tells it with the values that were there before.
    pub(super) fn tell(&mut self, kind: &str, object: &Value, before: Option<Value>) {
        let account = match object.text("object") {
            "account" => Some(object.id()),
            "capability" => object.maybe("account"),
            _ => object.maybe("_account"),
        };
        let id = self.next_id("evt");
        let mut data = json!({ "object": shown(object) });
        if let Some(before) = before {
            data["previous_attributes"] = before;
        }
        let mut event = json!({
            "id": id, "object": "event", "api_version": VERSION, "data": data, "type": kind,
            "pending_webhooks": 1, "request": { "id": null, "idempotency_key": null },
        });
        if let Some(account) = account {
            event["account"] = json!(account);
            // Whoever lists events sees those of the account that he speaks for.
            event["_account"] = json!(account);
        }
        self.insert(event);
        let (state, send) = match self.mode() {
            Mode::Normal => ("waiting", true),
            Mode::Hold => ("waiting", false),
            Mode::Drop => ("dropped", false),
        };
        let delivery = Delivery {
            event: id.clone(),
            kind: kind.to_owned(),
            scope: if account.is_some() { "connect" } else { "account" }.to_owned(),
            state: state.to_owned(),
            outcomes: Vec::new(),
        };
        self.store.put(DELIVERIES, &self.delivery_key(&id), json!(delivery));
        if send {
            self.outgoing.push(id);
        }
    }

    pub(super) fn mode(&self) -> Mode {
        let kept = self.store.get(SETTINGS, "mode").cloned().unwrap_or_default();
        serde_json::from_value(kept).unwrap_or(Mode::Normal)
    }

    pub(super) fn set_mode(&mut self, mode: Mode) {
        self.store.put(SETTINGS, "mode", json!(mode));
    }

    /// Deliveries in the order of their events.
    pub(super) fn deliveries(&self) -> Vec<Delivery> {
        self.store
            .rows(DELIVERIES)
            .filter_map(|(_, row)| serde_json::from_value(row.clone()).ok())
            .collect()
    }

    pub(super) fn delivery(&self, event: &str) -> Option<Delivery> {
        let kept = self.store.get(DELIVERIES, &self.delivery_key(event))?;
        serde_json::from_value(kept.clone()).ok()
    }

    /// Writes down what became of an event.
    pub(super) fn set_delivery(&mut self, delivery: &Delivery) {
        let key = self.delivery_key(&delivery.event);
        self.store.put(DELIVERIES, &key, json!(delivery));
    }

    fn delivery_key(&self, event: &str) -> String {
        format!("{}/{event}", self.place(event))
    }
}

//! Idempotency keys: the first answer is given again, other parameters are refused, and so is a
//! second request while the first has no answer.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::refusal::Refusal;
use super::store::REPLIES;
use super::world::World;

/// How long an answer is kept.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// An answer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Value,
    pub(super) at: i64,
    /// Whether it is kept for the key.
    #[serde(skip)]
    pub(super) kept: bool,
    #[serde(skip)]
    pub(super) replayed: bool,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    path: String,
    form: String,
    reply: Reply,
}

/// What a key says about a request.
pub(super) enum Claim {
    Free,
    Answered(Reply),
    Refused(Refusal),
}

impl Reply {
    pub(super) fn refused(refusal: &Refusal, request: &str) -> Self {
        let status = refusal.status.as_u16();
        let kept = !refusal.is_shape() && ![401, 409, 429].contains(&status);
        Self { status, body: refusal.body(request), at: 0, kept, replayed: false }
    }
}

impl World {
    /// Takes a key for a request by account, path and form.
    pub(super) fn claim(&mut self, key: Option<&str>, [account, path, form]: &[&str; 3]) -> Claim {
        let Some(key) = key else { return Claim::Free };
        let name = format!("{account}/{key}");
        let kept = self.store.get(REPLIES, &name).cloned();
        let kept = kept.and_then(|kept| serde_json::from_value::<Kept>(kept).ok());
        let since = self.now - KEPT.num_seconds();
        match kept.filter(|kept| kept.reply.at > since) {
            Some(kept) if kept.path != *path || kept.form != *form => {
                Claim::Refused(Refusal::other_parameters(key))
            }
            Some(kept) => Claim::Answered(Reply { replayed: true, ..kept.reply }),
            None if !self.in_flight.insert(name) => Claim::Refused(Refusal::in_flight(key)),
            None => Claim::Free,
        }
    }

    /// Keeps the answer that a key gives from now on.
    pub(super) fn keep(
        &mut self,
        key: Option<&str>,
        [account, path, form]: &[&str; 3],
        reply: &Reply,
    ) {
        let Some(key) = key.filter(|_| reply.kept) else { return };
        let kept = Kept { path: (*path).into(), form: (*form).into(), reply: reply.clone() };
        self.store.put(REPLIES, &format!("{account}/{key}"), json!(kept));
    }

    /// Forgets answers that nobody is given any more.
    pub(super) fn forget_replies(&mut self) {
        let since = self.now - KEPT.num_seconds();
        let old = |kept: &Value| kept["reply"]["at"].as_i64().is_some_and(|at| at <= since);
        let names: Vec<String> = self
            .store
            .rows(REPLIES)
            .filter(|(_, kept)| old(kept))
            .map(|(name, _)| name.clone())
            .collect();
        for name in names {
            self.store.remove(REPLIES, &name);
        }
    }

    /// Lets a key go.
    pub(super) fn let_go(&mut self, key: Option<&str>, [account, ..]: &[&str; 3]) {
        if let Some(key) = key {
            self.in_flight.remove(&format!("{account}/{key}"));
        }
    }
}

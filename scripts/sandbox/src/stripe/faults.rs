//! Calls that go wrong on demand.

use serde::{Deserialize, Serialize};

use super::world::World;

/// What goes wrong with a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FaultKind {
    /// The connection is closed before anything happened.
    #[serde(rename = "before")]
    Before,
    /// It happens, and the connection is closed without an answer.
    #[serde(rename = "after")]
    After,
    /// 500 and nothing happened. Stripe keeps that answer for the key.
    #[serde(rename = "500_before")]
    BrokenBefore,
    /// It happens, and 500 is answered. Stripe keeps that answer for the key.
    #[serde(rename = "500_after")]
    BrokenAfter,
    /// 429, which Stripe does not keep.
    #[serde(rename = "429")]
    Limited,
    /// 429 because another call has the object.
    #[serde(rename = "lock_timeout")]
    LockTimeout,
    /// The call holds its key and waits until it is released.
    #[serde(rename = "hold")]
    Hold,
}

/// Trouble for the next calls of a kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// Only calls with this method.
    #[serde(default)]
    pub method: Option<String>,
    /// Only calls whose path holds this.
    #[serde(default)]
    pub path_contains: String,
    /// For so many calls.
    #[serde(default = "once")]
    pub times: u32,
    /// What goes wrong.
    pub kind: FaultKind,
}

const fn once() -> u32 {
    1
}

impl World {
    /// The fault that this call meets, counted.
    pub(super) fn fault(&mut self, method: &str, path: &str) -> Option<FaultKind> {
        let meets = |fault: &&mut Fault| {
            fault.times > 0
                && fault.method.as_deref().is_none_or(|named| named.eq_ignore_ascii_case(method))
                && path.contains(&fault.path_contains)
        };
        let fault = self.faults.iter_mut().find(meets)?;
        fault.times -= 1;
        let kind = fault.kind;
        self.faults.retain(|fault| fault.times > 0);
        Some(kind)
    }
}

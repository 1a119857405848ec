//! `accredit rollback`: the revision before gets all the traffic.
//!
//! Which one that is stands in the service: before traffic moves, `accredit deploy` tags what serves
//! everybody as `before`. A revision that is merely ready may never have served, or have been taken
//! back.

use std::collections::BTreeMap;

use serde_json::Value;

use super::target::{Place, chosen};
use super::{Failed, MISSING, USAGE, tool};
use crate::manifest::Kind;
use crate::terminal::line;

/// The tag of what served everybody before the last deploy.
pub(super) const BEFORE: &str = "before";
/// The tag of what is on its way.
pub(super) const CANDIDATE: &str = "candidate";

/// Which function, and where.
#[derive(clap::Args)]
pub struct Rollback {
    /// The function
    name: String,
    #[command(flatten)]
    place: Place,
    /// The revision to go back to, if not the one that served everybody before the last deploy
    #[arg(long, value_name = "REVISION")]
    to: Option<String>,
    /// Print what would be done
    #[arg(long)]
    plan: bool,
}

impl Rollback {
    /// Moves all traffic in one call.
    pub async fn run(self) -> anyhow::Result<()> {
        let (name, manifest) = &chosen(std::slice::from_ref(&self.name))?[0];
        if manifest.kind == Kind::Batch {
            return Err(Failed::of(USAGE, format!("{name} runs to its end: it serves nobody")));
        }
        let target = self.place.read()?;
        let describe = target.gcloud(&["run", "services", "describe", name, "--format", "json"]);
        let to = match (&self.to, self.plan) {
            (Some(to), _) => to.clone(),
            (None, true) => {
                line(&format!(
                    "the revision that serves, and the one tagged {BEFORE}:\n    {}",
                    tool::shown(&describe)
                ));
                "THE-ONE-BEFORE".to_owned()
            }
            (None, false) => {
                let service = tool::json(&describe).await?;
                let serving = serving(&service)
                    .ok_or_else(|| Failed::of(MISSING, format!("{name} serves nobody yet")))?;
                // In the middle of a deploy it may have some of the traffic, or most of it.
                let before = tagged(&service, BEFORE)
                    .filter(|before| shares(&service).keys().any(|other| other != before));
                let before = before.ok_or_else(|| {
                    let none = "no deploy left one that served everybody";
                    Failed::of(
                        MISSING,
                        format!("{name}: {none} before {serving}; name it with --to"),
                    )
                })?;
                line(&format!("{name}: all traffic back to {before}"));
                before
            }
        };
        let share = format!("{to}=100");
        let moved = ["run", "services", "update-traffic", name, "--to-revisions", &share];
        // A deploy that was broken off has left its address.
        let call = target.gcloud(&[&moved[..], &["--remove-tags", CANDIDATE]].concat());
        if self.plan {
            line(&format!("all traffic to it:\n    {}", tool::shown(&call)));
        } else {
            tool::run(&call).await?;
        }
        Ok(())
    }
}

/// Who serves, and how many of a hundred requests.
fn shares(service: &Value) -> BTreeMap<String, i64> {
    let all = service.pointer("/status/traffic").and_then(Value::as_array);
    let mut shares = BTreeMap::new();
    for share in all.into_iter().flatten() {
        let percent = share["percent"].as_i64().unwrap_or_default();
        if let (Some(revision), 1..) = (share["revisionName"].as_str(), percent) {
            *shares.entry(revision.to_owned()).or_default() += percent;
        }
    }
    shares
}

/// The revision with the most traffic; of two halves the one that was there before.
pub(super) fn serving(service: &Value) -> Option<String> {
    let before = tagged(service, BEFORE);
    let rank = |(revision, share): &(String, i64)| (*share, before.as_ref() == Some(revision));
    Some(shares(service).into_iter().max_by_key(rank)?.0)
}

/// The revision that has a tag.
pub(super) fn tagged(service: &Value, tag: &str) -> Option<String> {
    let shares = service.pointer("/status/traffic")?.as_array()?;
    let share = shares.iter().find(|share| share["tag"] == tag)?;
    Some(share["revisionName"].as_str()?.to_owned())
}

//! `accredit rollback`: the revision before gets all the traffic.
//!
//! Which one that is stands in the service: `accredit deploy` tags what served everybody as
//! `before` when another has all traffic. A revision that is merely ready may never have served, or
//! have been taken back.

use serde_json::Value;

use super::target::{Place, chosen};
use super::{Failed, MISSING, USAGE, tool};
use crate::manifest::Kind;
use crate::terminal::line;

/// The tag of what served everybody before the last deploy.
pub(super) const BEFORE: &str = "before";

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
                let before = tagged(&service, BEFORE).filter(|before| *before != serving);
                let before = before.ok_or_else(|| {
                    let none = "no deploy left one that served everybody";
                    Failed::of(
                        MISSING,
                        format!("{name}: {none} before {serving}; name it with --to"),
                    )
                })?;
                line(&format!("{name}: from {serving} back to {before}"));
                before
            }
        };
        let share = format!("{to}=100");
        let call =
            target.gcloud(&["run", "services", "update-traffic", name, "--to-revisions", &share]);
        if self.plan {
            line(&format!("all traffic to it:\n    {}", tool::shown(&call)));
        } else {
            tool::run(&call).await?;
        }
        Ok(())
    }
}

/// The revision with the most traffic.
pub(super) fn serving(service: &Value) -> Option<String> {
    let shares = service.pointer("/status/traffic")?.as_array()?;
    let most = shares.iter().max_by_key(|share| share["percent"].as_i64().unwrap_or_default())?;
    Some(most["revisionName"].as_str()?.to_owned())
}

/// The revision that has a tag.
fn tagged(service: &Value, tag: &str) -> Option<String> {
    let shares = service.pointer("/status/traffic")?.as_array()?;
    let share = shares.iter().find(|share| share["tag"] == tag)?;
    Some(share["revisionName"].as_str()?.to_owned())
}

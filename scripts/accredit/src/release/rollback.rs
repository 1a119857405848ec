//! `accredit rollback`: the revision before gets all the traffic.

use serde_json::Value;

use super::target::{Place, chosen};
use super::{Failed, MISSING, USAGE, tool};
use crate::manifest::Kind;
use crate::terminal::line;

/// Which function, and where.
#[derive(clap::Args)]
pub struct Rollback {
    /// The function
    name: String,
    #[command(flatten)]
    place: Place,
    /// The revision to go back to, if not the last that was ready before the present one
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
        let list =
            target.gcloud(&["run", "revisions", "list", "--service", name, "--format", "json"]);
        let to = match (&self.to, self.plan) {
            (Some(to), _) => to.clone(),
            (None, true) => {
                line(&format!(
                    "the revision that serves, and those before it:\n    {}\n    {}",
                    tool::shown(&describe),
                    tool::shown(&list)
                ));
                "THE-ONE-BEFORE".to_owned()
            }
            (None, false) => {
                let serving = serving(&tool::json(&describe).await?)
                    .ok_or_else(|| Failed::of(MISSING, format!("{name} serves nobody yet")))?;
                let before = before(&tool::json(&list).await?, &serving).ok_or_else(|| {
                    Failed::of(MISSING, format!("{name} has no ready revision before {serving}"))
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

/// The last that was ready before `serving`; the list is newest first.
fn before(revisions: &Value, serving: &str) -> Option<String> {
    let name = |revision: &Value| revision.pointer("/metadata/name")?.as_str().map(str::to_owned);
    let ready = |revision: &&Value| {
        let conditions = revision.pointer("/status/conditions").and_then(Value::as_array);
        conditions.into_iter().flatten().any(|c| c["type"] == "Ready" && c["status"] == "True")
    };
    let all = revisions.as_array()?.iter();
    let older = all.skip_while(|revision| name(revision).as_deref() != Some(serving)).skip(1);
    older.filter(ready).find_map(name)
}

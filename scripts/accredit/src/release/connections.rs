//! `accredit connections`: what all instances together may open in the database (PL-3).

use std::path::Path;

use super::target::{self, Place, Target};
use super::{Failed, MISSING};
use crate::functions::manifests;
use crate::manifest::{Manifest, Resource};
use crate::terminal::{line, table};

/// Where.
#[derive(clap::Args)]
pub struct Connections {
    #[command(flatten)]
    place: Place,
}

/// Each environment whose database allows fewer connections than `manifests` may open, or does not
/// say how many: its name, what they may open, and what they are allowed (PL-3).
pub(crate) fn over_budget<N>(
    environments: &Path,
    manifests: &[(N, Manifest)],
) -> anyhow::Result<Vec<(String, u64, Option<u64>)>> {
    let mut over = Vec::new();
    for (name, target) in target::all(environments)? {
        let using = manifests.iter().filter(|(_, m)| m.uses.contains(&Resource::Database));
        let wanted: u64 = using.map(|(_, m)| share(&target, m)).sum();
        let most = target.connections.map(|connections| u64::from(connections) * 8 / 10);
        if most.is_none_or(|most| wanted > most) {
            over.push((name, wanted, most));
        }
    }
    Ok(over)
}

/// What all instances of a function may open.
fn share(target: &Target, manifest: &Manifest) -> u64 {
    u64::from(target.instances(manifest)) * u64::from(manifest.pool)
}

impl Connections {
    /// Prints each function's share, largest first, and the sum; an error when it is too much, or
    /// nobody says how much there is.
    pub fn run(&self) -> anyhow::Result<()> {
        let target = self.place.read()?;
        let manifests = manifests()?;
        let using = manifests.iter().filter(|(_, m)| m.uses.contains(&Resource::Database));
        let mut shares: Vec<_> = using
            .map(|(name, manifest)| {
                let instances = target.instances(manifest);
                (share(&target, manifest), *name, instances, manifest.pool)
            })
            .collect();
        shares.sort_by(|a, b| b.cmp(a));
        let head = ["function", "connections", "instances", "each"].map(str::to_owned).to_vec();
        let rows = shares.iter().map(|(all, name, instances, pool)| {
            vec![(*name).to_owned(), all.to_string(), instances.to_string(), pool.to_string()]
        });
        table(&std::iter::once(head).chain(rows).collect::<Vec<_>>());
        let sum: u64 = shares.iter().map(|(all, ..)| all).sum();
        line(&format!(
            "{sum} in all; the database needs max_connections of {} or more",
            sum.div_ceil(4) * 5
        ));
        let Some(connections) = target.connections else {
            return Err(Failed::of(MISSING, "the environment does not say how many there are"));
        };
        let most = u64::from(connections) * 8 / 10;
        anyhow::ensure!(sum <= most, "{sum} are more than {most}, 80 % of this database's");
        Ok(())
    }
}

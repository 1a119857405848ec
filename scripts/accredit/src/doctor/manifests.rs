//! What the manifests say, and whether the functions keep to it.

use std::path::Path;

use models::Clock;

use super::Findings;
use crate::functions::{in_folder, manifests, refused_by};
use crate::manifest::Manifest;
use crate::release::over_budget;
use crate::serve;
use crate::vendors::Vendors;

/// The manifests that can be read.
pub(super) fn read(
    found: &mut Findings,
    folder: Option<&Path>,
) -> anyhow::Result<Vec<(String, Manifest)>> {
    let (all, faults) = match folder {
        Some(folder) => in_folder(folder)?,
        None => match manifests() {
            Ok(all) => (all.into_iter().map(|(n, m)| (n.to_owned(), m)).collect(), Vec::new()),
            Err(error) => (Vec::new(), vec![error]),
        },
    };
    for error in &faults {
        found.fault(&format!("{error:#}"), "put the function.yaml right");
    }
    if faults.is_empty() {
        found.fine(&format!("{} functions, every prefix has one owner", all.len()));
    }
    Ok(all)
}

/// PL-3, with the sizes of each environment.
pub(super) fn budgets(
    found: &mut Findings,
    manifests: &[(String, Manifest)],
    environments: &Path,
) -> anyhow::Result<()> {
    let file = |environment: &str| {
        environments.join(format!("{environment}.tfvars")).display().to_string()
    };
    for (environment, wanted, most) in over_budget(environments, manifests)? {
        let Some(most) = most else {
            found.fault(
                &format!("{environment}: nobody says how many connections its database allows"),
                &format!("write `connections` in {}", file(&environment)),
            );
            continue;
        };
        let file = file(&environment);
        found.fault(
            &format!("{environment}: {wanted} connections, and {most} are 80 % of its database's"),
            &format!(
                "lower max_instances or pool of a function, or take a larger database in {file}"
            ),
        );
    }
    Ok(())
}

/// PL-1: builds every function with what its manifest grants, and keys that are thrown away.
pub(super) async fn grants(
    found: &mut Findings,
    manifests: &[(String, Manifest)],
    frontend: &Path,
) -> anyhow::Result<()> {
    let data = std::env::temp_dir().join(format!("accredit-doctor-{}", std::process::id()));
    let (url, origin) = ("postgres://nobody@localhost/none", "http://localhost:8080");
    let none = web::Env::default();
    std::fs::create_dir_all(&data)?;
    let env = serve::environment(&data, frontend, none.clone(), url, origin);
    let vendors = Vendors::choose(&none, origin, &data).await;
    let db = db::connect(url, 1)?;
    // Without the sandbox there are no values to stand in for those of vendors.
    let refused = match (env, vendors) {
        (Ok(env), Ok(vendors)) => {
            let env = env.with(vendors.environment);
            refused_by(manifests, &env, &db, &Clock::system())
        }
        _ => Ok(Vec::new()),
    };
    let _ = std::fs::remove_dir_all(data);
    match refused {
        Ok(all) => {
            // One whose manifest cannot be read is told already.
            for (function, names) in all {
                let known = manifests.iter().find(|(name, _)| *name == function);
                let Some((_, manifest)) = known else { continue };
                let (is, it) = if names.len() == 1 { ("is", "it") } else { ("are", "them") };
                let line = manifest.line("secrets", "").max(manifest.line("uses", ""));
                found.fault(
                    &format!("{function} reads {}, which {is} not granted", names.join(", ")),
                    &format!(
                        "add {it} to secrets or uses in functions/{function}/function.yaml, line {line}"
                    ),
                );
            }
        }
        Err(error) => found.fault(
            &format!("a function cannot be built: {error:#}"),
            "it asks for a value that nobody sets",
        ),
    }
    Ok(())
}

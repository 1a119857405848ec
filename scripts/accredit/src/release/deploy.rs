//! `accredit deploy`.

mod calls;

use std::path::{Path, PathBuf};
use std::time::Duration;

use serde_json::Value;
use tokio::signal::unix::{SignalKind, signal};

use super::rollback::{BEFORE, serving, tagged};
use super::target::{Place, Target, chosen};
use super::{Failed, MISSING, STUCK, TAKEN_BACK, tool};
use crate::manifest::Kind;
use crate::terminal::{line, note};
use calls::{back, batch, describe, exists, kept, revision, settled, traffic};

const SHARES: [u32; 3] = [5, 50, 100];
/// Errors of a hundred answers that send everything back, and how many answers it takes to tell.
const ERRORS: usize = 2;
const ENOUGH: usize = 20;
/// So few tell only when half of them are errors.
const FEW: usize = 3;
const TRIES: u32 = 10;

/// Which functions, and where.
///
/// Ends with 0 when all have all traffic, 1 when something failed before traffic moved, 2 for a
/// wrong call, 3 when Terraform has not made what is needed, 4 when traffic was taken back, 5 when
/// some of it could not be.
#[derive(clap::Args)]
pub struct Deploy {
    /// The functions, which move together
    #[arg(required = true)]
    names: Vec<String>,
    #[command(flatten)]
    place: Place,
    /// Print what would be done
    #[arg(long)]
    plan: bool,
    /// What scripts/build-images wrote
    #[arg(long, default_value = "target/images/images.json", value_name = "FILE")]
    images: PathBuf,
    /// Seconds between two shares of traffic
    #[arg(long, default_value_t = 120, value_name = "SECONDS")]
    pause: u64,
}

/// What a service did before: who served everybody then, and before that.
struct Past {
    serving: Option<String>,
    before: Option<String>,
}

/// A function on its way.
struct Shipped {
    name: &'static str,
    kind: Kind,
    image: String,
    /// The image with its digest, which is what is deployed.
    pinned: String,
}

impl Deploy {
    /// Ships them, or says how.
    pub async fn run(self) -> anyhow::Result<()> {
        let target = self.place.read()?;
        let all = self.shipped(&target)?;
        if self.plan {
            self.tell(&target, &all);
            return Ok(());
        }
        push(&target, &all, &self.images).await?;
        let (batches, services): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|one| one.kind == Kind::Batch);
        for one in &batches {
            for call in batch(&target, one) {
                tool::run(&call).await?;
            }
        }
        let mut pasts = Vec::new();
        for one in &services {
            let call = describe(&target, one.name);
            let service = tool::json(&call).await.map_err(|_| {
                Failed::of(MISSING, format!("{} is not there: apply terraform first", one.name))
            })?;
            let (serving, before) = (serving(&service), tagged(&service, BEFORE));
            pasts.push(Past { serving, before });
        }
        for one in &services {
            note(&format!("{}: a new revision without traffic", one.name));
            tool::run(&revision(&target, one)).await?;
        }
        for one in &services {
            if let Err(error) = look(&target, one).await {
                withdraw(&target, &services).await;
                return Err(error);
            }
        }
        if let Err(error) = keep(&target, &services, &pasts).await {
            take_back(&target, &services, &pasts).await;
            return Err(error);
        }
        let moving = shift(&target, &services, Duration::from_secs(self.pause));
        let ended = tokio::select! {
            // It must listen for signals before the first share moves.
            biased;
            stopped = stopped() => stopped,
            ended = moving => ended,
        };
        let Err(error) = ended else {
            settle(&target, &services).await;
            return Ok(());
        };
        let stuck = take_back(&target, &services, &pasts).await;
        if stuck.is_empty() {
            return Err(Failed::of(TAKEN_BACK, format!("taken back: {error:#}")));
        }
        let stuck = stuck.join(", ");
        Err(Failed::of(STUCK, format!("{error:#}; NOT taken back, do it by hand: {stuck}")))
    }

    fn shipped(&self, target: &Target) -> anyhow::Result<Vec<Shipped>> {
        let file = self.images.display();
        let images: Value = match std::fs::read(&self.images) {
            Ok(bytes) => serde_json::from_slice(&bytes)?,
            Err(error) => {
                anyhow::bail!("{file}: {error}; run scripts/build and scripts/build-images")
            }
        };
        let shipped = |(name, manifest): (&'static str, crate::manifest::Manifest)| {
            let digest = images[name]["digest"].as_str();
            let digest = digest.ok_or_else(|| anyhow::anyhow!("{file} has no image of {name}"))?;
            let image = target.image(name);
            let pinned = format!("{image}@{digest}");
            Ok(Shipped { name, kind: manifest.kind, image, pinned })
        };
        // Said twice, it is shipped once.
        let mut names: Vec<String> = Vec::new();
        for name in &self.names {
            if !names.contains(name) {
                names.push(name.clone());
            }
        }
        chosen(&names)?.into_iter().map(shipped).collect()
    }

    fn tell(&self, target: &Target, all: &[Shipped]) {
        let step = |says: &str, calls: &[Vec<String>]| {
            line(says);
            for call in calls {
                line(&format!("    {}", tool::shown(call)));
            }
        };
        for one in all {
            step(&format!("{}: its image, unless it is there", one.name), &[exists(one)]);
        }
        for one in all.iter().filter(|one| one.kind == Kind::Batch) {
            step(
                &format!("{}: runs to its end; a failure ends everything", one.name),
                &batch(target, one),
            );
        }
        let services: Vec<_> = all.iter().filter(|one| one.kind != Kind::Batch).collect();
        for one in &services {
            step(
                &format!("{}: a new revision without traffic", one.name),
                &[revision(target, one)],
            );
            match one.kind {
                Kind::Job => step(
                    &format!("{}: its revision is ready", one.name),
                    &[describe(target, one.name)],
                ),
                _ => {
                    line(&format!("{}: GET {} answers 200", one.name, candidate(target, one.name)));
                }
            }
        }
        if services.is_empty() {
            return;
        }
        let each = |call: &dyn Fn(&str) -> Vec<String>| -> Vec<_> {
            services.iter().map(|one| call(one.name)).collect()
        };
        step(
            "what serves now is kept for a rollback",
            &each(&|name| kept(target, name, "THE-ONE-BEFORE")),
        );
        for share in SHARES {
            let says =
                format!("{share} % of the traffic, then {} s of looking at errors", self.pause);
            step(&says, &each(&|name| traffic(target, name, share)));
        }
        step("the new revision is a candidate no more", &each(&|name| settled(target, name)));
        let past = Past {
            serving: Some("THE-ONE-BEFORE".to_owned()),
            before: Some("THE-ONE-BEFORE-THAT".to_owned()),
        };
        step(
            &format!("on failure, or over {ERRORS} % of errors: all of it back"),
            &each(&|name| back(target, name, "THE-ONE-BEFORE", &past)),
        );
    }
}

/// Brings images to the registry that are not there.
async fn push(target: &Target, all: &[Shipped], images: &Path) -> anyhow::Result<()> {
    let token = tool::run(&["gcloud", "auth", "print-access-token"].map(str::to_owned)).await?;
    let registry = format!("{}-docker.pkg.dev", target.region);
    let login =
        ["skopeo", "login", "--username", "oauth2accesstoken", "--password-stdin", &registry];
    tool::feed(&login.map(str::to_owned), token.trim()).await?;
    for one in all {
        if tool::run(&exists(one)).await.is_ok() {
            continue;
        }
        let archive = images.with_file_name(format!("{}.tar", one.name));
        let folder = images.with_file_name(format!("{}.oci", one.name));
        std::fs::create_dir_all(&folder)?;
        let (archive, folder) = (archive.display().to_string(), folder.display().to_string());
        tool::run(&["tar", "-xf", &archive, "-C", &folder].map(str::to_owned)).await?;
        let (from, to) = (format!("oci:{folder}"), format!("docker://{}:latest", one.image));
        tool::run(&["skopeo", "copy", &from, &to].map(str::to_owned)).await?;
    }
    Ok(())
}

async fn keep(target: &Target, services: &[Shipped], pasts: &[Past]) -> anyhow::Result<()> {
    for (one, past) in services.iter().zip(pasts) {
        if let Some(serving) = &past.serving {
            tool::run(&kept(target, one.name, serving)).await?;
        }
    }
    Ok(())
}

/// Gives what served before all the traffic; the names of those that could not be had back. Each is
/// tried, whatever becomes of the others.
async fn take_back(target: &Target, services: &[Shipped], pasts: &[Past]) -> Vec<String> {
    let mut stuck = Vec::new();
    for (one, past) in services.iter().zip(pasts) {
        let Some(revision) = &past.serving else { continue };
        match tool::run(&back(target, one.name, revision, past)).await {
            Ok(_) => note(&format!("{}: all traffic is back at {revision}", one.name)),
            Err(_) => stuck.push(format!("{} to {revision}", one.name)),
        }
    }
    stuck
}

/// Traffic has moved: what fails here is said, and is no failure of the deploy.
async fn settle(target: &Target, services: &[Shipped]) {
    for one in services {
        if tool::run(&settled(target, one.name)).await.is_err() {
            note(&format!("{}: it has all traffic, and is still tagged candidate", one.name));
        }
    }
}

/// Nobody shall reach what was found bad; it has no traffic.
async fn withdraw(target: &Target, services: &[Shipped]) {
    for one in services {
        if tool::run(&settled(target, one.name)).await.is_err() {
            note(&format!("{}: the new revision is still tagged candidate", one.name));
        }
    }
}

/// Ends when somebody, or whoever runs us, wants it to.
async fn stopped() -> anyhow::Result<()> {
    let mut terminated = signal(SignalKind::terminate())?;
    tokio::select! {
        _ = tokio::signal::ctrl_c() => anyhow::bail!("stopped by hand"),
        _ = terminated.recv() => anyhow::bail!("terminated"),
    }
}

fn candidate(target: &Target, name: &str) -> String {
    format!("https://{name}.candidate.{}/readyz", target.domain)
}

/// Whether the new revision works: what people call is asked, what a queue calls reached the
/// database or would not be ready.
async fn look(target: &Target, one: &Shipped) -> anyhow::Result<()> {
    for _ in 0..TRIES {
        let fine = match one.kind {
            Kind::Job => {
                let service = tool::json(&describe(target, one.name)).await?;
                let name = |which: &str| service.pointer(&format!("/status/{which}")).cloned();
                name("latestReadyRevisionName") == name("latestCreatedRevisionName")
            }
            _ => cloud::text(&candidate(target, one.name)).await.is_ok(),
        };
        if fine {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
    anyhow::bail!("the new revision of {} does not answer; no traffic has moved", one.name)
}

async fn shift(target: &Target, services: &[Shipped], pause: Duration) -> anyhow::Result<()> {
    for share in SHARES {
        for one in services {
            tool::run(&traffic(target, one.name, share)).await?;
        }
        note(&format!("{share} % of the traffic"));
        tokio::time::sleep(pause).await;
        for one in services {
            errors(target, one.name, pause).await?;
        }
    }
    Ok(())
}

/// The answers of the newest revision lately.
async fn errors(target: &Target, name: &str, pause: Duration) -> anyhow::Result<()> {
    let service = tool::json(&describe(target, name)).await?;
    let revision = service.pointer("/status/latestReadyRevisionName").and_then(Value::as_str);
    let filter = format!(
        "resource.type=\"cloud_run_revision\" AND resource.labels.revision_name=\"{}\" AND httpRequest.status>0",
        revision.unwrap_or_default()
    );
    let freshness = format!("{}s", pause.as_secs().max(60));
    let words = [
        "gcloud",
        "logging",
        "read",
        &filter,
        "--project",
        &target.project,
        "--freshness",
        &freshness,
        "--limit",
        "1000",
        "--format",
        "value(httpRequest.status)",
    ];
    let answers = tool::run(&words.map(str::to_owned)).await?;
    let all = answers.lines().filter(|line| !line.trim().is_empty()).count();
    let bad = answers.lines().filter(|line| line.trim().starts_with('5')).count();
    let many = all >= ENOUGH && bad * 100 > all * ERRORS;
    let half = all >= FEW && bad * 2 >= all;
    anyhow::ensure!(!many && !half, "{name}: {bad} of {all} answers are errors");
    Ok(())
}

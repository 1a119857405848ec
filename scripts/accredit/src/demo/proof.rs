//! What came out, held against what should.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context as _;
use aws_lc_rs::digest::{SHA256, digest};
use chrono::TimeDelta;
use serde_json::{Value, json};

use super::plan::Plan;
use super::stage::Event;
use crate::client::{Call, Caller, Person, Server, text, until};

/// Seconds of the product beside those of the roster.
pub(super) struct Counted {
    pub(super) compared: usize,
    pub(super) equal: usize,
    /// People who should be equal and are not.
    pub(super) wrong: Vec<String>,
}

pub(super) async fn compare(
    organizer: &mut Person,
    event: &Event,
    plan: &Plan,
) -> anyhow::Result<(Counted, String)> {
    let path = format!("/api/v1/attendance?event_id={}", event.id);
    let counted: BTreeMap<String, i64> = organizer
        .all(&path)
        .await?
        .iter()
        .filter_map(|row| {
            Some((row["email"].as_str()?.to_lowercase(), row["counted_seconds"].as_i64()?))
        })
        .collect();
    let mut result = Counted { compared: 0, equal: 0, wrong: Vec::new() };
    let mut unsure = 0;
    for person in &plan.people {
        let Some(expected) = person.seconds else { continue };
        let found = counted.get(&person.email.to_lowercase()).copied().unwrap_or_default();
        result.compared += 1;
        if found == expected {
            result.equal += 1;
        } else if plan.fully_addressed.contains(&person.email) {
            result.wrong.push(format!("{} has {found}, not {expected}", person.email));
        } else {
            unsure += 1;
        }
    }
    let words = match result.compared {
        0 => format!("{} people measured; no roster to compare with", counted.len()),
        all => format!("{} of {all} equal, {unsure} wait for a name in triage", result.equal),
    };
    Ok((result, words))
}

/// Waits until nobody is left who should have one, and every file is there.
pub(super) async fn issued(
    organizer: &mut Person,
    event: &Event,
) -> anyhow::Result<(Vec<Value>, String)> {
    let offering = format!("event-{}", event.id);
    organizer.server.pass(TimeDelta::minutes(2)).await?;
    let path = format!("/api/v1/certificates/gates/{offering}/summary");
    let count = |summary: &Value, name: &str| summary[name].as_u64().unwrap_or_default();
    until(organizer, &path, "the certificates", |summary| {
        let open = count(summary, "ready") + count(summary, "rendering");
        (open == 0 && count(summary, "issued") > 0).then_some(())
    })
    .await?;
    let path = format!("/api/v1/certificates?offering={offering}&status=active");
    let all = organizer.all(&path).await?;
    let credits = all.first().and_then(|one| one.pointer("/credits/0/credits_text")?.as_str());
    let most =
        credits.map_or_else(String::new, |credits| format!(", the first with {credits} credits"));
    let words = format!("{} certificates{most}", all.len());
    Ok((all, words))
}

pub(super) async fn fetch(
    organizer: &mut Person,
    issued: &[Value],
    folder: Option<&Path>,
) -> anyhow::Result<((), String)> {
    let mut bytes = 0;
    for certificate in issued {
        let pdf = file(organizer, certificate).await?;
        bytes += pdf.len();
        if let Some(folder) = folder {
            std::fs::create_dir_all(folder)?;
            std::fs::write(folder.join(format!("{}.pdf", text(certificate, "/number")?)), pdf)?;
        }
    }
    Ok(((), format!("{} files, {} kB each", issued.len(), bytes / issued.len().max(1) / 1000)))
}

/// Everything a sceptic does: the code, and the file.
pub(super) async fn verify(
    server: &Server,
    organizer: &mut Person,
    issued: &[Value],
) -> anyhow::Result<((), String)> {
    let certificate = issued.first().context("no certificate to verify")?;
    let code = text(certificate, "/code")?;
    let verdict = server.get(&format!("/api/v1/certificates/verify/{code}")).await?;
    anyhow::ensure!(verdict["state"] == "valid", "the verdict is {}", verdict["state"]);
    let mut pdf = file(organizer, certificate).await?;
    let path = format!("/api/v1/certificates/verify/{code}/file");
    let check = async |pdf: &[u8]| {
        text(&server.post(&path, json!({ "sha256": hash(pdf) })).await?, "/result")
    };
    anyhow::ensure!(check(&pdf).await? == "issued", "its own file is not recognised");
    pdf[100] ^= 1;
    anyhow::ensure!(check(&pdf).await? == "different", "a changed file is not told");
    Ok(((), format!("{code} is valid, its file genuine, a changed one is told")))
}

async fn file(organizer: &mut Person, certificate: &Value) -> anyhow::Result<Vec<u8>> {
    let path = format!("/api/v1/certificates/{}/file", text(certificate, "/id")?);
    let url = text(&organizer.get(&path).await?, "/url")?;
    let path = url.strip_prefix(&organizer.server.url).unwrap_or(&url);
    let pdf = organizer.server.call(&Caller::Nobody, Call::get(path)).await?.bytes;
    anyhow::ensure!(pdf.starts_with(b"%PDF-"), "{path} is no PDF");
    Ok(pdf)
}

fn hash(bytes: &[u8]) -> String {
    let hash = digest(&SHA256, bytes);
    hash.as_ref().iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

//! Runs a command of somebody else's.

use std::process::Stdio;

use anyhow::Context as _;
use serde_json::Value;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

/// Runs it; what it prints on standard output comes back, its complaints go to ours.
pub(super) async fn run(call: &[String]) -> anyhow::Result<String> {
    let (program, arguments) = call.split_first().context("an empty command")?;
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .kill_on_drop(true)
        .output()
        .await
        .with_context(|| format!("{program}: is it installed?"))?;
    anyhow::ensure!(output.status.success(), "failed: {}", shown(call));
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs it and hands it a secret, which a list of arguments would show to everybody here.
pub(super) async fn feed(call: &[String], secret: &str) -> anyhow::Result<()> {
    let (program, arguments) = call.split_first().context("an empty command")?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("{program}: is it installed?"))?;
    let mut input = child.stdin.take().context("its input")?;
    input.write_all(secret.as_bytes()).await?;
    drop(input);
    anyhow::ensure!(child.wait().await?.success(), "failed: {}", shown(call));
    Ok(())
}

/// What a call answers that answers JSON.
pub(super) async fn json(call: &[String]) -> anyhow::Result<Value> {
    serde_json::from_str(&run(call).await?).with_context(|| format!("no JSON: {}", shown(call)))
}

/// As one would type it.
pub(super) fn shown(call: &[String]) -> String {
    let quoted = |word: &String| {
        let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=@,".contains(c);
        if word.chars().all(plain) { word.clone() } else { format!("'{word}'") }
    };
    call.iter().map(quoted).collect::<Vec<_>>().join(" ")
}

//! `accredit seed`: demo data, made as people make it: through the public API, by a clock that is
//! moved.

mod play;
mod report;
mod story;

use chrono::TimeDelta;
use serde_json::json;

use crate::client::{Person, Server};
use crate::terminal::line;
use story::Story;

/// The password of all log-ins.
const PASSWORD: &str = "lighthouse at low tide";

/// Four people to be.
const LOGINS: [(&str, &str, &str, &str); 4] = [
    ("ana", "Ana Costa", "ana.costa@example.org", "runs the Thames Valley Renal Network"),
    (
        "ben",
        "Ben Adeyemi",
        "ben.adeyemi@example.org",
        "runs the Northern Wound Care Society, helps Ana",
    ),
    (
        "maya",
        "Maya Lindqvist",
        "maya.lindqvist@example.org",
        "learns: registrations, certificates, credits",
    ),
    (
        "noor",
        "Noor Haddad",
        OPERATOR,
        "operates the platform: findings, flagged payments, dead jobs",
    ),
];
/// Who works for the platform, once somebody with the database has said so.
pub(crate) const OPERATOR: &str = "noor.haddad@example.org";

/// Where to put it.
#[derive(clap::Args)]
pub struct Seed {
    /// The running server, with a sandbox and no data yet
    #[arg(long, default_value = "http://localhost:8080", value_name = "URL")]
    url: String,
}

impl Seed {
    /// Fills an empty server and prints the log-ins.
    pub async fn run(self) -> anyhow::Result<()> {
        fill(&self.url).await?;
        line(&logins());
        line(&format!("Noor operates nothing before  accredit grant-operator {OPERATOR}"));
        Ok(())
    }
}

/// Two organizations, their events of the last and the next weeks, and the people at them.
pub(crate) async fn fill(url: &str) -> anyhow::Result<()> {
    let server = Server::find(url).await?;
    let offset = server.get("/sandbox/clock.json").await?["offset_seconds"].clone();
    let now = server.now().await?;
    let (_, _, email, _) = LOGINS[0];
    anyhow::ensure!(
        Person::sign_in(&server, email, PASSWORD).await.is_err(),
        "the demo data is there already"
    );
    let story = Story::read()?;
    server.move_to(now - TimeDelta::days(40)).await?;
    let played = play::play(&server, &story, now).await;
    // Whatever happened, the clock goes back to where it was.
    server.post("/sandbox/clock.json", json!({ "offset_seconds": offset })).await?;
    played
}

/// Who one can be.
pub(crate) fn logins() -> String {
    let mut text = format!("Sign in as one of these; the password of all is  {PASSWORD}");
    for (_, _, email, what) in LOGINS {
        text = format!("{text}\n  {email:<28} {what}");
    }
    text
}

//! `accredit demo`: the product's main job through the public API of a running server (PL-14).

mod people;
mod plan;
mod proof;
mod sample;
mod stage;
mod telling;
mod triage;

use std::path::PathBuf;

use chrono::{DateTime, TimeDelta, Utc};
use events::report::DateOrder;
use models::TimeZone;
use serde_json::json;

use crate::client::{Person, Server};
use plan::Plan;
use stage::Event;
use telling::Telling;

/// What to play, and where.
#[derive(clap::Args)]
pub struct Demo {
    /// The running server
    #[arg(long, default_value = "http://localhost:8080", value_name = "URL")]
    url: String,
    /// A participants report of Zoom, as it was exported
    #[arg(long, value_name = "FILE.csv")]
    report: Option<PathBuf>,
    /// Who registered, the session, its break, and the seconds that should be counted
    #[arg(long, value_name = "FILE.json")]
    roster: Option<PathBuf>,
    /// The zone of the times in a report without a roster
    #[arg(long, default_value = "UTC", value_name = "ZONE")]
    time_zone: TimeZone,
    /// Which number of its dates is the day, where both could be
    #[arg(long, value_name = "ORDER")]
    date_order: Option<Order>,
    /// Where to keep the certificates that are fetched
    #[arg(long, value_name = "FOLDER")]
    pdfs: Option<PathBuf>,
    /// Tell it as one JSON document
    #[arg(long)]
    json: bool,
}

/// How a report writes its dates.
#[derive(Clone, Copy, clap::ValueEnum)]
enum Order {
    /// 31/12/2026
    DayFirst,
    /// 12/31/2026
    MonthFirst,
}

impl From<Order> for DateOrder {
    fn from(order: Order) -> Self {
        match order {
            Order::DayFirst => Self::DayFirst,
            Order::MonthFirst => Self::MonthFirst,
        }
    }
}

impl Demo {
    /// Plays it, and fails when something came out otherwise than it should.
    pub async fn run(self) -> anyhow::Result<()> {
        let server = Server::find(&self.url).await?;
        let offset = server.get("/sandbox/clock.json").await?["offset_seconds"].clone();
        let played = self.play(&server).await;
        // Whatever happened, the clock goes back to where it was.
        server.post("/sandbox/clock.json", json!({ "offset_seconds": offset })).await?;
        played
    }

    async fn play(&self, server: &Server) -> anyhow::Result<()> {
        let now = server.now().await?;
        let (report, roster) = (self.report.as_deref(), self.roster.as_deref());
        let order = self.date_order.map(DateOrder::from);
        let plan = Plan::of(report, roster, self.time_zone, order, now)?;
        let mut telling = Telling::new(self.json);
        let telling = &mut telling;
        server.move_to(plan.starts_at()?.min(now) - TimeDelta::days(7)).await?;

        let mut organizer =
            telling.step("Sign up as an organizer", stage::sign_up(server, now)).await?;
        let event = telling.step("Create an event", stage::create(&mut organizer, &plan)).await?;
        telling.step("Say what credit it gives", stage::designate(&mut organizer, &event)).await?;
        telling.step("Publish it", stage::publish(&mut organizer, &event)).await?;
        let guest =
            telling.step("Register as a guest", people::guest(server, &event, &plan)).await?;
        telling.step("Read the confirmation", people::confirmation(&guest)).await?;
        telling
            .step("Register everybody else", people::others(&mut organizer, &event, &plan))
            .await?;
        server.move_to(plan.starts_at()? - TimeDelta::minutes(5)).await?;
        telling.step("Open the personal link", people::open(server, &guest)).await?;
        server.move_to(plan.starts_at()? + TimeDelta::minutes(1)).await?;
        telling
            .step("The event begins by the clock", stage::is(&mut organizer, &event, "live"))
            .await?;
        // The clock ends what nobody ended half an hour after its time.
        server.move_to(plan.ends_at()? + TimeDelta::minutes(31)).await?;
        telling
            .step("And ends by the clock", stage::is(&mut organizer, &event, "completed"))
            .await?;
        telling.step("Import the report", triage::import(&mut organizer, &event, &plan)).await?;
        let left = telling
            .step("Match names in triage", triage::work(&mut organizer, &event, &plan))
            .await?;
        let counted = telling
            .step("Compare seconds with the roster", proof::compare(&mut organizer, &event, &plan))
            .await?;
        telling.step("Close the event", stage::close(&mut organizer, &event)).await?;
        let issued = telling
            .step("Certificates issue themselves", proof::issued(&mut organizer, &event))
            .await?;
        telling
            .step("Fetch the PDFs", proof::fetch(&mut organizer, &issued, self.pdfs.as_deref()))
            .await?;
        telling
            .step("Verify one as a stranger", proof::verify(server, &mut organizer, &issued))
            .await?;
        telling.step("The learner is told", people::told(&mut organizer, &issued)).await?;

        let summary = json!({
            "event": event.id, "page": format!("{}/events/{}", server.url, event.slug),
            "registered": plan.people.len(), "triage_left": left,
            "equal": counted.equal, "compared": counted.compared, "certificates": issued.len(),
            "organizer": { "email": organizer.email, "password": stage::PASSWORD },
        });
        let words = words(&event, &organizer, server, &counted);
        std::mem::replace(telling, Telling::new(self.json)).end(&summary, &words);
        anyhow::ensure!(
            counted.wrong.is_empty(),
            "other seconds than the roster says: {}",
            counted.wrong.join("; ")
        );
        Ok(())
    }
}

fn words(
    event: &Event,
    organizer: &Person,
    server: &Server,
    counted: &proof::Counted,
) -> Vec<String> {
    vec![
        format!("Look at it: {}/events/{}", server.url, event.slug),
        format!(
            "As its organizer: {}/sign-in with {} and {}",
            server.url,
            organizer.email,
            stage::PASSWORD
        ),
        format!(
            "{} of {} people have exactly the seconds of the roster.",
            counted.equal, counted.compared
        ),
    ]
}

/// A word that no other run used.
fn unique(now: DateTime<Utc>) -> String {
    format!("{:x}", now.timestamp_micros())
}

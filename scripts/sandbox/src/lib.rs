//! Stands in for the vendors, at the level of their wire formats: a mail server with an inbox to
//! look into, Zoom, Stripe, and a clock that can be moved (PL-12, PL-15).
// Stripe's objects have more fields than the default lets `json!` write.
#![recursion_limit = "512"]

pub mod clock;
mod form;
pub mod mail;
mod page;
pub mod stripe;
pub mod zoom;

use std::path::PathBuf;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use models::Clock;

use crate::clock::Dial;

/// Where the sandbox is reached, and where it keeps what it was told.
#[derive(Clone, Debug)]
pub struct Config {
    /// Scheme and host of the app.
    pub origin: String,
    /// The folder of the server; the sandbox has its own in it.
    pub data: PathBuf,
}

/// A running sandbox.
pub struct Sandbox {
    /// Its pages, by their full paths.
    pub router: Router,
    /// What points the app to it.
    pub environment: Vec<(String, String)>,
    /// The clock of everything.
    pub clock: Clock,
}

impl Sandbox {
    /// Starts the mail server and reads what an earlier sandbox kept.
    pub async fn start(config: &Config) -> anyhow::Result<Self> {
        let folder = config.data.join("sandbox");
        std::fs::create_dir_all(&folder)?;
        let hands = folder.join("clock");
        let dial = Dial::open(hands.clone())?;
        let clock = dial.clock();
        let post = mail::Server::start_with(Some(folder.join("mail")), clock.clone()).await?;
        let (zoom, mut environment) = zoom::zoom(&config.origin, &folder, &clock)?;
        let (stripe, payments) = stripe::stripe(&config.origin, &folder, &clock)?;
        environment.extend(payments);
        environment.push(("SMTP_URL".to_owned(), format!("smtp://{}", post.address)));
        // Functions that run apart read the clock from its file.
        let hands = std::path::absolute(hands)?.display().to_string();
        environment.push(("CLOCK_FILE".to_owned(), hands));
        let router = Router::new()
            .route("/sandbox", get(index))
            .merge(mail::router(post.run()))
            .merge(clock::router(dial))
            .merge(zoom)
            .merge(stripe);
        Ok(Self { router, environment, clock })
    }
}

async fn index() -> Html<String> {
    page::page(
        "Sandbox",
        "",
        "<h1>Sandbox</h1>\
         <p class=lead>No vendor's key is configured, so this stands in for them. Nothing here leaves this machine.</p>\
         <div class=cards>\
         <a class=card href=\"/sandbox/inbox\"><h2>Inbox</h2><p>Every mail that Accredit sends, with its links, invitations and files.</p></a>\
         <a class=card href=\"/sandbox/zoom\"><h2>Zoom</h2><p>Meetings and their rooms: join and leave as anybody, on any number of devices.</p></a>\
         <a class=card href=\"/sandbox/stripe\"><h2>Stripe</h2><p>Payments, refunds and payouts: decide what banks and buyers do.</p></a>\
         <a class=card href=\"/sandbox/clock\"><h2>Clock</h2><p>Move the time of the whole server: to the start of an event, or past its end.</p></a>\
         </div>",
    )
}

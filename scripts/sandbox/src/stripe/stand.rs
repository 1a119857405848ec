//! The stand-in within a test: served on this machine, its events held for the test to take.

use axum::Router;
use axum::http::Method;
use models::Clock;
use serde_json::Value;

use super::action::Action;
use super::control;
use super::deliver::{self, Message};
use super::events::Mode;
use super::faults::{Fault, FaultKind};
use super::params::Params;
use super::route::{self, Asked};
use super::world::{Call, Setting, Stripe, shown};

/// A running stand-in. It is served until the test's runtime ends.
pub struct Stand {
    /// What the client appends `/v1/…` to.
    pub base_url: String,
    /// The key of the API.
    pub secret_key: String,
    /// Signs the platform's own events.
    pub webhook_secret: String,
    /// Signs events of connected accounts.
    pub connect_webhook_secret: String,
    stripe: Stripe,
}

impl Stand {
    /// Starts one on a free port, always with the same seed. Events are held.
    pub async fn start(clock: Clock) -> anyhow::Result<Self> {
        Self::open(clock, None).await
    }

    /// Starts one that sends its events to `app` by itself.
    pub async fn start_sending(clock: Clock, app: &str) -> anyhow::Result<Self> {
        Self::open(clock, Some(app)).await
    }

    async fn open(clock: Clock, app: Option<&str>) -> anyhow::Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let origin = format!("http://{}", listener.local_addr()?);
        let setting = Setting {
            origin: &origin,
            app: app.unwrap_or(&origin),
            file: None,
            seed: Some("accredit"),
            mode: if app.is_some() { Mode::Normal } else { Mode::Hold },
        };
        let stripe = Stripe::open(setting, clock)?;
        let router: Router = super::router(stripe.clone());
        #[expect(clippy::disallowed_methods, reason = "a vendor beside the function under test")]
        tokio::spawn(async move { axum::serve(listener, router).await });
        let [secret_key, webhook_secret, connect_webhook_secret] = stripe.secrets();
        let base_url = format!("{origin}/sandbox/stripe");
        Ok(Self { base_url, secret_key, webhook_secret, connect_webhook_secret, stripe })
    }

    /// What points the app here.
    #[must_use]
    pub fn environment(&self) -> Vec<(String, String)> {
        super::environment(&self.stripe)
    }

    /// Makes something happen; the error is the sentence that a person would read.
    pub async fn act(&self, action: Action) -> anyhow::Result<Value> {
        control::act(&self.stripe, action)
            .await
            .map_err(|refusal| anyhow::anyhow!(refusal.message().to_owned()))
    }

    /// Somebody pays a session by the name or number of a card: the address that he is sent back
    /// to, or why not.
    pub async fn pay(&self, session: &str, card: &str) -> anyhow::Result<String> {
        self.pay_from(session, card, "", "").await
    }

    /// The same from a country, with a tax number; empty is what the page knows, or none.
    pub async fn pay_from(
        &self,
        session: &str,
        card: &str,
        country: &str,
        tax_id: &str,
    ) -> anyhow::Result<String> {
        let action = Action::Pay {
            session: session.to_owned(),
            card: card.to_owned(),
            email: String::new(),
            name: String::new(),
            country: country.to_owned(),
            postal_code: String::new(),
            tax_id: tax_id.to_owned(),
        };
        let said = self.act(action).await?;
        match said["url"].as_str() {
            Some(url) => Ok(url.to_owned()),
            None => anyhow::bail!("{}", said["reason"].as_str().unwrap_or_default()),
        }
    }

    /// A new connected account that can be paid, with manual payouts.
    pub async fn account(&self, country: &str) -> anyhow::Result<String> {
        let form = format!(
            "country={country}&capabilities[card_payments][requested]=true&capabilities[transfers][requested]=true\
             &settings[payouts][schedule][interval]=manual"
        );
        let id = self.stripe.change(|world| {
            let params = Params::parse(&form)?;
            let asked = Asked { world, params: &params, account: None };
            route::call(asked, &Method::POST, "/v1/accounts")
        });
        let id = id.map_err(|refusal| anyhow::anyhow!(refusal.message().to_owned()))?;
        let id = id["id"].as_str().unwrap_or_default().to_owned();
        self.finish_onboarding(&id).await?;
        Ok(id)
    }

    /// An account that has told everything.
    pub async fn finish_onboarding(&self, account: &str) -> anyhow::Result<()> {
        self.act(Action::FinishOnboarding { account: account.to_owned() }).await.map(drop)
    }

    /// The next calls of a kind go wrong.
    pub async fn fault(&self, method: &str, path: &str, kind: FaultKind) -> anyhow::Result<()> {
        let fault = Fault {
            method: Some(method.to_owned()),
            path_contains: path.to_owned(),
            times: 1,
            kind,
        };
        self.act(Action::Fault(fault)).await.map(drop)
    }

    /// Events that were not taken yet, in their order, signed now.
    #[must_use]
    pub fn waiting(&self) -> Vec<Message> {
        self.messages(&Action::Deliver { event: None, all: false, times: 1, shuffle_seed: None })
    }

    /// The same, and they count as taken.
    #[must_use]
    pub fn take(&self) -> Vec<Message> {
        let messages = self.waiting();
        for message in &messages {
            deliver::note(&self.stripe, &message.event, Some("taken"), "delivered");
        }
        messages
    }

    /// The events that a [`Action::Deliver`] names, so often and in the order that it asks for.
    #[must_use]
    pub fn messages(&self, deliver: &Action) -> Vec<Message> {
        let events = control::chosen(&self.stripe, deliver);
        events.iter().filter_map(|event| deliver::message(&self.stripe, event)).collect()
    }

    /// An object as Stripe has it.
    #[must_use]
    pub fn object(&self, id: &str) -> Option<Value> {
        self.stripe.change(|world| world.find(id).map(shown))
    }

    /// All objects of a kind, newest first.
    #[must_use]
    pub fn objects(&self, kind: &str) -> Vec<Value> {
        self.stripe.change(|world| world.all(kind).map(shown).collect())
    }

    /// The calls of the API so far.
    #[must_use]
    pub fn calls(&self) -> Vec<Call> {
        self.stripe.change(|world| world.calls.iter().cloned().collect())
    }
}

//! Every operation of every API, found by walking the merged document: nobody can forget one.

mod isolation;
mod odd_input;
mod repeats;
mod rights;

use models::{EventId, OrgId, RegistrationId, SessionId};
use serde_json::Value;
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, rows};

/// All functions behind one address, as `accredit serve` mounts them.
fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| accredit::whole(env, &db, &clock))
}

/// An organization with something in it.
struct Tenant {
    org: OrgId,
    event: EventId,
    session: SessionId,
    registration: RegistrationId,
}

impl Tenant {
    /// Somebody is registered under this address.
    async fn with(db: &PgPool, address: &str) -> Self {
        let org = rows::organization(db).await;
        let event = rows::event(db, org, EventSpec::PUBLISHED).await;
        let registration = rows::registration(db, event, address, "confirmed").await;
        Self { org, event, session: rows::session_of(db, event).await, registration }
    }

    /// The value that a parameter or a field of this name takes.
    fn named(&self, name: &str) -> Option<String> {
        match name {
            "event_id" => Some(self.event.to_string()),
            "session_id" => Some(self.session.to_string()),
            "registration_id" => Some(self.registration.to_string()),
            "organization_id" => Some(self.org.to_string()),
            "offering" => Some(format!("event-{}", self.event)),
            _ => None,
        }
    }

    /// The path with its parameters and with the query that names what is here. What is not here
    /// is named by an id of nothing.
    fn address(&self, template: &str, operation: &Value) -> String {
        let nowhere = || uuid::Uuid::nil().to_string();
        let parts = template.split('/').map(|part| {
            match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
                Some(name) => self.named(name).unwrap_or_else(nowhere),
                None => part.to_owned(),
            }
        });
        let queries =
            query(operation).filter_map(|name| Some(format!("{name}={}", self.named(name)?)));
        let (path, query) =
            (parts.collect::<Vec<_>>().join("/"), queries.collect::<Vec<_>>().join("&"));
        if query.is_empty() { path } else { format!("{path}?{query}") }
    }

    /// The body with the ids of what is here in their places.
    fn body(&self, mut body: Value) -> Value {
        if let Value::Object(fields) = &mut body {
            for (name, value) in fields.iter_mut() {
                *value = match self.named(name) {
                    Some(id) if value.is_string() => id.into(),
                    _ => self.body(value.take()),
                };
            }
        }
        body
    }
}

/// The names of an operation's query parameters.
fn query(operation: &Value) -> impl Iterator<Item = &str> {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    parameters.filter(|p| p["in"] == "query").filter_map(|p| p["name"].as_str())
}

fn is_secured(operation: &Value) -> bool {
    operation["security"].as_array().is_some_and(|kinds| !kinds.is_empty())
}

/// What every write wants beside its body.
const HEADERS: [(&str, &str); 2] = [("idempotency-key", "walk"), ("if-match", "\"1\"")];

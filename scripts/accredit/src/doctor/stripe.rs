//! Whether client, webhook endpoints and types speak one version of Stripe's API (PA-40). The types
//! are those of the client.

use billing::stripe::{Listed, Scope, Stripe, VERSION};
use serde::Deserialize;

use super::Findings;

/// An endpoint as Stripe has it.
#[derive(Deserialize)]
struct Endpoint {
    url: String,
    status: String,
    api_version: Option<String>,
    enabled_events: Vec<String>,
}

const ADVICE: &str = "a second endpoint with the right version first, then switch the old one off";

/// Asks Stripe, where a key says that it is used.
pub(super) async fn look(found: &mut Findings, env: &web::Env) {
    if env.optional("STRIPE_SECRET_KEY").is_none() {
        return found.fine(&format!("Stripe is stood in for, version {VERSION}"));
    }
    let stripe = Stripe::from_env(|name| env.optional(name), cloud::client().clone());
    match stripe.get::<Listed<Endpoint>>("/v1/webhook_endpoints?limit=100").await {
        Ok(listed) => judge(found, &listed.data),
        Err(refusal) => found.fault(
            &format!("Stripe does not show its webhook endpoints: {refusal}"),
            "is STRIPE_SECRET_KEY right, and may it read webhook endpoints?",
        ),
    }
}

fn judge(found: &mut Findings, endpoints: &[Endpoint]) {
    for (scope, path) in
        [(Scope::Account, "/webhooks/stripe/account"), (Scope::Connect, "/webhooks/stripe/connect")]
    {
        let ours =
            |endpoint: &&Endpoint| endpoint.url.ends_with(path) && endpoint.status == "enabled";
        let mut own = endpoints.iter().filter(ours).peekable();
        if own.peek().is_none() {
            found.fault(&format!("Stripe sends nothing to {path}"), "make the endpoint at Stripe");
        }
        for endpoint in own {
            let version = endpoint.api_version.as_deref().unwrap_or("the account's own");
            if version == VERSION {
                found.fine(&format!("{} speaks {VERSION}", endpoint.url));
            } else {
                found.fault(&format!("{} speaks {version}, not {VERSION}", endpoint.url), ADVICE);
            }
            let sent =
                |kind: &&&str| !endpoint.enabled_events.iter().any(|e| e == "*" || e == **kind);
            let missing: Vec<&str> = scope.types().iter().filter(sent).copied().collect();
            if !missing.is_empty() {
                found.fault(
                    &format!("{} is not told of {}", endpoint.url, missing.join(", ")),
                    "add these events to the endpoint at Stripe",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Grade;
    use super::*;

    fn endpoint(path: &str, version: &str, events: &[&str]) -> Endpoint {
        Endpoint {
            url: format!("https://accredit.example{path}"),
            status: "enabled".to_owned(),
            api_version: Some(version.to_owned()),
            enabled_events: events.iter().map(|&event| event.to_owned()).collect(),
        }
    }

    /// PA-40
    #[test]
    fn endpoints_of_another_version_and_events_that_are_not_sent_are_faults() {
        let mut found = Findings::default();
        let old = endpoint("/webhooks/stripe/account", "2025-01-27.acacia", &["*"]);
        let deaf = endpoint("/webhooks/stripe/connect", VERSION, &Scope::Connect.types()[1..]);
        judge(&mut found, &[old, deaf]);
        let faults: Vec<_> =
            found.0.iter().filter(|f| f.grade == Grade::Fault).map(|f| f.what.as_str()).collect();
        assert_eq!(
            faults,
            [
                format!(
                    "https://accredit.example/webhooks/stripe/account speaks 2025-01-27.acacia, not {VERSION}"
                ),
                "https://accredit.example/webhooks/stripe/connect is not told of account.updated"
                    .to_owned(),
            ]
        );
        let mut found = Findings::default();
        judge(&mut found, &[]);
        assert_eq!(found.0.len(), 2, "nothing is sent at all");
    }
}

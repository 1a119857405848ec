//! Which credit the played events give.

use anyhow::Context as _;
use serde_json::Value;

use crate::client::Person;

/// Its rules ask nothing of people but to be there; those of others want a number of theirs first.
const BODY: &str = "RCP";

/// The first credit type of that body that has rules.
pub(crate) async fn plain_credit(organizer: &mut Person) -> anyhow::Result<Value> {
    let types = organizer.get("/api/v1/cpd/credit-types").await?;
    let mut of_body =
        types["data"].as_array().into_iter().flatten().filter(|kind| kind["body"] == BODY);
    let usable = of_body.find(|kind| kind["rule_sets"].as_array().is_some_and(|r| !r.is_empty()));
    usable
        .cloned()
        .with_context(|| format!("the catalogue holds no credit type of {BODY} with rules"))
}

//! The secrets that functions name, one value each.

use std::collections::BTreeMap;

use crate::functions::manifests;
use crate::manifest::{Kind, Manifest};

/// What manifests name in one word; `terraform/secrets.tf` says the same.
const VALUES: [(&str, &[&str]); 2] =
    [("smtp", &["smtp-url"]), ("zoom-client", &["zoom-client-id", "zoom-client-secret"])];

/// Checks tokens, which every API does.
pub(super) const TOKEN_KEY: &str = "token-public-key";

/// Every value that is a secret, and the functions that read it.
pub(super) fn readers() -> anyhow::Result<BTreeMap<String, Vec<&'static str>>> {
    let mut readers: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
    for (function, manifest) in manifests()? {
        for value in values(&manifest) {
            readers.entry(value).or_default().push(function);
        }
    }
    Ok(readers)
}

fn values(manifest: &Manifest) -> Vec<String> {
    let named = manifest.secrets.iter().flat_map(|secret| {
        let group = VALUES.iter().find(|(name, _)| name == secret);
        group.map_or_else(
            || vec![secret.clone()],
            |(_, values)| values.iter().map(|value| (*value).to_owned()).collect(),
        )
    });
    named.chain((manifest.kind == Kind::Api).then(|| TOKEN_KEY.to_owned())).collect()
}

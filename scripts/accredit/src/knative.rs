//! The functions as Knative services, from the same manifests as everything else (PL-36), so that
//! they run on any cluster that has Knative. `ConfigMap` `accredit` holds addresses and names,
//! each secret stands in a `Secret` of its name.

use serde_json::{Value, json};

use crate::manifest::{Kind, Manifest, Resource};

/// One service; `image` is the address of its image.
pub(crate) fn service(name: &str, manifest: &Manifest, image: &str) -> Value {
    let visibility = match manifest.kind {
        Kind::Api | Kind::Webhook => json!({}),
        // Only queues and schedules call jobs, from inside the cluster.
        Kind::Job | Kind::Batch => json!({ "networking.knative.dev/visibility": "cluster-local" }),
    };
    json!({
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": { "name": name, "labels": visibility },
        "spec": { "template": {
            "metadata": { "annotations": {
                "autoscaling.knative.dev/min-scale": "0",
                "autoscaling.knative.dev/max-scale": manifest.max_instances.to_string(),
            }},
            "spec": {
                "serviceAccountName": name,
                "containerConcurrency": manifest.concurrency,
                "timeoutSeconds": manifest.seconds().unwrap_or(30),
                "containers": [container(name, manifest, image)],
            },
        }},
    })
}

fn container(name: &str, manifest: &Manifest, image: &str) -> Value {
    let mut sources = vec![json!({ "configMapRef": { "name": "accredit" } })];
    // What a secret may be is told by its name, and a function gets no other.
    sources
        .extend(manifest.secrets.iter().map(|secret| json!({ "secretRef": { "name": secret } })));
    if manifest.uses.contains(&Resource::Database) {
        sources.push(json!({ "secretRef": { "name": format!("{name}-database") } }));
    }
    json!({
        "image": image,
        "envFrom": sources,
        "env": [
            { "name": "POOL", "value": manifest.pool.to_string() },
            { "name": "TIMEOUT_SECONDS", "value": manifest.seconds().unwrap_or(30).to_string() },
        ],
        "ports": [{ "containerPort": 8080 }],
        "resources": { "limits": { "cpu": manifest.cpu.to_string(), "memory": manifest.memory } },
        "readinessProbe": { "httpGet": { "path": "/readyz" } },
        "livenessProbe": { "httpGet": { "path": "/healthz" } },
    })
}

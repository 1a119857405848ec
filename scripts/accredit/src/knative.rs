//! The functions as Knative services, from the same manifests as everything else (PL-36), so that
//! they run on any cluster that has Knative. `ConfigMap` `accredit` holds addresses and names,
//! each secret stands in a `Secret` of its name.
//!
//! No IAM judges here who calls a job, so the job does it (PL-21): `ConfigMap` `accredit-callers`
//! says who its queue (`queue`) and its clock (`schedule`) are by their e-mail addresses, and holds
//! the keys that their tokens are signed with (`keys`, a JSON Web Key Set). Without it no job starts.

use serde_json::{Value, json};

use crate::manifest::{Kind, Manifest, Resource};

/// One service; `image` is the address of its image.
pub(crate) fn service(name: &str, manifest: &Manifest, image: &str, namespace: &str) -> Value {
    let visibility = match manifest.kind {
        Kind::Api | Kind::Webhook => json!({}),
        // Only queues and schedules call jobs, from inside the cluster.
        Kind::Job | Kind::Batch => json!({ "networking.knative.dev/visibility": "cluster-local" }),
    };
    json!({
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": { "name": name, "namespace": namespace, "labels": visibility },
        "spec": { "template": {
            "metadata": { "annotations": {
                "autoscaling.knative.dev/min-scale": "0",
                "autoscaling.knative.dev/max-scale": manifest.max_instances.to_string(),
            }},
            "spec": {
                "serviceAccountName": name,
                "containerConcurrency": manifest.concurrency,
                "timeoutSeconds": manifest.seconds().unwrap_or(30),
                "containers": [container(name, manifest, image, namespace)],
            },
        }},
    })
}

fn container(name: &str, manifest: &Manifest, image: &str, namespace: &str) -> Value {
    let mut sources = vec![json!({ "configMapRef": { "name": "accredit" } })];
    // What a secret may be is told by its name, and a function gets no other.
    sources
        .extend(manifest.secrets.iter().map(|secret| json!({ "secretRef": { "name": secret } })));
    if manifest.uses.contains(&Resource::Database) {
        sources.push(json!({ "secretRef": { "name": format!("{name}-database") } }));
    }
    let mut env = vec![
        json!({ "name": "POOL", "value": manifest.pool.to_string() }),
        json!({ "name": "TIMEOUT_SECONDS", "value": manifest.seconds().unwrap_or(30).to_string() }),
    ];
    let caller = match (&manifest.queue, &manifest.schedule) {
        (Some(_), _) => Some("queue"),
        (_, Some(_)) => Some("schedule"),
        (None, None) => None,
    };
    if let Some(caller) = caller {
        // What TASKS_TARGET makes of `http://{queue}-job.NAMESPACE.svc.cluster.local`.
        let audience = format!("http://{name}.{namespace}.svc.cluster.local");
        let of = |key| json!({ "configMapKeyRef": { "name": "accredit-callers", "key": key } });
        env.extend([
            json!({ "name": "JOB_AUDIENCE", "value": audience }),
            json!({ "name": "JOB_CALLER", "valueFrom": of(caller) }),
            json!({ "name": "JOB_KEYS", "valueFrom": of("keys") }),
        ]);
    }
    json!({
        "image": image,
        "envFrom": sources,
        "env": env,
        "ports": [{ "containerPort": 8080 }],
        "resources": { "limits": { "cpu": manifest.cpu.to_string(), "memory": manifest.memory } },
        "readinessProbe": { "httpGet": { "path": "/readyz" } },
        "livenessProbe": { "httpGet": { "path": "/healthz" } },
    })
}

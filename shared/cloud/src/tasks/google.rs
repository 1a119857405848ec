//! Cloud Tasks, by its REST interface (v2).

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::SecondsFormat;
use db::outbox::Delivery;
use models::{Clock, JobId};
use serde_json::{Value, json};

use crate::identity::Identity;
use crate::{Error, Lookup, client, required};

const SERVICE: &str = "Cloud Tasks";
const ENDPOINT: &str = "https://cloudtasks.googleapis.com";

/// The queues of one project and region.
#[derive(Clone)]
pub(crate) struct CloudTasks {
    endpoint: String,
    /// `projects/P/locations/L`
    location: String,
    /// The address of a job function, with `{queue}` in it.
    target: String,
    /// The service account that Cloud Run lets call job functions.
    invoker: String,
    identity: Identity,
}

impl CloudTasks {
    /// `TASKS_LOCATION` (`projects/P/locations/L`), `TASKS_TARGET` (such as
    /// `https://{queue}-job-123.europe-west3.run.app`), `TASKS_INVOKER` (an e-mail address);
    /// `TASKS_ENDPOINT` names a stand-in.
    pub(crate) fn from_env<'e>(lookup: &impl Lookup<'e>, clock: Clock) -> anyhow::Result<Self> {
        Ok(Self {
            endpoint: lookup("TASKS_ENDPOINT").unwrap_or(ENDPOINT).to_owned(),
            location: required(lookup, "TASKS_LOCATION")?.to_owned(),
            target: required(lookup, "TASKS_TARGET")?.to_owned(),
            invoker: required(lookup, "TASKS_INVOKER")?.to_owned(),
            identity: Identity::from_env(lookup, clock),
        })
    }

    /// Makes the task. One that is there already is success.
    pub(crate) async fn create(&self, delivery: &Delivery) -> Result<(), Error> {
        let parent = format!("{}/queues/{}", self.location, delivery.queue);
        let answer = client()
            .post(format!("{}/v2/{parent}/tasks", self.endpoint))
            .bearer_auth(self.identity.token().await?)
            .json(&self.task(&parent, delivery))
            .send()
            .await?;
        match answer.status().as_u16() {
            200..300 | 409 => Ok(()),
            _ => Err(Error::refused(SERVICE, answer).await),
        }
    }

    fn task(&self, parent: &str, delivery: &Delivery) -> Value {
        let url = self.target.replace("{queue}", &delivery.queue);
        json!({ "task": {
            "name": format!("{parent}/tasks/{}", name(delivery.id)),
            "scheduleTime": delivery.available_at.to_rfc3339_opts(SecondsFormat::Micros, true),
            "httpRequest": {
                "httpMethod": "POST",
                "url": url,
                "headers": {
                    "content-type": "application/json",
                    "x-job-id": delivery.id.to_string(),
                },
                "body": STANDARD.encode(delivery.payload.to_string()),
                "oidcToken": { "serviceAccountEmail": self.invoker, "audience": url },
            },
        }})
    }
}

/// Names that begin alike, as those of ids by time do, slow a queue down.
fn name(id: JobId) -> String {
    hex::encode(digest(&SHA256, id.to_string().as_bytes()).as_ref())
}

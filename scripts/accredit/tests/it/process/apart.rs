//! `accredit functions`: the faults of a platform (issue 3).

mod astray;
mod caller;
mod cold;
mod crash;
mod hung;
mod killed;
mod large;
mod left_behind;
mod load;
mod together;

use std::net::SocketAddr;
use std::path::Path;

use serde::Serialize;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Process, request, request_with};

use super::{Folder, launch, programs, url};

/// The server, and the address that only functions know.
struct Apart {
    process: Process,
    platform: SocketAddr,
    // Goes last: the server writes into it.
    folder: Folder,
}

impl Apart {
    fn start(name: &str, db: &PgPool) -> Self {
        Self::start_from(name, db, &programs())
    }

    fn start_from(name: &str, db: &PgPool, programs: &Path) -> Self {
        Self::start_in(Folder::new(name), db, programs)
    }

    fn start_in(folder: Folder, db: &PgPool, programs: &Path) -> Self {
        let app = folder.path().join("app");
        std::fs::create_dir_all(&app).unwrap();
        std::fs::write(app.join("index.html"), "<html><head></head></html>").unwrap();
        let (app, programs) = (app.display().to_string(), programs.display().to_string());
        let verb = ["functions", "--frontend", &app, "--programs", &programs];
        let process = launch(&verb, &folder, &url(db), None);
        let platform = std::fs::read_to_string(folder.path().join("functions.address")).unwrap();
        Self { process, platform: platform.parse().unwrap(), folder }
    }

    /// What `accredit status` knows of a function.
    async fn told(&self, name: &str) -> Value {
        let (_, text) = request(self.platform, "GET", "/functions.json", "").await.unwrap();
        let all: Vec<Value> = serde_json::from_str(&text).unwrap();
        all.into_iter().find(|one| one["name"] == name).unwrap()
    }

    async fn starts(&self, name: &str) -> u64 {
        self.told(name).await["starts"].as_u64().unwrap()
    }

    async fn pid(&self, name: &str) -> u64 {
        self.told(name).await["pid"].as_u64().unwrap()
    }

    async fn get(&self, path: &str) -> u16 {
        request(self.process.address, "GET", path, "").await.unwrap().0
    }

    /// Makes a task as `cloud` does, over Cloud Tasks' interface.
    async fn task(&self, queue: &str, name: &str, job: &impl Serialize) {
        use base64::Engine as _;
        let body = base64::engine::general_purpose::STANDARD.encode(json!(job).to_string());
        let queues = "projects/local/locations/here/queues";
        let target = format!("http://{queue}-job.localhost");
        let task = json!({ "task": {
            "name": format!("{queues}/{queue}/tasks/{name}"),
            "httpRequest": {
                "url": target,
                "headers": { "x-job-id": uuid::Uuid::new_v4() },
                "body": body,
                "oidcToken": { "serviceAccountEmail": "tasks@localhost", "audience": target },
            },
        }});
        let path = format!("/v2/{queues}/{queue}/tasks");
        let token = [("authorization", "Bearer of-the-stand-in")];
        let made = request_with(self.platform, "POST", &path, &token, &task.to_string()).await;
        let (status, told) = made.unwrap();
        assert_eq!(status, 200, "{told}");
    }
}

fn kill_nine(pid: u64) {
    let killed = std::process::Command::new("kill").args(["-KILL", &pid.to_string()]).status();
    assert!(killed.unwrap().success());
}

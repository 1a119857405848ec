use std::net::SocketAddr;

use sqlx::PgPool;
use testkit::request;

use super::Apart;

/// Where a process listens, as `/proc` tells it.
fn address(pid: u64) -> SocketAddr {
    let sockets: Vec<String> = std::fs::read_dir(format!("/proc/{pid}/fd"))
        .unwrap()
        .flatten()
        .filter_map(|fd| std::fs::read_link(fd.path()).ok()?.to_str().map(str::to_owned))
        .collect();
    let table = std::fs::read_to_string(format!("/proc/{pid}/net/tcp")).unwrap();
    let port = table.lines().skip(1).find_map(|line| {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let listens = fields[3] == "0A" && sockets.contains(&format!("socket:[{}]", fields[9]));
        listens.then(|| u16::from_str_radix(fields[1].split_once(':').unwrap().1, 16).unwrap())
    });
    SocketAddr::from(([127, 0, 0, 1], port.expect("a socket that listens")))
}

/// PL-21: the queue gets through, and nobody who knocks at the process itself.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_job_takes_no_work_but_from_its_queue(db: PgPool) {
    let apart = Apart::start("caller", &db);
    apart.task("announce-event", "through", &serde_json::Value::Null).await;
    let dead = || sqlx::query_scalar!(r#"select count(*) as "count!" from dead_jobs"#);
    while dead().fetch_one(&db).await.unwrap() == 0 {
        tokio::task::yield_now().await;
    }
    let job = address(apart.pid("announce-event-job").await);
    let (status, body) = request(job, "POST", "/", "null").await.unwrap();
    assert_eq!(status, 401, "{body}");
    assert!(body.contains(r#""code":"caller-unknown""#), "{body}");
    assert_eq!(request(job, "GET", "/healthz", "").await.unwrap().0, 200, "probes have no token");
    assert_eq!(dead().fetch_one(&db).await.unwrap(), 1);
}

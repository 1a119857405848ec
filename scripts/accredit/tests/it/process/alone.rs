use std::time::{Duration, Instant};

use testkit::{Process, exchange, request};

use super::Folder;

const EVENTS: &str = "/api/v1/discovery/events";

fn serve(folder: &Folder) -> Process {
    let data = folder.path().display().to_string();
    let quiet = ["--address", "127.0.0.1:0", "--metrics", "127.0.0.1:0"];
    let arguments = [&["serve", "--data", &data], &quiet[..]].concat();
    Process::start_with(env!("CARGO_BIN_EXE_accredit"), &arguments, &[])
}

/// PL-10: a database that was killed is there again, with what was in it, and nobody has to come.
#[tokio::test]
async fn a_postgres_that_ends_is_started_again() {
    let folder = Folder::new("revived");
    let server = serve(&folder);
    assert_eq!(request(server.address, "GET", EVENTS, "").await.unwrap().0, 200);
    let file = folder.path().join("postgres/postmaster.pid");
    let id = || std::fs::read_to_string(&file).ok()?.lines().next().map(str::to_owned);
    let first = id().unwrap();
    assert!(std::process::Command::new("kill").args(["-KILL", &first]).status().unwrap().success());
    let killed = Instant::now();
    while id().is_none_or(|id| id == first)
        || request(server.address, "GET", EVENTS, "").await.unwrap().0 != 200
    {
        assert!(killed.elapsed() < Duration::from_mins(1), "it does not come back");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// AC-18: cookies and origins are of one name; whoever comes by the machine's address is led there.
#[tokio::test]
async fn a_page_opened_by_address_is_opened_by_name_and_a_file_that_is_not_there_is_no_page() {
    let folder = Folder::new("by-name");
    let server = serve(&folder);
    let ask = async |path: &str, accept: &str| {
        let host = server.address.to_string();
        let raw = format!(
            "GET {path} HTTP/1.1\r\nhost: {host}\r\naccept: {accept}\r\nconnection: close\r\n\r\n"
        );
        testkit::exchange_raw(server.address, &raw).await.unwrap().to_lowercase()
    };
    let led = ask("/org/x/events?tab=1", "text/html").await;
    let named = format!("location: http://localhost:{}/org/x/events?tab=1", server.address.port());
    assert!(led.starts_with("http/1.1 307") && led.contains(&named), "{led}");
    assert!(ask(EVENTS, "application/json").await.starts_with("http/1.1 200"));
    for path in ["/api", "/webhooks", "/favicon.ico", "/sitemap.xml"] {
        let answer = exchange(server.address, "GET", path, &[], "").await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
}

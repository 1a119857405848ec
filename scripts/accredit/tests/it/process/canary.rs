use std::process::Command;

use sqlx::PgPool;
use testkit::{env, request};

use super::{Folder, serve, url};

/// What may stand in no line: addresses, tokens, seals, refresh values, keys, words of people.
fn leaks(line: &str, secrets: &[String]) -> bool {
    let address = line.split(|c: char| c.is_whitespace() || "\",<>()".contains(c)).any(|word| {
        word.split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'))
    });
    let seal =
        line.split(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).any(|word| {
            let parts: Vec<_> = word.split('.').collect();
            parts.len() == 3 && parts[1].len() == 22 && parts[2].len() == 22
        });
    address
        || seal
        || line.contains("eyJ")
        || line.contains("rt1.")
        || secrets.iter().any(|secret| line.contains(secret))
}

/// PL-40, R7, AC-13: the main job is played from the sign-up to the certificate, some doors are
/// tried with wrong keys, and nothing of it is in the log.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn no_line_of_the_log_tells_who_or_what(db: PgPool) {
    let folder = Folder::new("canary");
    let server = serve(&folder, &url(&db), None);
    let here = format!("http://localhost:{}", server.address.port());
    let binary = env!("CARGO_BIN_EXE_accredit");
    let played = tokio::task::spawn_blocking(move || {
        Command::new(binary).args(["demo", "--url", &here]).output()
    });
    let played = played.await.unwrap().unwrap();
    let told = [played.stdout, played.stderr].concat();
    assert!(played.status.success(), "{}", String::from_utf8_lossy(&told));
    for (path, body) in [
        (
            "/api/v1/auth/sign-in",
            r#"{"email":"canary@example.org","password":"canary password one","remember":true}"#,
        ),
        ("/api/v1/auth/sign-in", r#"{"email":"canary@example.org","password":7}"#),
        ("/api/v1/auth/sign-in-link?email=canary@example.org", r#"{"email":"canary@example.org"}"#),
        (
            "/api/v1/auth/sign-up/complete",
            r#"{"token":"t.AAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAA","remember":true}"#,
        ),
    ] {
        request(server.address, "POST", path, body).await.unwrap();
    }
    let env = env();
    let mut secrets: Vec<String> =
        ["canary password one", "Kwame Mensah", "Beijing", "Żółć"].map(str::to_owned).into();
    secrets.extend(
        env.text("TOKEN_PRIVATE_KEY")
            .unwrap()
            .lines()
            .filter(|line| !line.starts_with('-'))
            .map(str::to_owned),
    );
    for key in std::fs::read_dir(folder.path().join("keys")).unwrap().flatten() {
        let text = std::fs::read_to_string(key.path()).unwrap();
        secrets.push(text.split_once(':').map_or(text.as_str(), |(_, key)| key).trim().to_owned());
    }
    let log = server.log();
    assert!(
        log.len() > 50 && log.iter().any(|line| line.contains("/api/v1/auth/sign-up")),
        "the log is read"
    );
    let leaking: Vec<_> = log.iter().filter(|line| leaks(line, &secrets)).collect();
    assert!(leaking.is_empty(), "{leaking:#?}");
    let unnamed: Vec<_> = log
        .iter()
        .filter(|line| line.contains("request answered") && !line.contains("request_id"))
        .collect();
    assert!(unnamed.is_empty(), "{unnamed:#?}");
}

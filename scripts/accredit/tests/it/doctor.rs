//! PL-42: `accredit doctor` names each fault in words and says what to do.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Command;

use chrono::{TimeDelta, Utc};
use models::{Clock, JobId};
use sqlx::{ConnectOptions as _, PgPool};

/// What the doctor says, and whether all is well.
pub(crate) async fn examine(database_url: &str, more: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_accredit"));
    command.args(["doctor", "--database-url", database_url]).args(more);
    let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

pub(crate) fn url(db: &PgPool) -> String {
    db.connect_options().to_url_lossy().to_string()
}

fn now() -> chrono::DateTime<Utc> {
    Clock::system().now()
}

async fn waiting(db: &PgPool, queue: &str, since: TimeDelta) {
    sqlx::query!(
        "insert into outbox (id, queue, payload, available_at, created_at) values ($1, $2, '{}', $3, $3)",
        JobId::new(now()) as _,
        queue,
        now() - since
    )
    .execute(db)
    .await
    .unwrap();
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_healthy_server_is_told_so(db: PgPool) {
    waiting(&db, "send-email", TimeDelta::minutes(4)).await;
    let (well, told) = examine(&url(&db), &[]).await;
    assert!(well, "{told}");
    for line in [
        "ok    the schema is up to date",
        "ok    the database answers, and its clock agrees",
        "ok    no job waits longer than it should",
        "Everything is in order.",
    ] {
        assert!(told.contains(line), "{line} in {told}");
    }
}

#[tokio::test]
async fn a_database_that_cannot_be_reached_is_told_with_the_reason() {
    let (well, told) = examine("postgres://accredit@127.0.0.1:1/accredit", &[]).await;
    assert!(!well);
    assert!(
        told.contains("FAULT the database cannot be reached: ") && told.contains("refused"),
        "{told}"
    );
    assert!(told.contains("is Postgres running, and is the address right?"), "{told}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn migrations_that_are_missing_or_changed_are_told(db: PgPool) {
    let last = "(select max(version) from _sqlx_migrations)";
    let execute =
        async |sql: String| sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&db).await.unwrap();
    execute(format!("update _sqlx_migrations set checksum = '\\x00' where version = {last}")).await;
    let (well, told) = examine(&url(&db), &[]).await;
    assert!(!well && told.contains("was changed after it was applied"), "{told}");
    execute(format!("delete from _sqlx_migrations where version = {last}")).await;
    let (well, told) = examine(&url(&db), &[]).await;
    assert!(
        !well && told.contains("FAULT 1 migrations are missing\n        accredit migrate"),
        "{told}"
    );
}

/// The manifests as they are, with one of them written otherwise, and a small environment.
async fn planted(db: &PgPool, function: &str, yaml: impl Fn(&str) -> String) -> (bool, String) {
    let kept = manifest(function);
    with_manifests(db, &[(function, &yaml(&kept))]).await
}

fn manifest(function: &str) -> String {
    let functions = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../functions");
    std::fs::read_to_string(functions.join(function).join("function.yaml")).unwrap()
}

/// The manifests as they are, with some of them written otherwise, and a small environment.
async fn with_manifests(db: &PgPool, others: &[(&str, &str)]) -> (bool, String) {
    let folder = std::env::temp_dir().join(format!("accredit-planted-{}", uuid::Uuid::new_v4()));
    let kept: Vec<_> =
        accredit::manifests().unwrap().iter().map(|(n, _)| (*n, manifest(n))).collect();
    let kept = kept.iter().map(|(name, yaml)| (*name, yaml.as_str()));
    for (name, yaml) in kept.chain(others.iter().copied()) {
        std::fs::create_dir_all(folder.join("functions").join(name)).unwrap();
        std::fs::write(folder.join("functions").join(name).join("function.yaml"), yaml).unwrap();
    }
    std::fs::create_dir_all(folder.join("env")).unwrap();
    let tfvars = "project = \"p\"\nregion = \"r\"\ndomain = \"d\"\n\
                  database = {\n  connections = 1000\n}\n";
    std::fs::write(folder.join("env/prod.tfvars"), tfvars).unwrap();
    let at = |name: &str| folder.join(name).display().to_string();
    let (functions, env) = (at("functions"), at("env"));
    let more = ["--functions", &functions, "--environments", &env];
    let told = examine(&url(db), &more).await;
    std::fs::remove_dir_all(folder).unwrap();
    told
}

/// PL-2
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_unknown_key_and_a_second_owner_are_told_with_the_file(db: PgPool) {
    let wrong = |kept: &str| format!("{kept}memroy: 1Gi\ncpu: two\ntimeout: 2h\n");
    let (well, told) = planted(&db, "remind-job", wrong).await;
    assert!(!well, "{told}");
    for fault in ["4: unknown field `memroy`", "5: cpu: invalid type", "6: timeout is a number"] {
        let line = format!("FAULT functions/remind-job/function.yaml, line {fault}");
        assert!(told.contains(&line), "{line} in {told}");
    }
    assert!(told.contains("accredit: 3 to put right"), "{told}");
    let second = |kept: &str| kept.replace("/api/v1/cpd", "/api/v1/events");
    let (well, told) = planted(&db, "cpd-api", second).await;
    assert!(!well, "{told}");
    let line = "FAULT functions/events-api/function.yaml, line 2: /api/v1/events belongs to cpd-api already";
    assert!(told.contains(line), "{told}");
}

/// PL-1
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_secret_that_is_read_but_not_granted_is_told_with_the_function(db: PgPool) {
    let (well, told) = planted(&db, "sync-zoom-job", |kept| kept.replace(", vault-key", "")).await;
    assert!(!well, "{told}");
    assert!(told.contains("FAULT sync-zoom-job reads VAULT_KEY, which is not granted"), "{told}");
    assert!(told.contains("in functions/sync-zoom-job/function.yaml"), "{told}");
}

/// PL-1: all that it reads, and a name is matched as a whole: neither nothing nor half a word grants.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn every_read_that_is_not_granted_is_told_at_once(db: PgPool) {
    let none = |kept: &str| {
        kept.lines().filter(|line| !line.starts_with("secrets:")).collect::<Vec<_>>().join("\n")
    };
    let (auth, zoom) =
        (none(&manifest("auth-api")), manifest("sync-zoom-job").replace("vault-key", "vault"));
    let empty = manifest("send-email-job").replace("secrets: [", "secrets: ['', ");
    let others = [
        ("auth-api", auth.as_str()),
        ("sync-zoom-job", &zoom.replace("zoom-client", "zoom-cl")),
        ("send-email-job", &empty),
    ];
    let (well, told) = with_manifests(&db, &others).await;
    assert!(!well, "{told}");
    let line = |function: &str| {
        told.lines()
            .find(|line| line.contains(&format!("FAULT {function} reads")))
            .unwrap_or_default()
    };
    for value in ["LINK_KEY", "PEPPER", "REFRESH_KEY", "TOKEN_PRIVATE_KEY"] {
        assert!(line("auth-api").contains(value), "{value} in {told}");
    }
    assert!(line("auth-api").contains("which are not granted"), "{told}");
    assert!(line("sync-zoom-job").contains("ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET"), "{told}");
    let file = "functions/send-email-job/function.yaml, line ";
    assert!(
        told.contains(&format!("FAULT {file}")) && told.contains("\"\" is no name of a secret"),
        "{told}"
    );
}

/// PL-2: each is planted in a function of its own, and all are told with the line where they stand.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_google_would_refuse_is_told_before_it_is_asked(db: PgPool) {
    let api = "kind: api\nroutes: [/api/v1/ROUTE]\n";
    let plants = [
        ("one-api", format!("{api}concurrency: 0\n"), "line 3: concurrency is 1 to 1000"),
        (
            "two-api",
            format!("{api}max_instances: 4000000000\n"),
            "line 3: max_instances is 1 to 1000",
        ),
        ("three-api", format!("{api}memory: lots\n"), "line 3: memory is a number such as"),
        ("four-api", format!("{api}cpu: 64\n"), "line 3: cpu is one of"),
        ("five-api", format!("{api}timeout: 9000s\n"), "line 3: timeout is 2s to 3600s"),
        (
            "six-api",
            "kind: api\nroutes:\n  - /api/v1/six\n  - api/v1/seven\n".to_owned(),
            "line 4: api/v1/seven is no plain prefix",
        ),
        (
            "seven-api",
            "kind: api\nroutes:\n  - /api/v1/sev\n  - /api/v1/sev\n".to_owned(),
            "line 4: /api/v1/sev stands there twice",
        ),
        (
            "eight-job",
            "# nonsense\nkind: job\nschedule: 99 * * * *\n".to_owned(),
            "line 3: no cron pattern 99 * * * *",
        ),
        (
            "nine-job",
            "kind: job\nschedule: 0 0 31 2 *\n".to_owned(),
            "line 2: 0 0 31 2 * never comes",
        ),
        (
            "a-name-that-is-far-too-long-api",
            api.to_owned(),
            "line 1: a name has 6 to 30 characters",
        ),
        ("ten_x-api", api.to_owned(), "line 1: a name has lower-case letters"),
    ];
    let plants = plants.map(|(name, yaml, told)| (name, yaml.replace("ROUTE", name), told));
    let others: Vec<_> = plants.iter().map(|(name, yaml, _)| (*name, yaml.as_str())).collect();
    let (well, told) = with_manifests(&db, &others).await;
    assert!(!well, "{told}");
    for (name, _, fault) in &plants {
        let line = format!("FAULT functions/{name}/function.yaml, {fault}");
        assert!(told.contains(&line), "{line} in {told}");
    }
    assert!(told.contains(&format!("accredit: {} to put right", plants.len())), "{told}");
}

/// PL-3
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn pools_over_the_budget_of_an_environment_are_told(db: PgPool) {
    let (well, told) = planted(&db, "remind-job", str::to_owned).await;
    assert!(well, "{told}");
    let greedy = |kept: &str| format!("{kept}max_instances: 100\npool: 10\n");
    let (well, told) = planted(&db, "remind-job", greedy).await;
    assert!(!well, "{told}");
    assert!(told.contains("FAULT prod: 1"), "{told}");
    assert!(told.contains("connections, and 800 are 80 % of its database's"), "{told}");
    assert!(told.contains("env/prod.tfvars"), "{told}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_queue_that_is_stuck_or_that_nobody_works_off_is_told(db: PgPool) {
    waiting(&db, "send-email", TimeDelta::minutes(6)).await;
    waiting(&db, "send-telegram", TimeDelta::zero()).await;
    let (well, told) = examine(&url(&db), &[]).await;
    assert!(!well);
    assert!(told.contains("FAULT 1 jobs are due for more than five minutes"), "{told}");
    assert!(told.contains("FAULT no function works off the queue send-telegram"), "{told}");
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn missing_keys_and_a_used_port_are_told(db: PgPool) {
    let folder = std::env::temp_dir().join(format!("accredit-it-doctor-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let used = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = used.local_addr().unwrap().to_string();
    let data = folder.display().to_string();
    let (_, told) = examine(&url(&db), &["--data", &data, "--address", &address]).await;
    assert!(told.contains("keys that are not there yet: token-private-key, link-key"), "{told}");
    assert!(told.contains(&format!("{address} cannot be listened at")), "{told}");
    let nowhere = PathBuf::from("/proc/nowhere").display().to_string();
    let (_, told) = examine(&url(&db), &["--data", &nowhere]).await;
    assert!(told.contains("/proc/nowhere is not there yet"), "{told}");
    std::fs::remove_dir_all(folder).unwrap();
}

/// Jobs that were given up, a migration that broke off and keys that were lost are no order; and
/// what was found before the database failed is told.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_must_be_put_right_is_no_note(db: PgPool) {
    let id = JobId::new(now());
    let dead = models::DeadJob {
        id,
        queue: "send-email".to_owned(),
        payload: serde_json::json!({}),
        attempts: 10,
        error: "answered 503".to_owned(),
    };
    db::outbox::bury(&mut db.acquire().await.unwrap(), &dead, now()).await.unwrap();
    let folder = std::env::temp_dir().join(format!("accredit-it-lost-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("postgres")).unwrap();
    let data = folder.display().to_string();
    let (well, told) = examine(&url(&db), &["--data", &data]).await;
    assert!(!well && told.contains("FAULT 1 jobs were given up"), "{told}");
    assert!(told.contains("FAULT keys that the database here was used with are gone"), "{told}");
    std::fs::remove_dir_all(folder).unwrap();

    // AC-31: putting one back from here is written down as it is in the app.
    let jobs = async |verb: &str| {
        let (verb, url) = (verb.to_owned(), url(&db));
        let mut command = Command::new(env!("CARGO_BIN_EXE_accredit"));
        command.args(["jobs", "--database-url", &url]).args(verb.split(' '));
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        String::from_utf8([output.stdout, output.stderr].concat()).unwrap()
    };
    let told = jobs(&format!("replay {id}")).await;
    assert!(told.contains("is in its queue again"), "{told}");
    jobs(&format!("replay {id}")).await;
    let written = sqlx::query_scalar!(
        "select target_id from audit_entries where action = 'dead-job.replayed'"
    );
    assert_eq!(written.fetch_all(&db).await.unwrap(), [Some(id.into())]);

    sqlx::query!(
        "update _sqlx_migrations set success = false where version = (select max(version) from _sqlx_migrations)"
    )
    .execute(&db)
    .await
    .unwrap();
    let (well, told) = examine(&url(&db), &[]).await;
    assert!(!well && told.contains("began and did not end"), "{told}");
    sqlx::query!("drop table dead_jobs").execute(&db).await.unwrap();
    let (well, told) = examine(&url(&db), &[]).await;
    assert!(!well && told.contains("FAULT the database could not be looked at"), "{told}");
    assert!(told.contains("every prefix has one owner"), "{told}");
}

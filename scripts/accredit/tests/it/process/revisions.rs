use std::path::Path;

use models::{OrgId, Role};
use serde_json::Value;
use sqlx::PgPool;
use testkit::rows::Person;
use testkit::{Process, env, request_with, rows};

use super::{bearer, url};

/// What an expanding migration does (architecture, section 6): it adds, and touches nothing that is
/// read. Its record stands where `migrate-job` of the new revision writes it.
const EXPAND: &str = "
    alter table speakers add column pronouns text null;
    alter table speakers add column ranking integer not null default 0;
    create table speaker_photos (
        speaker_id uuid primary key references speakers (id),
        object text not null
    );
    create index speakers_ranking on speakers (organization_id, ranking);
    insert into _sqlx_migrations (version, description, success, checksum, execution_time)
    values (99991231000000, 'speakers have photos', true, '\\x00', 1);
";

/// A revision of events-api as a process: the program that is built, with what its manifest grants.
fn revision(db: &PgPool) -> Process {
    let program = Path::new(env!("CARGO_BIN_EXE_accredit")).with_file_name("events-api");
    let (_, manifest) =
        accredit::manifests().unwrap().into_iter().find(|(name, _)| *name == "events-api").unwrap();
    let (env, url) = (env().granted(|name| manifest.grants(name)), url(db));
    let mut environment: Vec<(&str, &str)> = env.pairs().collect();
    environment.push(("DATABASE_URL", &url));
    Process::start(program.to_str().unwrap(), &environment)
}

/// A speaker is added through one revision.
async fn add(revision: &Process, person: &Person, org: OrgId, name: &str) {
    let (token, body) = (bearer(person, org), format!(r#"{{"name":"{name}"}}"#));
    let headers = [("authorization", token.as_str()), ("idempotency-key", name)];
    let path = "/api/v1/events/speakers";
    let answer = request_with(revision.address, "POST", path, &headers, &body).await;
    let (status, told) = answer.unwrap();
    assert_eq!(status, 201, "{told}");
}

/// The names that one revision reads, by the alphabet.
async fn list(revision: &Process, person: &Person, org: OrgId) -> Vec<String> {
    let token = bearer(person, org);
    let headers = [("authorization", token.as_str())];
    let path = "/api/v1/events/speakers";
    let (status, told) = request_with(revision.address, "GET", path, &headers, "").await.unwrap();
    assert_eq!(status, 200, "{told}");
    let told: Value = serde_json::from_str(&told).unwrap();
    let mut names: Vec<String> = told["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|speaker| speaker["name"].as_str().unwrap().to_owned())
        .collect();
    names.sort();
    names
}

/// While traffic moves, an instance that has its statements prepared, and one that starts then,
/// both read and write what the database has become under them.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn two_revisions_work_side_by_side_during_an_expanding_migration(db: PgPool) {
    let org = rows::organization(&db).await;
    let person = rows::member(&db, org, Role::Owner).await;
    let old = revision(&db);
    add(&old, &person, org, "Ada").await;
    assert_eq!(list(&old, &person, org).await, ["Ada"]);
    sqlx::raw_sql(EXPAND).execute(&db).await.unwrap();
    let beside = revision(&db);
    add(&old, &person, org, "Berta").await;
    add(&beside, &person, org, "Cora").await;
    for revision in [&old, &beside] {
        assert_eq!(list(revision, &person, org).await, ["Ada", "Berta", "Cora"]);
    }
}

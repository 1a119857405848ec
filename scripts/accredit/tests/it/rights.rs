//! What the database lets each function do is what the queries in its program need.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;
use serde_json::{Value, json};
use sqlx::{ConnectOptions as _, Connection as _, PgConnection, PgPool};

use crate::house::{linked, workspace};
use crate::process::programs;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The tables and views of all migrations.
fn tables() -> BTreeSet<String> {
    let files = std::fs::read_dir(root().join("shared/schema/migrations")).unwrap().flatten();
    let text: String = files
        .map(|file| std::fs::read_to_string(file.path()).unwrap())
        .collect::<Vec<_>>()
        .join("\n");
    let created =
        ["create table ", "create view "].into_iter().flat_map(|what| text.split(what).skip(1));
    created.map(|rest| rest.split([' ', '(']).next().unwrap().to_owned()).collect()
}

/// The queries of a crate, as its programs contain them.
fn queries(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder.join(".sqlx")).into_iter().flatten().flatten();
    let sql = files.map(|file| {
        let kept: Value = serde_json::from_slice(&std::fs::read(file.path()).unwrap()).unwrap();
        kept["query"].as_str().unwrap().to_owned()
    });
    sql.collect()
}

/// Those of the queries that a program contains. The linker leaves out what nothing in it calls,
/// the text of its queries with it.
fn contained(program: &Path, queries: &[String]) -> Vec<usize> {
    let program = std::fs::read(program).unwrap();
    let finder = AhoCorasick::new(queries).unwrap();
    let found: BTreeSet<usize> =
        finder.find_overlapping_iter(&program).map(|found| found.pattern().as_usize()).collect();
    found.into_iter().collect()
}

/// In lower case.
fn words(sql: &str) -> Vec<String> {
    let sql = sql.to_lowercase();
    let split = sql.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '\'');
    split.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

type Rights = BTreeMap<String, BTreeSet<&'static str>>;

fn add(rights: &mut Rights, words: &[String], tables: &BTreeSet<String>) {
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let mentioned: BTreeSet<&str> =
        words.iter().copied().filter(|word| tables.contains(*word)).collect();
    let mut give = |table: &str, right| {
        if tables.contains(table) {
            rights.entry(table.to_owned()).or_default().insert(right);
        }
    };
    for table in &mentioned {
        give(table, "select");
    }
    for (at, window) in words.windows(3).enumerate() {
        match window {
            ["insert", "into", table] => {
                give(table, "insert");
                if words[at..].windows(2).any(|next| next == ["do", "update"]) {
                    give(table, "update");
                }
            }
            ["delete", "from", table] => give(table, "delete"),
            ["update", table, _] => give(table, "update"),
            // A row is locked by who may change it. `of` names aliases.
            ["for", "update" | "share", next] | ["no", "key", next]
                if window[0] == "for" || *next == "update" =>
            {
                for table in locked(&words, at, &mentioned) {
                    give(table, "update");
                }
            }
            _ => {}
        }
    }
    if words.ends_with(&["for", "update"]) || words.ends_with(&["for", "share"]) {
        for table in &mentioned {
            give(table, "update");
        }
    }
}

/// The tables behind `for update of a, b`, or all of the query.
fn locked<'q>(words: &[&'q str], at: usize, mentioned: &BTreeSet<&'q str>) -> BTreeSet<&'q str> {
    let Some(of) = words[at..].iter().take(5).position(|word| *word == "of") else {
        return mentioned.clone();
    };
    let aliases: BTreeSet<&str> = words[at + of + 1..].iter().copied().take(3).collect();
    let named = words.windows(3).filter_map(|window| {
        let alias = if window[1] == "as" { window[2] } else { window[1] };
        (mentioned.contains(window[0]) && aliases.contains(alias)).then_some(window[0])
    });
    named.chain(mentioned.intersection(&aliases).copied()).collect()
}

/// PL-31: the rights that are kept are those that the queries need. `UPDATE_RIGHTS=1` writes them
/// anew; read the diff.
#[test]
fn a_function_may_touch_the_tables_of_its_queries_and_no_other() {
    let (workspace, tables, programs) = (workspace(), tables(), programs());
    let mut all = BTreeMap::new();
    for (function, manifest) in accredit::manifests().unwrap() {
        if !manifest.answers() {
            continue;
        }
        let mut known = Vec::new();
        let mut own = 0..0;
        for folder in linked(&workspace, function) {
            let begin = known.len();
            known.extend(queries(&folder));
            if folder.ends_with(Path::new("functions").join(function)) {
                own = begin..known.len();
            }
        }
        let mut rights = Rights::new();
        let contained = contained(&programs.join(function), &known);
        for at in &contained {
            add(&mut rights, &words(&known[*at]), &tables);
        }
        for at in own {
            let asked = contained.contains(&at);
            assert!(asked, "{function} does not ask this, or is not built anew: {}", known[at]);
        }
        // Entries are only appended: retention alone takes some away.
        let audit = rights.get("audit_entries").cloned().unwrap_or_default();
        assert!(
            function == "purge-job" || !audit.contains("update") && !audit.contains("delete"),
            "{function} may change what was written down"
        );
        let order = ["select", "insert", "update", "delete"];
        let text = |rights: &BTreeSet<&str>| {
            let given = order.into_iter().filter(|right| rights.contains(right));
            given.collect::<Vec<_>>().join(", ")
        };
        let tables: BTreeMap<_, _> = rights.iter().map(|(table, of)| (table, text(of))).collect();
        let seconds = manifest.seconds().unwrap();
        all.insert(function, json!({ "timeout_seconds": seconds, "tables": tables }));
    }
    let file = root().join("functions/migrate-job/rights.json");
    let wanted = format!("{:#}\n", json!(all));
    #[expect(clippy::disallowed_methods, reason = "a person asks for it in the shell")]
    if std::env::var("UPDATE_RIGHTS").is_ok() {
        std::fs::write(&file, &wanted).unwrap();
    }
    let kept = std::fs::read_to_string(file).unwrap();
    assert!(
        kept == wanted,
        "rights.json is out of date: cargo build --workspace --bins && UPDATE_RIGHTS=1 scripts/test rust -p accredit"
    );
}

/// PL-31
#[sqlx::test(migrations = false)]
async fn a_function_that_was_broken_into_reads_no_table_that_it_does_not_use(db: PgPool) {
    let options = db.connect_options();
    let url = options.to_url_lossy().to_string();
    migrate_job::migrate(&url, None, &models::Clock::fixed(testkit::now())).await.unwrap();
    let code =
        |error: sqlx::Error| error.into_database_error().unwrap().code().unwrap().to_string();
    let thief = async |function: &str| {
        let options = (*options).clone().username(&migrate_job::role(function));
        PgConnection::connect_with(&options).await.unwrap()
    };
    let mut pages = thief("pages-api").await;
    let secrets = sqlx::query!("select count(*) from logins").fetch_one(&mut pages).await;
    assert_eq!(code(secrets.unwrap_err()), "42501");
    let hashes = sqlx::query!("select password_hash from users").fetch_all(&mut pages).await;
    assert_eq!(code(hashes.unwrap_err()), "42501");
    // It links whatever sells, and asks it for prices alone.
    let mut discovery = thief("discovery-api").await;
    let sales = sqlx::query!("select status from payments").fetch_all(&mut discovery).await;
    assert_eq!(code(sales.unwrap_err()), "42501");
    for thief in [&mut pages, &mut discovery] {
        sqlx::query!("select count(*) from events").fetch_one(&mut *thief).await.unwrap();
        let write = sqlx::query!("update events set title = 'mine'").execute(&mut *thief).await;
        assert_eq!(code(write.unwrap_err()), "42501");
        let entry = sqlx::query!("delete from audit_entries").execute(thief).await;
        assert_eq!(code(entry.unwrap_err()), "42501");
    }
}

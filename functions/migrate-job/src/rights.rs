//! A role for each function, with rights on the tables that its queries name (PL-31).
//!
//! `rights.json` is made from those queries of `.sqlx` that the program of each function contains,
//! and a test holds it to that.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgConnection;

const RIGHTS: &str = include_str!("../rights.json");

/// What the release before could do stays so long, then the next run takes it.
const OVERLAP: TimeDelta = TimeDelta::days(7);

/// What one function may do.
#[derive(Deserialize)]
struct Granted {
    timeout_seconds: i32,
    /// By table: "select, insert".
    tables: BTreeMap<String, String>,
}

type All = BTreeMap<String, Granted>;

/// Gives every function its rights, and takes those of functions that are no more, unless that was
/// done before. What the release before could do is left to it until the next one, or until a run a
/// week later: its revisions serve until traffic has moved, and again when it is taken back.
/// `members` says which account acts for a function, with `{function}` in it, such as
/// `{function}@project.iam`.
pub(crate) async fn give(
    conn: &mut PgConnection,
    members: Option<&str>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    // Of two at once the second finds nothing left to do.
    sqlx::query!("select pg_advisory_xact_lock(hashtext('function-rights'))")
        .execute(&mut *conn)
        .await?;
    let mut all: All = serde_json::from_str(RIGHTS)?;
    let fingerprint = format!("{RIGHTS}{}", members.unwrap_or_default());
    let last = sqlx::query!(
        r#"select fingerprint = md5($1) as "same!", given_at, rights, former from function_rights"#,
        fingerprint
    );
    let last = last.fetch_optional(&mut *conn).await?;
    let (given_at, former) = match &last {
        Some(last) if last.same => {
            (last.given_at, last.former.clone().filter(|_| now - last.given_at < OVERLAP))
        }
        Some(last) => (now, last.rights.clone()),
        None => (now, None),
    };
    let done = last.is_some_and(|last| last.same && last.former == former);
    if done && !is_all_powerful(conn, &roles(&all)).await? {
        return Ok(());
    }
    if let Some(former) = &former {
        add(&mut all, All::deserialize(former)?);
    }
    for (function, Granted { timeout_seconds, tables }) in &all {
        let member = members.map(|pattern| pattern.replace("{function}", function));
        let (timeout, tables) = (timeout_seconds * 1000, serde_json::to_value(tables)?);
        sqlx::query!("call give_rights($1, $2, $3, $4)", role(function), member, timeout, tables)
            .execute(&mut *conn)
            .await?;
    }
    sqlx::query!("call take_rights($1)", &roles(&all)).execute(&mut *conn).await?;
    sqlx::query!("delete from function_rights").execute(&mut *conn).await?;
    sqlx::query!(
        "insert into function_rights (fingerprint, given_at, rights, former) values (md5($1), $2, $3, $4)",
        fingerprint,
        given_at,
        serde_json::from_str::<Value>(RIGHTS)?,
        former
    )
    .execute(conn)
    .await?;
    Ok(())
}

fn roles(all: &All) -> Vec<String> {
    all.keys().map(|function| role(function)).collect()
}

/// Whether a log-in was made anew by Cloud SQL: it may do everything then.
async fn is_all_powerful(conn: &mut PgConnection, roles: &[String]) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from pg_auth_members m
                            join pg_roles r on r.oid = m.member and r.rolname = any ($1)
                            join pg_roles s on s.oid = m.roleid and s.rolname = 'cloudsqlsuperuser') as "powerful!""#,
        roles
    )
    .fetch_one(conn)
    .await
}

/// Adds what only the release before could do.
fn add(all: &mut All, former: All) {
    for (function, before) in former {
        let Some(now) = all.get_mut(&function) else {
            all.insert(function, before);
            continue;
        };
        for (table, doing) in before.tables {
            let rights = now.tables.entry(table).or_default();
            for one in doing.split(", ").filter(|one| !one.is_empty()) {
                if !rights.split(", ").any(|known| known == one) {
                    let glue = if rights.is_empty() { "" } else { ", " };
                    *rights = format!("{rights}{glue}{one}");
                }
            }
        }
    }
}

/// The role of a function: its name with underscores.
#[must_use]
pub fn role(function: &str) -> String {
    function.replace('-', "_")
}

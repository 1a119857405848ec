//! A role for each function, with rights on the tables that its queries name (PL-31).
//!
//! `rights.json` is made from those queries of `.sqlx` that the program of each function contains,
//! and a test holds it to that.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Deserialize;
use sqlx::PgConnection;

const RIGHTS: &str = include_str!("../rights.json");

/// What one function may do.
#[derive(Deserialize)]
struct Granted {
    timeout_seconds: i32,
    tables: serde_json::Value,
}

/// Gives every function its rights, unless that was done before. `members` says which account acts
/// for a function, with `{function}` in it, such as `{function}@project.iam`.
pub(crate) async fn give(
    conn: &mut PgConnection,
    members: Option<&str>,
    now: DateTime<Utc>,
) -> anyhow::Result<()> {
    // Of two at once the second finds nothing left to do.
    sqlx::query!("select pg_advisory_xact_lock(hashtext('function-rights'))")
        .execute(&mut *conn)
        .await?;
    let fingerprint = format!("{RIGHTS}{}", members.unwrap_or_default());
    let done = sqlx::query_scalar!(
        r#"select exists (select from function_rights where fingerprint = md5($1)) as "done!""#,
        fingerprint
    );
    if done.fetch_one(&mut *conn).await? {
        return Ok(());
    }
    let all: BTreeMap<String, Granted> = serde_json::from_str(RIGHTS)?;
    for (function, Granted { timeout_seconds, tables }) in all {
        let member = members.map(|pattern| pattern.replace("{function}", &function));
        let timeout = timeout_seconds * 1000;
        sqlx::query!("call give_rights($1, $2, $3, $4)", role(&function), member, timeout, tables)
            .execute(&mut *conn)
            .await?;
    }
    sqlx::query!("delete from function_rights").execute(&mut *conn).await?;
    sqlx::query!(
        "insert into function_rights (fingerprint, given_at) values (md5($1), $2)",
        fingerprint,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The role of a function: its name with underscores.
#[must_use]
pub fn role(function: &str) -> String {
    function.replace('-', "_")
}

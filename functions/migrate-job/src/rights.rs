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

/// Gives every function its rights, and takes those of functions that are no more, unless that was done before. `members` says which account acts
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
    let all: BTreeMap<String, Granted> = serde_json::from_str(RIGHTS)?;
    let roles: Vec<String> = all.keys().map(|function| role(function)).collect();
    let fingerprint = format!("{RIGHTS}{}", members.unwrap_or_default());
    let done = sqlx::query_scalar!(
        // A log-in that Cloud SQL made anew may do everything.
        r#"select exists (select from function_rights where fingerprint = md5($1))
                  and not exists (select from pg_auth_members m
                                    join pg_roles r on r.oid = m.member and r.rolname = any ($2)
                                    join pg_roles s on s.oid = m.roleid and s.rolname = 'cloudsqlsuperuser') as "done!""#,
        fingerprint,
        &roles
    );
    if done.fetch_one(&mut *conn).await? {
        return Ok(());
    }
    for (function, Granted { timeout_seconds, tables }) in all {
        let member = members.map(|pattern| pattern.replace("{function}", &function));
        let timeout = timeout_seconds * 1000;
        sqlx::query!("call give_rights($1, $2, $3, $4)", role(&function), member, timeout, tables)
            .execute(&mut *conn)
            .await?;
    }
    sqlx::query!("call take_rights($1)", &roles).execute(&mut *conn).await?;
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

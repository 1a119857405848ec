//! `accredit grant-operator`: who works for the platform. The first operator can be named in no other
//! way: no account and no password exists by default.

use accounts::user;
use anyhow::Context as _;
use db::audit::{self, Actor, Entry};
use models::{Clock, Email};
use serde_json::json;
use sqlx::{Connection as _, PgConnection};

use crate::database::Database;
use crate::terminal::line;

/// Whom, and what to be.
#[derive(clap::Args)]
pub struct GrantOperator {
    /// A proven address of an account
    email: String,
    /// What the person may do for the platform
    #[arg(long, default_value = "operator", value_name = "ROLE")]
    role: Role,
    #[command(flatten)]
    database: Database,
}

/// What a person may do for the platform.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Role {
    /// Looks and acts
    Operator,
    /// Looks, and changes nothing
    Support,
    /// Neither
    None,
}

impl Role {
    const fn word(self) -> Option<&'static str> {
        match self {
            Self::Operator => Some("operator"),
            Self::Support => Some("support"),
            Self::None => None,
        }
    }
}

impl GrantOperator {
    /// Gives the role, and says what it was before.
    pub async fn run(self) -> anyhow::Result<()> {
        let opened = self.database.open().await?;
        let former = give(&mut opened.connect().await?, &self.email, self.role).await?;
        let former = former.map_or_else(|| "no role".to_owned(), |role| format!("the role {role}"));
        let now = self.role.word().map_or("no role", |role| role);
        line(&format!("{} had {former} and has {now} now, from the next request on.", self.email));
        Ok(())
    }
}

/// Gives the role with a line in the audit log. Gives the former one.
pub(crate) async fn give(
    conn: &mut PgConnection,
    email: &str,
    role: Role,
) -> anyhow::Result<Option<String>> {
    let now = Clock::system().now();
    let address = Email::parse(email).context("that is no address")?;
    let mut tx = conn.begin().await?;
    let given = user::set_platform_role(&mut tx, address.key(), role.word(), now).await?;
    let (person, former) =
        given.with_context(|| format!("nobody has an account with {email}: sign up first"))?;
    let entry = Entry::new(None, Actor::System, "staff.changed", "user", person);
    let (before, after) = (json!({"role": former}), json!({"role": role.word()}));
    audit::write(&mut tx, Entry { before, after, ..entry }, now).await?;
    tx.commit().await?;
    Ok(former)
}

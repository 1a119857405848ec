//! The function as a process: it runs to its end, it does not listen.

use models::Clock;

fn main() -> anyhow::Result<()> {
    let env = web::Env::of_process();
    web::start_logs(&env);
    web::told(migrate(&env))
}

fn migrate(env: &web::Env) -> anyhow::Result<()> {
    let (url, members) = (env.text("DATABASE_URL")?, env.optional("DATABASE_MEMBERS"));
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(migrate_job::migrate(url, members, &Clock::system()))?;
    tracing::info!("the database is up to date");
    Ok(())
}

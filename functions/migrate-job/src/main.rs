//! The function as a process: it runs to its end, it does not listen.

fn main() -> anyhow::Result<()> {
    web::start_logs();
    let env = web::Env::of_process();
    let url = env.text("DATABASE_URL")?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(migrate_job::migrate(url))?;
    tracing::info!("the schema is up to date");
    Ok(())
}

//! The function as a process.

fn main() -> anyhow::Result<()> {
    web::run(|env| {
        let db = db::connect(env.text("DATABASE_URL")?, env.value("POOL", 2)?)?;
        let clock = env.clock();
        Ok(issue_document_job::router(issue_document_job::State::new(env, db, clock)?))
    })
}

//! The function as a process.

fn main() -> anyhow::Result<()> {
    web::run(|env| {
        let db = db::connect(env.text("DATABASE_URL")?, env.value("POOL", 2)?)?;
        let clock = env.clock();
        Ok(end_plan_job::router(end_plan_job::State::new(env, db, clock)?))
    })
}

//! The function as a process.

fn main() -> anyhow::Result<()> {
    web::run(|env| {
        let db = db::connect(env.text("DATABASE_URL")?, env.value("POOL", 2)?)?;
        let clock = env.clock();
        Ok(settle_payment_job::router(settle_payment_job::State::new(env, db, clock)?))
    })
}

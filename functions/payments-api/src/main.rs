//! The function as a process.

fn main() -> anyhow::Result<()> {
    web::run(|env| {
        let db = db::connect(env.text("DATABASE_URL")?, env.value("POOL", 2)?)?;
        let clock = env.clock();
        Ok(payments_api::router(payments_api::State::new(env, db, clock)?))
    })
}

//! Every function as its own process behind one address, as in the cloud: it starts on its first
//! request and stops when nobody asks any more (PL-22).

mod failure;
mod identity;
mod orphans;
mod process;
mod status;
mod tasks;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use models::Clock;
use sqlx::ConnectOptions as _;
use sqlx::postgres::PgConnectOptions;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::functions::{Function, manifests};
use identity::Signer;
use orphans::Leash;
use process::Member;
pub use status::Status;
use tasks::Tasks;

/// How often idle functions are looked for.
const LOOK: Duration = Duration::from_secs(1);

/// How functions are run apart from each other.
pub(crate) struct Apart<'p> {
    /// The folder with the program of each function.
    pub(crate) programs: &'p Path,
    /// How long a function lives without a request.
    pub(crate) idle: Duration,
    /// The folder of the server.
    pub(crate) data: &'p Path,
    /// Each function signs in to the database as itself, with its own rights.
    pub(crate) roles: bool,
}

/// The functions, and what stands in for the platform around them.
pub(crate) struct Fleet {
    members: Vec<Arc<Member>>,
    tasks: Arc<Tasks>,
    signer: Arc<Signer>,
    /// Where the platform's interfaces are: for functions only, never behind the public address.
    platform: TcpListener,
    idle: Duration,
}

impl Fleet {
    /// Reads what each function may see of `env`, and starts none of them.
    pub(crate) async fn gather(
        apart: &Apart<'_>,
        env: &web::Env,
        clock: &Clock,
    ) -> anyhow::Result<Self> {
        let platform = TcpListener::bind("127.0.0.1:0").await?;
        let address = platform.local_addr()?;
        let env = env.clone().with(tasks::environment(&format!("http://{address}")));
        // The line that says where a function listens is needed here, whatever else is logged.
        let log = format!("{},web::boot=info", env.optional("RUST_LOG").unwrap_or("warn"));
        let signer = Arc::new(Signer::new(clock.clone())?);
        let leash = Arc::new(Leash::new(apart.data).await?);
        let members = manifests()?
            .into_iter()
            .filter(|(_, manifest)| manifest.answers())
            .map(|(name, manifest)| {
                let mut granted = env
                    .granted(|value| manifest.grants(value))
                    .with([("TIMEOUT_SECONDS", manifest.seconds()?.to_string())])
                    .with([("RUST_LOG", &*log)])
                    .with(signer.environment(name, &manifest));
                if apart.roles {
                    let url = database_as(env.text("DATABASE_URL")?, &migrate_job::role(name))?;
                    granted = granted.with([("DATABASE_URL", url)]);
                }
                Ok(Arc::new(Member::new(name, manifest, apart.programs, &granted, &leash)?))
            })
            .collect::<anyhow::Result<Vec<_>>>()?;
        let queues = members.iter().filter_map(|member| member.manifest.queue.clone()).collect();
        let folder = apart.data.join("tasks");
        let tasks = Tasks::open(&folder, queues, clock.clone(), Arc::clone(&signer))?;
        status::announce(apart.data, address)?;
        Ok(Self { members, tasks: Arc::new(tasks), signer, platform, idle: apart.idle })
    }

    /// The functions as routers that send requests on to their processes.
    pub(crate) fn functions(&self) -> Vec<Function> {
        let all = self.members.iter().map(|member| {
            let (name, manifest) = (member.name, member.manifest.clone());
            let member = Arc::clone(member);
            let signer = manifest.schedule.is_some().then(|| Arc::clone(&self.signer));
            let router = Router::new().fallback(async move |mut request: Request| {
                if let Some(signer) = &signer {
                    signer.schedule(name, &mut request);
                }
                let answer: axum::response::Response = member.answer(request).await;
                answer
            });
            Function { name, manifest, router }
        });
        all.collect()
    }

    /// Delivers tasks, answers as the platform and stops idle functions until it is told to stop;
    /// then every function ends what it began.
    pub(crate) async fn run(self, mut stop: watch::Receiver<bool>) {
        let functions = self.functions();
        let (answering, delivering) = (stop.clone(), stop.clone());
        let platform =
            tasks::router(Arc::clone(&self.tasks)).merge(status::router(self.members.clone()));
        let answering = axum::serve(self.platform, platform)
            .with_graceful_shutdown(async move { told(answering).await });
        let looking = async {
            // Each by itself: one that takes long to end keeps no other.
            let mut looks = JoinSet::new();
            while !*stop.borrow() {
                for member in &self.members {
                    let (member, idle) = (Arc::clone(member), self.idle);
                    looks.spawn(async move { member.stop_if_idle(idle).await });
                }
                while looks.try_join_next().is_some() {}
                tokio::select! {
                    () = tokio::time::sleep(LOOK) => {}
                    _ = stop.wait_for(|stop| *stop) => {}
                }
            }
        };
        let (answered, (), ()) =
            tokio::join!(answering.into_future(), self.tasks.run(&functions, delivering), looking);
        if let Err(error) = answered {
            tracing::error!(%error, "the platform's interfaces are gone");
        }
        // At the same time: each may take as long as the platform gives it.
        let mut ends = JoinSet::new();
        for member in self.members {
            ends.spawn(async move { member.stop().await });
        }
        ends.join_all().await;
    }
}

fn database_as(url: &str, role: &str) -> anyhow::Result<String> {
    let options: PgConnectOptions = url.parse()?;
    Ok(options.username(role).to_url_lossy().to_string())
}

async fn told(mut stop: watch::Receiver<bool>) {
    // An error means that whoever could tell has gone.
    let _ = stop.wait_for(|stop| *stop).await;
}

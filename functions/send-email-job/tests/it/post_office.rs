//! The job beside a mail server of its own.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use mail_parser::{Message, MessageParser};
use models::{MessageId, RegistrationId};
use outreach::registrations::{self, Told};
use sandbox::mail::{Mail, Server};
use send_email_job::{State, router};
use serde_json::json;
use sqlx::PgPool;
use testkit::{TestApp, env_with};

/// The job and where its mails go.
pub(crate) struct PostOffice {
    pub(crate) app: TestApp,
    pub(crate) server: Server,
    pub(crate) db: PgPool,
}

impl PostOffice {
    pub(crate) async fn open(db: &PgPool) -> Self {
        let server = Server::start(None).await.unwrap();
        let app = job(db, &format!("smtp://{}", server.address));
        Self { app, server, db: db.clone() }
    }

    /// Tells a registration something.
    pub(crate) async fn tell(&self, id: RegistrationId, told: &Told) {
        let mut tx = self.db.begin().await.unwrap();
        registrations::tell(&mut tx, &[id], told, self.now()).await.unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.app.clock.now()
    }

    /// Delivers every mail that is queued, as the queue would; the ids are given back.
    pub(crate) async fn deliver(&self) -> Vec<MessageId> {
        let ids = queued(&self.db).await;
        for id in &ids {
            self.send(*id).await;
        }
        ids
    }

    pub(crate) async fn send(&self, id: MessageId) {
        let answer = self.app.send("POST", "/", Some(json!({ "message": id }))).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
    }

    /// Confirms or cancels, with the seat that belongs to it.
    pub(crate) async fn set(&self, id: RegistrationId, status: &str) {
        let (id, mut tx) = (uuid::Uuid::from(id), self.db.begin().await.unwrap());
        sqlx::query!(
            "update registrations set status = $2, cancelled_at = case when $2 = 'cancelled' then $3::timestamptz end,
                    confirmed_at = case when $2 = 'confirmed' then $3::timestamptz + interval '1 second' end where id = $1",
            id,
            status,
            testkit::now()
        )
        .execute(&mut *tx)
        .await
        .unwrap();
        sqlx::query!("delete from seat_claims where registration_id = $1", id)
            .execute(&mut *tx)
            .await
            .unwrap();
        sqlx::query!(
            "insert into seat_claims (pool_id, registration_id)
             select p.id, r.id from registrations r join seat_pools p on p.event_id = r.event_id
              where r.id = $1 and r.status = 'confirmed'",
            id
        )
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    pub(crate) fn mails(&self) -> Vec<Arc<Mail>> {
        self.server.inbox.mails()
    }

    /// `state reason`
    pub(crate) async fn state(&self, id: MessageId) -> String {
        let row = sqlx::query!(
            "select state, state_reason from messages where id = $1",
            uuid::Uuid::from(id)
        );
        let row = row.fetch_one(&self.db).await.unwrap();
        format!("{} {}", row.state, row.state_reason.unwrap_or_default()).trim().to_owned()
    }
}

pub(crate) fn job(db: &PgPool, smtp: &str) -> TestApp {
    let env = env_with([("SMTP_URL", smtp)]);
    TestApp::with(db, env, |env, db, clock| State::new(env, db, clock).map(router))
}

pub(crate) async fn queued(db: &PgPool) -> Vec<MessageId> {
    sqlx::query_scalar!(
        r#"select id as "id: MessageId" from messages where state in ('queued', 'sending') order by created_at, id"#
    )
    .fetch_all(db)
    .await
    .unwrap()
}

pub(crate) fn parsed(mail: &Mail) -> Message<'_> {
    MessageParser::default().parse(&mail.raw).unwrap()
}

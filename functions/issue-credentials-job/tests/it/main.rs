//! The behaviour of issue-credentials-job.

#![cfg(test)] // clippy then takes the helpers for tests too

mod issue;

use chrono::TimeDelta;
use credentials::catalogue;
use credentials::designation::{self, Status, Wanted};
use credentials::jobs::IssueCredentials;
use models::{Credits, EventId, OrgId, RegistrationId};
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, TestApp, now, rows};

/// An event of two hours that took place yesterday.
const OVER: EventSpec = EventSpec {
    starts_in: TimeDelta::hours(-24),
    lasts: TimeDelta::hours(2),
    status: "completed",
    ..EventSpec::PUBLISHED
};

struct Over {
    org: OrgId,
    event: EventId,
}

/// With one external credit of the RCP for each hour.
async fn over(db: &PgPool) -> Over {
    let over = attended(db).await;
    let mut conn = db.acquire().await.unwrap();
    let wanted = Wanted {
        event: over.event,
        session: None,
        credit_type: catalogue::credit_type_id(catalogue::RCP_EXTERNAL),
        rule_set: None,
        max_credits: Some(Credits::of_thousandths(2000)),
        status: Status::Approved,
        approval_number: None,
        valid_from: None,
        valid_to: None,
        wording: None,
        shares: Vec::new(),
    };
    designation::designate(&mut conn, over.org, wanted, now()).await.unwrap();
    over
}

/// Without any credit.
async fn attended(db: &PgPool) -> Over {
    let mut conn = db.acquire().await.unwrap();
    catalogue::seed(&mut conn, now()).await.unwrap();
    let org = rows::organization(db).await;
    let event = rows::event(db, org, OVER).await;
    Over { org, event }
}

fn app(db: &PgPool) -> TestApp {
    TestApp::new(db, |env, db, clock| {
        issue_credentials_job::State::new(env, db, clock).map(issue_credentials_job::router)
    })
}

async fn deliver(app: &TestApp, over: &Over, registration: RegistrationId) -> u16 {
    let job = IssueCredentials {
        organization: over.org,
        event: over.event,
        registration,
        run: None,
        actor: None,
    };
    app.send("POST", "/", Some(json!(job))).await.status
}

/// (status, credits in thousandths, number) of each certificate, by number.
async fn certificates(db: &PgPool) -> Vec<(String, i64, String)> {
    let rows = sqlx::query!(
        r#"select c.status, c.number, coalesce(sum(a.credits), 0) as "credits!" from certificates c
             left join certificate_awards ca on ca.certificate_id = c.id left join awards a on a.id = ca.award_id
            group by c.id order by c.number"#
    );
    let rows = rows.fetch_all(db).await.unwrap();
    rows.into_iter().map(|row| (row.status, row.credits, row.number)).collect()
}

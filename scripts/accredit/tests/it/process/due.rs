use chrono::TimeDelta;
use credentials::catalogue;
use credentials::designation::{self, Status, Wanted};
use credentials::jobs::IssueCredentials;
use models::Credits;
use sqlx::PgPool;
use testkit::{EventSpec, now, rows};

/// An event that is over, whose visitors have all earned a certificate that nobody issued yet: the jobs that do.
pub(super) async fn certificates_are_due(db: &PgPool, people: usize) -> Vec<IssueCredentials> {
    let org = rows::organization(db).await;
    let spec = EventSpec {
        starts_in: TimeDelta::hours(-24),
        lasts: TimeDelta::hours(2),
        status: "completed",
        ..EventSpec::PUBLISHED
    };
    let event = rows::event(db, org, spec).await;
    let mut conn = db.acquire().await.unwrap();
    catalogue::seed(&mut conn, now()).await.unwrap();
    let wanted = Wanted {
        event,
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
    designation::designate(&mut conn, org, wanted, now()).await.unwrap();
    let mut jobs = Vec::new();
    for n in 0..people {
        let address = format!("person-{n}@example.org");
        let registration = rows::registration(db, event, &address, "confirmed").await;
        rows::presence(db, registration, 120, "met").await;
        jobs.push(IssueCredentials {
            organization: org,
            event,
            registration,
            run: None,
            actor: None,
        });
    }
    jobs
}

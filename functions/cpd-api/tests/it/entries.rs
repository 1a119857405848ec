use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, now, rows};

use crate::{PATH, app};

/// CP-1, CP-3, CR-13
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_record_sums_what_counts_by_activity_date(db: PgPool) {
    let app = app(&db).await;
    let learner = app.person().await;
    let org = rows::organization(&db).await;
    for (title, day, credits) in [
        ("Spring", "2026-04-10", 1500),
        ("Autumn", "2026-09-20", 2500),
        ("Taken back", "2026-09-21", 9000),
    ] {
        let event = rows::event(&db, org, EventSpec { title, ..EventSpec::PUBLISHED }).await;
        let day: chrono::NaiveDate = day.parse().unwrap();
        award(&db, &learner, event, (day, credits), title == "Taken back").await;
    }
    let list = learner.get(&format!("{PATH}/entries")).await.body;
    let titles: Vec<_> =
        list["data"].as_array().unwrap().iter().map(|e| e["title"].clone()).collect();
    assert_eq!(titles, ["Taken back", "Autumn", "Spring"]);
    assert_eq!(
        (&list["data"][1]["verified"], &list["data"][1]["credits_text"]),
        (&json!(true), &json!("2.5"))
    );
    assert_eq!(list["data"][1]["unit"], "external CPD credits");
    let totals = learner.get(&format!("{PATH}/entries/totals")).await.body;
    assert_eq!(totals["totals"][0]["credits"], 4000);
    let period = learner.get(&format!("{PATH}/entries/totals?from=2026-05-01")).await.body;
    assert_eq!((&period["totals"][0]["credits"], &period["seconds"]), (&json!(2500), &json!(3600)));
    assert_eq!(app.person().await.get(&format!("{PATH}/entries")).await.body["data"], json!([]));
}

async fn award(
    db: &PgPool,
    learner: &testkit::Member<'_>,
    event: models::EventId,
    (day, credits): (chrono::NaiveDate, i32),
    withdrawn: bool,
) {
    sqlx::query!(
        "with own as (
            insert into learners (id, user_id, created_at) values (gen_random_uuid(), $1, $2)
            on conflict (user_id) where merged_into is null do update set created_at = $2 returning id
         ), designated as (
            insert into designations (id, organization_id, event_id, credit_type_id, rule_set_id, max_credits, status, created_at, updated_at)
            select gen_random_uuid(), e.organization_id, e.id, t.id, r.id, 9000, 'approved', $2, $2
              from events e, credit_types t join rule_sets r on r.body_id = t.body_id
             where e.id = $3 and t.name = 'External CPD' and r.code = 'plain-hour' and t.id = $6
            returning *
         ), given as (
            insert into awards (id, organization_id, learner_id, event_id, credit_type_id, rule_set_id, designation_id, credits, max_credits,
                                activity_date, method, status, facts, facts_sha256, derivation, created_at, updated_at)
            select gen_random_uuid(), d.organization_id, own.id, d.event_id, d.credit_type_id, d.rule_set_id, d.id, $5, 9000, $4, 'Live online',
                   case when $7 then 'revoked' else 'active' end, '{}', '\\x00', '[]', $2, $2
              from designated d, own returning *
         )
         insert into cpd_entries (id, learner_id, source, award_id, activity_date, title, seconds, credits, credit_type, withdrawn_at, created_at, updated_at)
         select gen_random_uuid(), g.learner_id, 'award', g.id, $4, e.title, 3600, $5, 'External CPD', case when $7 then $2::timestamptz end, $2, $2
           from given g join events e on e.id = g.event_id",
        learner.user as _,
        now(),
        event as _,
        day,
        credits,
        credentials::catalogue::credit_type_id(credentials::catalogue::RCP_EXTERNAL) as _,
        withdrawn
    )
    .execute(db)
    .await
    .unwrap();
}

use std::collections::HashSet;

use sqlx::PgPool;
use testkit::rows;

use crate::{app, attended, certificates, deliver, over};

/// CE-4, CP-1
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_person_gets_award_certificate_number_and_entry_at_once(db: PgPool) {
    let over = over(&db).await;
    let id = rows::registration(&db, over.event, "ana@example.org", "confirmed").await;
    rows::presence(&db, id, 104, "met").await;
    assert_eq!(deliver(&app(&db), &over, id).await, 200);
    assert_eq!(certificates(&db).await, [("active".into(), 1500, "CPD-2026-000001".into())]);
    let entry = sqlx::query!(
        "select title, credits, seconds, credit_type, certificate_id is not null as \"linked!\" from cpd_entries"
    );
    let entry = entry.fetch_one(&db).await.unwrap();
    assert_eq!(
        (entry.title.as_str(), entry.credits, entry.seconds),
        ("Wound care", Some(1500), Some(6240))
    );
    assert_eq!((entry.credit_type.as_deref(), entry.linked), (Some("External CPD"), true));
    let snapshot =
        sqlx::query_scalar!("select snapshot from certificates").fetch_one(&db).await.unwrap();
    let derivation = snapshot["credits"][0]["derivation"].as_str().unwrap();
    assert_eq!(
        derivation,
        "104 of 120 min (86.6 %); 60-min unit: 1.733; quarters, rounded down: 1.5; at most 2.0 designated: 1.5"
    );
    let code = snapshot["code"].as_str().unwrap();
    assert_eq!(snapshot["verify_url"], format!("https://accredit.test/verify/{code}"));
    assert_eq!(
        snapshot["values"]["approval_sentence"],
        "This activity has been approved by Royal College of Physicians for 2 external CPD credits."
    );
}

/// Fifty buttons, runs and automations at once: one row, one number, one file.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn fifty_at_once_make_one_certificate(db: PgPool) {
    let over = over(&db).await;
    let id = rows::registration(&db, over.event, "ana@example.org", "confirmed").await;
    rows::presence(&db, id, 120, "met").await;
    let app = app(&db);
    let mut tries = Vec::new();
    for _ in 0..50 {
        tries.push(deliver(&app, &over, id));
    }
    let answers: HashSet<u16> = join_all(tries).await.into_iter().collect();
    assert_eq!(answers, HashSet::from([200]));
    assert_eq!(certificates(&db).await.len(), 1);
    let counts = sqlx::query!(
        r#"select (select count(*) from awards) as "awards!", (select count(*) from learners) as "learners!",
                  (select count(*) from cpd_entries) as "entries!", (select next from number_series) as "next!",
                  (select count(*) from outbox where queue = 'render-certificate') as "files!""#
    );
    let counts = counts.fetch_one(&db).await.unwrap();
    let counted = (counts.awards, counts.learners, counts.entries, counts.next, counts.files);
    assert_eq!(counted, (1, 1, 1, 2, 1));
}

/// Polls all of them in turn, so that their transactions overlap.
async fn join_all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut pinned: Vec<_> = futures.into_iter().map(Box::pin).collect();
    let mut done: Vec<Option<F::Output>> = pinned.iter().map(|_| None).collect();
    std::future::poll_fn(|cx| {
        for (future, slot) in pinned.iter_mut().zip(&mut done) {
            if slot.is_none()
                && let std::task::Poll::Ready(output) = future.as_mut().poll(cx)
            {
                *slot = Some(output);
            }
        }
        if done.iter().all(Option::is_some) {
            std::task::Poll::Ready(())
        } else {
            std::task::Poll::Pending
        }
    })
    .await;
    done.into_iter().flatten().collect()
}

/// CE-5
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refusal_leaves_no_gap_in_the_numbers(db: PgPool) {
    let over = over(&db).await;
    let app = app(&db);
    for (n, name) in ["Ana Kos", "", "Bo Lind"].into_iter().enumerate() {
        let id =
            rows::registration(&db, over.event, &format!("p{n}@example.org"), "confirmed").await;
        rows::presence(&db, id, 120, "met").await;
        sqlx::query!(
            "update registrations set full_name = nullif($2, '') where id = $1",
            id as _,
            name
        )
        .execute(&db)
        .await
        .unwrap();
        deliver(&app, &over, id).await;
    }
    let numbers: Vec<String> = certificates(&db).await.into_iter().map(|c| c.2).collect();
    assert_eq!(numbers, ["CPD-2026-000001", "CPD-2026-000002"], "CE-3: the nameless one has none");
}

/// CR-14, CR-15
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_gets_anything_before_every_gate_is_met(db: PgPool) {
    let over = over(&db).await;
    let app = app(&db);
    let absent = rows::registration(&db, over.event, "absent@example.org", "confirmed").await;
    rows::presence(&db, absent, 0, "not_met").await;
    let unsettled = rows::registration(&db, over.event, "live@example.org", "confirmed").await;
    rows::presence(&db, unsettled, 120, "met").await;
    sqlx::query!(
        "update presence_summaries set settled_at = null where registration_id = $1",
        unsettled as _
    )
    .execute(&db)
    .await
    .unwrap();
    let cancelled = rows::registration(&db, over.event, "gone@example.org", "cancelled").await;
    rows::presence(&db, cancelled, 120, "met").await;
    for id in [absent, unsettled, cancelled] {
        assert_eq!(deliver(&app, &over, id).await, 200);
    }
    assert_eq!(certificates(&db).await, []);
}

/// CE-5: also where many issue at once and some of them fail.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn many_at_once_with_failures_among_them_leave_no_gap(db: PgPool) {
    let over = over(&db).await;
    let app = app(&db);
    let mut people = Vec::new();
    for n in 0..16 {
        let id =
            rows::registration(&db, over.event, &format!("p{n}@example.org"), "confirmed").await;
        rows::presence(&db, id, 120, "met").await;
        people.push(id);
    }
    for nameless in people.iter().step_by(4) {
        sqlx::query!(
            "update registrations set full_name = nullif($2, '') where id = $1",
            nameless as _,
            ""
        )
        .execute(&db)
        .await
        .unwrap();
    }
    let twice = people.iter().chain(&people);
    join_all(twice.map(|id| deliver(&app, &over, *id)).collect()).await;
    let numbers: Vec<String> = certificates(&db).await.into_iter().map(|c| c.2).collect();
    let wanted: Vec<String> = (1..=12).map(|n| format!("CPD-2026-{n:06}")).collect();
    assert_eq!(numbers, wanted);
}

/// CR-14, CR-15: rules that do not ask for presence take whoever was there, once that is settled,
/// and nobody who was not.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn rules_without_the_presence_gate_give_nothing_to_the_absent_or_unsettled(db: PgPool) {
    let over = over(&db).await;
    sqlx::raw_sql(
        "alter table rule_sets disable trigger user;
         update rule_sets set parameters = jsonb_set(parameters, '{gates}', '[]')",
    )
    .execute(&db)
    .await
    .unwrap();
    let app = app(&db);
    let never = rows::registration(&db, over.event, "never@example.org", "confirmed").await;
    let absent = rows::registration(&db, over.event, "absent@example.org", "confirmed").await;
    rows::presence(&db, absent, 0, "not_met").await;
    let live = rows::registration(&db, over.event, "live@example.org", "confirmed").await;
    rows::presence(&db, live, 60, "not_met").await;
    sqlx::query!(
        "update presence_summaries set settled_at = null where registration_id = $1",
        live as _
    )
    .execute(&db)
    .await
    .unwrap();
    for id in [never, absent, live] {
        assert_eq!(deliver(&app, &over, id).await, 200);
    }
    assert_eq!(certificates(&db).await, []);
    rows::presence(&db, live, 60, "not_met").await;
    deliver(&app, &over, live).await;
    assert_eq!(certificates(&db).await, [("active".into(), 1000, "CPD-2026-000001".into())]);
}

/// CR-19
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn without_a_designation_attendance_is_certified_and_no_body_named(db: PgPool) {
    let over = attended(&db).await;
    let id = rows::registration(&db, over.event, "ana@example.org", "confirmed").await;
    rows::presence(&db, id, 90, "met").await;
    deliver(&app(&db), &over, id).await;
    deliver(&app(&db), &over, id).await;
    assert_eq!(certificates(&db).await, [("active".into(), 0, "CPD-2026-000001".into())]);
    let row = sqlx::query!(
        r#"select c.rule_set_id is null as "plain!", c.snapshot, e.seconds, e.source from certificates c
             join cpd_entries e on e.certificate_id = c.id"#
    );
    let row = row.fetch_one(&db).await.unwrap();
    assert_eq!((row.plain, row.source.as_str(), row.seconds), (true, "certificate", Some(5400)));
    assert_eq!(row.snapshot["kind"], "attendance");
    assert!(row.snapshot["values"].get("approval_sentence").is_none());
}

/// CE-11
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_second_certificate_of_a_revoked_one_is_not_made_by_itself(db: PgPool) {
    let over = over(&db).await;
    let app = app(&db);
    let id = rows::registration(&db, over.event, "ana@example.org", "confirmed").await;
    rows::presence(&db, id, 120, "met").await;
    deliver(&app, &over, id).await;
    sqlx::query!("update certificates set status = 'revoked', revoked_at = issued_at, revoke_reason = 'other'")
        .execute(&db)
        .await
        .unwrap();
    deliver(&app, &over, id).await;
    let states: Vec<String> = certificates(&db).await.into_iter().map(|c| c.0).collect();
    assert_eq!(states, ["revoked"], "CE-11: only an explicit reissue makes another");
}

/// BI-10, CE-13: what the plan does not cover waits, nothing of the attempt stays, and it goes out
/// with the next month; nobody waits for a plan that has ended.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_the_plan_does_not_cover_goes_out_with_the_next_month(db: PgPool) {
    let app = app(&db);
    let over = over(&db).await;
    rows::plan(&db, over.org, "organizer", "active").await;
    sqlx::query!(
        "insert into usage_counters (organization_id, metric, month, used) values ($1, 'certificates', '2026-10-01', 499)",
        over.org as _
    )
    .execute(&db)
    .await
    .unwrap();
    let mut people = Vec::new();
    for name in ["a", "b", "c"] {
        let address = format!("{name}@example.org");
        let person = rows::registration(&db, over.event, &address, "confirmed").await;
        rows::presence(&db, person, 120, "met").await;
        people.push(person);
    }
    assert_eq!(deliver(&app, &over, people[0]).await, 200);
    assert_eq!(deliver(&app, &over, people[0]).await, 200, "again, and counted once");
    assert_eq!(deliver(&app, &over, people[1]).await, 200);
    assert_eq!(certificates(&db).await.len(), 1, "500 of 500");
    let waits =
        sqlx::query_scalar!("select available_at from outbox where queue = 'issue-credentials'");
    let waits = waits.fetch_all(&db).await.unwrap();
    assert_eq!(waits, ["2026-11-01T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap()]);
    app.advance(chrono::TimeDelta::days(31));
    assert_eq!(deliver(&app, &over, people[1]).await, 200);
    assert_eq!(certificates(&db).await.len(), 2);
    sqlx::query!("update usage_counters set used = 500").execute(&db).await.unwrap();
    rows::plan(&db, over.org, "organizer", "unpaid").await;
    assert_eq!(deliver(&app, &over, people[2]).await, 200);
    assert_eq!(certificates(&db).await.len(), 3, "what was earned is issued");
}

/// CE-13, CE-3: what the automatic issuing did not give is found again, and told.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn who_waits_for_the_plan_or_lacks_something_is_written_down(db: PgPool) {
    let app = app(&db);
    let over = over(&db).await;
    rows::plan(&db, over.org, "organizer", "active").await;
    let id = rows::registration(&db, over.event, "ana@example.org", "confirmed").await;
    rows::presence(&db, id, 120, "met").await;
    let mut conn = db.acquire().await.unwrap();
    let evaluate = credentials::jobs::EvaluateOffering {
        organization: over.org,
        event: over.event,
        registration: None,
    };
    credentials::evaluation::evaluate_offering(&mut conn, &evaluate, testkit::now()).await.unwrap();
    let told = async || {
        let told = sqlx::query!("select outcome, outcome_code as code from gate_states");
        let told = told.fetch_one(&db).await.unwrap();
        (told.outcome, told.code)
    };
    let name = async |name: &str| {
        let named = sqlx::query!("update registrations set full_name = nullif($1, '')", name);
        named.execute(&db).await.unwrap();
    };
    name("").await;
    assert_eq!(deliver(&app, &over, id).await, 200, "nothing to try again");
    assert_eq!(told().await, (Some("refused".into()), Some("template-field-missing".into())));
    name("Ana Kos").await;
    sqlx::query!(
        "insert into usage_counters (organization_id, metric, month, used) values ($1, 'certificates', '2026-10-01', 500)",
        over.org as _
    )
    .execute(&db)
    .await
    .unwrap();
    deliver(&app, &over, id).await;
    assert_eq!(told().await, (Some("held_by_limit".into()), Some("plan-limit-reached".into())));
    let held = credentials::waiting::held(&mut conn).await.unwrap();
    let held: Vec<_> = held.iter().map(|job| (job.registration, job.run)).collect();
    assert_eq!(held, [(id, None)], "a larger plan finds it");
    sqlx::query!("update usage_counters set used = 0").execute(&db).await.unwrap();
    deliver(&app, &over, id).await;
    assert_eq!(told().await, (None, None));
    assert!(credentials::waiting::held(&mut conn).await.unwrap().is_empty());
}

//! Several awards on one certificate: each changes alone, and the certificate prints what counts.

use chrono::TimeDelta;
use credentials::catalogue;
use credentials::designation::{self, Status, Wanted};
use models::{AwardId, EventId, OrgId, RegistrationId, Role, RuleSetId, SessionId};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Member, now, rows};

use crate::{OVER, PATH, app, certified, code_of, evaluate};

struct Two {
    event: EventId,
    a: SessionId,
    b: SessionId,
}

/// Two sessions of so many hours, one after the other, without any credit.
async fn two(db: &PgPool, org: OrgId, hours: i64) -> Two {
    let mut conn = db.acquire().await.unwrap();
    catalogue::seed(&mut conn, now()).await.unwrap();
    let lasts = TimeDelta::hours(2 * hours);
    let event = rows::event(db, org, testkit::EventSpec { lasts, ..OVER }).await;
    let (a, b) = (rows::session_of(db, event).await, SessionId::new(now()));
    let middle = now() + OVER.starts_in + TimeDelta::hours(hours);
    sqlx::query!(
        "with second as (
            insert into sessions (id, organization_id, event_id, title, starts_at, ends_at, mode, position, created_at, updated_at)
            select $2, organization_id, event_id, 'Second', $3, ends_at, mode, 1, created_at, updated_at from sessions where id = $1
         )
         update sessions set ends_at = $3 where id = $1",
        a as _,
        b as _,
        middle
    )
    .execute(db)
    .await
    .unwrap();
    Two { event, a, b }
}

/// External credit of the RCP, approved, for nothing in particular yet.
fn external() -> Wanted {
    Wanted {
        event: EventId::new(now()),
        session: None,
        credit_type: catalogue::credit_type_id(catalogue::RCP_EXTERNAL),
        rule_set: None,
        max_credits: None,
        status: Status::Approved,
        approval_number: None,
        valid_from: None,
        valid_to: None,
        wording: None,
        shares: Vec::new(),
    }
}

/// External credit of the RCP for one session, approved.
async fn designated(
    db: &PgPool,
    org: OrgId,
    two: &Two,
    session: SessionId,
    rules: Option<RuleSetId>,
) {
    let wanted = Wanted { event: two.event, session: Some(session), rule_set: rules, ..external() };
    let mut conn = db.acquire().await.unwrap();
    designation::designate(&mut conn, org, wanted, now()).await.unwrap();
}

async fn attended(db: &PgPool, two: &Two, a: i32, b: i32) -> RegistrationId {
    let id = rows::registration(db, two.event, "ana@example.org", "confirmed").await;
    rows::presence(db, id, a.max(b), "met").await;
    seen(db, id, two.a, a).await;
    seen(db, id, two.b, b).await;
    id
}

/// So many minutes from the start of one session.
async fn seen(db: &PgPool, id: RegistrationId, session: SessionId, minutes: i32) {
    sqlx::query!(
        "update presence_results p set counted_seconds = $3 * 60, mode = case when $3 = 0 then 'none' else 'online' end,
                detail = jsonb_build_object('counted', case when $3 = 0 then '[]'::jsonb else jsonb_build_array(jsonb_build_array(
                    extract(epoch from s.starts_at)::bigint, extract(epoch from s.starts_at)::bigint + $3 * 60)) end)
           from sessions s where s.id = p.session_id and p.registration_id = $1 and p.session_id = $2",
        id as _,
        session as _,
        minutes
    )
    .execute(db)
    .await
    .unwrap();
}

/// The live award for a session.
async fn award(db: &PgPool, session: SessionId) -> AwardId {
    let found = sqlx::query_scalar!(
        r#"select id as "id: AwardId" from awards where session_id = $1 and status = 'active'"#,
        session as _
    );
    found.fetch_one(db).await.unwrap()
}

/// Of each certificate its state and the printed credits, in order of revision.
async fn printed(db: &PgPool) -> Vec<(String, Vec<i64>)> {
    let rows = sqlx::query!("select status, snapshot from certificates order by revision");
    let rows = rows.fetch_all(db).await.unwrap();
    let of = |credits: &Value| {
        let credits = credits.as_array().unwrap().iter();
        credits.map(|credit| credit["credits"].as_i64().unwrap()).collect()
    };
    rows.into_iter().map(|row| (row.status, of(&row.snapshot["credits"]))).collect()
}

/// What counts of awards, and of the learner's record.
async fn counting(db: &PgPool) -> (Vec<i32>, Vec<Option<i32>>) {
    let awards = sqlx::query_scalar!(
        "select a.credits from awards a join sessions s on s.id = a.session_id where a.status = 'active' order by s.position"
    );
    let entries = sqlx::query_scalar!(
        "select e.credits from cpd_entries e join awards a on a.id = e.award_id join sessions s on s.id = a.session_id
          where e.withdrawn_at is null order by s.position"
    );
    (awards.fetch_all(db).await.unwrap(), entries.fetch_all(db).await.unwrap())
}

async fn differences(owner: &Member<'_>, event: EventId) -> Vec<Value> {
    let body = json!({"offering": format!("event-{event}")});
    let listed = owner.post(&format!("{PATH}/awards/recompute"), body).await.body;
    listed["differences"].as_array().unwrap().clone()
}

async fn act(owner: &Member<'_>, award: AwardId, act: &str) -> Value {
    let answer =
        owner.post(&format!("{PATH}/awards/{award}/{act}"), json!({"reason": "Looked into"})).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.body
}

/// CR-9: the other award says what it said until its own difference is accepted.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_correction_changes_the_one_award_that_was_accepted(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let two = two(&db, owner.org(), 2).await;
    designated(&db, owner.org(), &two, two.a, None).await;
    designated(&db, owner.org(), &two, two.b, None).await;
    let person = attended(&db, &two, 120, 120).await;
    certified(&db, owner.org(), two.event, person).await;
    assert_eq!(printed(&db).await, [("active".into(), vec![2000, 2000])]);
    seen(&db, person, two.a, 60).await;
    seen(&db, person, two.b, 90).await;
    evaluate(&db, owner.org(), two.event).await;
    assert_eq!(differences(&owner, two.event).await.len(), 2, "each is listed");
    let shown = owner.get(&format!("{PATH}/gates/event-{}?state=differs", two.event)).await.body;
    assert_eq!(shown["data"][0]["differences"].as_array().unwrap().len(), 2);
    act(&owner, award(&db, two.a).await, "correct").await;
    assert_eq!(printed(&db).await[1], ("active".into(), vec![1000, 2000]));
    assert_eq!(counting(&db).await, (vec![1000, 2000], vec![Some(1000), Some(2000)]));
    act(&owner, award(&db, two.b).await, "correct").await;
    assert_eq!(printed(&db).await[2], ("active".into(), vec![1000, 1500]));
}

/// CR-9: what nothing speaks against stays.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_award_that_falls_away_leaves_the_others_on_the_certificate(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let two = two(&db, owner.org(), 2).await;
    designated(&db, owner.org(), &two, two.a, None).await;
    designated(&db, owner.org(), &two, two.b, None).await;
    let person = attended(&db, &two, 120, 120).await;
    certified(&db, owner.org(), two.event, person).await;
    seen(&db, person, two.a, 0).await;
    let gone = act(&owner, award(&db, two.a).await, "correct").await;
    assert_eq!(gone["status"], "revoked");
    let shown = printed(&db).await;
    assert_eq!(shown, [("superseded".into(), vec![2000, 2000]), ("active".into(), vec![2000])]);
    assert_eq!(counting(&db).await, (vec![2000], vec![Some(2000)]));
}

/// CE-14: nobody checks a credit that was taken back.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_revoked_award_leaves_its_certificate_and_the_last_takes_it_along(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let two = two(&db, owner.org(), 2).await;
    designated(&db, owner.org(), &two, two.a, None).await;
    designated(&db, owner.org(), &two, two.b, None).await;
    let person = attended(&db, &two, 120, 60).await;
    let first = certified(&db, owner.org(), two.event, person).await;
    act(&owner, award(&db, two.a).await, "revoke").await;
    let shown = printed(&db).await;
    assert_eq!(shown, [("superseded".into(), vec![2000, 1000]), ("active".into(), vec![1000])]);
    let old =
        app.send("GET", &format!("{PATH}/verify/{}", code_of(&db, first).await), None).await.body;
    assert_eq!(old["state"], "superseded");
    act(&owner, award(&db, two.b).await, "revoke").await;
    let states = printed(&db).await.into_iter().map(|(state, _)| state).collect::<Vec<_>>();
    assert_eq!(states, ["superseded", "revoked"]);
    let told =
        sqlx::query_scalar!(r#"select count(*) as "n!" from outbox where queue = 'send-email'"#);
    assert_eq!(told.fetch_one(&db).await.unwrap(), 1, "the holder is told");
    let withdrawn = sqlx::query_scalar!(
        r#"select count(*) as "n!" from cpd_entries where withdrawn_at is not null"#
    );
    assert_eq!(withdrawn.fetch_one(&db).await.unwrap(), 2);
}

/// CR-9, CR-15: presence that is matched late.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn credit_that_comes_after_the_certificate_is_listed_and_accepted(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let two = two(&db, owner.org(), 2).await;
    designated(&db, owner.org(), &two, two.a, None).await;
    designated(&db, owner.org(), &two, two.b, None).await;
    let person = attended(&db, &two, 120, 0).await;
    certified(&db, owner.org(), two.event, person).await;
    assert_eq!(printed(&db).await, [("active".into(), vec![2000])]);
    assert!(differences(&owner, two.event).await.is_empty());
    seen(&db, person, two.b, 60).await;
    evaluate(&db, owner.org(), two.event).await;
    let summary = owner.get(&format!("{PATH}/gates/event-{}/summary", two.event)).await.body;
    assert_eq!(summary["differs"], 1);
    let listed = differences(&owner, two.event).await;
    assert_eq!((listed.len(), &listed[0]["award_id"]), (1, &Value::Null));
    assert_eq!((&listed[0]["awarded"], &listed[0]["computed"]), (&json!(0), &json!(1000)));
    assert_eq!(listed[0]["text"], "Second: Not awarded yet, the facts now give 1.0.");
    let body = json!({
        "offering": format!("event-{}", two.event),
        "learner_id": listed[0]["learner_id"],
        "designation_id": listed[0]["designation_id"],
        "reason": "Matched late",
    });
    let path = format!("{PATH}/awards/accept");
    let accepted = owner.post(&path, body.clone()).await;
    assert_eq!(
        (accepted.status, &accepted.body["credits"]),
        (200, &json!(1000)),
        "{}",
        accepted.text()
    );
    let shown = printed(&db).await;
    assert_eq!(shown, [("superseded".into(), vec![2000]), ("active".into(), vec![2000, 1000])]);
    assert_eq!(counting(&db).await, (vec![2000, 1000], vec![Some(2000), Some(1000)]));
    assert_eq!(owner.post(&path, body).await.problem(), "409 nothing-differs");
}

/// CR-9: a designation that is approved late.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_designation_approved_after_the_certificates_is_listed(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let two = two(&db, owner.org(), 2).await;
    designated(&db, owner.org(), &two, two.a, None).await;
    let person = attended(&db, &two, 120, 120).await;
    certified(&db, owner.org(), two.event, person).await;
    designated(&db, owner.org(), &two, two.b, None).await;
    let listed = differences(&owner, two.event).await;
    assert_eq!((listed.len(), &listed[0]["computed"]), (1, &json!(2000)));
}

/// CR-14, CR-17: an organizer's word against measured minutes.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_override_against_a_person_is_a_difference_and_gives_nothing(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let two = two(&db, owner.org(), 2).await;
    designated(&db, owner.org(), &two, two.a, None).await;
    let person = attended(&db, &two, 120, 120).await;
    certified(&db, owner.org(), two.event, person).await;
    seen(&db, person, two.a, 60).await;
    let refused = sqlx::query!(
        "update presence_summaries set overridden = true, status = 'not_met' where registration_id = $1",
        person as _
    );
    refused.execute(&db).await.unwrap();
    let listed = differences(&owner, two.event).await;
    assert_eq!((listed.len(), &listed[0]["computed"]), (1, &json!(0)), "{listed:?}");
    let gone = act(&owner, award(&db, two.a).await, "correct").await;
    assert_eq!(gone["status"], "revoked");
    assert_eq!(printed(&db).await, [("revoked".into(), vec![2000])]);
}

/// CR-15: what is being measured again speaks neither for nor against anybody.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn as_long_as_presence_is_not_settled_nothing_is_corrected(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let two = two(&db, owner.org(), 2).await;
    designated(&db, owner.org(), &two, two.a, None).await;
    let person = attended(&db, &two, 120, 120).await;
    certified(&db, owner.org(), two.event, person).await;
    seen(&db, person, two.a, 0).await;
    sqlx::query!("update presence_summaries set settled_at = null").execute(&db).await.unwrap();
    assert!(differences(&owner, two.event).await.is_empty());
    let path = format!("{PATH}/awards/{}/correct", award(&db, two.a).await);
    let asked = owner.post(&path, json!({"reason": "Not yet"})).await;
    assert_eq!(asked.problem(), "409 gates-open");
}

/// Published rules of the RCP with at most three credits a day and so many for an activity.
async fn capped(db: &PgPool, activity: i32) -> RuleSetId {
    let mut conn = db.acquire().await.unwrap();
    catalogue::seed(&mut conn, now()).await.unwrap();
    let id = RuleSetId::new(now());
    sqlx::query!(
        "insert into rule_sets (id, body_id, code, number, status, effective_from, source_title, source_url, source_checked_on,
                                parameters, created_at, updated_at)
         select $1, body_id, 'capped', 1, 'published', effective_from, source_title, source_url, source_checked_on,
                parameters || jsonb_build_object('max_per_day', 3000, 'max_per_activity', $3::integer), created_at, updated_at
           from rule_sets where body_id = $2 and status = 'published' limit 1",
        id as _,
        catalogue::body_id(catalogue::RCP) as _,
        activity
    )
    .execute(&mut *conn)
    .await
    .unwrap();
    id
}

/// The credits that the facts give, in the order of the programme.
async fn given(owner: &Member<'_>, event: EventId) -> Vec<i64> {
    let people = owner.get(&format!("{PATH}/gates/event-{event}")).await.body;
    let credits = people["data"][0]["credits"].as_array().unwrap().iter();
    credits.map(|credit| credit["credits"].as_i64().unwrap()).collect()
}

/// CR-3 step 2, CR-10: designations of sessions share the day.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_day_cap_holds_over_all_sessions_of_the_day(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let two = two(&db, owner.org(), 2).await;
    let rules = capped(&db, 9000).await;
    designated(&db, owner.org(), &two, two.a, Some(rules)).await;
    designated(&db, owner.org(), &two, two.b, Some(rules)).await;
    attended(&db, &two, 120, 120).await;
    assert_eq!(given(&owner, two.event).await, [2000, 1000]);
}

/// CR-3 step 9, CR-10
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_activity_cap_holds_over_all_sessions(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let two = two(&db, owner.org(), 2).await;
    let rules = capped(&db, 2500).await;
    designated(&db, owner.org(), &two, two.a, Some(rules)).await;
    designated(&db, owner.org(), &two, two.b, Some(rules)).await;
    attended(&db, &two, 120, 120).await;
    assert_eq!(given(&owner, two.event).await, [2000, 500]);
}

/// CR-3 step 2: of an event of several days each day counts what that day gave.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_day_cap_takes_of_another_event_what_the_day_gave(db: PgPool) {
    let app = app(&db);
    let owner = app.member(Role::Owner).await;
    let long = two(&db, owner.org(), 2).await;
    let rules = capped(&db, 9000).await;
    let day = TimeDelta::days(1);
    let earlier = sqlx::query!(
        "with event as (update events set starts_at = starts_at - $2::interval where id = $3)
         update sessions set starts_at = starts_at - $2::interval, ends_at = ends_at - $2::interval where id = $1",
        long.a as _,
        day as _,
        long.event as _
    );
    earlier.execute(&db).await.unwrap();
    let mut conn = db.acquire().await.unwrap();
    for event in [long.event, rows::event(&db, owner.org(), OVER).await] {
        let wanted = Wanted { event, rule_set: Some(rules), ..external() };
        designation::designate(&mut conn, owner.org(), wanted, now()).await.unwrap();
    }
    let person = attended(&db, &long, 120, 120).await;
    certified(&db, owner.org(), long.event, person).await;
    let one = sqlx::query_scalar!(r#"select credits from awards"#).fetch_one(&db).await.unwrap();
    assert_eq!(one, 4000, "two on each day");
    let other = sqlx::query_scalar!(
        r#"select id as "id: EventId" from events where id <> $1"#,
        long.event as _
    );
    let other = other.fetch_one(&db).await.unwrap();
    let again = rows::registration(&db, other, "ana@example.org", "confirmed").await;
    rows::presence(&db, again, 120, "met").await;
    assert_eq!(given(&owner, other).await, [1000], "three a day");
}

use models::{PromoCodeId, Role};
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, Member, rows as kit};

use crate::{PATH, rows};

/// Two redeemed uses of 5 dollars, one reserved, one released; another code of the same partner.
async fn sales(db: &PgPool, owner: &Member<'_>) -> PromoCodeId {
    let event = owner.event(EventSpec::PUBLISHED).await;
    let (first, second) = (
        rows::percent(db, owner.org(), "FIRST", 2500).await,
        rows::percent(db, owner.org(), "SECOND", 2500).await,
    );
    sqlx::query!("update promo_codes set attribution = '=HYPERLINK(\"https://evil\")'")
        .execute(db)
        .await
        .unwrap();
    let uses = [
        (first, "redeemed"),
        (first, "redeemed"),
        (first, "reserved"),
        (first, "released"),
        (second, "redeemed"),
    ];
    for (n, (code, state)) in uses.into_iter().enumerate() {
        let who = kit::registration(db, event, &format!("p{n}@example.org"), "confirmed").await;
        let redemption = rows::redemption(db, code, who, 500, state).await;
        let item = rows::item(db, who, (2000, 500)).await;
        rows::bear(db, redemption, item).await;
    }
    first
}

fn usd(amount: i64) -> Value {
    json!({"amount": amount, "currency": "USD"})
}

/// Spec 4.1
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_report_counts_what_is_paid_by_code_and_by_partner(db: PgPool) {
    let app = crate::app(&db);
    let (owner, other) = (app.member(Role::Owner).await, app.member(Role::Owner).await);
    let first = sales(&db, &owner).await;
    let by_code = owner.get(&format!("{PATH}/report")).await.body;
    assert_eq!(by_code["data"].as_array().unwrap().len(), 2);
    let line = &by_code["data"][0];
    assert_eq!((&line["code"], &line["promo_code_id"]), (&json!("FIRST"), &json!(first)));
    assert_eq!((&line["reserved"], &line["redeemed"]), (&json!(1), &json!(2)));
    assert_eq!((&line["discount"], &line["revenue"]), (&usd(1000), &usd(3000)));
    let by_partner = owner.get(&format!("{PATH}/report?by=attribution")).await.body;
    assert_eq!(by_partner["data"].as_array().unwrap().len(), 1);
    assert_eq!(by_partner["data"][0]["revenue"], usd(4500));
    let later = owner.get(&format!("{PATH}/report?from=2026-10-01T08:00:01Z")).await.body;
    assert_eq!(later["data"], json!([]));
    assert_eq!(other.get(&format!("{PATH}/report")).await.body["data"], json!([]));
}

/// PA-4: what is left under the least that can be charged is waived, and counts as discount: with the
/// revenue it makes the list price, in the report and in its file.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_is_waived_under_the_minimum_is_discount(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let event = owner.event(EventSpec::PUBLISHED).await;
    let code = rows::percent(&db, owner.org(), "NEARLY", 9900).await;
    // Of the first 6 cents were left and waived, the second was dear enough.
    for (name, list, by_code, discount) in [("ada", 600, 594, 600), ("bea", 10_000, 9_900, 9_900)] {
        let who = kit::registration(&db, event, &format!("{name}@example.org"), "confirmed").await;
        let redemption = rows::redemption(&db, code, who, by_code, "redeemed").await;
        let item = rows::item(&db, who, (list, discount)).await;
        rows::bear(&db, redemption, item).await;
    }
    let report = owner.get(&format!("{PATH}/report")).await.body;
    let line = &report["data"][0];
    assert_eq!((&line["discount"], &line["revenue"]), (&usd(10_500), &usd(100)));
    let file = owner.get(&format!("{PATH}/report.csv")).await;
    assert!(file.text().contains("NEARLY,,0,2,USD,10500,100"), "{}", file.text());
}

/// RG-22
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_report_as_a_file_opens_as_text(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    sales(&db, &owner).await;
    let file = owner.get(&format!("{PATH}/report.csv")).await;
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    let text = file.text();
    assert!(
        text.contains("FIRST,\"'=HYPERLINK(\"\"https://evil\"\")\",1,2,USD,1000,3000"),
        "{text}"
    );
}

#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_uses_of_a_code_are_listed_without_names(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let code = sales(&db, &owner).await;
    let path = format!("{PATH}/{code}/redemptions");
    let page = owner.get(&format!("{path}?limit=3")).await.body;
    let cursor = page["next_cursor"].as_str().unwrap();
    let rest = owner.get(&format!("{path}?limit=3&cursor={cursor}")).await.body;
    let mut uses = page["data"].as_array().unwrap().clone();
    uses.extend(rest["data"].as_array().unwrap().clone());
    assert_eq!(uses.len(), 4);
    assert!(
        uses.iter().all(|one| one["discount"] == usd(500) && one["event_title"] == "Wound care")
    );
    assert!(uses.iter().all(|one| one["payment_id"].is_string()));
    let told = json!(uses).to_string();
    assert!(!told.contains("example.org") && !told.contains("Łukasz"), "{told}");
}

/// A time that nobody means is refused where it stands; one in disguise comes as far as the
/// database, and is no fault of ours either.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn times_beyond_the_years_1_to_9999_are_refused(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    let place = |answer: &testkit::Answer| answer.body["errors"][0]["pointer"].clone();
    let from = owner.get(&format!("{PATH}/report?from=-5000-01-01T00:00:00Z")).await;
    assert_eq!((from.problem(), place(&from)), ("422 validation-failed".into(), json!("/from")));
    let rules =
        json!({"kind": "percent", "percent_bp": 1000, "valid_until": "-5000-01-01T00:00:00Z"});
    let made = owner.post(PATH, json!({"code": "LONG-AGO", "rules": rules})).await;
    assert_eq!(place(&made), json!("/rules/valid_until"), "{}", made.body);
    let disguised = "WyJcdTAwMmQ1MDAwLTAxLTAxVDAwOjAwOjAwWiIsImYxOTM2YTdlLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMCJd";
    let listed = owner.get(&format!("{PATH}?cursor={disguised}")).await;
    assert_eq!(listed.problem(), "422 value-out-of-range");
    assert_eq!(listed.body["detail"], "A time or a number is out of range.");
}

/// RFC 8288: the next page is of the same list.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_link_to_the_next_page_keeps_the_filters(db: PgPool) {
    let app = crate::app(&db);
    let owner = app.member(Role::Owner).await;
    for code in ["ONE", "TWO", "THREE"] {
        rows::percent(&db, owner.org(), code, 1000).await;
    }
    let first = owner.get(&format!("{PATH}?q=O&limit=1")).await;
    let link = first.headers["link"].to_str().unwrap();
    let next = link.trim_start_matches('<').split('>').next().unwrap();
    let second = owner.get(next).await;
    assert!(!second.headers.contains_key("link"), "{:?}", second.headers);
    let mut codes = [&first, &second].map(|page| page.body["data"][0]["code"].clone());
    codes.sort_by_key(Value::to_string);
    assert_eq!(codes, [json!("ONE"), json!("TWO")]);
}

//! Rules of tax, from writing them down to taking them out of use (PA-7).

use auth::PlatformRole;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{Answer, Member};

use crate::shop;

const RULES: &str = "/api/v1/billing/tax-rules";

fn rule() -> Value {
    json!({"mode": "live_online", "seller_country": "de", "buyer_is_business": false, "seller_of_record": "organizer", "place": "buyer",
           "stripe_tax_code": "txcd_20060045", "legal_reference": "Article 54 of Directive 2006/112/EC",
           "valid_from": "2026-12-01T00:00:00Z", "reason": "Mail of the adviser."})
}

async fn record(staff: &Member<'_>, rule: Value, key: &str) -> Answer {
    staff.send("POST", RULES, Some(rule), &[("idempotency-key", key)]).await
}

/// PA-7: a rule is used once somebody stands for it, says the same from then on, and can be taken
/// out of use, with a line in the log for each.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_rule_is_written_down_signed_off_and_withdrawn(db: PgPool) {
    let shop = shop(&db).await;
    let operator = shop.app.staff(PlatformRole::Operator).await;
    let made = record(&operator, rule(), "one").await;
    assert_eq!(made.status, 201, "{}", made.body);
    for place in ["seller_country", "buyer_country"] {
        let mut nowhere = rule();
        nowhere[place] = json!("zz");
        let refused = record(&operator, nowhere, place).await;
        assert_eq!(refused.body["errors"][0]["pointer"], format!("/{place}"), "{}", refused.body);
    }
    let nowhere = operator.get(&format!("{RULES}?seller_country=zz")).await;
    assert_eq!(nowhere.problem(), "422 validation-failed");
    assert_eq!(record(&operator, rule(), "one").await.body, made.body, "the same request again");
    assert_eq!(record(&operator, rule(), "two").await.problem(), "409 tax-rule-exists");
    let listed = operator.get(&format!("{RULES}?seller_country=de")).await;
    let item = &listed.body["data"][0];
    assert_eq!((&item["seller_country"], &item["signed_off_by"]), (&json!("DE"), &Value::Null));
    assert_eq!(operator.get(&format!("{RULES}?seller_country=FR")).await.body["data"], json!([]));

    let path = format!("{RULES}/{}", made.body["id"].as_str().unwrap());
    let sign = json!({"adviser": "Clara Weiss, Hamburg", "reason": "Opinion of 26 November."});
    let act = async |verb: &str, body: &Value| {
        operator.send("POST", &format!("{path}/{verb}"), Some(body.clone()), &[]).await
    };
    let signed = act("sign-off", &sign).await;
    assert_eq!((signed.status, &signed.body["signed_off_by"]), (200, &sign["adviser"]));
    assert_eq!(act("sign-off", &sign).await.problem(), "409 tax-rule-final");
    let changed = sqlx::query!("update tax_rules set stripe_tax_code = 'txcd_00000000'");
    let refused = changed.execute(&db).await.unwrap_err().into_database_error().unwrap();
    assert_eq!(refused.constraint(), Some("tax_rules_final"));

    let why = json!({"reason": "The law has changed."});
    let withdrawn = act("withdraw", &why).await;
    assert!(withdrawn.body["withdrawn_at"].is_string(), "{}", withdrawn.body);
    assert_eq!(act("withdraw", &why).await.body, withdrawn.body, "twice is once");
    assert_eq!(act("withdraw", &json!({})).await.problem(), "422 reason-required");
    let log = sqlx::query_scalar!(
        "select action from audit_entries where actor_kind = 'support' order by action"
    );
    let acts = ["tax_rule.recorded", "tax_rule.signed-off", "tax_rule.withdrawn"];
    assert_eq!(log.fetch_all(&db).await.unwrap(), acts);
}

/// PA-7: of several rules for the same sales the later says until when the earlier holds, once somebody
/// stands for it.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_rule_says_from_when_another_takes_its_place(db: PgPool) {
    let shop = shop(&db).await;
    let operator = shop.app.staff(PlatformRole::Operator).await;
    let sign = async |made: &Answer| {
        let path = format!("{RULES}/{}/sign-off", made.body["id"].as_str().unwrap());
        let body = json!({"adviser": "Clara Weiss, Hamburg", "reason": "Opinion."});
        operator.send("POST", &path, Some(body), &[]).await
    };
    let mut later = rule();
    later["valid_from"] = json!("2027-07-01T00:00:00Z");
    let mut elsewhere = later.clone();
    elsewhere["buyer_country"] = json!("FR");
    let first = record(&operator, rule(), "first").await;
    sign(&first).await;
    let replaced = async || {
        let listed = operator.get(RULES).await.body;
        let of = |made: &Answer| {
            let rows = listed["data"].as_array().unwrap();
            rows.iter().find(|row| row["id"] == made.body["id"]).unwrap()["replaced_at"].clone()
        };
        of(&first)
    };
    sign(&record(&operator, elsewhere, "elsewhere").await).await;
    let second = record(&operator, later.clone(), "second").await;
    assert_eq!(replaced().await, Value::Null, "nobody stands for the other yet");
    sign(&second).await;
    assert_eq!(replaced().await, later["valid_from"]);
    let path = format!("{RULES}/{}/withdraw", second.body["id"].as_str().unwrap());
    operator.send("POST", &path, Some(json!({"reason": "Too early."})), &[]).await;
    assert_eq!(replaced().await, Value::Null);
}

/// What cannot be meant is refused where it is written down.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_rule_that_cannot_be_meant_is_refused(db: PgPool) {
    let shop = shop(&db).await;
    let operator = shop.app.staff(PlatformRole::Operator).await;
    for (n, (field, value, pointer)) in [
        ("stripe_tax_code", json!("txcd_1"), "/stripe_tax_code"),
        ("stripe_tax_code", json!("txcd_2006004x"), "/stripe_tax_code"),
        ("place", json!("performance"), "/place"),
        ("seller_country", json!("Germany"), "/seller_country"),
        ("legal_reference", json!(""), "/legal_reference"),
        ("rate_bp", json!(1_900), "/rate_bp"),
        ("tax_name", json!("VAT"), "/tax_name"),
        ("mode", json!("platform_fee"), "/seller_of_record"),
    ]
    .into_iter()
    .enumerate()
    {
        let mut wrong = rule();
        wrong[field] = value;
        let refused = record(&operator, wrong, &format!("wrong-{n}")).await;
        assert_eq!(refused.problem(), "422 validation-failed", "{field}");
        assert_eq!(refused.body["errors"][0]["pointer"], pointer);
    }
    let unknown = format!("{RULES}/{}/sign-off", uuid::Uuid::nil());
    let body = json!({"adviser": "Clara Weiss", "reason": "Opinion."});
    let answer = operator.send("POST", &unknown, Some(body), &[]).await;
    assert_eq!(answer.problem(), "404 not-found");
}

/// RF-12: the platform's own tax has a rate and a name, and lets nobody sell with tax.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_rule_for_the_platforms_fees_says_the_rate(db: PgPool) {
    let shop = shop(&db).await;
    let operator = shop.app.staff(PlatformRole::Operator).await;
    let mut of_fees = rule();
    of_fees["mode"] = json!("platform_fee");
    let refused = record(&operator, of_fees.clone(), "none").await;
    let pointers: Vec<_> = refused.body["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|fault| fault["pointer"].as_str().unwrap())
        .collect();
    assert_eq!(pointers, ["/seller_of_record", "/rate_bp", "/tax_name"]);
    of_fees["seller_of_record"] = json!("platform");
    of_fees["tax_name"] = json!("VAT 19 % (DE)");
    for rate in [-1, 5_001] {
        of_fees["rate_bp"] = json!(rate);
        let refused = record(&operator, of_fees.clone(), &format!("{rate}")).await;
        assert_eq!(refused.body["errors"][0]["code"], "tax-rate-invalid", "{rate}");
    }
    of_fees["rate_bp"] = json!(1_900);
    let made = record(&operator, of_fees, "made").await;
    assert_eq!(made.status, 201, "{}", made.body);
    let listed = operator.get(RULES).await.body["data"][0].clone();
    assert_eq!((&listed["rate_bp"], &listed["tax_name"]), (&json!(1_900), &json!("VAT 19 % (DE)")));
}

use models::Role;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::contract::{example, operations};

use super::{HEADERS, Tenant, app, query};

/// What nobody types and some send: null bytes, numbers out of range, other shapes, long text.
fn odd(value: &Value) -> Vec<Value> {
    let long = "x".repeat(20_000);
    match value {
        Value::String(_) => {
            vec![json!("a\u{0}b"), json!(""), json!(long), json!("\u{202e}\u{2028}"), json!(7)]
        }
        Value::Number(_) => vec![json!(-1), json!(0), json!(i64::MAX), json!(1e300), json!("7")],
        Value::Array(_) => vec![json!([]), json!(vec!["a\u{0}"; 300]), json!({})],
        _ => vec![json!(null), json!("\u{0}"), json!([[[[]]]])],
    }
}

/// The body with each of its values in turn, however deep, replaced by odd ones.
fn variants(body: &Value) -> Vec<Value> {
    let mut all = odd(body);
    let inner = |key: &Value, value: &Value| (key.clone(), variants(value));
    let members: Vec<_> = match body {
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| inner(&json!(name), value)).collect()
        }
        Value::Array(items) => {
            items.iter().enumerate().take(1).map(|(n, value)| inner(&json!(n), value)).collect()
        }
        _ => Vec::new(),
    };
    for (place, values) in members {
        for value in values {
            let mut other = body.clone();
            match &place {
                Value::String(name) => other[name] = value,
                place => other[usize::try_from(place.as_u64().unwrap()).unwrap()] = value,
            }
            all.push(other);
        }
    }
    all
}

/// Whatever is sent, the answer is about what was sent and never our fault; and every refusal is a
/// problem that a program can read.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn odd_input_is_refused_in_words_and_is_never_our_fault(db: PgPool) {
    let app = app(&db);
    let document = accredit::openapi().unwrap();
    let mut faults = Vec::new();
    let mut place = 0_u32;
    for (template, method, operation) in operations(&document) {
        let tenant = Tenant::with(&db, "ana@example.org").await;
        let owner = app.member_of(tenant.org, Role::Owner).await;
        let path = tenant.address(template, operation);
        let bodies = example(&document, operation)
            .map(|body| variants(&tenant.body(body)))
            .unwrap_or_default();
        let mut requests: Vec<_> =
            bodies.into_iter().map(|body| (path.clone(), Some(body))).collect();
        for name in query(operation) {
            let others = path
                .split(['?', '&'])
                .skip(1)
                .filter(|pair| !pair.starts_with(&format!("{name}=")));
            let others = others.collect::<Vec<_>>().join("&");
            let base = path.split('?').next().unwrap();
            for value in ["a%00b", "%FF", "", "-1", "99999999999999999999", &"x".repeat(5000)] {
                requests.push((format!("{base}?{others}&{name}={value}"), None));
            }
        }
        if template.contains('{') {
            let odd =
                template.split('/').map(|part| if part.starts_with('{') { "a%00b" } else { part });
            requests.push((odd.collect::<Vec<_>>().join("/"), None));
        }
        for (path, body) in requests {
            place += 1;
            // Each from a place of its own, or the limits answer.
            let from =
                format!("10.{}.{}.{}, 127.0.0.1", place >> 16, place >> 8 & 255, place & 255);
            let key = format!("odd-{place}");
            let headers = [
                ("idempotency-key", key.as_str()),
                ("if-match", HEADERS[1].1),
                ("x-forwarded-for", &from),
            ];
            let sent = body.as_ref().map(ToString::to_string).unwrap_or_default();
            let answer = owner.send(&method, &path, body, &headers).await;
            let readable = answer.status < 400 || answer.body["code"].is_string();
            let page = template.starts_with("/events")
                || template.starts_with("/org")
                || template.starts_with("/verify");
            if answer.status >= 500 || !(readable || page) {
                let (path, sent): (String, String) =
                    (path.chars().take(200).collect(), sent.chars().take(160).collect());
                faults.push(format!(
                    "{} {method} {path} {sent}: {}",
                    answer.status,
                    answer.text().chars().take(100).collect::<String>()
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{EventSpec, rows};

use crate::PATH;

/// RG-22, R9: each row stands alone, and seats are seats.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn added_people_take_seats_like_everyone(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer
        .event(EventSpec { capacity: Some(2), waitlist_max: 1, ..EventSpec::PUBLISHED })
        .await;
    rows::registration(&db, event, "there@example.org", "confirmed").await;
    let row = |email: &str| json!({"email": email, "full_name": "Ana Kos"});
    let people = json!([
        row("THERE@example.org"),
        row("no address"),
        row("a@example.org"),
        row("b@example.org")
    ]);
    let order = |dry_run: bool, over: &str| json!({"event_id": event, "rows": people, "dry_run": dry_run, "over_capacity": over});
    let path = format!("{PATH}/bulk");
    let tried = organizer.post(&path, order(true, "refuse")).await;
    let outcomes = |report: &serde_json::Value| -> Vec<String> {
        let rows = report["rows"].as_array().unwrap().iter();
        rows.map(|row| {
            format!("{} {}", row["outcome"].as_str().unwrap(), row["code"].as_str().unwrap_or("-"))
        })
        .collect()
    };
    assert_eq!(
        outcomes(&tried.body),
        ["exists -", "refused validation-failed", "created -", "refused sold-out"]
    );
    assert_eq!(crate::seats(&db, event).await, (1, 1, 1), "a dry run keeps nothing");
    let done = organizer.post(&path, order(false, "waitlist")).await;
    assert_eq!(outcomes(&done.body)[2..], ["created -", "waitlisted -"]);
    assert_eq!(crate::seats(&db, event).await, (2, 2, 2));
}

fn form(
    by: &testkit::Member<'_>,
    event: models::EventId,
    file: &[u8],
) -> axum::http::Request<axum::body::Body> {
    let mut body = format!("--x\r\ncontent-disposition: form-data; name=\"event_id\"\r\n\r\n{event}\r\n--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"p.csv\"\r\n\r\n").into_bytes();
    body.extend_from_slice(file);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = axum::http::Request::post(format!("{PATH}/import"));
    request
        .header("authorization", format!("Bearer {}", by.token))
        .header("content-type", "multipart/form-data; boundary=x")
        .body(body.into())
        .unwrap()
}

/// BI-6: where the plan has ended long ago nobody new comes, by whatever way; those who are there stay.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_is_added_where_the_plan_has_ended(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let there = rows::registration(&db, event, "there@example.org", "confirmed").await;
    sqlx::query!(
        "update subscriptions set status = 'unpaid' where organization_id = $1",
        organizer.org() as _
    )
    .execute(&db)
    .await
    .unwrap();
    let people = json!([{"email": "new@example.org", "full_name": "Ana Kos"}]);
    let added =
        organizer.post(&format!("{PATH}/bulk"), json!({"event_id": event, "rows": people})).await;
    assert_eq!(added.problem(), "409 organization-read-only");
    let imported =
        app.answer(form(&organizer, event, b"email,name\nnew@example.org,Ana Kos\n")).await;
    assert_eq!(imported.problem(), "409 organization-read-only");
    let gone = organizer.post(&format!("{PATH}/{there}/cancel"), json!({})).await;
    assert_eq!(gone.status, 200, "{}", gone.body);
}

/// Files that are tables are read in every usual shape; the others are refused, clearly.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_file_is_read_in_every_usual_shape_or_refused(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let utf16: Vec<u8> = "\u{feff}E-Mail\tName\r\nzoe@example.org\tZoë\r\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let good: [&[u8]; 3] = [
        b"email,full_name\nana@example.org,\"Kos, Ana\"\n",
        b"\xef\xbb\xbfName;Email\nBen;ben@example.org\n\n",
        &utf16,
    ];
    for file in good {
        let report = app.answer(form(&organizer, event, file)).await;
        assert_eq!(report.body["created"], 1, "{:?}", report.body);
    }
    for file in [
        &b""[..],
        b"PK\x03\x04\x00\x00",
        &[0; 100],
        b"first,second\n1,2\n",
        b"email,name\n\xff\xfe\xfa,x\n",
    ] {
        let refused = app.answer(form(&organizer, event, file)).await;
        assert_eq!(refused.problem(), "422 file-unreadable");
    }
    assert_eq!(crate::seats(&db, event).await, (3, 3, 3));
}

/// RG-22, §5: a character that cannot be stored costs its own row only.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_row_with_nul_stands_alone(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let people = json!([
        {"email": "a\u{0}@example.org", "full_name": "Ana Kos"},
        {"email": "b@example.org", "full_name": "Ben\u{0}"},
        {"email": "c@example.org", "full_name": "Cy", "answers": {"\u{0}": "\u{0}"}},
        {"email": "d@example.org", "full_name": "Dee"}
    ]);
    let done =
        organizer.post(&format!("{PATH}/bulk"), json!({"event_id": event, "rows": people})).await;
    let counts = (&done.body["created"], &done.body["refused"]);
    assert_eq!(counts, (&json!(1), &json!(3)), "{}", done.body);
}

/// RG-22: a cell that cannot be read costs its own row only; a name may be as long as when people
/// register themselves.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_odd_cell_costs_its_own_row_only(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer.event(EventSpec::PUBLISHED).await;
    let file = format!(
        "email,name,ticket,mode,organization\na@example.org,Ana,Gold,,\nb@example.org,Ben,,by car,\n\
         c@example.org,Cy,registration,Online,{}\n",
        "ż".repeat(200)
    );
    let report = app.answer(form(&organizer, event, file.as_bytes())).await;
    let rows = report.body["rows"].as_array().unwrap();
    let told: Vec<_> =
        rows.iter().map(|row| (row["outcome"].as_str(), row["detail"].as_str())).collect();
    assert_eq!(
        told,
        [
            (Some("refused"), Some("There is no ticket called “Gold”.")),
            (Some("refused"), Some("“by car” is no way to take part: online or in_person.")),
            (Some("created"), None)
        ]
    );
}

/// RG-22: a long file is added part by part, and is one report.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_long_file_is_one_report(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let event = organizer
        .event(EventSpec { capacity: Some(110), waitlist_max: 1000, ..EventSpec::PUBLISHED })
        .await;
    let people = (1..=120).map(|n| format!("p{n}@example.org,Ana Kos\n"));
    let file = format!("email,name\n{}", people.collect::<String>());
    let report = app.answer(form(&organizer, event, file.as_bytes())).await;
    let counts = (&report.body["created"], &report.body["refused"]);
    assert_eq!(counts, (&json!(110), &json!(10)), "{}", report.body);
    assert_eq!(report.body["rows"].as_array().unwrap().len(), 120);
    assert_eq!(report.body["rows"][119]["row"], 120);
    assert_eq!(report.body["rows"][119]["email"], "p120@example.org");
}

use models::Role;
use serde_json::json;
use sqlx::PgPool;
use testkit::{Answer, Member};

use crate::{PATH, connected};

/// Presses "Allow" on the sandbox's page. Gives code and state as they come back.
async fn allow(authorize_url: &str, origin: &str, narrow: bool) -> (String, String) {
    let query = authorize_url.split('?').nth(1).unwrap();
    let narrow = if narrow { "&narrow=1" } else { "" };
    let body = format!("{query}&host=sandbox-office&answer=allow{narrow}");
    let answer = cloud::client()
        .post(format!("{origin}/sandbox/zoom/oauth/authorize"))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(body);
    let answer = answer.send().await.unwrap();
    let location = answer.headers()["location"].to_str().unwrap().to_owned();
    assert!(
        location.starts_with("https://accredit.test/integrations/zoom/return?code="),
        "{location}"
    );
    let part =
        |name: &str| location.split(name).nth(1).unwrap().split('&').next().unwrap().to_owned();
    (part("code="), part("state="))
}

/// Begins to connect. Gives where to go, and the browser's cookie.
async fn begin(member: &Member<'_>) -> (String, String) {
    let begun = member
        .send("POST", &format!("{PATH}/connect"), Some(json!({"return_to": "/integrations"})), &[])
        .await;
    let cookie = begun.headers["set-cookie"].to_str().unwrap().to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("Secure") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    (
        begun.body["authorize_url"].as_str().unwrap().to_owned(),
        cookie.split(';').next().unwrap().to_owned(),
    )
}

async fn finish(member: &Member<'_>, (code, state): &(String, String), cookie: &str) -> Answer {
    let body = json!({"code": code, "state": state});
    member.send("POST", &format!("{PATH}/callback"), Some(body), &[("cookie", cookie)]).await
}

/// ZM-1: PKCE, and a state that is good once, for one person in one browser.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_host_is_connected_by_the_person_and_browser_that_began(db: PgPool) {
    let (app, origin) = connected(&db, "connect").await;
    let admin = app.member(Role::Admin).await;
    let other = app.member_of(admin.org(), Role::Admin).await;
    let (address, cookie) = begin(&admin).await;
    let back = allow(&address, &origin, false).await;
    assert_eq!(finish(&other, &back, &cookie).await.problem(), "422 state-unknown");
    assert_eq!(finish(&admin, &back, "accredit_zoom=another").await.problem(), "422 state-unknown");
    let done = finish(&admin, &back, &cookie).await;
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(done.body["connection"]["host_email"], "office@zoom.example");
    assert_eq!(done.body["return_to"], "/integrations");
    assert_eq!(finish(&admin, &back, &cookie).await.problem(), "422 state-unknown", "used once");

    let kept = sqlx::query!("select access_token, refresh_token from zoom_connections")
        .fetch_one(&db)
        .await
        .unwrap();
    let text = String::from_utf8_lossy(&kept.access_token.unwrap()).into_owned();
    assert!(text.starts_with("t:") && kept.refresh_token.is_some(), "tokens are kept sealed");
    let list = admin.get(PATH).await;
    assert_eq!(list.body["data"][0]["status"], "active");
}

/// ZM-1: a right that is missing is named, and nothing is connected.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_missing_right_is_named(db: PgPool) {
    let (app, origin) = connected(&db, "narrow").await;
    let admin = app.member(Role::Admin).await;
    let (address, cookie) = begin(&admin).await;
    let back = allow(&address, &origin, true).await;
    let refused = finish(&admin, &back, &cookie).await;
    assert_eq!(refused.problem(), "422 scope-missing");
    assert!(
        refused.body["detail"].as_str().unwrap().contains("report:read:list_meeting_participants")
    );
    assert_eq!(admin.get(PATH).await.body["data"], json!([]));
}

/// §5: `return_to` to another host.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn nobody_is_sent_to_another_site(db: PgPool) {
    let app = crate::app(&db);
    let admin = app.member(Role::Admin).await;
    for elsewhere in ["https://evil.example", "//evil.example", "/\\evil.example", ""] {
        let body = json!({"return_to": elsewhere});
        let answer = admin.send("POST", &format!("{PATH}/connect"), Some(body), &[]).await;
        assert_eq!(answer.problem(), "422 return-to-invalid", "{elsewhere}");
    }
}

/// §5: the way back is a page of ours, for a browser and for the database.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn the_way_back_is_a_page_of_ours(db: PgPool) {
    let (app, _) = connected(&db, "way-back").await;
    let admin = app.member(Role::Admin).await;
    for elsewhere in
        ["//evil.example", "/\\evil.example", "/\t/evil.example", "/\u{0}", "integrations"]
    {
        let body = json!({"return_to": elsewhere});
        let refused = admin.send("POST", &format!("{PATH}/connect"), Some(body), &[]).await;
        assert_eq!(refused.problem(), "422 return-to-invalid", "{elsewhere:?}");
    }
}

use axum::body::Body;
use axum::http::Request;
use insta::assert_snapshot;
use models::Role;
use sqlx::PgPool;
use testkit::{EventSpec, Member, TestApp};

use crate::path;

async fn put(
    app: &TestApp,
    by: &Member<'_>,
    path: &str,
    image: &[u8],
    alt: &str,
) -> testkit::Answer {
    let mut body = format!("--x\r\ncontent-disposition: form-data; name=\"alt\"\r\n\r\n{alt}\r\n--x\r\ncontent-disposition: form-data; name=\"image\"; filename=\"a.png\"\r\n\r\n").into_bytes();
    body.extend_from_slice(image);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let request = Request::put(format!("{path}/image"))
        .header("authorization", format!("Bearer {}", by.token))
        .header("content-type", "multipart/form-data; boundary=x");
    app.answer(request.body(Body::from(body)).unwrap()).await
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(width, height, image::Rgb([200, 30, 90]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// EV-15
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_picture_is_taken_by_its_content_or_refused(db: PgPool) {
    let app = crate::app(&db);
    let organizer = app.member(Role::Organizer).await;
    let path = path(organizer.event(EventSpec::DRAFT).await);
    let done = put(&app, &organizer, &path, &png(64, 64), "A hand").await;
    assert_eq!(done.body["image"]["alt"], "A hand", "{:?}", done.body);
    assert_ne!(done.body["image"]["large_url"], done.body["image"]["small_url"]);
    for trap in
        [&b"<svg xmlns='http://www.w3.org/2000/svg'/>"[..], b"<html>", b"", &png(64, 64)[..40]]
    {
        assert_eq!(
            put(&app, &organizer, &path, trap, "A trap").await.problem(),
            "422 image-unreadable"
        );
    }
    // 8000 by 6000 of one colour: few bytes, many pixels.
    let bomb = put(&app, &organizer, &path, &png(8000, 6000), "A bomb").await;
    assert_snapshot!(bomb.problem(), @"422 image-unreadable");
    // Cut before it is made larger: at its own width it would have been 9,000,000 pixels high.
    let thread = put(&app, &organizer, &path, &png(20_000, 2), "A thread").await;
    assert_eq!(thread.body["image"]["alt"], "A thread", "{:?}", thread.body);
    let heavy = put(&app, &organizer, &path, &vec![0; (5 << 20) + 1], "Heavy").await;
    assert_snapshot!(heavy.problem(), @"413 image-too-large");
    let mute = put(&app, &organizer, &path, &png(64, 64), "").await;
    assert_snapshot!(mute.problem(), @"422 validation-failed");
    assert_eq!(
        organizer.send("DELETE", &format!("{path}/image"), None, &[]).await.body["image"],
        serde_json::Value::Null
    );
}

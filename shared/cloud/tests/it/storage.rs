use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse as _;
use chrono::TimeDelta;
use cloud::{Bucket, Objects, Stored};
use models::{Clock, Fault as _, Kind};
use serde_json::json;
use testkit::now;

use crate::google::{Google, lookup};

fn objects(google: &Google) -> Objects {
    let values = [
        ("OBJECTS", "gs"),
        ("STORAGE_ENDPOINT", google.url.as_str()),
        ("SIGNER_ENDPOINT", google.url.as_str()),
        ("CERTIFICATES_BUCKET", "accredit-certificates"),
        ("METADATA_URL", google.url.as_str()),
    ];
    Objects::from_env(lookup(&values), Clock::fixed(now())).unwrap()
}

#[tokio::test]
async fn a_file_is_written_only_where_there_is_none() {
    let google = Google::new(|_| "{}".into_response()).await;
    let (bucket, pdf) = (Bucket::Certificates, "application/pdf");
    let put = objects(&google).put(bucket, "2026/a.pdf", pdf, "%PDF").await;
    assert_eq!(put.unwrap(), Stored::New);
    let asked = google.asked();
    assert_eq!(
        asked[0].line,
        "POST /upload/storage/v1/b/accredit-certificates/o\
         ?uploadType=media&ifGenerationMatch=0&name=2026%2Fa.pdf"
    );
    assert_eq!(asked[0].header("content-type"), "application/pdf");
    assert_eq!(asked[0].header("authorization"), "Bearer granted");
    assert_eq!(&asked[0].body[..], b"%PDF");
    let taken = Google::new(|_| StatusCode::PRECONDITION_FAILED.into_response()).await;
    let put = objects(&taken).put(bucket, "a.pdf", pdf, "%PDF").await;
    assert_eq!(put.unwrap(), Stored::Before);
}

#[tokio::test]
async fn a_file_is_read_with_its_type_and_an_absent_one_is_no_error() {
    let google = Google::new(|asked| {
        if asked.line.contains("there.pdf") {
            ([(CONTENT_TYPE, "application/pdf")], "%PDF").into_response()
        } else {
            StatusCode::NOT_FOUND.into_response()
        }
    })
    .await;
    let objects = objects(&google);
    let found = objects.get(Bucket::Certificates, "2026/there.pdf").await.unwrap().unwrap();
    assert_eq!((&found.bytes[..], found.content_type.as_str()), (&b"%PDF"[..], "application/pdf"));
    assert!(objects.get(Bucket::Certificates, "gone.pdf").await.unwrap().is_none());
    objects.delete(Bucket::Certificates, "gone.pdf").await.unwrap();
    let lines: Vec<_> = google.asked().into_iter().map(|asked| asked.line).collect();
    assert_eq!(
        lines,
        [
            "GET /storage/v1/b/accredit-certificates/o/2026%2Fthere.pdf?alt=media",
            "GET /storage/v1/b/accredit-certificates/o/gone.pdf?alt=media",
            "DELETE /storage/v1/b/accredit-certificates/o/gone.pdf",
        ]
    );
}

#[tokio::test]
async fn an_outage_is_worth_a_second_try_and_a_missing_right_is_not() {
    for (status, kind) in
        [(503, Kind::Unavailable), (429, Kind::Unavailable), (403, Kind::Internal)]
    {
        let status = StatusCode::from_u16(status).unwrap();
        let google = Google::new(move |_| (status, "no").into_response()).await;
        let error = objects(&google).get(Bucket::Certificates, "a.pdf").await.unwrap_err();
        assert_eq!(
            (error.kind(), error.to_string()),
            (kind, format!("Cloud Storage answered {}: no", status.as_u16()))
        );
    }
}

/// The stand-in signs by giving back what it was to sign.
#[tokio::test]
async fn an_address_is_signed_as_the_v4_process_wants_it() {
    let google = Google::new(|asked| {
        axum::Json(json!({ "signedBlob": asked.json()["payload"] })).into_response()
    })
    .await;
    let url = objects(&google)
        .signed_url(Bucket::Certificates, "a.pdf", TimeDelta::minutes(5), Some("Zoë.pdf"))
        .await
        .unwrap();
    let (signed, signature) = url.split_once("&X-Goog-Signature=").unwrap();
    assert_eq!(
        signed.strip_prefix(&google.url).unwrap(),
        "/accredit-certificates/a.pdf?X-Goog-Algorithm=GOOG4-RSA-SHA256\
         &X-Goog-Credential=events-api%40project.iam.gserviceaccount.com%2F20261001%2Fauto%2Fstorage%2Fgoog4_request\
         &X-Goog-Date=20261001T080000Z&X-Goog-Expires=300&X-Goog-SignedHeaders=host\
         &response-content-disposition=attachment%3B%20filename%2A%3DUTF-8%27%27Zo%25C3%25AB.pdf"
    );
    let bytes: Vec<u8> = (0..signature.len() / 2)
        .map(|at| u8::from_str_radix(&signature[2 * at..2 * at + 2], 16).unwrap())
        .collect();
    let said = String::from_utf8(bytes).unwrap();
    let head = "GOOG4-RSA-SHA256\n20261001T080000Z\n20261001/auto/storage/goog4_request\n";
    assert_eq!(said.strip_prefix(head).unwrap().len(), 64, "{said}");
    let asked = google.asked();
    let account = "events-api@project.iam.gserviceaccount.com";
    assert_eq!(asked[0].line, format!("POST /v1/projects/-/serviceAccounts/{account}:signBlob"));
}

#[tokio::test]
async fn a_bucket_that_was_not_granted_cannot_be_used() {
    let google = Google::new(|_| "{}".into_response()).await;
    let error = objects(&google).get(Bucket::Media, "logo.png").await.unwrap_err();
    assert_eq!(error.kind(), Kind::Internal);
    assert!(google.asked().is_empty());
}

use sqlx::PgPool;
use testkit::exchange;

use super::super::{Folder, serve, url};
use super::Apart;

/// PL-22: between the front and a function nobody follows dots to another place.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_path_leads_to_the_same_place_in_both_modes(db: PgPool) {
    let (apart, folder) = (Apart::start("astray", &db), Folder::new("astray-together"));
    let together = serve(&folder, &url(&db), None);
    let told = async |address, path: &str| {
        exchange(address, "GET", path, &[], "").await.unwrap().to_lowercase()
    };
    for path in [
        // Of the function itself, for its platform alone.
        "/api/v1/discovery/../../../readyz",
        "/api/v1/discovery/%2e%2E/%2e%2e/%2e%2e/readyz",
        r"/api/v1/discovery/..\..\..\readyz",
        "/api/v1/payments/../discovery/events",
        "//api/v1/discovery/events",
        "/api/v1//discovery/events",
    ] {
        for address in [apart.process.address, together.address] {
            let answer = told(address, path).await;
            assert!(answer.starts_with("http/1.1 400"), "{path}: {answer}");
            assert!(answer.contains("content-type: application/problem+json"), "{path}: {answer}");
            assert!(answer.contains(r#""code":"path-not-plain""#), "{path}: {answer}");
        }
    }
    // What is escaped stays one segment, of the function that owns what stands before it.
    for path in ["/api/v1/discovery/events%2f..%2f..%2f..%2freadyz", "/api/v1/discovery/%2freadyz"]
    {
        for address in [apart.process.address, together.address] {
            let answer = told(address, path).await;
            assert!(answer.starts_with("http/1.1 404"), "{path}: {answer}");
        }
    }
}

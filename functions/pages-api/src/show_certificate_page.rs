//! A certificate that somebody checks: what it is for and who issued it, never whose it is.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::{NaiveDate, TimeDelta};
use db::rate::{Limit, hit};
use serde_json::json;
use sqlx::PgConnection;
use web::{Client, Path, Public};

use crate::State as App;
use crate::head::Head;

/// As many as the check itself answers: codes are not guessed here either.
const CHECKS: Limit = Limit { scope: "verify-page", most: 30, window: TimeDelta::minutes(1) };

struct Certificate {
    status: String,
    issued_on: NaiveDate,
    issuer: String,
    offering: Option<String>,
}

/// The page of a certificate check. It is never indexed: a code is for those who hold it.
#[utoipa::path(get, path = "/verify/{code}", tag = "pages",
    params(("code" = String, Path, description = "The code on the certificate")),
    responses((status = 200, content_type = "text/html", body = String)))]
pub(crate) async fn show_certificate_page(
    _: Public,
    client: Client,
    State(app): State<App>,
    Path(code): Path<String>,
) -> web::Result<Response> {
    let path = format!("/verify/{code}");
    // Typed with hyphens, spaces or in lower case it is the same code.
    let plain: String =
        code.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_uppercase();
    let mut tx = db::begin(&app.db).await?;
    let slow = hit(&mut tx, CHECKS, &client.rate_key(), app.clock.now()).await.is_err();
    let found = if slow { None } else { find(&mut tx, &plain).await? };
    tx.commit().await?;
    if slow {
        let head = nothing(path, "Too many checks. Try again in a minute.");
        return Ok(app.shell.page(&head, StatusCode::TOO_MANY_REQUESTS).await?);
    }
    let head = match found {
        Some(certificate) => certificate.head(&app.shell.origin, path),
        None => nothing(path, "No certificate has this code."),
    };
    Ok(app.shell.page(&head, StatusCode::OK).await?)
}

fn nothing(path: String, description: &str) -> Head {
    Head {
        title: "Certificate check".to_owned(),
        description: description.to_owned(),
        path,
        image: None,
        index: false,
        facts: None,
    }
}

async fn find(conn: &mut PgConnection, code: &str) -> sqlx::Result<Option<Certificate>> {
    sqlx::query_as!(
        Certificate,
        r#"select c.status, (c.snapshot ->> 'issued_on')::date as "issued_on!", o.name as issuer, e.title as "offering?"
           from certificates c
           join organizations o on o.id = c.organization_id
           left join events e on e.id = c.event_id
          where c.code = $1 and c.status <> 'erased'"#,
        code
    )
    .fetch_optional(conn)
    .await
}

impl Certificate {
    fn head(&self, origin: &str, path: String) -> Head {
        let offering = self.offering.as_deref().unwrap_or("a course");
        let day = self.issued_on.format("%-d %B %Y");
        let facts = json!({
            "@context": "https://schema.org",
            "@type": "EducationalOccupationalCredential",
            "credentialCategory": "certificate",
            "name": offering,
            "url": format!("{origin}{path}"),
            "dateCreated": self.issued_on.format("%Y-%m-%d").to_string(),
            "recognizedBy": { "@type": "Organization", "name": self.issuer },
        });
        Head {
            title: format!("Certificate for {offering}"),
            description: format!(
                "Issued by {} on {day}. Open to see its state today.",
                self.issuer
            ),
            path,
            image: None,
            index: false,
            // Facts are claimed for what stands only.
            facts: (self.status == "active").then_some(facts),
        }
    }
}

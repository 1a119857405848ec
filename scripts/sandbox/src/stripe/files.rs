//! Files that speak in a dispute. Of what is in them only the kind and the size are kept.

use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, FromRequest as _, Multipart, Request};
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use super::gateway::LARGEST;
use super::refusal::Refusal;
use super::route::Asked;
use super::world::World;

/// Stripe's page "File upload guide": evidence has at most so many bytes.
const MOST: i64 = 5 << 20;
const PURPOSES: [&str; 1] = ["dispute_evidence"];
const SCREENED: [(&str, &[u8]); 3] =
    [("pdf", b"%PDF-"), ("png", b"\x89PNG\r\n\x1a\n"), ("jpg", b"\xff\xd8\xff")];
/// Fields of evidence that name a file.
const NAMING: [&str; 9] = [
    "cancellation_policy",
    "customer_communication",
    "customer_signature",
    "duplicate_charge_documentation",
    "receipt",
    "refund_policy",
    "service_documentation",
    "shipping_documentation",
    "uncategorized_file",
];

/// A form with a file as a form without one, so that the same upload is the same request however
/// its parts are set apart. What cannot be read is empty.
pub(super) async fn form(content_type: &str, body: Bytes) -> String {
    let Ok(mut request) =
        Request::builder().header(CONTENT_TYPE, content_type).body(Body::from(body))
    else {
        return String::new();
    };
    DefaultBodyLimit::max(LARGEST).apply(&mut request);
    let Ok(mut parts) = Multipart::from_request(request, &()).await else { return String::new() };
    let mut pairs = Vec::new();
    while let Ok(Some(part)) = parts.next_field().await {
        let field = part.name().unwrap_or_default().to_owned();
        let name = part.file_name().map(str::to_owned);
        let Ok(bytes) = part.bytes().await else { return String::new() };
        let Some(name) = name else {
            pairs.push((field, String::from_utf8_lossy(&bytes).into_owned()));
            continue;
        };
        let kind = SCREENED.iter().find(|(_, start)| bytes.starts_with(start));
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, &bytes);
        let hash =
            hash.as_ref().iter().fold(String::new(), |all, byte| all + &format!("{byte:02x}"));
        pairs.push((format!("{field}[filename]"), name));
        pairs.push((format!("{field}[size]"), bytes.len().to_string()));
        pairs.push((format!("{field}[type]"), kind.map_or("", |(kind, _)| kind).to_owned()));
        pairs.push((format!("{field}[sha256]"), hash));
    }
    serde_urlencoded::to_string(pairs).unwrap_or_default()
}

/// Takes a file in.
pub(super) fn create(asked: &mut Asked<'_>) -> Result<Value, Refusal> {
    asked.params.need("purpose")?;
    let purpose = asked.params.one_of("purpose", &PURPOSES)?.unwrap_or_default().to_owned();
    let file = asked.params.inside("file");
    let name = file.text("filename").ok_or_else(|| {
        Refusal::invalid("Missing required param: file.").code("parameter_missing").at("file")
    })?;
    let size = file.need_int("size")?;
    if size > MOST {
        return Err(Refusal::invalid("File size exceeds the 5 MB limit.").at("file"));
    }
    let kind = file.text("type").ok_or_else(|| {
        let said = "Invalid file: dispute evidence is a PDF, a PNG or a JPEG.";
        Refusal::invalid(said).at("file")
    })?;
    let (name, kind) = (name.to_owned(), kind.to_owned());
    let id = asked.world.next_id("file");
    asked.world.insert(json!({
        "id": id, "object": "file", "purpose": purpose, "filename": name, "size": size, "type": kind, "title": null,
        "expires_at": null, "url": null,
    }));
    asked.world.need("file", &id, None)
}

/// Whether evidence names only files that were taken in for it.
pub(super) fn are_known(world: &World, evidence: &Map<String, Value>) -> Result<(), Refusal> {
    for field in NAMING {
        let named = evidence.get(field).and_then(Value::as_str).filter(|id| !id.is_empty());
        let Some(id) = named else { continue };
        if world.need("file", id, None).is_err() {
            let said = format!("No such file upload: '{id}'");
            let at = format!("evidence[{field}]");
            return Err(Refusal::invalid(said).code("resource_missing").at(at));
        }
    }
    Ok(())
}

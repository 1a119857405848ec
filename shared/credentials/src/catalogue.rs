//! What the platform brings along: bodies, their credit, their rules, and two designs.
//!
//! The rules are published, because an approved designation needs rules that never change, and
//! because their vectors hold; each says in its note what must still be confirmed with its body.
//! An organization copies what it wants to change into a body of its own.

mod bodies;

use bodies::{BODIES, Body};
pub use bodies::{RCP, RCP_EXTERNAL, body_id, credit_type_id};
use chrono::{DateTime, NaiveDate, Utc};
use models::{TemplateId, TemplateVersionId};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::Error;
use crate::rules::presets;
use crate::template::Design;

/// When the sources were read.
const READ_ON: (i32, u32, u32) = (2026, 11, 24);
/// Presets hold for activities from this day on.
const FROM: (i32, u32, u32) = (2020, 1, 1);

fn date((year, month, day): (i32, u32, u32)) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day of the calendar")
}

/// Writes the catalogue. Doing it again changes nothing.
pub async fn seed(conn: &mut PgConnection, now: DateTime<Utc>) -> Result<(), Error> {
    // Two processes that start at once would wait for each other's rows in another order.
    sqlx::query!("select pg_advisory_xact_lock(hashtextextended('catalogue', 0))")
        .execute(&mut *conn)
        .await?;
    for body in BODIES {
        seed_body(&mut *conn, body, now).await?;
    }
    let designs = [
        ("landscape", "Landscape", include_str!("template/landscape.json")),
        ("portrait", "Portrait", include_str!("template/portrait.json")),
    ];
    for (number, (code, name, design)) in designs.into_iter().enumerate() {
        let design: Design = serde_json::from_str(design)?;
        seed_template(&mut *conn, number, (code, name), &design, now).await?;
    }
    Ok(())
}

async fn seed_body(conn: &mut PgConnection, body: &Body, now: DateTime<Utc>) -> Result<(), Error> {
    sqlx::query!(
        "insert into awarding_bodies (id, name, short_name, jurisdiction, website, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $6) on conflict (id) do nothing",
        Uuid::from(body_id(body.number)),
        body.name,
        body.short_name,
        body.jurisdiction,
        body.website,
        now
    )
    .execute(&mut *conn)
    .await?;
    for kind in body.credit_types {
        sqlx::query!(
            "insert into credit_types (id, body_id, code, name, unit_one, unit_many, mark, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing",
            Uuid::from(credit_type_id(kind.number)),
            Uuid::from(body_id(body.number)),
            kind.code,
            kind.name,
            kind.unit_one,
            kind.unit_many,
            kind.mark,
            now
        )
        .execute(&mut *conn)
        .await?;
    }
    for code in body.rules {
        seed_rules(&mut *conn, body, code, now).await?;
    }
    Ok(())
}

async fn seed_rules(
    conn: &mut PgConnection,
    body: &Body,
    code: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let Some(preset) = presets::get(code) else { return Ok(()) };
    sqlx::query!(
        "insert into rule_sets (id, body_id, code, number, status, effective_from, source_title, source_url, source_checked_on,
                                note, parameters, created_at, updated_at)
         values ($1, $2, $3, 1, 'published', $4, $5, $6, $7, $8, $9, $10, $10)
         on conflict (body_id, code, number) do nothing",
        Uuid::from(models::RuleSetId::new(now)),
        Uuid::from(body_id(body.number)),
        code,
        date(FROM),
        body.source_title,
        body.source_url,
        date(READ_ON),
        preset.note,
        Json(&preset.parameters) as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A design that changed with the program becomes the next version; issued certificates keep
/// theirs.
async fn seed_template(
    conn: &mut PgConnection,
    number: usize,
    (code, name): (&str, &str),
    design: &Design,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let id = TemplateId::from(bodies::fixed(3, u128::try_from(number).unwrap_or_default()));
    sqlx::query!(
        "insert into certificate_templates (id, code, name, created_at, updated_at) values ($1, $2, $3, $4, $4)
         on conflict (id) do nothing",
        id as _,
        code,
        name,
        now
    )
    .execute(&mut *conn)
    .await?;
    let newest = sqlx::query!(
        "select number, fields from template_versions where template_id = $1 order by number desc limit 1",
        id as _
    )
    .fetch_optional(&mut *conn)
    .await?;
    if newest.as_ref().is_some_and(|newest| newest.fields.0 == *design) {
        return Ok(());
    }
    sqlx::query!(
        "insert into template_versions (id, template_id, number, page, orientation, fields, published_at)
         values ($1, $2, $3, 'A4', $4, $5, $6)",
        TemplateVersionId::new(now) as _,
        id as _,
        newest.map_or(1, |newest| newest.number + 1),
        code,
        Json(design) as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::template::{Field, PLACEHOLDERS, placeholders};

    /// CE-2
    #[test]
    fn the_built_in_designs_keep_to_the_closed_list_and_to_their_page() {
        for text in
            [include_str!("template/landscape.json"), include_str!("template/portrait.json")]
        {
            let design: Design = serde_json::from_str(text).unwrap();
            for text in design.texts() {
                for name in placeholders(&text.text) {
                    assert!(PLACEHOLDERS.iter().any(|(known, _)| *known == name), "{name}");
                }
                assert!((6.0..=72.0).contains(&text.size));
                let area = text.area;
                assert!(
                    area.x + area.width <= design.width && area.y + area.height <= design.height
                );
            }
            let qr = design.fields.iter().find_map(|field| match field {
                Field::Qr { area, .. } => Some(area.width.min(area.height)),
                _ => None,
            });
            assert!(qr.unwrap() >= 20.0, "CE-9");
        }
    }

    #[test]
    fn every_body_has_credit_and_rules_that_exist() {
        for body in BODIES {
            assert!(!body.credit_types.is_empty(), "{}", body.name);
            assert!(body.rules.iter().all(|code| presets::get(code).is_some()), "{}", body.name);
        }
    }
}

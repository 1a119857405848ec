//! Designs of certificates: fields in millimetres with a closed list of placeholders (CE-2).

use models::{OrgId, TemplateId, TemplateVersionId};
use serde::{Deserialize, Serialize};
use sqlx::PgConnection;
use sqlx::types::Json;

use crate::Error;

/// What a text may hold, with the label that the check page gives it.
pub const PLACEHOLDERS: [(&str, &str); 26] = [
    ("full_name", "Name"),
    ("professional_title", "Professional title"),
    ("organization_name", "Organization of the holder"),
    ("licence_number", "Licence number"),
    ("offering_title", "Activity"),
    ("offering_dates", "Dates"),
    ("place_or_mode", "Place"),
    ("delivery_method", "Method"),
    ("duration", "Scheduled time"),
    ("counted_time", "Time attended"),
    ("credits", "Credit"),
    ("credit_lines", "Categories"),
    ("session_lines", "Sessions"),
    ("approval_sentence", "Approval"),
    ("approval_number", "Approval number"),
    ("score", "Score"),
    ("objectives", "Objectives"),
    ("speakers", "Speakers"),
    ("issuer_name", "Issuer"),
    ("issuer_address", "Address of the issuer"),
    ("signatory", "Signed by"),
    ("issue_date", "Issued"),
    ("expiry_date", "Valid until"),
    ("certificate_number", "Certificate number"),
    ("verification_code", "Check code"),
    ("verification_url", "Check address"),
];

/// Placeholders that tell who the holder is (CE-15).
pub const OF_HOLDER: [&str; 4] =
    ["full_name", "professional_title", "organization_name", "licence_number"];

/// Which family a text is set in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Font {
    /// Without serifs.
    Sans,
    /// With serifs, where the script has them.
    Serif,
}

/// Where a text stands in its box. Start and end follow the direction of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words say it")]
pub enum Align {
    Left,
    Centre,
    Right,
    Start,
    End,
}

/// A place on the page, in millimetres from the top left.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(missing_docs, reason = "the words say it")]
pub struct Area {
    pub x: f32,
    pub y: f32,
    pub width: f32,
    pub height: f32,
}

/// A text with placeholders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Where.
    pub area: Area,
    /// With `{placeholder}`s. One whose placeholders are all empty is left out.
    pub text: String,
    /// In small letters above it, and left out with it.
    #[serde(default)]
    pub caption: Option<String>,
    /// A person without a value for it gets no certificate (CE-3).
    #[serde(default)]
    pub required: bool,
    /// The family.
    pub font: Font,
    /// Heavy.
    #[serde(default)]
    pub bold: bool,
    /// In points, 6 to 72.
    pub size: f32,
    /// `#RRGGBB`.
    pub color: String,
    /// Where in its box.
    pub align: Align,
    /// Of the size.
    #[serde(default = "normal_height")]
    pub line_height: f32,
    /// At most so many; a longer text shrinks to 60 % at the least.
    #[serde(default = "one_line")]
    pub max_lines: usize,
    /// Between letters, in thousandths of the size; for small capitals.
    #[serde(default)]
    pub tracking: f32,
}

const fn normal_height() -> f32 {
    1.25
}
const fn one_line() -> usize {
    1
}

/// Something on the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Field {
    /// A text.
    Text(Text),
    /// The address of the check page.
    Qr {
        /// Where; the smaller side is its size.
        area: Area,
        /// `#RRGGBB`.
        color: String,
    },
    /// A rule from the left to the right of its box.
    Line {
        /// Where.
        area: Area,
        /// `#RRGGBB`.
        color: String,
    },
    /// A rectangle that is drawn.
    Frame {
        /// Where.
        area: Area,
        /// In millimetres.
        thickness: f32,
        /// `#RRGGBB`.
        color: String,
    },
    /// A rectangle that is filled.
    Panel {
        /// Where.
        area: Area,
        /// `#RRGGBB`.
        color: String,
    },
    /// A rosette.
    Seal {
        /// Where.
        area: Area,
        /// `#RRGGBB`.
        color: String,
    },
}

/// A page and what stands on it, in reading order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// In millimetres.
    pub width: f32,
    /// In millimetres.
    pub height: f32,
    /// What stands there.
    pub fields: Vec<Field>,
}

impl Design {
    /// Its texts, in reading order.
    pub fn texts(&self) -> impl Iterator<Item = &Text> {
        self.fields.iter().filter_map(|field| match field {
            Field::Text(text) => Some(text),
            _ => None,
        })
    }
}

/// The placeholders of a text, in order.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name))
}

/// A published version of a template.
#[derive(Clone, Debug)]
pub struct Version {
    /// Which version.
    pub id: TemplateVersionId,
    /// The language of its fixed words.
    pub locale: String,
    /// The design.
    pub fields: Json<Design>,
}

/// The newest published version of a template that this organization may use; without a
/// template, its default, else the built-in one in landscape.
pub async fn published(
    conn: &mut PgConnection,
    org: OrgId,
    template: Option<TemplateId>,
) -> Result<Version, Error> {
    sqlx::query_as!(
        Version,
        "select v.id, v.locale, v.fields from template_versions v join certificate_templates t on t.id = v.template_id
          where (t.organization_id = $1 or t.organization_id is null) and v.published_at is not null
            and case when $2::uuid is null then t.default_at is not null or t.code = 'landscape' else t.id = $2 end
          order by t.default_at is null, v.number desc limit 1",
        org as _,
        template as _
    )
    .fetch_optional(conn)
    .await?
    .ok_or(Error::TemplateNotPublished)
}

/// A template in a list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Which.
    pub id: TemplateId,
    /// The key of a built-in one.
    pub code: Option<String>,
    /// What it is called.
    pub name: String,
    /// The platform's.
    pub built_in: bool,
    /// Taken where nothing is chosen.
    pub is_default: bool,
    /// `A4`.
    pub page: String,
    /// `landscape` or `portrait`.
    pub orientation: String,
    /// The language of its fixed words.
    pub locale: String,
    /// The newest published version.
    pub number: i32,
}

/// Built-in and own templates that have a published version.
pub async fn list(conn: &mut PgConnection, org: OrgId) -> sqlx::Result<Vec<Listed>> {
    sqlx::query_as!(
        Listed,
        r#"select distinct on (t.organization_id is null, t.name, t.id) t.id, t.code, t.name, t.organization_id is null as "built_in!",
                  (t.default_at is not null or (t.code = 'landscape' and not exists (select from certificate_templates d
                     where d.organization_id = $1 and d.default_at is not null))) as "is_default!",
                  v.page, v.orientation, v.locale, v.number
             from certificate_templates t join template_versions v on v.template_id = t.id and v.published_at is not null
            where (t.organization_id = $1 or t.organization_id is null) and t.archived_at is null
            order by t.organization_id is null, t.name, t.id, v.number desc"#,
        org as _
    )
    .fetch_all(conn)
    .await
}

//! Bodies as organizers see and write them.

use credentials::body::{Body, BodyPlan};
use models::{BodyId, Line};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use web::Problem;

/// A body.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = Body)]
pub(crate) struct BodyOut {
    id: BodyId,
    name: String,
    short_name: String,
    jurisdiction: Option<String>,
    website: Option<String>,
    own: bool,
    /// For `If-Match`.
    version: i32,
}

impl From<Body> for BodyOut {
    fn from(body: Body) -> Self {
        let Body { id, name, short_name, jurisdiction, website, own, version } = body;
        Self { id, name, short_name, jurisdiction, website, own, version }
    }
}

/// A body of one's own.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"name": "Northern Respiratory Society", "short_name": "NRS"}))]
pub(crate) struct NewBody {
    name: Line<1, 200>,
    short_name: Line<1, 30>,
    jurisdiction: Option<Line<2, 10>>,
    website: Option<Line<1, 300>>,
}

impl NewBody {
    pub(crate) fn plan(self) -> web::Result<BodyPlan> {
        let website = self.website.map(String::from);
        if website.as_ref().is_some_and(|site| !site.starts_with("https://")) {
            let detail = "Give an address that begins with https://.";
            return Err(Problem::field("/website", "invalid-value", detail));
        }
        Ok(BodyPlan {
            name: self.name.into(),
            short_name: self.short_name.into(),
            jurisdiction: self.jurisdiction.map(String::from),
            website,
        })
    }
}

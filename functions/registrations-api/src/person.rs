//! Somebody who gets a seat that exists already.

use events::registration::{NameShown, Person};
use models::{Email, Line};
use serde::Deserialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// Who it is. The answers are judged like those of anybody who registers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"email": "ben@example.org", "full_name": "Ben Ito"}))]
pub(crate) struct NewPerson {
    /// The ticket goes there.
    email: Email,
    full_name: Line<1, 200>,
    professional_title: Option<Line<0, 100>>,
    organization_name: Option<Line<0, 200>>,
    #[serde(default)]
    name_shown: NameShown,
    /// By question id.
    #[serde(default)]
    #[schema(value_type = std::collections::BTreeMap<String, Value>)]
    answers: Map<String, Value>,
}

impl From<NewPerson> for Person {
    fn from(new: NewPerson) -> Self {
        let text = |text: Option<String>| text.filter(|text| !text.is_empty());
        Self {
            email: new.email,
            full_name: new.full_name.into(),
            professional_title: text(new.professional_title.map(String::from)),
            organization_name: text(new.organization_name.map(String::from)),
            name_shown: new.name_shown,
            answers: new.answers,
        }
    }
}

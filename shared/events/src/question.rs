//! Questions asked at registration, and the answers to them (RG-4).

mod answers;
mod commands;

use models::QuestionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use answers::{Answer, check};
pub use commands::{Draft, Edit, insert, order, remove, update};

/// What kind of answer is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = QuestionKind)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Kind {
    /// A line of text.
    Text,
    /// One of the options.
    Select,
    /// A tick.
    Checkbox,
}

/// One of the answers to choose from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = QuestionOption)]
pub struct Choice {
    /// What is stored.
    pub key: String,
    /// What is shown.
    pub label: String,
}

/// A question as it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = Question)]
pub struct Asked {
    /// Which.
    pub id: QuestionId,
    /// What kind of answer is wanted.
    pub kind: Kind,
    /// The question itself.
    pub label: String,
    /// A hint below it.
    pub help: Option<String>,
    /// Whether it must be answered.
    pub required: bool,
    /// What can be chosen.
    pub options: Vec<Choice>,
    /// Longest text, in characters.
    pub max: Option<i32>,
}

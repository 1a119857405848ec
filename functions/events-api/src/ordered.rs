//! Requests and answers of ordered lists.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Every id exactly once, in the wanted order.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"ids": []}))]
pub(crate) struct Order {
    pub(crate) ids: Vec<Uuid>,
}

/// All of them, in order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct All<T> {
    pub(crate) data: Vec<T>,
}

//! Stands in for the vendors, at the level of their wire formats.

mod page;
pub mod zoom;

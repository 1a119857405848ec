//! Stands in for the vendors, at the level of their wire formats.

//! The job over a database.

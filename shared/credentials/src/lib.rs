//! Presence into credit, credit into certificates that a stranger can check.

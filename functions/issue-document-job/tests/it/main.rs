//! The behaviour of issue-document-job.

#![cfg(test)] // clippy then takes the helpers for tests too

mod crash;
mod documents;
mod file;
mod numbers;
mod statements;
mod world;

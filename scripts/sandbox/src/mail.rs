//! A mail server of this machine, and a look into what it was given.

mod inbox;
mod pages;
mod server;
mod smtp;

pub use inbox::{Inbox, Mail};
pub(crate) use pages::router;
pub use server::Server;

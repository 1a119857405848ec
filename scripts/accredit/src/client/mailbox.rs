//! What somebody is sent from now on. A server that has played before keeps older mails to the same
//! address, which say the same of other things; and its clock is moved back and forth, so that
//! their times tell nothing.

use std::collections::HashSet;

use anyhow::Context as _;
use serde_json::Value;

use super::{Server, escaped, text, wait};

/// Somebody's mails, without those that had come when it was opened: open it before doing what is
/// answered by mail.
pub(crate) struct Mailbox {
    server: Server,
    address: String,
    older: HashSet<String>,
}

impl Server {
    /// Opens somebody's box.
    pub(crate) async fn mailbox(&self, address: &str) -> anyhow::Result<Mailbox> {
        let older = mails(self, address).await?;
        let older = older.iter().map(|mail| text(mail, "/id")).collect::<anyhow::Result<_>>()?;
        Ok(Mailbox { server: self.clone(), address: address.to_owned(), older })
    }

    /// Waits for a mail to somebody whose text holds `word`, which stands in no other.
    pub(crate) async fn only_mail(&self, to: &str, word: &str) -> anyhow::Result<Value> {
        let mailbox =
            Mailbox { server: self.clone(), address: to.to_owned(), older: HashSet::new() };
        mailbox.mail(word).await
    }
}

impl Mailbox {
    /// Waits for a mail whose text holds `word`.
    pub(crate) async fn mail(&self, word: &str) -> anyhow::Result<Value> {
        let Self { server, address, older } = self;
        wait(&format!("a mail to {address} with {word}"), async || {
            let new = |mail: &Value| mail["id"].as_str().is_some_and(|id| !older.contains(id));
            let holds =
                |mail: &Value| mail["text"].as_str().is_some_and(|text| text.contains(word));
            let mails = mails(server, address).await?;
            Ok(mails.into_iter().find(|mail| new(mail) && holds(mail)))
        })
        .await
    }

    /// The first link of a mail whose address holds `part`.
    pub(crate) async fn link(&self, part: &str) -> anyhow::Result<String> {
        let mail = self.mail(part).await?;
        let links = mail["links"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let link = links.into_iter().find(|link| link.contains(part));
        Ok(link.with_context(|| format!("no link {part} in the mail to {}", self.address))?.into())
    }
}

/// All mails to an address, the newest first.
async fn mails(server: &Server, address: &str) -> anyhow::Result<Vec<Value>> {
    let inbox = server.get(&format!("/sandbox/inbox.json?to={}", escaped(address))).await?;
    Ok(inbox["mails"].as_array().cloned().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::routing::get;
    use axum::{Json, Router};
    use serde_json::json;

    use super::*;

    /// An inbox that shows one mail at first, and another one with the third look: below it, as where
    /// the clock stands earlier than it did.
    fn inbox() -> Router {
        let looks = Arc::new(AtomicUsize::new(0));
        let show = async move || {
            let mail = |id: &str| {
                let link = format!("http://localhost/r/{id}");
                json!({ "id": id, "subject": "You are registered", "text": link, "links": [link] })
            };
            let shown = if looks.fetch_add(1, Ordering::Relaxed) < 2 { 1 } else { 2 };
            let mails = [mail("old"), mail("new")];
            Json(json!({ "mails": mails[..shown] }))
        };
        Router::new().route("/sandbox/inbox.json", get(show))
    }

    /// PL-14: a server on which all this was played before holds the same mails of that time.
    #[tokio::test]
    async fn what_had_come_before_is_not_read_as_the_answer() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Server { url: format!("http://{}", listener.local_addr().unwrap()) };
        let asked = async { server.mailbox("ada@example.org").await?.link("/r/").await };
        tokio::select! {
            ended = axum::serve(listener, inbox()) => panic!("{ended:?}"),
            link = asked => assert_eq!(link.unwrap(), "http://localhost/r/new"),
        }
    }
}

//! The conversation (RFC 5321): as much as a client needs that hands over mail.

use chrono::{DateTime, Utc};
use models::Clock;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufStream};
use tokio::net::TcpStream;

use super::inbox::Inbox;

/// The largest mail.
const SIZE: usize = 20 << 20;
/// RFC 5321, 4.5.3.1: lines of commands, with room for extensions.
const LINE: u64 = 4096;
const RECIPIENTS: usize = 100;

/// Sender and recipients so far.
#[derive(Default)]
struct Envelope {
    from: Option<String>,
    to: Vec<String>,
}

/// What the server says, and whether it goes on.
enum Reply {
    Say(String),
    Data,
    Bye,
}

/// Speaks with one client until it goes.
pub(super) async fn converse(
    stream: TcpStream,
    inbox: &Inbox,
    clock: &Clock,
) -> std::io::Result<()> {
    let mut stream = BufStream::new(stream);
    say(&mut stream, "220 sandbox ESMTP").await?;
    let mut envelope = Envelope::default();
    while let Some(line) = line(&mut stream).await? {
        match answer(&line, &mut envelope) {
            Reply::Say(text) => say(&mut stream, &text).await?,
            Reply::Bye => return say(&mut stream, "221 Bye").await,
            Reply::Data => {
                say(&mut stream, "354 End with a line of one dot").await?;
                let Some(data) = data(&mut stream).await? else { return Ok(()) };
                let reply = taken(inbox, std::mem::take(&mut envelope), data, clock.now());
                if reply.is_empty() {
                    return Ok(());
                }
                say(&mut stream, &reply).await?;
            }
        }
    }
    Ok(())
}

fn taken(inbox: &Inbox, envelope: Envelope, data: Data, now: DateTime<Utc>) -> String {
    let fault = inbox.next_fault();
    if let Some(fault) = fault.as_ref().filter(|fault| !fault.is_empty()) {
        return fault.clone();
    }
    match data {
        Data::TooLarge => "552 5.3.4 Too large".to_owned(),
        Data::Mail(raw) => {
            match inbox.take(envelope.from.unwrap_or_default(), envelope.to, raw, now) {
                Ok(()) => fault.unwrap_or_else(|| "250 2.0.0 Taken".to_owned()),
                Err(error) => format!("451 4.3.0 {error}"),
            }
        }
    }
}

fn answer(line: &str, envelope: &mut Envelope) -> Reply {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    let say = |text: &str| Reply::Say(text.to_owned());
    match verb.to_ascii_uppercase().as_str() {
        "EHLO" => {
            *envelope = Envelope::default();
            Reply::Say(format!(
                "250-sandbox\r\n250-SIZE {SIZE}\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 ENHANCEDSTATUSCODES"
            ))
        }
        "HELO" => say("250 sandbox"),
        "MAIL" => mail(rest, envelope),
        "RCPT" => recipient(rest, envelope),
        "DATA" if envelope.to.is_empty() => say("503 5.5.1 Recipients first"),
        "DATA" => Reply::Data,
        "RSET" => {
            *envelope = Envelope::default();
            say("250 2.0.0 Forgotten")
        }
        "NOOP" => say("250 2.0.0 Here"),
        "VRFY" => say("252 2.1.5 Try it"),
        "QUIT" => Reply::Bye,
        _ => say("500 5.5.2 What?"),
    }
}

fn mail(rest: &str, envelope: &mut Envelope) -> Reply {
    let Some((address, parameters)) = path(rest, "FROM:") else {
        return Reply::Say("501 5.5.4 MAIL FROM:<address>".to_owned());
    };
    let size = parameters.split_ascii_whitespace().find_map(|parameter| {
        parameter.to_ascii_uppercase().strip_prefix("SIZE=")?.parse::<usize>().ok()
    });
    if size.is_some_and(|size| size > SIZE) {
        return Reply::Say("552 5.3.4 Too large".to_owned());
    }
    *envelope = Envelope { from: Some(address), to: Vec::new() };
    Reply::Say("250 2.1.0 Go on".to_owned())
}

fn recipient(rest: &str, envelope: &mut Envelope) -> Reply {
    let reply = match path(rest, "TO:") {
        _ if envelope.from.is_none() => "503 5.5.1 MAIL first",
        None => "501 5.5.4 RCPT TO:<address>",
        Some((address, _)) if address.is_empty() => "501 5.1.3 Whom?",
        Some(_) if envelope.to.len() >= RECIPIENTS => "452 4.5.3 Too many recipients",
        Some((address, _)) => {
            envelope.to.push(address);
            "250 2.1.5 Go on"
        }
    };
    Reply::Say(reply.to_owned())
}

/// `FROM:<ada@example.org> SIZE=100`
fn path<'r>(rest: &'r str, word: &str) -> Option<(String, &'r str)> {
    let given = rest.get(..word.len()).filter(|given| given.eq_ignore_ascii_case(word))?;
    let (address, parameters) =
        rest[given.len()..].trim_start().strip_prefix('<')?.split_once('>')?;
    Some((address.to_owned(), parameters))
}

async fn say(stream: &mut BufStream<TcpStream>, text: &str) -> std::io::Result<()> {
    stream.write_all(format!("{text}\r\n").as_bytes()).await?;
    stream.flush().await
}

async fn line(stream: &mut BufStream<TcpStream>) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    (&mut *stream).take(LINE).read_until(b'\n', &mut bytes).await?;
    Ok((!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).trim_end().to_owned()))
}

enum Data {
    Mail(Vec<u8>),
    TooLarge,
}

/// Reads to the lonely dot; a dot that was doubled is single again (RFC 5321, 4.5.2).
async fn data(stream: &mut BufStream<TcpStream>) -> std::io::Result<Option<Data>> {
    let (mut raw, mut too_large) = (Vec::new(), false);
    loop {
        let mut line = Vec::new();
        (&mut *stream).take(SIZE as u64).read_until(b'\n', &mut line).await?;
        if line.is_empty() {
            return Ok(None);
        }
        if line == b".\r\n" || line == b".\n" {
            return Ok(Some(if too_large { Data::TooLarge } else { Data::Mail(raw) }));
        }
        too_large |= raw.len() + line.len() > SIZE;
        if !too_large {
            raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpStream;

    use crate::mail::Server;

    async fn conversation(server: &Server, said: &str) -> String {
        let mut stream = TcpStream::connect(server.address).await.unwrap();
        stream.write_all(said.as_bytes()).await.unwrap();
        let mut heard = String::new();
        stream.read_to_string(&mut heard).await.unwrap();
        heard
    }

    #[tokio::test]
    async fn a_mail_is_kept_as_it_was_meant() {
        let server = Server::start(None).await.unwrap();
        let heard = conversation(
            &server,
            "EHLO test\r\nMAIL FROM:<a@b.example> SIZE=10\r\nRCPT TO:<ada@example.org>\r\nDATA\r\n\
             Subject: Dots\r\n\r\n..one\r\n.\r\nQUIT\r\n",
        )
        .await;
        assert!(
            heard.ends_with("354 End with a line of one dot\r\n250 2.0.0 Taken\r\n221 Bye\r\n"),
            "{heard}"
        );
        let mails = server.inbox.mails();
        assert_eq!(mails[0].to, ["ada@example.org"]);
        assert_eq!(mails[0].raw, b"Subject: Dots\r\n\r\n.one\r\n");
    }

    #[tokio::test]
    async fn order_and_size_are_minded() {
        let server = Server::start(None).await.unwrap();
        let heard = conversation(
            &server,
            "RCPT TO:<a@b.example>\r\nDATA\r\nMAIL FROM:<a@b.example> SIZE=99999999\r\nMAIL from:<>\r\n\
             RCPT TO:a@b.example\r\nDANCE\r\nQUIT\r\n",
        )
        .await;
        let codes: Vec<&str> = heard.lines().map(|line| &line[..3]).collect();
        assert_eq!(codes, ["220", "503", "503", "552", "250", "501", "500", "221"]);
    }

    #[tokio::test]
    async fn the_same_message_twice_is_one_mail_and_outlives_a_restart() {
        let folder = std::env::temp_dir().join(format!("accredit-mail-{}", uuid::Uuid::new_v4()));
        let server = Server::start(Some(folder.clone())).await.unwrap();
        let said = "MAIL FROM:<a@b.example>\r\nRCPT TO:<ada@example.org>\r\nDATA\r\nMessage-ID: <1@b.example>\r\n\r\nx\r\n.\r\nQUIT\r\n";
        conversation(&server, said).await;
        server.inbox.fail_next("451 4.7.1 Later");
        assert!(conversation(&server, said).await.contains("451 4.7.1 Later"));
        conversation(&server, said).await;
        drop(server);
        let again = Server::start(Some(folder.clone())).await.unwrap();
        let mails = again.inbox.mails();
        assert_eq!((mails.len(), mails[0].deliveries), (1, 2));
        again.inbox.clear().unwrap();
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        std::fs::remove_dir(folder).unwrap();
    }
}

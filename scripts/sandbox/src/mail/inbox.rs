//! What came in: in memory, and in a folder that outlives a restart.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use mail_parser::MessageParser;

/// Older ones are forgotten.
const MOST: usize = 5000;

/// A mail as it came in.
#[derive(Clone, Debug)]
pub struct Mail {
    /// The same for the same mail, however often it is handed over.
    pub id: String,
    /// When it came first.
    pub received_at: DateTime<Utc>,
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// Head and body.
    pub raw: Vec<u8>,
    /// How often it was handed over.
    pub deliveries: u32,
}

/// All mails of a server.
#[derive(Clone)]
pub struct Inbox(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    folder: Option<PathBuf>,
}

#[derive(Default)]
struct State {
    mails: Vec<Arc<Mail>>,
    faults: VecDeque<String>,
}

/// The envelope stands above the mail in its file.
const ENVELOPE: &str = "X-Sandbox-Envelope: ";

impl Inbox {
    /// Reads the folder, if there is one.
    pub fn open(folder: Option<PathBuf>) -> anyhow::Result<Self> {
        let mut mails = Vec::new();
        if let Some(folder) = &folder {
            std::fs::create_dir_all(folder)?;
            for entry in std::fs::read_dir(folder)? {
                mails.extend(read(&entry?.path())?.map(Arc::new));
            }
            mails.sort_by_key(|mail| mail.received_at);
        }
        let state = Mutex::new(State { mails, ..State::default() });
        Ok(Self(Arc::new(Shared { state, folder })))
    }

    /// Everything, oldest first.
    #[must_use]
    pub fn mails(&self) -> Vec<Arc<Mail>> {
        self.state().mails.clone()
    }

    /// One of them.
    #[must_use]
    pub fn mail(&self, id: &str) -> Option<Arc<Mail>> {
        self.state().mails.iter().find(|mail| mail.id == id).cloned()
    }

    /// Answers the next mail with this reply and does not keep it, as a server does that is busy
    /// (`451 …`) or unwilling (`550 …`).
    pub fn fail_next(&self, reply: &str) {
        self.state().faults.push_back(reply.to_owned());
    }

    /// Keeps the next mail and hangs up before it says so: what a cut line leaves behind.
    pub fn hang_up_next(&self) {
        self.fail_next("");
    }

    /// Throws everything away.
    pub fn clear(&self) -> std::io::Result<()> {
        let mut state = self.state();
        for mail in &state.mails {
            self.forget(mail)?;
        }
        state.mails.clear();
        Ok(())
    }

    pub(super) fn next_fault(&self) -> Option<String> {
        self.state().faults.pop_front()
    }

    /// Keeps a mail; the same Message-ID for the same people is the same mail, as every mailbox
    /// treats it.
    pub(super) fn take(
        &self,
        from: String,
        to: Vec<String>,
        raw: Vec<u8>,
        now: DateTime<Utc>,
    ) -> std::io::Result<()> {
        let id = name(&to, &raw);
        let mut state = self.state();
        let before = state.mails.iter().position(|mail| mail.id == id);
        let (received_at, deliveries) = match before {
            Some(at) => (state.mails[at].received_at, state.mails[at].deliveries + 1),
            None => (now, 1),
        };
        let mail = Arc::new(Mail { id, received_at, from, to, raw, deliveries });
        self.keep(&mail)?;
        match before {
            Some(at) => state.mails[at] = mail,
            None => state.mails.push(mail),
        }
        while state.mails.len() > MOST {
            let oldest = state.mails.remove(0);
            self.forget(&oldest)?;
        }
        Ok(())
    }

    fn keep(&self, mail: &Mail) -> std::io::Result<()> {
        let Some(file) = self.file(mail) else { return Ok(()) };
        let envelope = serde_json::json!({
            "received_at": mail.received_at, "from": mail.from, "to": mail.to, "deliveries": mail.deliveries,
        });
        let mut bytes = format!("{ENVELOPE}{envelope}\r\n").into_bytes();
        bytes.extend_from_slice(&mail.raw);
        // A reader never sees half a file.
        let draft = file.with_extension("draft");
        std::fs::write(&draft, bytes)?;
        std::fs::rename(draft, file)
    }

    fn forget(&self, mail: &Mail) -> std::io::Result<()> {
        match self.file(mail).map(std::fs::remove_file) {
            Some(Err(error)) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn file(&self, mail: &Mail) -> Option<PathBuf> {
        self.0.folder.as_ref().map(|folder| folder.join(format!("{}.eml", mail.id)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn name(to: &[String], raw: &[u8]) -> String {
    let parsed = MessageParser::default().parse_headers(raw);
    let id = parsed.as_ref().and_then(mail_parser::Message::message_id);
    let what = match id {
        Some(id) => format!("{id} {}", to.join(" ")),
        None => uuid::Uuid::new_v4().to_string(),
    };
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, what.as_bytes());
    URL_SAFE_NO_PAD.encode(&hash.as_ref()[..15])
}

#[derive(serde::Deserialize)]
struct Envelope {
    received_at: DateTime<Utc>,
    from: String,
    to: Vec<String>,
    deliveries: u32,
}

fn read(path: &Path) -> anyhow::Result<Option<Mail>> {
    if path.extension().is_none_or(|extension| extension != "eml") {
        return Ok(None);
    }
    let bytes = std::fs::read(path)?;
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or_default();
    let (head, raw) = bytes.split_at(end);
    let envelope = str::from_utf8(head).ok().and_then(|head| head.trim().strip_prefix(ENVELOPE));
    let (Some(envelope), Some(id)) = (envelope, path.file_stem().and_then(|name| name.to_str()))
    else {
        return Ok(None);
    };
    let Envelope { received_at, from, to, deliveries } = serde_json::from_str(envelope)?;
    let raw = raw.get(1..).unwrap_or_default().to_vec();
    Ok(Some(Mail { id: id.to_owned(), received_at, from, to, raw, deliveries }))
}

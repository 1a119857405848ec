//! Rows in memory, and in a file to which every change adds lines: a call writes what it changed
//! and not the whole world.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::{Value, json};

type Rows = BTreeMap<String, Value>;

/// Rows by table and key.
#[derive(Debug, Default)]
pub(super) struct Store {
    tables: BTreeMap<&'static str, Rows>,
    unsaved: BTreeSet<(&'static str, String)>,
    file: Option<PathBuf>,
}

/// Objects of Stripe by their sequence number.
pub(super) const OBJECTS: &str = "objects";
/// First answers by account and idempotency key.
pub(super) const REPLIES: &str = "replies";
/// What is due, by its time.
pub(super) const TIMERS: &str = "timers";
/// Events on their way to the app.
pub(super) const DELIVERIES: &str = "deliveries";
/// Links that open a page once.
pub(super) const LINKS: &str = "links";
/// Seed, counter, mode.
pub(super) const SETTINGS: &str = "settings";
const TABLES: [&str; 6] = [OBJECTS, REPLIES, TIMERS, DELIVERIES, LINKS, SETTINGS];

impl Store {
    /// Reads what a former start has kept; without a file nothing outlives this one.
    pub(super) fn open(file: Option<PathBuf>) -> anyhow::Result<Self> {
        let mut store = Self { file, ..Self::default() };
        let Some(file) = store.file.clone() else { return Ok(store) };
        let Ok(kept) = std::fs::read_to_string(&file) else { return Ok(store) };
        let lines = kept.lines().count();
        for (nth, line) in kept.lines().enumerate() {
            match serde_json::from_str::<(String, String, Value)>(line) {
                Ok((table, key, value)) => store.recall(&table, key, value),
                // Whoever was killed while writing leaves half a line.
                Err(_) if nth + 1 == lines => {}
                Err(error) => Err(error).with_context(|| format!("reading {}", file.display()))?,
            }
        }
        store.compact(&file)?;
        Ok(store)
    }

    fn recall(&mut self, table: &str, key: String, value: Value) {
        let Some(table) = TABLES.into_iter().find(|known| *known == table) else { return };
        let rows = self.tables.entry(table).or_default();
        if value.is_null() {
            rows.remove(&key)
        } else {
            rows.insert(key, value)
        };
    }

    fn compact(&self, file: &Path) -> anyhow::Result<()> {
        let mut text = String::new();
        for (table, rows) in &self.tables {
            for (key, value) in rows {
                let _ = writeln!(text, "{}", json!([table, key, value]));
            }
        }
        let beside = file.with_extension("tmp");
        std::fs::write(&beside, text)?;
        std::fs::rename(&beside, file).with_context(|| format!("writing {}", file.display()))
    }

    pub(super) fn get(&self, table: &'static str, key: &str) -> Option<&Value> {
        self.tables.get(table)?.get(key)
    }

    pub(super) fn put(&mut self, table: &'static str, key: &str, value: Value) {
        self.unsaved.insert((table, key.to_owned()));
        self.tables.entry(table).or_default().insert(key.to_owned(), value);
    }

    pub(super) fn remove(&mut self, table: &'static str, key: &str) -> Option<Value> {
        self.unsaved.insert((table, key.to_owned()));
        self.tables.get_mut(table)?.remove(key)
    }

    /// The rows of a table in the order of their keys.
    pub(super) fn rows(
        &self,
        table: &'static str,
    ) -> impl DoubleEndedIterator<Item = (&String, &Value)> {
        self.tables.get(table).into_iter().flatten()
    }

    /// Adds to the file what changed since.
    pub(super) fn save(&mut self) {
        let unsaved = std::mem::take(&mut self.unsaved);
        let Some(file) = self.file.as_ref().filter(|_| !unsaved.is_empty()) else { return };
        let mut text = String::new();
        for (table, key) in unsaved {
            let value = self.get(table, &key).unwrap_or(&Value::Null);
            let _ = writeln!(text, "{}", json!([table, key, value]));
        }
        let written = std::fs::create_dir_all(file.parent().unwrap_or(Path::new(".")))
            .and_then(|()| std::fs::OpenOptions::new().create(true).append(true).open(file))
            .and_then(|mut open| open.write_all(text.as_bytes()));
        if let Err(error) = written {
            tracing::warn!(%error, "the Stripe sandbox cannot keep its state");
        }
    }
}

//! A table of people, as spreadsheets save it: UTF-8 or UTF-16; comma, semicolon or tab.

use csv::{ReaderBuilder, StringRecord};
use events::question::{Asked, Kind};
use events::registration::Mode;
use models::TicketTypeId;
use serde_json::{Map, Value};

use crate::bulk::{Row, fault};

/// Most rows of one file.
pub(crate) const MOST: usize = 5000;

/// Why a file is refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    /// It is no table, or lacks the columns.
    #[error("This is not a table with the columns email and full_name. Save it as CSV (UTF-8).")]
    Unreadable,
    /// It is too long.
    #[error("A file has at most 5000 rows.")]
    TooManyRows,
}

impl models::Fault for Refused {
    fn kind(&self) -> models::Kind {
        models::Kind::Invalid
    }

    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable => "file-unreadable",
            Self::TooManyRows => "too-many-rows",
        }
    }
}

/// What a column holds.
enum Column<'a> {
    Email,
    FullName,
    Mode,
    Ticket,
    Title,
    Organization,
    Answer(&'a Asked),
    Unknown,
}

/// The rows of the file. Questions are columns by their label, tickets cells by their name.
pub(crate) fn read(
    bytes: &[u8],
    asked: &[Asked],
    tickets: &[(String, TicketTypeId)],
) -> Result<Vec<Row>, Refused> {
    let text = decoded(bytes).ok_or(Refused::Unreadable)?;
    let mut table = ReaderBuilder::new()
        .delimiter(delimiter(&text))
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = table.headers().map_err(|_| Refused::Unreadable)?.clone();
    let columns: Vec<Column<'_>> = header.iter().map(|name| column(name, asked)).collect();
    let has = |wanted: fn(&Column<'_>) -> bool| columns.iter().any(wanted);
    if !has(|c| matches!(c, Column::Email)) || !has(|c| matches!(c, Column::FullName)) {
        return Err(Refused::Unreadable);
    }
    let mut rows = Vec::new();
    for record in table.records() {
        let record = record.map_err(|_| Refused::Unreadable)?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if rows.len() == MOST {
            return Err(Refused::TooManyRows);
        }
        rows.push(row(&columns, &record, tickets));
    }
    Ok(rows)
}

/// The text of the file, unless its bytes are no text.
fn decoded(bytes: &[u8]) -> Option<String> {
    let (encoding, bytes) = match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => (encoding_rs::UTF_8, bytes),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    if text.contains('\0') { None } else { Some(text.into_owned()) }
}

fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let most = [b',', b';', b'\t']
        .into_iter()
        .max_by_key(|mark| head.bytes().filter(|b| b == mark).count());
    most.unwrap_or(b',')
}

fn column<'a>(name: &str, asked: &'a [Asked]) -> Column<'a> {
    match name.trim().to_lowercase().replace(['-', ' '], "_").as_str() {
        "email" | "e_mail" | "email_address" => Column::Email,
        "full_name" | "name" => Column::FullName,
        "mode" => Column::Mode,
        "ticket" | "ticket_type" => Column::Ticket,
        "professional_title" | "title" => Column::Title,
        "organization_name" | "organization" | "organisation" => Column::Organization,
        _ => {
            let label = name.trim().to_lowercase();
            asked
                .iter()
                .find(|question| question.label.to_lowercase() == label)
                .map_or(Column::Unknown, Column::Answer)
        }
    }
}

fn row(columns: &[Column<'_>], record: &StringRecord, tickets: &[(String, TicketTypeId)]) -> Row {
    let mut row = Row {
        email: String::new(),
        ticket_type: None,
        full_name: String::new(),
        mode: None,
        professional_title: None,
        organization_name: None,
        answers: Map::new(),
        fault: None,
    };
    for (column, cell) in columns.iter().zip(record) {
        let cell = cell.trim();
        match column {
            Column::Email => cell.clone_into(&mut row.email),
            Column::FullName => cell.clone_into(&mut row.full_name),
            Column::Mode | Column::Ticket if cell.is_empty() => {}
            Column::Mode => {
                row.mode = mode(cell);
                if row.mode.is_none() {
                    let detail = format!("“{cell}” is no way to take part: online or in_person.");
                    row.fault = Some(fault("/mode", "invalid-value", &detail));
                }
            }
            Column::Ticket => {
                row.ticket_type = ticket(cell, tickets);
                if row.ticket_type.is_none() {
                    let detail = format!("There is no ticket called “{cell}”.");
                    row.fault = Some(fault("/ticket_type_id", "unknown-ticket", &detail));
                }
            }
            Column::Title => row.professional_title = Some(cell.to_owned()),
            Column::Organization => row.organization_name = Some(cell.to_owned()),
            Column::Answer(question) if !cell.is_empty() => {
                row.answers.insert(question.id.to_string(), answer(question, cell));
            }
            Column::Answer(_) | Column::Unknown => {}
        }
    }
    row
}

fn ticket(cell: &str, tickets: &[(String, TicketTypeId)]) -> Option<TicketTypeId> {
    let same = |(name, _): &&(String, TicketTypeId)| name.to_lowercase() == cell.to_lowercase();
    tickets.iter().find(same).map(|(_, id)| *id)
}

fn mode(cell: &str) -> Option<Mode> {
    match cell.to_lowercase().replace(['-', ' '], "_").as_str() {
        "online" => Some(Mode::Online),
        "in_person" => Some(Mode::InPerson),
        _ => None,
    }
}

/// People write the label of an option, and yes or no for a tick.
fn answer(question: &Asked, cell: &str) -> Value {
    match question.kind {
        Kind::Text => cell.into(),
        Kind::Select => {
            let same = |label: &str| label.to_lowercase() == cell.to_lowercase();
            let chosen =
                question.options.iter().find(|option| same(&option.label) || same(&option.key));
            chosen.map_or_else(|| cell.into(), |option| option.key.clone().into())
        }
        Kind::Checkbox => match cell.to_lowercase().as_str() {
            "yes" | "true" | "1" | "x" => true.into(),
            "no" | "false" | "0" => false.into(),
            _ => cell.into(),
        },
    }
}

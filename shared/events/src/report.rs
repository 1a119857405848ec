//! Participants reports as Zoom's portal exports them, read from whatever people upload (PR-22,
//! PR-23). A file is understood as a whole or refused as a whole, with words that help.

mod decode;
mod layout;
mod moment;
mod read;
#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use models::{Fault, Kind};
pub use moment::DateOrder;
pub use read::read;
use serde::{Deserialize, Serialize};

/// The largest file, in bytes.
pub const LARGEST: usize = 10 << 20;
/// The most rows of people.
pub const MOST_ROWS: usize = 20_000;

/// What was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Which export it is.
    pub layout: Layout,
    /// The stays, in the order of the file.
    pub rows: Vec<Row>,
    /// Rows that count nothing.
    pub skipped: Skipped,
    /// What an organizer should look at.
    pub warnings: Vec<Warning>,
}

/// Which export a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReportLayout)]
pub enum Layout {
    /// A meeting: one list.
    Meeting,
    /// A webinar: hosts, panelists and attendees in sections.
    Webinar,
}

/// One stay of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// The line of the file that it began in.
    pub line: u64,
    /// The name shown in the meeting.
    pub name: Option<String>,
    /// The address as written.
    pub email: Option<String>,
    /// When the person came.
    pub joined_at: DateTime<Utc>,
    /// When the person left.
    pub left_at: DateTime<Utc>,
    /// In which section it stood.
    pub role: Role,
}

/// What somebody was in the meeting.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, sqlx::Type, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[schema(as = ParticipantRole)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Role {
    /// Listens.
    Attendee,
    /// Speaks.
    Panelist,
    /// Leads.
    Host,
}

/// Rows that count nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = SkippedRows)]
pub struct Skipped {
    /// Waited outside.
    pub waiting_room: usize,
    /// Registered and did not come.
    pub not_attended: usize,
    /// Without a time or with an impossible one.
    pub empty: usize,
    /// The same row again.
    pub repeated: usize,
}

/// Something to look at, which does not stop the import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[schema(as = ReportWarning)]
pub struct Warning {
    /// The line of the file.
    pub line: Option<u64>,
    /// What, for a program.
    pub code: String,
    /// What, for a person.
    pub text: String,
}

/// Why a file is no report that can be counted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// More than ten megabytes.
    #[error("The file is larger than 10 MB. Export one meeting at a time.")]
    TooLarge,
    /// More than twenty thousand rows.
    #[error("The file has more than 20,000 rows. Export one meeting at a time.")]
    TooManyRows,
    /// Not a single byte, or only blank ones.
    #[error("The file is empty. Export the report from Zoom again.")]
    Empty,
    /// A workbook, whatever its name says.
    #[error(
        "This is an Excel workbook, not a CSV file. In Excel choose File, Save as, CSV UTF-8, and upload that file."
    )]
    Workbook,
    /// Bytes that are no text.
    #[error("This is not a text file. Upload the CSV file that Zoom's report page exports.")]
    Binary,
    /// Bytes of another encoding among UTF-8.
    #[error(
        "Line {0} holds characters in another encoding than the rest. Export the report again, or save it as CSV UTF-8."
    )]
    MixedEncodings(u64),
    /// A quotation mark that is never closed.
    #[error("From line {0} on a quotation mark is not closed, so the rows cannot be told apart.")]
    OpenQuote(u64),
    /// No row names the columns.
    #[error(
        "No row with the columns Name, Join time and Leave time was found. Upload the participants report of the meeting."
    )]
    NoHeader,
    /// The "unique users" export.
    #[error(
        "This report has no join and leave times. In Zoom, clear \u{201c}Show unique users\u{201d} and export it again."
    )]
    NoTimes,
    /// A header and nothing below it.
    #[error("The report holds nobody.")]
    NoRows,
    /// Times in a form that we do not know.
    #[error("The times cannot be read, as in line {0}: {1}")]
    UnreadableTimes(u64, String),
    /// Every date could be read in two ways.
    #[error("The dates can be read day first and month first. Say which it is.")]
    DateOrderNeeded,
    /// No single order fits.
    #[error("Line {0} holds a date that does not fit the chosen order: {1}")]
    DateOrderWrong(u64, String),
}

impl Fault for Refused {
    fn kind(&self) -> Kind {
        match self {
            Self::TooLarge => Kind::TooLarge,
            _ => Kind::Invalid,
        }
    }

    fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "file-too-large",
            Self::TooManyRows => "too-many-rows",
            Self::NoTimes => "report-has-no-times",
            Self::DateOrderNeeded | Self::DateOrderWrong(..) => "date-order-needed",
            _ => "file-unreadable",
        }
    }
}

//! Which column is which, in every variant of the header that Zoom has used.

use csv::StringRecord;

use super::{Refused, Role};

/// Summary lines stand before the header: up to twenty, and a blank one.
const SUMMARY: usize = 22;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Name,
    Email,
    Joined,
    Left,
    Minutes,
    WaitingRoom,
    Attended,
}

/// Where the columns of a section stand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Header(Vec<Option<Column>>);

impl Header {
    /// The header that a row is, if it is one.
    pub(super) fn of(row: &StringRecord) -> Option<Self> {
        let header = Self(row.iter().map(column).collect());
        let has = |column| header.0.contains(&Some(column));
        let times = has(Column::Joined) && has(Column::Left);
        (has(Column::Name) && (times || has(Column::Minutes))).then_some(header)
    }

    /// Whether it knows when people came and left.
    pub(super) fn has_times(&self) -> bool {
        [Column::Joined, Column::Left].iter().all(|column| self.0.contains(&Some(*column)))
    }

    /// Whether it lists people who did not come, as webinars do.
    pub(super) fn has_attended(&self) -> bool {
        self.0.contains(&Some(Column::Attended))
    }

    fn cell<'r>(&self, row: &'r StringRecord, wanted: Column) -> Option<&'r str> {
        let at = self.0.iter().position(|column| *column == Some(wanted))?;
        row.get(at).map(str::trim).filter(|cell| !cell.is_empty() && *cell != "--")
    }

    pub(super) fn name<'r>(&self, row: &'r StringRecord) -> Option<&'r str> {
        self.cell(row, Column::Name)
    }

    pub(super) fn email<'r>(&self, row: &'r StringRecord) -> Option<&'r str> {
        self.cell(row, Column::Email)
    }

    pub(super) fn joined<'r>(&self, row: &'r StringRecord) -> Option<&'r str> {
        self.cell(row, Column::Joined)
    }

    pub(super) fn left<'r>(&self, row: &'r StringRecord) -> Option<&'r str> {
        self.cell(row, Column::Left)
    }

    pub(super) fn minutes(&self, row: &StringRecord) -> Option<i64> {
        self.cell(row, Column::Minutes)?.parse().ok()
    }

    pub(super) fn waited(&self, row: &StringRecord) -> bool {
        self.cell(row, Column::WaitingRoom).is_some_and(|cell| said(cell, "yes"))
    }

    pub(super) fn stayed_away(&self, row: &StringRecord) -> bool {
        self.cell(row, Column::Attended).is_some_and(|cell| said(cell, "no"))
    }
}

fn said(cell: &str, word: &str) -> bool {
    cell.eq_ignore_ascii_case(word) || cell.eq_ignore_ascii_case(&word[..1])
}

fn column(title: &str) -> Option<Column> {
    let title = title.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_lowercase();
    Some(match title.as_str() {
        "name (original name)"
        | "user name (original name)"
        | "name"
        | "user name"
        | "participant" => Column::Name,
        "user email" | "email" | "email address" => Column::Email,
        "join time" => Column::Joined,
        "leave time" => Column::Left,
        "duration (minutes)"
        | "time in session (minutes)"
        | "total duration (minutes)"
        | "duration" => Column::Minutes,
        "in waiting room" => Column::WaitingRoom,
        "attended" => Column::Attended,
        _ => return None,
    })
}

/// The section that a row opens in a webinar's report.
pub(super) fn section(row: &StringRecord) -> Option<Role> {
    let title = row.get(0)?.trim().to_lowercase();
    let alone = row.iter().skip(1).all(|cell| cell.trim().is_empty());
    Some(match title.trim_end_matches(':') {
        "host details" | "host" if alone => Role::Host,
        "panelist details" | "panelists" | "panelist" if alone => Role::Panelist,
        "attendee details" | "attendees" | "attendee" | "other attended" if alone => Role::Attendee,
        _ => return None,
    })
}

/// The separator with which a header appears.
pub(super) fn separator(text: &str) -> Result<u8, Refused> {
    let mut seen = Err(Refused::NoHeader);
    for separator in [b',', b';', b'\t'] {
        for row in records(text, separator).take(SUMMARY + 8).filter_map(Result::ok) {
            match Header::of(&row) {
                Some(header) if header.has_times() => return Ok(separator),
                Some(_) => seen = Err(Refused::NoTimes),
                None => {}
            }
        }
    }
    seen
}

/// The rows of a file.
pub(super) fn records(
    text: &str,
    separator: u8,
) -> impl Iterator<Item = csv::Result<StringRecord>> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(std::io::Cursor::new(text.as_bytes().to_vec()))
        .into_records()
}

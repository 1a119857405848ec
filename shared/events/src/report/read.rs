//! A file into stays.

use std::collections::HashSet;

use chrono::TimeDelta;
use csv::StringRecord;
use models::TimeZone;
use unicode_normalization::UnicodeNormalization as _;

use super::layout::{Header, records, section, separator};
use super::moment::{DateOrder, Written};
use super::{Layout, MOST_ROWS, Refused, Report, Role, Row, Skipped, Warning, decode};

/// The most warnings that anybody reads.
const MOST_WARNINGS: usize = 200;
/// Zoom rounds minutes up; a larger difference is another time.
const ROUNDING: TimeDelta = TimeDelta::seconds(90);
/// Longer than this nobody stays.
const LONGEST: TimeDelta = TimeDelta::hours(24);

/// A row that counts, before its dates are read.
struct Raw {
    line: u64,
    name: Option<String>,
    email: Option<String>,
    joined: Written,
    left: Written,
    texts: (String, String),
    minutes: Option<i64>,
    role: Role,
}

/// What has been read so far.
struct Reading {
    layout: Layout,
    raws: Vec<Raw>,
    skipped: Skipped,
    warnings: Vec<Warning>,
    unreadable: Option<(u64, String)>,
}

/// Reads a participants report whose times are those of `zone`. Without `order` a file whose
/// dates can be read in two ways is refused.
pub fn read(bytes: &[u8], zone: TimeZone, order: Option<DateOrder>) -> Result<Report, Refused> {
    let text = decode::text(bytes)?;
    let separator = separator(&text)?;
    let mut reading = Reading {
        layout: Layout::Meeting,
        raws: Vec::new(),
        skipped: Skipped::default(),
        warnings: Vec::new(),
        unreadable: None,
    };
    let (mut header, mut role) = (None, Role::Attendee);
    for record in records(&text, separator) {
        let record = record.map_err(|_| Refused::Binary)?;
        if record.iter().any(|cell| cell.matches('\n').count() > 5) {
            return Err(Refused::OpenQuote(line_of(&record)));
        }
        if let Some(opened) = section(&record) {
            (role, header) = (opened, None);
            reading.layout = Layout::Webinar;
        } else if let Some(found) = Header::of(&record) {
            if found.has_attended() {
                reading.layout = Layout::Webinar;
            }
            header = found.has_times().then_some(found);
        } else if let Some(header) = &header {
            reading.take(header, &record, role)?;
        }
    }
    reading.finish(zone, order)
}

fn line_of(record: &StringRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
}

impl Reading {
    fn take(&mut self, header: &Header, record: &StringRecord, role: Role) -> Result<(), Refused> {
        let line = line_of(record);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(());
        }
        if header.waited(record) {
            self.skipped.waiting_room += 1;
            return Ok(());
        }
        if header.stayed_away(record) {
            self.skipped.not_attended += 1;
            return Ok(());
        }
        let (Some(joined), Some(left)) = (header.joined(record), header.left(record)) else {
            self.skipped.empty += 1;
            self.warn(line, "no-times", "The row has no join or no leave time and counts nothing.");
            return Ok(());
        };
        let (Some(from), Some(to)) = (Written::parse(joined), Written::parse(left)) else {
            self.skipped.empty += 1;
            self.unreadable.get_or_insert((line, format!("{joined} \u{2013} {left}")));
            self.warn(
                line,
                "times-unreadable",
                "The times cannot be read, so the row counts nothing.",
            );
            return Ok(());
        };
        if self.raws.len() == MOST_ROWS {
            return Err(Refused::TooManyRows);
        }
        let raw = Raw {
            line,
            name: header.name(record).and_then(|name| self.cleaned(line, name, 200)),
            email: header.email(record).and_then(|email| self.cleaned(line, email, 254)),
            joined: from,
            left: to,
            texts: (joined.to_owned(), left.to_owned()),
            minutes: header.minutes(record),
            role,
        };
        self.raws.push(raw);
        Ok(())
    }

    /// Text of strangers: composed, of bearable length, without what is not seen.
    fn cleaned(&mut self, line: u64, cell: &str, longest: usize) -> Option<String> {
        if cell.starts_with(['=', '+', '-', '@']) {
            let text = "The cell begins like a formula. It is kept as text and made harmless in every export.";
            self.warn(line, "formula", text);
        }
        if cell.chars().any(char::is_control) {
            self.warn(line, "control-characters", "Characters that cannot be shown were removed.");
        }
        let text: String = cell.nfc().filter(|c| !c.is_control()).take(longest).collect();
        Some(text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn warn(&mut self, line: u64, code: &str, text: &str) {
        if self.warnings.len() < MOST_WARNINGS {
            self.warnings.push(Warning { line: Some(line), code: code.into(), text: text.into() });
        }
    }

    fn finish(mut self, zone: TimeZone, order: Option<DateOrder>) -> Result<Report, Refused> {
        if self.raws.is_empty() {
            return Err(match self.unreadable.take() {
                Some((line, text)) => Refused::UnreadableTimes(line, text),
                None => Refused::NoRows,
            });
        }
        let order = order_of(&self.raws, order)?;
        let mut seen = HashSet::new();
        let mut rows = Vec::with_capacity(self.raws.len());
        for raw in std::mem::take(&mut self.raws) {
            let Some(row) = self.row(raw, order, zone) else { continue };
            // Of people without an address two may come and go in the same second under one name.
            let again = row.email.as_deref().is_some_and(|email| {
                let times = (row.joined_at, row.left_at);
                !seen.insert((
                    row.name.clone(),
                    email.to_lowercase(),
                    times,
                    row.role == Role::Host,
                ))
            });
            if again {
                self.skipped.repeated += 1;
            } else {
                rows.push(row);
            }
        }
        if rows.is_empty() {
            return Err(Refused::NoRows);
        }
        Ok(Report { layout: self.layout, rows, skipped: self.skipped, warnings: self.warnings })
    }

    fn row(&mut self, raw: Raw, order: DateOrder, zone: TimeZone) -> Option<Row> {
        let (joined_at, left_at) =
            (raw.joined.instant(order, zone)?, raw.left.instant(order, zone)?);
        let long = left_at - joined_at;
        if long < TimeDelta::zero() || long > LONGEST {
            self.skipped.empty += 1;
            let text = "The leave time does not follow the join time within a day, so the row counts nothing.";
            self.warn(raw.line, "times-impossible", text);
            return None;
        }
        if raw.minutes.is_some_and(|minutes| (long - TimeDelta::minutes(minutes)).abs() > ROUNDING)
        {
            let text =
                "The times differ from the duration by more than 90 seconds. The times are used.";
            self.warn(raw.line, "duration-differs", text);
        }
        Some(Row {
            line: raw.line,
            name: raw.name,
            email: raw.email,
            joined_at,
            left_at,
            role: raw.role,
        })
    }
}

/// The order that every date allows. One date above twelve decides for the whole file.
fn order_of(raws: &[Raw], asked: Option<DateOrder>) -> Result<DateOrder, Refused> {
    let dates = || {
        raws.iter().flat_map(|raw| [(raw, raw.joined, &raw.texts.0), (raw, raw.left, &raw.texts.1)])
    };
    let unfit = |order| {
        dates()
            .find(|(_, written, _)| !written.fits(order))
            .map(|(raw, _, text)| Refused::DateOrderWrong(raw.line, text.clone()))
    };
    if let Some(order) = asked {
        return unfit(order).map_or(Ok(order), Err);
    }
    match (unfit(DateOrder::DayFirst), unfit(DateOrder::MonthFirst)) {
        (Some(refused), Some(_)) => Err(refused),
        (Some(_), None) => Ok(DateOrder::MonthFirst),
        (None, None) if dates().any(|(_, written, _)| written.is_ambiguous()) => {
            Err(Refused::DateOrderNeeded)
        }
        (None, _) => Ok(DateOrder::DayFirst),
    }
}

//! How amounts, times and days are written on certificates and check pages.

use chrono::NaiveDate;
use models::Credits;

use crate::rules::Mode;

/// `1`, `1.25`: no more decimals than the amount needs.
#[must_use]
pub fn amount(credits: Credits) -> String {
    let text = credits.to_string();
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// `1 h 44 min`.
#[must_use]
pub fn duration(seconds: i64) -> String {
    match (seconds / 3600, seconds / 60 % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// `24 November 2026`.
#[must_use]
pub fn day(day: NaiveDate) -> String {
    day.format("%-d %B %Y").to_string()
}

/// `24–26 November 2026`.
#[must_use]
pub fn days(from: NaiveDate, to: NaiveDate) -> String {
    use chrono::Datelike as _;
    if from == to {
        return day(from);
    }
    let start = if (from.year(), from.month()) == (to.year(), to.month()) {
        from.format("%-d").to_string()
    } else if from.year() == to.year() {
        from.format("%-d %B ").to_string()
    } else {
        from.format("%-d %B %Y ").to_string()
    };
    let gap = if start.ends_with(' ') { " " } else { "" };
    format!("{start}–{gap}{}", day(to))
}

/// How somebody took part.
#[must_use]
pub const fn method(mode: Mode) -> &'static str {
    match mode {
        Mode::Online => "Live online",
        Mode::InPerson => "In person",
        Mode::Mixed => "In person and live online",
        Mode::None => "Not attended",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_times_read_as_people_write_them() {
        let date = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
        assert_eq!(days(date(11, 24), date(11, 24)), "24 November 2026");
        assert_eq!(days(date(11, 24), date(11, 26)), "24–26 November 2026");
        assert_eq!(days(date(11, 30), date(12, 1)), "30 November – 1 December 2026");
        assert_eq!(
            [duration(59 * 60), duration(3600), duration(104 * 60)],
            ["59 min", "1 h", "1 h 44 min"]
        );
        assert_eq!(amount(Credits::of_thousandths(1000)), "1");
    }
}

use chrono::TimeDelta;
use icalendar::{Calendar, CalendarComponent, Component as _};
use models::TimeZone;
use proptest::prelude::*;

use super::*;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn entry() -> Entry {
    Entry {
        uid: "0199@accredit.test".into(),
        sequence: 3,
        stamp: at("2026-10-01T08:00:00Z"),
        starts_at: at("2026-10-24T22:30:00Z"),
        ends_at: at("2026-10-25T03:30:00Z"),
        time_zone: "Europe/Warsaw".parse().unwrap(),
        summary: "Wound care; bites, burns".into(),
        description: Some("Line one\r\nLine two \\ end".into()),
        location: Some("https://accredit.test/join/t.abc".into()),
        url: Some("https://accredit.test/events/wound-care".into()),
        cancelled: false,
        organizer: Some(Mailbox {
            name: "Clinic \"North\", Łódź".into(),
            address: "no-reply@mail.test".into(),
        }),
        attendee: Some(Mailbox {
            name: "Ada\r\nX-EVIL:1".into(),
            address: "ada@example.org".into(),
        }),
    }
}

/// OU-45
#[test]
fn an_invitation_names_zone_people_and_times() {
    insta::assert_snapshot!(write(&Method::Request, &[entry()]).replace("\r\n", "\n"));
}

/// OU-45
#[test]
fn an_independent_reader_finds_the_same_entry() {
    let text = write(&Method::Publish { name: "Clinic: events".into() }, &[entry()]);
    let calendar: Calendar = text.parse().unwrap();
    assert_eq!(calendar.get_name(), Some("Clinic: events"));
    let event = calendar.components.iter().find_map(CalendarComponent::as_event).unwrap();
    assert_eq!(event.get_summary(), Some("Wound care; bites, burns"));
    assert_eq!(event.get_description(), Some("Line one\nLine two \\ end"));
    assert_eq!(event.property_value("DTSTART"), Some("20261025T003000"));
    assert_eq!(event.get_uid(), Some("0199@accredit.test"));
}

/// OU-45: the night on which clocks go back holds one hour twice.
#[test]
fn the_zone_tells_each_change_of_the_clocks() {
    let text = write(&Method::Request, &[entry()]);
    assert!(text.contains("BEGIN:STANDARD\r\nDTSTART:20261025T030000\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nTZNAME:CET\r\n"));
    assert!(text.contains("BEGIN:DAYLIGHT\r\nDTSTART:20270328T020000\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nTZNAME:CEST\r\n"));
    assert!(text.contains("DTSTART;TZID=Europe/Warsaw:20261025T003000\r\n"));
    assert!(text.contains("DTEND;TZID=Europe/Warsaw:20261025T043000\r\n"));
}

#[test]
fn utc_needs_no_zone() {
    let text = write(&Method::Cancel, &[Entry { time_zone: TimeZone::UTC, ..entry() }]);
    assert!(!text.contains("VTIMEZONE"));
    assert!(text.contains("DTSTART:20261024T223000Z\r\n"));
    assert!(text.contains("METHOD:CANCEL\r\n") && text.contains("STATUS:CANCELLED\r\n"));
}

#[test]
fn an_event_of_one_session_and_one_of_several_have_other_uids() {
    let (event, session) =
        (EventId::new(at("2026-10-01T08:00:00Z")), SessionId::new(at("2026-10-01T08:00:00Z")));
    assert_eq!(uid(event, None, "a.test"), format!("{event}@a.test"));
    assert_eq!(uid(event, Some(session), "a.test"), format!("{session}.{event}@a.test"));
}

/// The offset that a reader of the VTIMEZONE finds for a local time: the latest observance that
/// began, each onset read in the clocks that end there.
fn offset_by_rules(text: &str, at: DateTime<Utc>) -> Option<i64> {
    let observances =
        text.split("BEGIN:STANDARD").flat_map(|part| part.split("BEGIN:DAYLIGHT")).skip(1);
    let value = |part: &str, name: &str| {
        Some(part.split(&format!("{name}:")).nth(1)?.split("\r\n").next()?.to_owned())
    };
    let seconds = |text: &str| -> Option<i64> {
        let (sign, digits) = text.split_at(1);
        let (hours, minutes): (i64, i64) = (digits[..2].parse().ok()?, digits[2..4].parse().ok()?);
        Some((hours * 3600 + minutes * 60) * if sign == "-" { -1 } else { 1 })
    };
    let mut onsets: Vec<(i64, i64)> = observances
        .filter_map(|part| {
            let local =
                chrono::NaiveDateTime::parse_from_str(&value(part, "DTSTART")?, "%Y%m%dT%H%M%S")
                    .ok()?;
            let from = seconds(&value(part, "TZOFFSETFROM")?)?;
            Some((local.and_utc().timestamp() - from, seconds(&value(part, "TZOFFSETTO")?)?))
        })
        .collect();
    onsets.sort_unstable();
    onsets.iter().rev().find(|(onset, _)| *onset <= at.timestamp()).map(|(_, to)| *to)
}

proptest! {
    /// OU-45: whoever reads the rules expands the same instants as we do.
    #[test]
    fn every_zone_is_told_so_that_its_local_times_are_the_same_instants(
        zone in prop::sample::select(TimeZone::all().collect::<Vec<_>>()), day in 0_i64..3650, minute in 0_i64..1440)
    {
        use chrono::{Offset as _, TimeZone as _};
        let starts_at = at("2024-01-01T00:00:00Z") + TimeDelta::days(day) + TimeDelta::minutes(minute);
        let ends_at = starts_at + TimeDelta::hours(2);
        let text = write(&Method::Request, &[Entry { time_zone: zone, starts_at, ends_at, ..entry() }]);
        let expected = i64::from(zone.offset_from_utc_datetime(&starts_at.naive_utc()).fix().local_minus_utc());
        if zone != TimeZone::UTC && expected % 60 == 0 {
            prop_assert_eq!(offset_by_rules(&text, starts_at), Some(expected));
        }
    }

    /// OU-45: no line is longer than 75 octets, none breaks a character, and unfolding gives the text back.
    #[test]
    fn lines_fold_at_75_octets(summary in "\\PC{1,300}") {
        let text = write(&Method::Request, &[Entry { summary: summary.clone(), ..entry() }]);
        prop_assert!(text.split("\r\n").all(|line| line.len() <= 75));
        let unfolded = text.replace("\r\n ", "");
        let escaped = summary.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
        let expected = format!("SUMMARY:{escaped}\r\n");
        prop_assert!(unfolded.contains(&expected));
    }
}

use models::TimeZone;

use super::*;

fn of(file: &str) -> Result<Report, Refused> {
    read(file.as_bytes(), TimeZone::LONDON, None)
}

fn minutes(report: &Report) -> Vec<i64> {
    report.rows.iter().map(|row| (row.left_at - row.joined_at).num_minutes()).collect()
}

#[test]
fn both_exports_of_a_meeting_hold_the_same_people() {
    let classic = include_bytes!("../../fixtures/aki-webinar/participants_classic.csv");
    let lower = include_bytes!("../../fixtures/aki-webinar/participants_lower.csv");
    let zone = TimeZone::LONDON;
    let (classic, lower) = (read(classic, zone, None).unwrap(), read(lower, zone, None).unwrap());
    assert_eq!((classic.layout, classic.rows.len()), (Layout::Meeting, lower.rows.len()));
    let without_line = |report: Report| -> Vec<Row> {
        report.rows.into_iter().map(|row| Row { line: 0, ..row }).collect()
    };
    assert!(classic.skipped.waiting_room > 0);
    assert_eq!(without_line(classic), without_line(lower));
}

/// PR-22: a webinar's sections, people who did not come, and a day-first date.
#[test]
fn a_webinar_is_read_section_by_section() {
    let report = of("Attendee Report\nReport Generated:,14/10/2026 21:00\nTopic,Webinar ID\nKidneys,845 1234\n\
        Host Details,\nAttended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)\n\
        Yes,CPD Office,office@example.org,14/10/2026 18:00:00,14/10/2026 19:30:00,90\n\
        Panelist Details,\nAttended,User Name (Original Name),Email,Join Time,Leave Time,Time in Session (minutes)\n\
        Yes,Dr Ada,ada@example.org,14/10/2026 18:10:00,14/10/2026 18:40:00,30\n\
        Attendee Details,\nAttended,User Name (Original Name),First Name,Email,Registration Time,Join Time,Leave Time,Time in Session (minutes),Is Guest\n\
        No,Ben,Ben,ben@example.org,01/10/2026 09:00:00,--,--,--,--\n\
        Yes,Cleo,Cleo,cleo@example.org,01/10/2026 09:00:00,14/10/2026 18:05:00,14/10/2026 18:20:00,15,No\n").unwrap();
    assert_eq!(report.layout, Layout::Webinar);
    assert_eq!(minutes(&report), [90, 30, 15]);
    let roles: Vec<Role> = report.rows.iter().map(|row| row.role).collect();
    assert_eq!(roles, [Role::Host, Role::Panelist, Role::Attendee]);
    assert_eq!(report.skipped.not_attended, 1);
    assert_eq!(report.rows[2].joined_at.to_rfc3339(), "2026-10-14T17:05:00+00:00");
}

const HEAD: &str =
    "Name (original name);Email;Join time;Leave time;Duration (minutes);In waiting room\n";

/// PR-23.
#[test]
fn dates_that_can_be_read_in_two_ways_need_an_order() {
    let file = format!("{HEAD}Ana;a@example.org;05/10/2026 10:00:00;05/10/2026 11:00:00;60;No\n");
    assert_eq!(of(&file), Err(Refused::DateOrderNeeded));
    let day = |order| {
        read(file.as_bytes(), TimeZone::UTC, Some(order)).unwrap().rows[0].joined_at.to_rfc3339()
    };
    assert_eq!(day(DateOrder::DayFirst), "2026-10-05T10:00:00+00:00");
    assert_eq!(day(DateOrder::MonthFirst), "2026-05-10T10:00:00+00:00");
    let decided =
        format!("{file}Ben;b@example.org;13/10/2026 10:00:00;13/10/2026 11:00:00;60;No\n");
    assert_eq!(of(&decided).unwrap().rows[0].joined_at.to_rfc3339(), "2026-10-05T09:00:00+00:00");
    let wrong = read(decided.as_bytes(), TimeZone::UTC, Some(DateOrder::MonthFirst));
    assert_eq!(wrong, Err(Refused::DateOrderWrong(3, "13/10/2026 10:00:00".into())));
    let same = format!("{HEAD}Ana;a@example.org;10/10/2026 10:00:00;10/10/2026 11:00:00;60;No\n");
    assert!(of(&same).is_ok(), "10/10 is one date either way");
}

#[test]
fn what_is_no_report_of_times_says_what_to_do() {
    let unique =
        "Name (original name),Email,Total duration (minutes),Guest\nAna,a@example.org,60,No\n";
    assert_eq!(of(unique), Err(Refused::NoTimes));
    assert_eq!(of("Order,Sum\n1,2\n"), Err(Refused::NoHeader));
    assert_eq!(of(HEAD), Err(Refused::NoRows));
    let words = format!("{HEAD}Ana;a@example.org;yesterday;today;60;No\n");
    assert!(matches!(of(&words), Err(Refused::UnreadableTimes(2, _))));
    let quote = format!("{HEAD}\"Ana;a@example.org\nb\nc\nd\ne\nf\ng\n");
    assert!(matches!(of(&quote), Err(Refused::OpenQuote(_))));
}

#[test]
fn a_row_that_cannot_count_is_told_and_the_others_stand() {
    let report = of(&format!(
        "{HEAD}=HYPERLINK(1);a@example.org;14/10/2026 10:00:00;14/10/2026 11:00:00;60;No\n\
         B\u{0}en;;14/10/2026 11:00:00;14/10/2026 10:00:00;60;No\n\
         Cleo;c@example.org;14/10/2026 10:00:00;14/10/2026 11:00:00;30;No\n\
         Dan;;14/10/2026 10:00:00;;;No\n\
         Dan;;14/10/2026 09:00:00;14/10/2026 09:05:00;5;Yes\n\
         Cleo;C@example.org;14/10/2026 10:00:00;14/10/2026 11:00:00;60;No\n"
    ))
    .unwrap();
    assert_eq!(minutes(&report), [60, 60]);
    assert_eq!(report.rows[0].name.as_deref(), Some("=HYPERLINK(1)"));
    let codes: Vec<&str> = report.warnings.iter().map(|warning| warning.code.as_str()).collect();
    assert_eq!(
        codes,
        ["formula", "control-characters", "no-times", "times-impossible", "duration-differs"]
    );
    assert_eq!(report.skipped, Skipped { waiting_room: 1, not_attended: 0, empty: 2, repeated: 1 });
}

#[test]
fn more_rows_than_anybody_meets_are_refused() {
    let row = "Ana;a@example.org;14/10/2026 10:00:00;14/10/2026 11:00:00;60;No\n";
    assert_eq!(of(&(HEAD.to_owned() + &row.repeat(MOST_ROWS + 1))), Err(Refused::TooManyRows));
}

/// R5: two phones that are let in together and sent out together stay two people.
#[test]
fn equal_rows_without_an_address_are_different_people() {
    let phone = "iPhone;;14/10/2026 10:00:00;14/10/2026 11:00:00;60;No\n";
    let report = of(&format!("{HEAD}{phone}{phone}")).unwrap();
    assert_eq!((report.rows.len(), report.skipped.repeated), (2, 0));
}

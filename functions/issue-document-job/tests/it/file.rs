//! The file itself: what it says, that all of it is there, and that it is always the same.

use std::path::{Path, PathBuf};
use std::process::Command;

use billing::document::{Kind, Line, Party, Reference, Section, Settlement, Snapshot, What};
use billing::payment::Method;
use chrono::NaiveDate;
use issue_document_job::Error;
use print::Fonts;

fn render(said: &Snapshot) -> Result<Vec<u8>, Error> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/print/fonts");
    issue_document_job::render(said, Fonts::of(Path::new(folder)).unwrap())
}

fn day(d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, d).unwrap()
}

fn place(n: u32, amount: i64) -> Line {
    let what = What::Place {
        label: "Lung cancer in 2026: Early bird, in person".to_owned(),
        on: Some(day(12)),
        attendee: Some(format!("Person {n:02} of many")),
    };
    Line { what, amount }
}

fn invoice(currency: &str, lines: Vec<Line>) -> Snapshot {
    let total = lines.iter().map(|line| line.amount).sum();
    Snapshot {
        version: 1,
        kind: Kind::Invoice,
        number: "WCS-2026-000042".to_owned(),
        issued_on: day(1),
        due_on: None,
        locale: "en".to_owned(),
        seller: Party {
            name: "Wound Care Society".to_owned(),
            address: Some("12 Harbour Road\nBristol BS1 5TX".to_owned()),
            country: Some("GB".to_owned()),
            tax_id: Some("GB 123 4567 89".to_owned()),
            ..Party::default()
        },
        buyer: Party {
            name: "Example Hospital Trust".to_owned(),
            attention: Some("Dr Ada Park".to_owned()),
            address: Some("Department of Surgery\n1 High Street\nLondon SE1 2AB".to_owned()),
            country: Some("GB".to_owned()),
            email: Some("ada@example.org".to_owned()),
            ..Party::default()
        },
        about: None,
        month: None,
        sections: vec![Section {
            currency: currency.parse().unwrap(),
            lines,
            taxes: vec![],
            total,
        }],
        settlement: Some(Settlement {
            method: Method::Stripe,
            reference: "01999f00-0000-7000-8000-000000000001".to_owned(),
            settled_on: Some(day(1)),
        }),
        note: Some("Wound Care Society is a registered charity.".to_owned()),
    }
}

fn sale() -> Snapshot {
    let discount = What::Discount { code: Some("SPRING".to_owned()) };
    let lines = vec![
        place(1, 24_900),
        Line { what: discount, amount: -4_980 },
        place(2, 129_900),
        Line { what: What::BookingFee, amount: 1_234 },
    ];
    invoice("USD", lines)
}

/// What a file says, by pdftotext; `None` only where that is not installed. `RENDER_TO` keeps the
/// files, for people to look at.
fn text(name: &str, said: &Snapshot) -> Option<String> {
    let kept = option_env!("RENDER_TO").map_or_else(std::env::temp_dir, PathBuf::from);
    let path = kept.join(format!("accredit-document-{name}-{}.pdf", std::process::id()));
    std::fs::write(&path, render(said).unwrap()).unwrap();
    let output = Command::new("pdftotext").args(["-layout", path.to_str().unwrap(), "-"]).output();
    if option_env!("RENDER_TO").is_none() {
        std::fs::remove_file(&path).unwrap();
    }
    match output {
        Ok(output) => Some(String::from_utf8_lossy(&output.stdout).into_owned()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => panic!("pdftotext: {error}"),
    }
}

#[test]
fn an_invoice_says_who_what_and_how_much() {
    let Some(text) = text("invoice", &sale()) else { return };
    for said in [
        "Invoice",
        "WCS-2026-000042",
        "1 October 2026",
        "Wound Care Society",
        "Tax number GB 123 4567 89",
        "Example Hospital Trust",
        "London SE1 2AB",
        "12 October 2026 · Person 02 of many",
        "SPRING",
        "\u{2212}49.80",
        "1,299.00",
        "Total in USD",
        "1,510.54",
        "Paid online on 1 October 2026.",
        "registered charity",
        "Page 1 of 1",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
}

/// PA-1: the decimals of each currency.
#[test]
fn amounts_have_the_decimals_of_their_currency() {
    for (currency, amount, said) in [("JPY", 120_000, "120,000"), ("KWD", 5_120, "5.120")] {
        let Some(text) = text(currency, &invoice(currency, vec![place(1, amount)])) else { return };
        assert!(text.contains(&format!("Amount in {currency}")), "{text}");
        assert_eq!(text.matches(said).count(), 2, "{text}");
    }
}

/// PA-23: fifty places take several sheets; none is lost and each sheet says which it is.
#[test]
fn fifty_places_break_over_sheets() {
    let said = invoice("EUR", (1..=50).map(|n| place(n, 1_000)).collect());
    let Some(text) = text("fifty", &said) else { return };
    for n in 1..=50 {
        assert!(text.contains(&format!("Person {n:02} of many")), "{n} in {text}");
    }
    let sheets = text.matches('\u{c}').count();
    assert!(sheets > 2, "{sheets}");
    let heads = text.matches("Amount in EUR").count();
    assert!(heads >= sheets - 1, "each sheet with places has the head of the table: {text}");
    assert!(text.contains(&format!("Page {sheets} of {sheets}")));
    assert!(text.contains("500.00"));
}

#[test]
fn the_longest_address_is_all_there() {
    let mut said = sale();
    let line = "Wolfeschlegelsteinhausen ".repeat(5);
    said.buyer.address = Some(format!("{line}\n{line}\n{}\nEnd of it", "#".repeat(200)));
    said.buyer.name = "Hospital ".repeat(22);
    let Some(text) = text("long", &said) else { return };
    assert_eq!(text.matches("Wolfeschlegelsteinhausen").count(), 10, "{text}");
    assert_eq!(text.matches("Hospital").count(), 22, "{text}");
    assert!(text.contains("End of it"));
    assert_eq!(text.matches('#').count(), 200, "{text}");
}

#[test]
fn names_of_every_script_are_text_that_reads_back() {
    for (n, name) in ["محمد الحسن", "ישראל ישראלי", "北京 王", "สมชาย ใจดี"].into_iter().enumerate()
    {
        let mut said = sale();
        said.buyer.name = name.to_owned();
        let Some(text) = text(&format!("name-{n}"), &said) else { return };
        // Marks that only turn the direction are no part of the name.
        let plain: String =
            text.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}')).collect();
        assert!(plain.contains(name), "{name} in {plain}");
    }
}

#[test]
fn a_credit_note_names_its_invoice() {
    let note = Snapshot {
        kind: Kind::CreditNote,
        number: "WCS-CN-2026-000001".to_owned(),
        about: Some(Reference { number: "WCS-2026-000042".to_owned(), issued_on: day(1) }),
        issued_on: day(20),
        ..invoice("USD", vec![place(1, 19_920)])
    };
    let Some(text) = text("credit-note", &note) else { return };
    let said = [
        "Credit note",
        "takes back invoice WCS-2026-000042 of 1 October 2026",
        "Paid back on",
        "Total credited",
    ];
    for said in said {
        assert!(text.contains(said), "{said} in {text}");
    }
}

#[test]
fn a_fee_statement_keeps_currencies_apart() {
    let section = |currency: &str, lines: Vec<Line>| Section {
        currency: currency.parse().unwrap(),
        total: lines.iter().map(|line| line.amount).sum(),
        lines,
        taxes: vec![],
    };
    let fees = |payments, amount| Line { what: What::Fees { payments }, amount };
    let back = Line { what: What::FeesReturned { refunds: 1 }, amount: -229 };
    let owed = Line { what: What::DisputeFees { disputes: 1 }, amount: 1_500 };
    let statement = Snapshot {
        kind: Kind::FeeStatement,
        number: "FEE-2026-000007".to_owned(),
        month: Some(day(1)),
        sections: vec![
            section("JPY", vec![fees(1, 190)]),
            section("USD", vec![fees(12, 3_684), back, owed]),
        ],
        settlement: None,
        note: None,
        ..sale()
    };
    let Some(text) = text("fees", &statement) else { return };
    for said in [
        "Fee statement",
        "October 2026",
        "Fees of 12 payments",
        "49.55",
        "Bank fee of 1 lost dispute",
        "but for 15.00 USD",
        "Total fees in JPY",
        "190",
    ] {
        assert!(text.contains(said), "{said} in {text}");
    }
}

/// RF-12: frozen bytes with a hash; PDF/A with tags and the data.
#[test]
fn the_same_document_is_the_same_file_to_the_last_byte() {
    let pdf = render(&sale()).unwrap();
    assert_eq!(pdf, render(&sale()).unwrap());
    let head = String::from_utf8_lossy(&pdf);
    assert!(head.contains("<pdfaid:part>3</pdfaid:part>"));
}

//! What a document says, in words: titles, lines, dates, amounts.

use billing::document::{Kind, Line, Party, Snapshot, What};
use billing::payment::Method;
use chrono::NaiveDate;
use models::Currency;

/// What the document is called.
pub(crate) const fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Invoice => "Invoice",
        Kind::CreditNote => "Credit note",
        Kind::FeeStatement => "Fee statement",
    }
}

/// What its sum is called.
pub(crate) const fn sum(kind: Kind) -> &'static str {
    match kind {
        Kind::Invoice => "Total",
        Kind::CreditNote => "Total credited",
        Kind::FeeStatement => "Total fees",
    }
}

/// `12 October 2026`
pub(crate) fn day(on: NaiveDate) -> String {
    on.format("%-d %B %Y").to_string()
}

/// `1,234.50`: the digits of the currency, in groups of three.
pub(crate) fn amount(minor: i64, currency: Currency) -> String {
    let scale = 10_u64.pow(currency.exponent());
    let (whole, rest) = (minor.unsigned_abs() / scale, minor.unsigned_abs() % scale);
    let digits = whole.to_string();
    let mut said = String::from(if minor < 0 { "\u{2212}" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    match usize::try_from(currency.exponent()) {
        Ok(places @ 1..) => format!("{said}.{rest:0places$}"),
        _ => said,
    }
}

/// A line, and what stands small below it.
pub(crate) fn line(line: &Line) -> (String, Option<String>) {
    match &line.what {
        What::Place { label, on, attendee } => {
            let below: Vec<String> = on.map(day).into_iter().chain(attendee.clone()).collect();
            (label.clone(), (!below.is_empty()).then(|| below.join(" · ")))
        }
        What::Discount { code } => ("Discount".to_owned(), code.clone()),
        What::BookingFee => ("Booking fee".to_owned(), None),
        What::Credited { number } => (format!("Credited before by {number}"), None),
        What::Fees { payments: 1 } => ("Fees of 1 payment".to_owned(), None),
        What::Fees { payments } => (format!("Fees of {payments} payments"), None),
        What::FeesReturned { refunds: 1 } => ("Fees given back with 1 refund".to_owned(), None),
        What::FeesReturned { refunds } => (format!("Fees given back with {refunds} refunds"), None),
        What::OutsideFees { payments } => (format!("Fees of {}", by_invoice(*payments)), None),
        What::OutsideFeesReturned { payments } => {
            let below = "Given up, or paid back".to_owned();
            (format!("Fees no longer owed of {}", by_invoice(*payments)), Some(below))
        }
        What::DisputeFees { disputes: 1 } => ("Bank fee of 1 lost dispute".to_owned(), None),
        What::DisputeFees { disputes } => (format!("Bank fees of {disputes} lost disputes"), None),
    }
}

fn by_invoice(payments: i64) -> String {
    let s = if payments == 1 { "" } else { "s" };
    format!("{payments} payment{s} by invoice")
}

/// Number, dates and references, each with what it is.
pub(crate) fn facts(said: &Snapshot) -> Vec<(&'static str, String)> {
    let mut facts = vec![("Number", said.number.clone()), ("Date", day(said.issued_on))];
    facts.extend(said.due_on.map(|due| ("Due", day(due))));
    facts.extend(said.month.map(|month| ("Month", month.format("%B %Y").to_string())));
    let about = match said.kind {
        Kind::CreditNote => "Invoice",
        Kind::Invoice | Kind::FeeStatement => "Stands in for",
    };
    facts.extend(said.about.as_ref().map(|of| (about, of.number.clone())));
    facts
}

/// A party below its name: who in it, where, and its tax number.
pub(crate) fn below_name(party: &Party) -> Vec<String> {
    let address = party.address.iter().flat_map(|lines| lines.lines()).map(str::to_owned);
    let tax = party.tax_id.as_ref().map(|id| format!("Tax number {id}"));
    let lines = party.attention.clone().into_iter().chain(address).chain(party.country.clone());
    lines.chain(tax).chain(party.email.clone()).collect()
}

/// How it is paid, and the payment's name at both ends.
pub(crate) fn closing(said: &Snapshot) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(of) = said.about.as_ref().filter(|_| said.kind == Kind::CreditNote) {
        let (number, on) = (&of.number, day(of.issued_on));
        lines.push(format!("This takes back invoice {number} of {on}, by the amount above."));
    }
    if let Some(month) = said.month {
        let kept =
            format!("Kept from the sales of {}, by the calendar of UTC", month.format("%B %Y"));
        lines.push(match owed(said) {
            None => format!("{kept}. Nothing is left to pay."),
            Some(owed) => {
                format!(
                    "{kept}, but for {owed}: that is taken from your payouts. If you have none, please pay it, naming {}.",
                    said.number
                )
            }
        });
    }
    let Some(settlement) = &said.settlement else { return lines };
    let on = settlement.settled_on.map(day);
    lines.extend(match (said.kind, settlement.method, on) {
        (Kind::CreditNote, _, Some(on)) => Some(format!("Paid back on {on}.")),
        (_, Method::Stripe, Some(on)) => Some(format!("Paid online on {on}. Thank you.")),
        (_, _, Some(on)) => Some(format!("Paid on {on}. Thank you.")),
        (_, _, None) => {
            said.due_on.map(|due| format!("Please pay by {}, naming {}.", day(due), said.number))
        }
    });
    lines.push(format!("Payment reference {}", settlement.reference));
    lines
}

/// What of a fee statement was not kept: payments by invoice never came to the platform, and banks
/// take their fees from it.
fn owed(said: &Snapshot) -> Option<String> {
    let owed = said.sections.iter().filter(|section| section.owed() > 0);
    let owed: Vec<String> = owed
        .map(|section| format!("{} {}", amount(section.owed(), section.currency), section.currency))
        .collect();
    (!owed.is_empty()).then(|| owed.join(" and "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_have_groups_and_the_decimals_of_their_currency() {
        let said = |minor, code: &str| amount(minor, code.parse().unwrap());
        let all = [(123_456, "USD"), (-5, "EUR"), (1_234_567, "JPY"), (5_120, "KWD"), (100, "ISK")];
        assert_eq!(
            all.map(|(minor, code)| said(minor, code)),
            ["1,234.56", "\u{2212}0.05", "1,234,567", "5.120", "100"]
        );
    }
}

//! Mails to whoever pays.

use crate::message::{MoneyLine, PaymentDue, Purchase, Receipt, RefundSent};
use crate::render::Setting;
use crate::render::block::{Fact, Letter};
use crate::render::{phrases as p, text, times};

pub(super) fn receipt(facts: &Receipt, s: &Setting<'_>) -> Letter {
    let (t, purchase) = (s.tongue, &facts.purchase);
    let text = p::receipt_text(t, &purchase.title);
    let subject = p::receipt_subject(t, &text::short(&purchase.title));
    let mut rows = lines(&facts.lines);
    rows.push(Fact::new(p::total(t), &purchase.total));
    rows.push(Fact::new(p::paid_on(t), times::moment(facts.paid_at, s.time_zone)));
    Letter::new(subject, text.clone(), p::receipt_heading(t))
        .paragraph(text)
        .facts(of(purchase, s))
        .facts(rows)
        .button(p::see_payment(t), s.links.seal(purchase.payment))
}

pub(super) fn processing(purchase: &Purchase, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let text = p::processing_text(t, &purchase.title);
    let subject = p::processing_subject(t, &text::short(&purchase.title));
    Letter::new(subject, text.clone(), p::processing_heading(t))
        .paragraph(text)
        .facts(with_total(purchase, s))
        .button(p::see_payment(t), s.links.seal(purchase.payment))
}

pub(super) fn failed(purchase: &Purchase, s: &Setting<'_>) -> Letter {
    let t = s.tongue;
    let text = p::payment_failed_text(t, &purchase.title);
    let subject = p::payment_failed_subject(t, &text::short(&purchase.title));
    Letter::new(subject, text.clone(), p::payment_failed_heading(t))
        .paragraph(text)
        .facts(with_total(purchase, s))
        .button(p::try_again(t), s.links.seal(purchase.payment))
}

pub(super) fn due(facts: &PaymentDue, s: &Setting<'_>) -> Letter {
    let (t, purchase) = (s.tongue, &facts.purchase);
    let short = text::short(&purchase.title);
    let (subject, heading, text) = if facts.overdue {
        (p::overdue_subject(t, &short), p::overdue_heading(t), p::overdue_text(t, &purchase.title))
    } else {
        (p::due_subject(t, &short), p::due_heading(t), p::due_text(t, &purchase.title))
    };
    let mut rows = with_total(purchase, s);
    rows.extend(facts.invoice.as_ref().map(|number| Fact::new(p::invoice_number(t), number)));
    rows.push(Fact::new(p::due_on(t), times::moment(facts.due_at, s.time_zone)));
    Letter::new(subject, text.clone(), heading)
        .paragraph(text)
        .facts(rows)
        .button(p::see_payment(t), s.links.seal(purchase.payment))
}

pub(super) fn refund_sent(facts: &RefundSent, s: &Setting<'_>) -> Letter {
    let (t, purchase) = (s.tongue, &facts.purchase);
    let text = p::refund_sent_text(t, &purchase.title);
    let subject = p::refund_sent_subject(t, &text::short(&purchase.title));
    let mut rows = lines(&facts.lines);
    rows.push(Fact::new(p::refund_amount(t), &facts.amount));
    rows.push(Fact::new(p::refund_sent_on(t), times::moment(facts.sent_at, s.time_zone)));
    Letter::new(subject, text.clone(), p::refund_sent_heading(t))
        .paragraph(text)
        .facts(of(purchase, s))
        .facts(rows)
        .button(p::see_payment(t), s.links.seal(purchase.payment))
}

/// For what and from whom.
fn of(purchase: &Purchase, s: &Setting<'_>) -> Vec<Fact> {
    let t = s.tongue;
    vec![
        Fact::new(p::event(t), &purchase.title),
        Fact::new(p::when(t), times::moment(purchase.starts_at, purchase.time_zone)),
        Fact::new(p::organizer(t), &purchase.organizer),
    ]
}

fn with_total(purchase: &Purchase, s: &Setting<'_>) -> Vec<Fact> {
    let mut rows = of(purchase, s);
    rows.push(Fact::new(p::total(s.tongue), &purchase.total));
    rows
}

/// At most so many: the page of the payment lists all.
const LINES: usize = 12;

fn lines(lines: &[MoneyLine]) -> Vec<Fact> {
    let shown = lines.iter().take(LINES);
    let mut rows: Vec<Fact> =
        shown.map(|line| Fact::new(line.label.clone(), &line.amount)).collect();
    if lines.len() > LINES {
        rows.push(Fact::new("…".to_owned(), String::new()));
    }
    rows
}

//! Mails about money, to those who look after it.

use crate::message::{AccountStep, MoneyMatter, PayoutAccountChanged, TeamMoney};
use crate::render::Setting;
use crate::render::block::{Fact, Letter};
use crate::render::{phrases as p, text, times};

pub(super) fn team(facts: &TeamMoney, s: &Setting<'_>) -> Letter {
    use MoneyMatter as M;
    let t = s.tongue;
    let (subject, text) = match facts.what {
        M::AccountRestricted => (p::account_restricted(t), p::account_restricted_text(t)),
        M::AccountRejected => (p::account_rejected(t), p::account_rejected_text(t)),
        M::AccountGone => (p::account_gone(t), p::account_gone_text(t)),
        M::PayoutFailed => (p::payout_failed(t), p::payout_failed_text(t)),
        M::RefundFailed => (p::refund_failed(t), p::refund_failed_text(t)),
        M::FraudFeared => (p::fraud_feared(t), p::fraud_feared_text(t)),
        M::DisputeOpened => (p::dispute_opened(t), p::dispute_opened_text(t)),
        M::DisputeDue => (p::dispute_due(t), p::dispute_due_text(t)),
        M::DisputeClosed => (p::dispute_closed(t), p::dispute_closed_text(t)),
        M::PaymentFlagged => (p::payment_flagged(t), p::payment_flagged_text(t)),
    };
    let amount = facts.amount.as_ref().map(|amount| Fact::new(p::money_amount(t), amount));
    let due = facts.due.map(|due| Fact::new(p::money_due(t), times::moment(due, s.time_zone)));
    let said = facts.said.as_ref().map(|said| Fact::new(p::money_said(t), said));
    let finance = format!("/org/{}/finance", facts.organization_id);
    let (button, page) = match facts.what {
        M::AccountRestricted | M::AccountRejected | M::AccountGone | M::PayoutFailed => {
            (p::see_payouts(t), format!("{finance}/payouts"))
        }
        M::RefundFailed
        | M::FraudFeared
        | M::DisputeOpened
        | M::DisputeDue
        | M::DisputeClosed
        | M::PaymentFlagged => (p::see_payments(t), finance),
    };
    Letter::new(subject.clone(), text.clone(), subject)
        .paragraph(text)
        .facts([amount, due, said].into_iter().flatten().collect())
        .button(button, s.links.path(&page))
}

pub(super) fn account_changed(facts: &PayoutAccountChanged, s: &Setting<'_>) -> Letter {
    let (t, organization) = (s.tongue, &facts.organization);
    let short = text::short(organization);
    let (subject, text) = match facts.what {
        AccountStep::Connected => {
            (p::account_connected(t, &short), p::account_connected_text(t, organization))
        }
        AccountStep::Opened => {
            (p::account_opened(t, &short), p::account_opened_text(t, organization))
        }
        AccountStep::Disconnected => {
            (p::account_disconnected(t, &short), p::account_disconnected_text(t, organization))
        }
    };
    let who = facts.who.as_ref().map(|who| Fact::new(p::account_who(t), who));
    let when = Fact::new(p::account_when(t), times::moment(facts.at, s.time_zone));
    let page = format!("/org/{}/finance/payouts", facts.organization_id);
    Letter::new(subject.clone(), text.clone(), subject)
        .paragraph(text)
        .facts(who.into_iter().chain([when]).collect())
        .button(p::see_payouts(t), s.links.path(&page))
}

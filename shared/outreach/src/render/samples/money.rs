//! Messages of money: to buyers, and to those who answer for it.

use models::SealKind;

use super::*;

pub(super) fn payments() -> Vec<(&'static str, Message)> {
    use Message as M;
    let purchase = || Purchase {
        payment: seal(SealKind::Payment),
        title: "Wound care <b>for</b> \"everybody\"".into(),
        starts_at: at("2026-11-24T14:00:00Z"),
        time_zone: "Europe/Warsaw".parse().unwrap(),
        organizer: "Klinika Północ".into(),
        total: "40.00 USD".into(),
    };
    let line = |label: &str, amount: &str| MoneyLine { label: label.into(), amount: amount.into() };
    vec![
        (
            "payment-receipt",
            M::PaymentReceipt(Receipt {
                purchase: purchase(),
                lines: vec![
                    line("Wound care: Doctors", "25.00 USD"),
                    line("Wound care: Nurses", "15.00 USD"),
                ],
                paid_at: at("2026-10-01T08:00:00Z"),
            }),
        ),
        ("payment-processing", M::PaymentProcessing(purchase())),
        ("payment-failed", M::PaymentFailed(purchase())),
        ("payment-due", M::PaymentDue(due(purchase(), false))),
        ("payment-overdue", M::PaymentDue(due(purchase(), true))),
        (
            "refund-sent",
            M::RefundSent(RefundSent {
                purchase: purchase(),
                amount: "15.00 USD".into(),
                lines: vec![line("Wound care: Nurses", "15.00 USD")],
                sent_at: at("2026-10-02T08:00:00Z"),
            }),
        ),
    ]
}

fn due(purchase: Purchase, overdue: bool) -> PaymentDue {
    let invoice = (!overdue).then(|| "INV-2026-000012".to_owned());
    PaymentDue { purchase, invoice, due_at: at("2026-11-10T12:00:00Z"), overdue }
}

pub(super) fn team() -> Vec<(&'static str, Message)> {
    use Message as M;
    let title = || "Wound care".to_owned();
    let attention = |what| {
        M::TeamAttendance(TeamAttendance {
            event: id(2),
            title: title(),
            organization_id: id(3),
            what,
        })
    };
    vec![
        (
            "team-registrations",
            M::TeamRegistrations(TeamRegistrations {
                event: id(2),
                title: title(),
                organization_id: id(3),
                what: Places::SoldOut,
            }),
        ),
        ("team-attendance", attention(Attention::Gaps { unmatched: 2, missing: 14 })),
        ("team-attendance-claim", attention(Attention::Claim { name: Some("Ada Park".into()) })),
        (
            "team-integrations",
            M::TeamIntegrations(TeamIntegrations {
                organization_id: id(3),
                subject: title(),
                event: Some(id(2)),
                what: Trouble::MeetingFailed,
                reason: Some("The host has no licence.".into()),
            }),
        ),
        (
            "team-money",
            M::TeamMoney(TeamMoney {
                organization_id: id(3),
                what: MoneyMatter::AccountRestricted,
                amount: None,
                due: Some(at("2026-11-30T09:00:00Z")),
                said: Some("individual.verification.document".into()),
            }),
        ),
        (
            "team-money-payout",
            M::TeamMoney(TeamMoney {
                organization_id: id(3),
                what: MoneyMatter::PayoutFailed,
                amount: Some("1339.00 USD".into()),
                due: None,
                said: Some("account_closed".into()),
            }),
        ),
        (
            "team-plan",
            M::TeamPlan(TeamPlan {
                organization_id: id(3),
                organization: "Klinika Północ".into(),
                what: PlanStep::TrialEnding,
                at: Some(at("2026-10-31T08:00:00Z")),
            }),
        ),
        (
            "team-plan-payment",
            M::TeamPlan(TeamPlan {
                organization_id: id(3),
                organization: "Klinika Północ".into(),
                what: PlanStep::PaymentFailed,
                at: None,
            }),
        ),
        (
            "payout-account-changed",
            M::PayoutAccountChanged(PayoutAccountChanged {
                organization_id: id(3),
                organization: "Klinika Północ".into(),
                what: AccountStep::Opened,
                who: Some("Ada Park".into()),
                at: at("2026-11-20T09:00:00Z"),
            }),
        ),
    ]
}

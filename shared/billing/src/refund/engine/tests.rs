use chrono::TimeDelta;
use models::{OrgId, PaymentId};

use super::*;
use crate::fees::{Line, Schedule, build_up};
use crate::payment::{Method, Status};
use crate::policy::{Policy, Rung};
use crate::tax::{SellerOfRecord, Worked};

const EPOCH: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn payment(prices: &[i64], payer: FeePayer, policy: Policy) -> Payment {
    let schedule = Schedule {
        service_bp: 370,
        service_fixed_minor: 179,
        service_cap_minor: None,
        processing_bp: 290,
        processing_fixed_minor: 30,
    };
    let lines: Vec<Line> = prices.iter().map(|list| Line { list: *list, discount: 0 }).collect();
    let sums = build_up(&lines, schedule, payer, Currency::USD);
    let item = |amounts: &crate::fees::Amounts| Item {
        id: PaymentItemId::new(EPOCH),
        registration: None,
        label: "Ticket".to_owned(),
        amounts: *amounts,
        refunded: 0,
        refunded_net: 0,
        refunded_service: 0,
        refunded_tax: 0,
        promo_code: None,
        closed: false,
    };
    Payment {
        id: PaymentId::new(EPOCH),
        organization: OrgId::new(EPOCH),
        method: Method::Stripe,
        status: Status::Paid,
        currency: Currency::USD,
        amounts: sums.total,
        refunded: 0,
        disputed: 0,
        fee_payer: payer,
        tax: None,
        seller_of_record: SellerOfRecord::Organizer,
        tax_country: None,
        tax_reversal: None,
        policy,
        destination: None,
        attempt: 1,
        session: None,
        charge: None,
        transfer: None,
        fee: None,
        opening_at: None,
        expires_at: None,
        flagged: false,
        items: sums.items.iter().map(item).collect(),
    }
}

fn shares(payment: &Payment, cause: Cause, ask: Ask<'_>) -> (i64, i64, i64) {
    let items: Vec<&Item> = payment.items.iter().collect();
    let shares = work_out(payment, &items, cause, ask);
    let of = |part: fn(&Share) -> i64| shares.iter().map(part).sum();
    (of(|s| s.amount), of(|s| s.organizer), of(|s| s.platform))
}

/// RF-2: 13.39 net, 2.29 service, 0.78 processing.
#[test]
fn who_bears_the_fees_depends_on_the_cause() {
    let paid = payment(&[1339], FeePayer::Buyer, Policy::default());
    assert_eq!(paid.amounts.total, 1646);
    assert_eq!(shares(&paid, Cause::EventCancelled, Ask::Full), (1646, 1417, 229));
    assert_eq!(shares(&paid, Cause::NoSeat, Ask::Full), (1646, 1339, 307));
    let all = Ask::Chosen { amount: 1339, include_fees: true };
    assert_eq!(shares(&paid, Cause::Organizer, all), (1646, 1646, 0));
    let some = Ask::Chosen { amount: 500, include_fees: false };
    assert_eq!(shares(&paid, Cause::Organizer, some), (500, 500, 0));
}

/// RF-2, where the organizer bears the fees: the buyer paid the price alone.
#[test]
fn the_buyer_gets_the_price_and_the_organizer_the_platforms_fee() {
    let paid = payment(&[5000], FeePayer::Organizer, Policy::default());
    assert_eq!(shares(&paid, Cause::EventCancelled, Ask::Full), (5000, 5000 - 364, 364));
    assert_eq!(shares(&paid, Cause::Orphan, Ask::Full), (5000, 5000 - 556, 556));
}

/// RF-3, acceptance 9.
#[test]
fn notice_decides_what_a_place_that_is_given_up_brings() {
    let paid = payment(&[2000], FeePayer::Buyer, Policy::default());
    let starts_at = EPOCH + TimeDelta::days(30);
    let back = |notice| {
        let present = &Policy::default();
        let ask = Ask::Policy { present, starts_at, now: starts_at - notice };
        shares(&paid, Cause::AttendeeCancel, ask).0
    };
    let (hours, minute) = (TimeDelta::hours, TimeDelta::minutes(1));
    let given = [hours(168), hours(168) - minute, hours(24), hours(24) - minute];
    assert_eq!(given.map(back), [2000, 1000, 1000, 0]);
}

/// What goes back is written down, as `request` does.
fn pay(payment: &mut Payment, shares: &[Share]) {
    for share in shares {
        let item = payment.items.iter_mut().find(|item| item.id == share.item).unwrap();
        item.refunded += share.amount;
        item.refunded_net += share.net;
        item.refunded_service += share.service;
        item.refunded_tax += share.all_tax;
    }
}

fn back(payment: &mut Payment, cause: Cause, ask: Ask<'_>) -> (i64, i64, i64) {
    let sums = shares(payment, cause, ask);
    let items: Vec<&Item> = payment.items.iter().collect();
    let done = work_out(payment, &items, cause, ask);
    pay(payment, &done);
    sums
}

/// RF-2: 5.00 of the ticket went back before, without its fees.
#[test]
fn fees_stay_fees_after_a_part_without_them() {
    let part = Ask::Chosen { amount: 500, include_fees: false };
    let all = Ask::Chosen { amount: 5000, include_fees: false };
    let mut paid = payment(&[1339], FeePayer::Buyer, Policy::default());
    assert_eq!(back(&mut paid, Cause::Organizer, part), (500, 500, 0));
    // The platform gives up all of its fee, of which nothing has gone back.
    assert_eq!(shares(&paid, Cause::EventCancelled, Ask::Full), (1146, 917, 229));
    let present = &Policy::default();
    let early = Ask::Policy { present, starts_at: EPOCH + TimeDelta::days(9), now: EPOCH };
    assert_eq!(shares(&paid, Cause::AttendeeCancel, early), (839, 839, 0));
    assert_eq!(back(&mut paid, Cause::Organizer, all), (839, 839, 0));
    assert_eq!(shares(&paid, Cause::Organizer, all), (0, 0, 0));
    assert_eq!(back(&mut paid, Cause::Organizer, Ask::Full), (307, 307, 0));
    assert_eq!(shares(&paid, Cause::NoSeat, Ask::Full), (0, 0, 0));
    let mut borne = payment(&[5000], FeePayer::Organizer, Policy::default());
    assert_eq!(back(&mut borne, Cause::Organizer, part), (500, 500, 0));
    assert_eq!(shares(&borne, Cause::EventCancelled, Ask::Full), (4500, 4500 - 364, 364));
}

/// RF-1: the better of two promises, and none of a policy that does not let people cancel.
#[test]
fn a_later_policy_applies_where_it_is_better() {
    let of = |percent_bp, self_cancel| Policy {
        rungs: vec![Rung { min_hours_before: 0, percent_bp, keep_minor: 0 }],
        self_cancel,
        ..Policy::default()
    };
    let given = |bought: Policy, present: &Policy| {
        let ask = Ask::Policy { present, starts_at: EPOCH, now: EPOCH };
        shares(&payment(&[2000], FeePayer::Buyer, bought), Cause::AttendeeCancel, ask).0
    };
    assert_eq!(given(of(0, true), &of(10_000, true)), 2000);
    assert_eq!(given(of(10_000, true), &of(0, true)), 2000);
    assert_eq!(given(of(2_500, true), &of(10_000, false)), 500);
    assert_eq!(given(of(10_000, false), &of(2_500, true)), 500);
}

/// PA-1: what is kept may be off the step, what is paid back is not.
#[test]
fn what_goes_back_is_a_whole_step() {
    let rung = Rung { min_hours_before: 0, percent_bp: 10_000, keep_minor: 5 };
    let policy = Policy { rungs: vec![rung], ..Policy::default() };
    let mut paid = payment(&[5_120], FeePayer::Organizer, policy.clone());
    paid.currency = "KWD".parse().unwrap();
    let ask = Ask::Policy { present: &policy, starts_at: EPOCH, now: EPOCH };
    assert_eq!(shares(&paid, Cause::AttendeeCancel, ask).0, 5_110);
}

/// What Stripe says went back is spread to the cent.
#[test]
fn an_exact_sum_is_spread_over_all_that_is_left() {
    let mut paid = payment(&[1339, 1339], FeePayer::Buyer, Policy::default());
    let total = paid.items.iter().map(|item| item.amounts.total).sum::<i64>();
    assert_eq!(back(&mut paid, Cause::Organizer, Ask::Exact(1500)), (1500, 1500, 0));
    let each: Vec<i64> = paid.items.iter().map(|item| item.refunded).collect();
    assert_eq!(each, [750, 750]);
    assert_eq!(back(&mut paid, Cause::Organizer, Ask::Exact(total)).0, total - 1500);
}

mod sequences;
mod taxed;

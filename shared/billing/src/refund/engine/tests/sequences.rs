//! Refunds of one payment, one after the other in any order, beside a count of its own of what may
//! go back (RF-2).

use proptest::prelude::*;

use super::*;

/// What somebody asks for next.
#[derive(Clone, Debug)]
enum Step {
    Chosen(i64, bool),
    Cancel(usize),
    Dashboard(i64),
}

/// What has not gone back of an item.
#[derive(Clone, Copy)]
struct Due {
    net: i64,
    service: i64,
    processing: i64,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let chosen = (1..400_000_i64, any::<bool>()).prop_map(|(sum, fees)| Step::Chosen(sum, fees));
    let cancel = (0..6_usize).prop_map(Step::Cancel);
    let dashboard = (1..300_000_i64).prop_map(Step::Dashboard);
    prop::collection::vec(prop_oneof![3 => chosen, 2 => cancel, 1 => dashboard], 0..9)
}

fn policies() -> impl Strategy<Value = Policy> {
    (0..=10_000_i32, 0..300_i64, any::<bool>(), any::<bool>()).prop_map(
        |(percent_bp, keep_minor, fees_refundable, self_cancel)| Policy {
            rungs: vec![Rung { min_hours_before: 0, percent_bp, keep_minor }],
            fees_refundable,
            self_cancel,
            ..Policy::default()
        },
    )
}

/// Half up.
fn of(amount: i64, part: i64, whole: i64) -> i64 {
    (2 * amount * part + whole) / (2 * whole)
}

/// The fees on so much of a ticket.
fn fees(item: &Item, due: Due, net: i64, rest: bool) -> (i64, i64) {
    let sums = &item.amounts;
    if rest {
        return (due.service, due.processing);
    }
    let part = |fee: i64, left: i64| of(fee, net, sums.net).min(left);
    (part(sums.service_fee, due.service), part(sums.processing_fee, due.processing))
}

/// What the better of two policies gives the buyer.
fn promised(item: &Item, due: Due, policies: [&Policy; 2], payer: FeePayer) -> i64 {
    let by = |policy: &Policy| {
        let rung = policy.rungs[0];
        let net = item.amounts.net;
        let promise = (of(net, i64::from(rung.percent_bp), 10_000) - rung.keep_minor).max(0);
        let ticket = promise.min(due.net);
        if !policy.self_cancel {
            return 0;
        }
        let (service, processing) = fees(item, due, ticket, promise == net && net > 0);
        let with_fees = policy.fees_refundable && payer == FeePayer::Buyer;
        ticket + if with_fees { service + processing } else { 0 }
    };
    policies.map(by).into_iter().max().unwrap()
}

proptest! {
    /// Acceptance 6: whatever is asked for in whatever order, no more of a ticket goes back than its
    /// price, no more fees than there were, and each is borne by whom the cause says.
    #[test]
    fn of_each_part_goes_back_what_came(
        prices in prop::collection::vec(50..500_000_i64, 1..6),
        steps in steps(),
        (bought, present) in (policies(), policies()),
        buyer in any::<bool>(),
        last in prop::sample::select(vec![Cause::EventCancelled, Cause::Rescheduled, Cause::NoSeat, Cause::Organizer]),
    ) {
        let payer = if buyer { FeePayer::Buyer } else { FeePayer::Organizer };
        let mut paid = payment(&prices, payer, bought);
        let mut due: Vec<Due> = paid.items.iter().map(|item| Due {
            net: item.amounts.net, service: item.amounts.service_fee, processing: item.amounts.processing_fee,
        }).collect();
        let whole = |due: &Due| if buyer { due.net + due.service + due.processing } else { due.net };
        let mut returned = 0;
        for step in steps.iter().map(Some).chain([None]) {
            let mut only = None;
            let (cause, ask) = match step {
                Some(Step::Chosen(amount, include_fees)) =>
                    (Cause::Organizer, Ask::Chosen { amount: *amount, include_fees: *include_fees }),
                Some(Step::Cancel(n)) => {
                    only = Some(*n % paid.items.len());
                    (Cause::AttendeeCancel, Ask::Policy { present: &present, starts_at: EPOCH, now: EPOCH })
                }
                Some(Step::Dashboard(amount)) => (Cause::Organizer, Ask::Exact(*amount)),
                None => (last, Ask::Full),
            };
            let items: Vec<&Item> =
                paid.items.iter().enumerate().filter(|(n, _)| only.is_none_or(|only| only == *n)).map(|(_, item)| item).collect();
            let shares = work_out(&paid, &items, cause, ask);
            let sum = shares.iter().map(|share| share.amount).sum::<i64>();
            match ask {
                Ask::Full => prop_assert_eq!(sum, due.iter().map(whole).sum::<i64>(), "all that is left"),
                Ask::Exact(amount) => prop_assert_eq!(sum, amount.min(due.iter().map(whole).sum())),
                Ask::Policy { .. } => {
                    let n = only.unwrap_or_default();
                    prop_assert_eq!(sum, promised(&paid.items[n], due[n], [&paid.policy, &present], payer));
                }
                Ask::Chosen { amount, include_fees } => {
                    let left = due.iter().map(|due| due.net).sum::<i64>();
                    prop_assert_eq!(shares.iter().map(|share| share.net).sum::<i64>(), amount.min(left));
                    for share in shares.iter().filter(|_| buyer) {
                        let n = paid.items.iter().position(|item| item.id == share.item).unwrap();
                        let on_it = fees(&paid.items[n], due[n], share.net, share.net == due[n].net);
                        let on_it = if include_fees { on_it } else { (0, 0) };
                        prop_assert_eq!((share.service, share.amount - share.net - share.service), on_it);
                    }
                }
            }
            for share in &shares {
                let n = paid.items.iter().position(|item| item.id == share.item).unwrap();
                let processing = if buyer { share.amount - share.net - share.service } else { 0 };
                prop_assert_eq!(share.amount, share.organizer + share.platform + share.tax);
                prop_assert!(share.amount > 0 && share.organizer >= 0 && share.platform >= 0);
                let borne = match cause {
                    Cause::Organizer => 0,
                    Cause::NoSeat if buyer => share.service + processing,
                    Cause::NoSeat => (due[n].service + due[n].processing).min(share.amount),
                    _ if buyer || cause == Cause::AttendeeCancel => share.service,
                    _ => due[n].service.min(share.amount),
                };
                prop_assert_eq!(share.platform, borne);
                due[n] = Due {
                    net: due[n].net - share.net,
                    service: due[n].service - share.service,
                    processing: due[n].processing - processing,
                };
                prop_assert!(due[n].net >= 0 && due[n].service >= 0 && due[n].processing >= 0);
            }
            returned += sum;
            pay(&mut paid, &shares);
        }
        prop_assert_eq!(returned, paid.amounts.total, "the last one gives back all that is left");
        prop_assert!(due.iter().all(|due| whole(due) == 0));
    }
}

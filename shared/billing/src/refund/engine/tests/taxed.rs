//! Tax goes back with what it is on (RF-2), in the price or on top, whoever owes it.

use proptest::prelude::*;

use super::*;

fn taxed(
    prices: &[i64],
    payer: FeePayer,
    tax: i64,
    worked: (TaxBehavior, SellerOfRecord),
) -> Payment {
    let mut paid = payment(prices, payer, Policy::default());
    let (behavior, seller) = worked;
    let before: Vec<_> = paid.items.iter().map(|item| item.amounts).collect();
    let (total, items) = Worked { tax, behavior, seller }.on(&before, paid.currency);
    (paid.tax, paid.seller_of_record, paid.amounts) = (Some(behavior), seller, total);
    for (item, amounts) in paid.items.iter_mut().zip(items) {
        item.amounts = amounts;
    }
    paid
}

/// 100.00 and 19.00 of tax on top; the fees are the organizer's.
#[test]
fn half_of_a_ticket_brings_half_of_its_tax() {
    let half = Ask::Chosen { amount: 5_000, include_fees: false };
    let of = |seller| {
        let worked = (TaxBehavior::Exclusive, seller);
        let mut paid = taxed(&[10_000], FeePayer::Organizer, 1_900, worked);
        let items: Vec<&Item> = paid.items.iter().collect();
        let share = work_out(&paid, &items, Cause::Organizer, half)[0];
        pay(&mut paid, &[share]);
        let items: Vec<&Item> = paid.items.iter().collect();
        let rest = work_out(&paid, &items, Cause::EventCancelled, Ask::Full)[0];
        [share, rest].map(|s| (s.amount, s.organizer, s.platform, s.tax, s.all_tax))
    };
    let fee = 370 + 179;
    assert_eq!(
        of(SellerOfRecord::Platform),
        [(5_950, 5_000, 0, 950, 950), (5_950, 5_000 - fee, fee, 950, 950)]
    );
    assert_eq!(
        of(SellerOfRecord::Organizer),
        [(5_950, 5_950, 0, 0, 950), (5_950, 5_950 - fee, fee, 0, 950)]
    );
}

/// 119.00 with 19.00 of tax in it.
#[test]
fn tax_in_the_price_is_not_paid_back_twice() {
    let worked = (TaxBehavior::Inclusive, SellerOfRecord::Platform);
    let paid = taxed(&[11_900], FeePayer::Organizer, 1_900, worked);
    let items: Vec<&Item> = paid.items.iter().collect();
    let half = Ask::Chosen { amount: 5_950, include_fees: false };
    let share = work_out(&paid, &items, Cause::Organizer, half)[0];
    assert_eq!((share.amount, share.tax, share.organizer), (5_950, 950, 5_000));
    let cents = work_out(&paid, &items, Cause::Organizer, Ask::Exact(1))[0];
    assert_eq!((cents.amount, cents.tax, cents.organizer), (1, 0, 1));
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Chosen(i64, bool),
    Dashboard(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let chosen = (1..300_000_i64, any::<bool>()).prop_map(|(sum, fees)| Step::Chosen(sum, fees));
    let dashboard = (1..300_000_i64).prop_map(Step::Dashboard);
    prop::collection::vec(prop_oneof![chosen, dashboard], 0..8)
}

proptest! {
    /// Acceptance 6: with tax too, parts add up, each part bears its share of the tax to within one
    /// unit, and all of it goes back in the end, to whom owed it.
    #[test]
    fn parts_of_what_is_taxed_end_in_the_whole(
        prices in prop::collection::vec(400..500_000_i64, 1..5),
        steps in steps(),
        bp in 0..3_000_i64,
        (buyer, on_top, platform) in (any::<bool>(), any::<bool>(), any::<bool>()),
    ) {
        let payer = if buyer { FeePayer::Buyer } else { FeePayer::Organizer };
        let behavior = if on_top { TaxBehavior::Exclusive } else { TaxBehavior::Inclusive };
        let seller = if platform { SellerOfRecord::Platform } else { SellerOfRecord::Organizer };
        let base = payment(&prices, payer, Policy::default()).amounts.total;
        let tax = if on_top { base * bp / 10_000 } else { base * bp / (10_000 + bp) };
        let mut paid = taxed(&prices, payer, tax, (behavior, seller));
        let (mut returned, mut of_tax, mut owed) = (0, 0, 0);
        for step in steps.iter().map(Some).chain([None]) {
            let (cause, ask) = match step {
                Some(Step::Chosen(amount, include_fees)) =>
                    (Cause::Organizer, Ask::Chosen { amount: *amount, include_fees: *include_fees }),
                Some(Step::Dashboard(amount)) => (Cause::Organizer, Ask::Exact(*amount)),
                None => (Cause::EventCancelled, Ask::Full),
            };
            let items: Vec<&Item> = paid.items.iter().collect();
            let left: i64 = items.iter().map(|item| item.amounts.total - item.refunded).sum();
            let shares = work_out(&paid, &items, cause, ask);
            if let Ask::Exact(amount) = ask {
                prop_assert_eq!(sum(&shares), amount.min(left));
            }
            for share in &shares {
                prop_assert_eq!(share.amount, share.organizer + share.platform + share.tax);
                prop_assert!(share.organizer >= 0 && share.platform >= 0 && share.tax >= 0);
                prop_assert!(share.tax <= share.all_tax && share.all_tax <= share.amount);
            }
            pay(&mut paid, &shares);
            for item in &paid.items {
                let sums = &item.amounts;
                prop_assert!(item.refunded <= sums.total && item.refunded_tax <= sums.tax);
                let exact = sums.tax * item.refunded;
                let told = item.refunded_tax * sums.total;
                prop_assert!((exact - told).abs() <= 2 * sums.total, "{} of {} in {} of {}", item.refunded_tax, sums.tax, item.refunded, sums.total);
            }
            returned += sum(&shares);
            of_tax += shares.iter().map(|share| share.all_tax).sum::<i64>();
            owed += shares.iter().map(|share| share.tax).sum::<i64>();
        }
        prop_assert_eq!(returned, paid.amounts.total);
        prop_assert_eq!(of_tax, paid.amounts.tax);
        if platform && paid.amounts.tax == paid.amounts.tax_withheld {
            prop_assert_eq!(owed, paid.amounts.tax_withheld);
        }
    }
}

/// PA-1: 5.130 dinars and 24 % on top, as the tax of a whole step: whatever parts go back, each can be
/// paid, and the last brings the rest.
#[test]
fn parts_of_a_taxed_ticket_are_whole_steps_of_the_currency() {
    let worked = (TaxBehavior::Exclusive, SellerOfRecord::Organizer);
    for parts in [&[10, 1_230][..], &[10, 10, 10], &[2_560], &[5_120]] {
        let mut paid = payment(&[5_130], FeePayer::Organizer, Policy::default());
        paid.currency = "KWD".parse().unwrap();
        let before: Vec<_> = paid.items.iter().map(|item| item.amounts).collect();
        let worked = Worked { tax: 1_230, behavior: worked.0, seller: worked.1 };
        let (total, items) = worked.on(&before, paid.currency);
        (paid.tax, paid.amounts, paid.items[0].amounts) =
            (Some(TaxBehavior::Exclusive), total, items[0]);
        let mut gone = 0;
        let asks = parts.iter().map(|amount| Ask::Chosen { amount: *amount, include_fees: false });
        for ask in asks.chain([Ask::Full]) {
            let items: Vec<&Item> = paid.items.iter().collect();
            let share = work_out(&paid, &items, Cause::Organizer, ask)[0];
            assert_eq!(share.amount % 10, 0, "{ask:?} of {parts:?}");
            gone += share.amount;
            pay(&mut paid, &[share]);
        }
        assert_eq!(gone, 6_360, "{parts:?}");
    }
}

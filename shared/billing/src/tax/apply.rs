//! What tax makes of a payment. Pure.

use models::Currency;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::SellerOfRecord;
use crate::fees::Amounts;
use crate::settings::TaxBehavior;
use crate::share::allocate;

/// Tax of one rate, as Stripe Tax worked it out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TaxLine {
    /// As the country calls it: `VAT`.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Of the taxable amount, as `19` or `8.1`.
    pub percentage: String,
    /// In minor units.
    pub amount: i64,
}

impl TaxLine {
    /// As it stands on a document: `VAT 19 % (DE)`.
    #[must_use]
    pub fn title(&self) -> String {
        let country = self.country.as_ref().map(|code| format!(" ({code})")).unwrap_or_default();
        format!("{} {} %{country}", self.name, self.percentage)
    }
}

/// What Stripe Tax worked out for a payment.
#[derive(Clone, Copy, Debug)]
pub struct Worked {
    /// All of it, in minor units.
    pub tax: i64,
    /// In the price or on top.
    pub behavior: TaxBehavior,
    /// Who owes it.
    pub seller: SellerOfRecord,
}

impl Worked {
    /// The payment and its items with the tax, shared out by what each costs. `before` has none yet.
    #[must_use]
    pub fn on(self, items: &[Amounts], currency: Currency) -> (Amounts, Vec<Amounts>) {
        let weights: Vec<i64> = items.iter().map(|item| item.total).collect();
        let shares = allocate(self.tax, &weights, currency);
        let items: Vec<Amounts> =
            items.iter().zip(shares).map(|(item, tax)| self.of_item(*item, tax)).collect();
        (items.iter().fold(Amounts::default(), crate::fees::plus), items)
    }

    fn of_item(self, item: Amounts, tax: i64) -> Amounts {
        let on_top = if self.behavior == TaxBehavior::Exclusive { tax } else { 0 };
        let total = item.total + on_top;
        let rest = total - item.application_fee;
        // Where the fees leave less than the tax, the platform bears what is missing.
        let tax_withheld = match self.seller {
            SellerOfRecord::Organizer => 0,
            SellerOfRecord::Platform => tax.min(rest),
        };
        Amounts { tax, total, tax_withheld, organizer: rest - tax_withheld, ..item }
    }
}

impl Amounts {
    /// Before tax was known.
    #[must_use]
    pub fn untaxed(self, behavior: Option<TaxBehavior>) -> Self {
        let on_top = if behavior == Some(TaxBehavior::Exclusive) { self.tax } else { 0 };
        let total = self.total - on_top;
        Self { tax: 0, total, tax_withheld: 0, organizer: total - self.application_fee, ..self }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fees::{Line, Schedule, build_up};
    use crate::price::FeePayer;

    const FEES: Schedule = Schedule {
        service_bp: 370,
        service_fixed_minor: 180,
        service_cap_minor: None,
        processing_bp: 290,
        processing_fixed_minor: 30,
    };

    /// PA-7: 119.00 euros with 19 % in them, sold by the platform: 19.00 are withheld.
    #[test]
    fn tax_in_the_price_is_taken_out_of_it_only_where_the_platform_owes_it() {
        let sums = build_up(
            &[Line { list: 11_900, discount: 0 }],
            FEES,
            FeePayer::Organizer,
            "EUR".parse().unwrap(),
        );
        let worked = |seller, behavior| {
            let (total, _) =
                Worked { tax: 1_900, behavior, seller }.on(&sums.items, "EUR".parse().unwrap());
            (total.total, total.application_fee, total.tax_withheld, total.organizer)
        };
        let fee = sums.total.application_fee;
        let (own, platform) = (SellerOfRecord::Organizer, SellerOfRecord::Platform);
        assert_eq!(worked(own, TaxBehavior::Inclusive), (11_900, fee, 0, 11_900 - fee));
        assert_eq!(worked(platform, TaxBehavior::Inclusive), (11_900, fee, 1_900, 10_000 - fee));
        assert_eq!(worked(own, TaxBehavior::Exclusive), (13_800, fee, 0, 13_800 - fee));
        assert_eq!(worked(platform, TaxBehavior::Exclusive), (13_800, fee, 1_900, 11_900 - fee));
    }

    proptest! {
        /// PA-3, PA-7: shares add up, whoever owes it and wherever it stands, and it can be undone.
        #[test]
        fn items_add_up_with_tax_as_without(
            lists in prop::collection::vec(100..100_000_i64, 1..8), bp in 0..3_000_i64, on_top in any::<bool>(), platform in any::<bool>(),
            buyer in any::<bool>(), which in 0..3_usize,
        ) {
            let currency: Currency = ["EUR", "JPY", "KWD"][which].parse().unwrap();
            let lines: Vec<Line> = lists.iter().map(|list| Line { list: list * currency.step(), discount: 0 }).collect();
            let payer = if buyer { FeePayer::Buyer } else { FeePayer::Organizer };
            let before = build_up(&lines, FEES, payer, currency);
            let behavior = if on_top { TaxBehavior::Exclusive } else { TaxBehavior::Inclusive };
            let seller = if platform { SellerOfRecord::Platform } else { SellerOfRecord::Organizer };
            // As Stripe rounds it: to the unit, whatever the step.
            let tax = before.total.total * bp / 10_000;
            let (total, items) = Worked { tax, behavior, seller }.on(&before.items, currency);
            prop_assert_eq!(total.tax, tax);
            prop_assert_eq!(total.total, before.total.total + if on_top { tax } else { 0 });
            for sum in items.iter().chain([&total]) {
                prop_assert_eq!(sum.total, sum.organizer + sum.application_fee + sum.tax_withheld);
                prop_assert!(sum.organizer >= 0 && sum.tax >= 0 && sum.tax_withheld <= sum.tax);
            }
            prop_assert_eq!(total.untaxed(Some(behavior)), before.total);
            for (with, without) in items.iter().zip(&before.items) {
                prop_assert_eq!(with.untaxed(Some(behavior)), *without);
            }
        }
    }
}

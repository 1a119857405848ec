//! What can be said of tax before Stripe Tax works it out: that there is none, where the rules say so.

use chrono::{DateTime, Utc};
use models::{OrgId, TaxRuleId};
use sqlx::PgConnection;

use super::{Case, Mode, Place, Rule, SellerOfRecord, choose};

/// Of what no country taxes: "Nontaxable" in Stripe's list of tax codes (docs.stripe.com/tax/tax-codes).
const NONTAXABLE: &str = "txcd_00000000";

/// The rules that are signed off for the country an organization sells from.
pub async fn in_force(conn: &mut PgConnection, organization: OrgId) -> sqlx::Result<Vec<Rule>> {
    sqlx::query_as!(
        Rule,
        r#"select t.id as "id!: TaxRuleId", t.mode as "mode!: Mode", t.buyer_country, t.buyer_is_business as "buyer_is_business!",
                  t.seller_of_record as "seller_of_record!: SellerOfRecord", t.place as "place!: Place", t.stripe_tax_code as "stripe_tax_code!",
                  t.valid_from as "valid_from!"
             from payout_accounts a join sales_tax_rules t on t.seller_country = a.country
            where a.organization_id = $1 and a.disconnected_at is null"#,
        organization as _
    )
    .fetch_all(conn)
    .await
}

/// Whether nothing is owed for any of these ways of taking part, for a buyer in that country. Nobody
/// knows yet whether that is a business: every rule that may come to hold has to say so.
#[must_use]
pub fn is_exempt(rules: &[Rule], modes: &[Mode], country: &str, now: DateTime<Utc>) -> bool {
    let exempt = |mode: Mode| {
        let case = |business| Case { mode, buyer_country: Some(country), business };
        // Where no rule holds nothing is sold.
        let held = [false, true].map(|business| choose(rules, case(business), now).ok());
        let mut held = held.into_iter().flatten().peekable();
        held.peek().is_some() && held.all(|rule| rule.stripe_tax_code == NONTAXABLE)
    };
    !modes.is_empty() && modes.iter().all(|mode| exempt(*mode))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(mode: Mode, country: Option<&str>, business: bool, code: &str) -> Rule {
        Rule {
            id: TaxRuleId::new(DateTime::UNIX_EPOCH),
            mode,
            buyer_country: country.map(str::to_owned),
            buyer_is_business: business,
            seller_of_record: SellerOfRecord::Organizer,
            place: Place::Buyer,
            stripe_tax_code: code.to_owned(),
            valid_from: DateTime::UNIX_EPOCH,
        }
    }

    /// PA-7: nothing is owed only where every rule that may come to hold says so.
    #[test]
    fn nothing_is_owed_only_where_each_rule_that_may_hold_says_so() {
        let (live, place) = (Mode::LiveOnline, Mode::InPerson);
        let mut rules = vec![rule(live, None, false, NONTAXABLE)];
        let exempt = |rules: &[Rule], modes: &[Mode], country: &str| {
            is_exempt(rules, modes, country, DateTime::UNIX_EPOCH)
        };
        assert!(exempt(&rules, &[live], "CH"));
        assert!(!exempt(&rules, &[live, place], "CH"), "no rule says anything of it");
        assert!(!exempt(&rules, &[], "CH"));
        rules.push(rule(live, Some("DE"), false, "txcd_20030000"));
        assert!(exempt(&rules, &[live], "CH"));
        assert!(!exempt(&rules, &[live], "DE"));
        rules.push(rule(live, None, true, "txcd_20030000"));
        assert!(!exempt(&rules, &[live], "CH"), "the buyer may be a business");
    }
}

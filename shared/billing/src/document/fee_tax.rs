//! The platform's tax in its fees (RF-12, LG-1), by the rule that held at the end of the month.

use chrono::{DateTime, NaiveDate, Utc};
use models::{Currency, OrgId};
use sqlx::PgConnection;

use super::snapshot::{Section, Tax};
use super::source::Seller;
use crate::ledger::{Account, Journal};
use crate::share::ratio;

/// A rate, and what the tax is called.
#[derive(Clone, Debug)]
pub(super) struct FeeTax {
    name: String,
    /// In basis points; 0 where the organizer owes the tax.
    rate: i64,
}

/// What holds for an organizer: the rule for its country, or else the one for all others; of several
/// the latest. Who has a tax number is a business.
pub(super) async fn of(
    conn: &mut PgConnection,
    payer: &Seller,
    end: DateTime<Utc>,
) -> sqlx::Result<Option<FeeTax>> {
    sqlx::query_as!(
        FeeTax,
        r#"select tax_name as "name!", rate_bp::bigint as "rate!" from tax_rules
            where mode = 'platform_fee' and signed_off_at is not null and withdrawn_at is null and valid_from < $3
              and buyer_is_business = $2 and (buyer_country = $1 or buyer_country is null)
            order by buyer_country is null, valid_from desc limit 1"#,
        payer.country,
        payer.tax_id.is_some(),
        end
    )
    .fetch_optional(conn)
    .await
}

impl FeeTax {
    /// What of a sum is tax; below zero as above it.
    pub(super) fn within(&self, sum: i64, currency: Currency) -> Tax {
        let part = ratio(sum.abs(), self.rate, 10_000 + self.rate, currency);
        Tax { included: true, name: Some(self.name.clone()), amount: part * sum.signum() }
    }
}

/// What is tax was never the platform's.
pub(super) async fn post(
    conn: &mut PgConnection,
    (organization, month): (OrgId, NaiveDate),
    sections: &[Section],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    for section in sections {
        let tax: i64 = section.taxes.iter().map(|tax| tax.amount).sum();
        let (currency, month) = (section.currency, month.format("%Y-%m"));
        if tax != 0 {
            let source = format!("fee_statement:{organization}:{month}:{currency}");
            Journal::new("fee_statement", source, currency)
                .about(organization, None)
                .debit(Account::Fees, tax)
                .credit(Account::Tax, tax)
                .post(conn, now)
                .await?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::FeeTax;
    use models::Currency;

    /// RF-12, PA-3: half up to the step, and what went back takes its tax with it.
    #[test]
    fn tax_is_part_of_the_fee() {
        let vat = FeeTax { name: "VAT 19 %".to_owned(), rate: 1_900 };
        let within = |sum, code: &str| vat.within(sum, code.parse().unwrap()).amount;
        assert_eq!(
            [within(11_900, "EUR"), within(378, "USD"), within(-378, "USD")],
            [1_900, 60, -60]
        );
        assert_eq!([within(190, "JPY"), within(1_190, "KWD"), within(0, "USD")], [30, 190, 0]);
        let none = FeeTax { name: "Reverse charge".to_owned(), rate: 0 };
        assert_eq!(none.within(11_900, Currency::USD).amount, 0);
    }
}

//! The invoice of a payment whose page is open already.

use chrono::{DateTime, Utc};
use models::PaymentId;
use sqlx::PgConnection;

use super::Details;

/// What somebody who comes again to a page that is open says of the invoice. Country and tax number
/// stay where the tax of the page follows from them.
pub async fn renamed(
    conn: &mut PgConnection,
    id: PaymentId,
    details: &Details,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update payments p
            set buyer_name = n.name, buyer_company = n.company, buyer_address = n.address, buyer_tax_id = n.tax_id,
                buyer_country = n.country, updated_at = $7, version = p.version + 1
           from (select coalesce($2, o.buyer_name) as name, coalesce($3, o.buyer_company) as company,
                        coalesce($4, o.buyer_address) as address,
                        case when o.tax_rule_id is null then coalesce($5, o.buyer_tax_id) else o.buyer_tax_id end as tax_id,
                        case when o.tax_rule_id is null then coalesce($6, o.buyer_country) else o.buyer_country end as country
                   from payments o where o.id = $1) n
          where p.id = $1 and (p.buyer_name, p.buyer_company, p.buyer_address, p.buyer_tax_id, p.buyer_country)
                              is distinct from (n.name, n.company, n.address, n.tax_id, n.country)",
        id as _,
        details.name,
        details.company,
        details.address,
        details.tax_id,
        details.country,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

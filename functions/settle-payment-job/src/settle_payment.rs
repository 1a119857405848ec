//! By the type of the event: which object is read again.

use billing::stripe::Notice;

use crate::{State, account, payment, plan, refund};

/// Reads the object again and applies it.
pub(crate) async fn settle_payment(app: State, notice: Notice) -> web::Result<()> {
    let object = notice.object.as_str();
    let kind = notice.r#type.as_str();
    match kind.split('.').next().unwrap_or_default() {
        "checkout" => payment::session(&app, object).await?,
        "payment_intent" => payment::intent(&app, object).await?,
        "transfer" | "application_fee" => payment::passed_on(&app, kind, object).await?,
        "refund" => refund::refund(&app, object).await?,
        "charge" if kind == "charge.refunded" => refund::of_charge(&app, object).await?,
        "charge" => refund::dispute(&app, object).await?,
        "radar" => refund::warning(&app, object).await?,
        "account" | "capability" => account::account(&app, &notice).await?,
        "payout" => account::payout(&app, &notice).await?,
        _ => plan::plan(&app, kind, object).await?,
    }
    app.tasks.flush(&app.db).await;
    Ok(())
}

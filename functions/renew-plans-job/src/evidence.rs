//! Evidence in disputes that is due soon is told to those who see the finances (RF-11).

use billing::dispute::{self, Due};
use chrono::{DateTime, Utc};
use outreach::message::MoneyMatter;
use outreach::money::{self, Matter};

use crate::State;

/// Each dispute in a transaction of its own; a step is told once.
pub(crate) async fn remind(app: &State, now: DateTime<Utc>) -> web::Result<()> {
    let due = dispute::due(&mut *app.db.acquire().await?, now).await?;
    for Due { organization, dispute, amount, reason, days, at } in due {
        let matter = Matter {
            what: MoneyMatter::DisputeDue,
            subject: format!("{dispute}:{days}"),
            amount: Some(amount),
            due: Some(at),
            said: Some(reason),
        };
        let mut tx = db::begin(&app.db).await?;
        money::tell(&mut tx, organization, matter, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

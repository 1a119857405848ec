//! Members who paid for their seat with a plan of their own that has ended (BI-13).

use accounts::membership::{self, SeatStep};
use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::OrgId;
use serde_json::json;
use sqlx::PgConnection;

use crate::State;

/// Each organization in a transaction of its own, under the lock of its seats. A step is a change of
/// the membership, so a second round finds nothing to do.
pub(crate) async fn settle(app: &State, now: DateTime<Utc>) -> web::Result<()> {
    let organizations = membership::own_seats_to_settle(&mut *app.db.acquire().await?).await?;
    for organization in organizations {
        let mut tx = db::begin(&app.db).await?;
        let seats = billing::access::of(&mut tx, organization, now).await?.seats;
        let steps = membership::settle_own_seats(&mut tx, organization, seats, now).await?;
        for step in steps {
            tell(&mut tx, organization, step, now).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

async fn tell(
    conn: &mut PgConnection,
    organization: OrgId,
    step: SeatStep,
    now: DateTime<Utc>,
) -> web::Result<()> {
    let (id, action, after) = match step {
        SeatStep::Notice(id, ends_at) => {
            outreach::organizations::seat_notice(conn, id, ends_at, now).await?;
            (id, "member.seat_notice", json!({"ends_at": ends_at}))
        }
        SeatStep::Viewer(id) => {
            outreach::organizations::role_changed(conn, id, now).await?;
            (id, "member.seat_ended", json!(null))
        }
    };
    let entry = Entry::new(Some(organization), Actor::System, action, "membership", id);
    audit::write(conn, Entry { after, ..entry }, now).await?;
    Ok(())
}

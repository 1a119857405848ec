//! What stands here of objects that Stripe has.

use models::{Currency, OrgId, SubscriptionStatus};
use serde_json::{Map, Value, json};
use sqlx::PgConnection;
use uuid::Uuid;

use super::Thing;
use super::facts::{Known, Rows};
use crate::payment::Status;

/// What stands here of these objects, by their ids. What is missing is not known here.
pub async fn known(conn: &mut PgConnection, thing: Thing, objects: &[Value]) -> sqlx::Result<Rows> {
    let ids: Vec<String> = objects.iter().map(|object| text(object, "id")).collect();
    match thing {
        Thing::Session => sessions(conn, &ids, &named(objects, "/client_reference_id")).await,
        Thing::Charge => charges(conn, &ids, &named(objects, "/transfer_group")).await,
        Thing::Refund => refunds(conn, &ids, objects).await,
        Thing::Transfer => transfers(conn, &ids, &named(objects, "/transfer_group")).await,
        Thing::Fee => fees(conn, &ids, objects).await,
        Thing::Dispute => disputes(conn, &ids).await,
        Thing::Subscription => subscriptions(conn, &ids).await,
        Thing::Invoice => invoices(conn, &ids).await,
        Thing::Account => accounts(conn, &ids).await,
        Thing::Payout => payouts(conn, &ids, &named(objects, "/metadata/payout")).await,
    }
}

fn text(object: &Value, name: &str) -> String {
    object[name].as_str().unwrap_or_default().to_owned()
}

/// Ids of ours that the objects carry.
fn named(objects: &[Value], pointer: &str) -> Vec<Option<Uuid>> {
    objects.iter().map(|object| object.pointer(pointer)?.as_str()?.parse().ok()).collect()
}

fn row(organization: OrgId, facts: Value) -> Known {
    let facts = match facts {
        Value::Object(facts) => facts,
        _ => Map::new(),
    };
    Known { organization: Some(organization), facts }
}

async fn sessions(
    conn: &mut PgConnection,
    ids: &[String],
    payments: &[Option<Uuid>],
) -> sqlx::Result<Rows> {
    let rows = sqlx::query!(
        r#"select s.id as "object!", p.organization_id as "organization: OrgId", p.status, p.paid_at is not null as "paid!",
                  p.stripe_session_id is not distinct from s.id as "current!", p.flagged_at is not null as "flagged!",
                  p.total_minor as total, p.currency as "currency: Currency"
             from unnest($1::text[], $2::uuid[]) as s (id, payment)
             join payments p on p.id = s.payment or p.stripe_session_id = s.id"#,
        ids,
        payments as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut known: Rows = rows
        .into_iter()
        .map(|p| {
            let facts = match (p.flagged, p.paid, p.current) {
                (true, ..) => Value::Null,
                (_, true, true) => {
                    json!({"state": "paid", "amount": p.total, "currency": p.currency})
                }
                (_, false, true) => json!({"state": p.status}),
                // The first page of a draft is not noted yet.
                (_, false, false) if p.status == Status::Draft => json!({"state": "draft"}),
                (.., false) => json!({"state": "superseded"}),
            };
            (p.object, row(p.organization, facts))
        })
        .collect();
    let plans = sqlx::query!(
        r#"select stripe_session_id as "object!", organization_id as "organization: OrgId", ended_at is not null as "ended!"
             from plan_checkouts where stripe_session_id = any($1)"#,
        ids
    )
    .fetch_all(conn)
    .await?;
    known.extend(plans.into_iter().map(|plan| {
        let state = if plan.ended { "ended" } else { "open" };
        (plan.object, row(plan.organization, json!({"state": state})))
    }));
    Ok(known)
}

async fn charges(
    conn: &mut PgConnection,
    ids: &[String],
    payments: &[Option<Uuid>],
) -> sqlx::Result<Rows> {
    let rows = sqlx::query!(
        r#"select c.id as "object!", p.organization_id as "organization: OrgId", p.status, p.total_minor as total,
                  p.currency as "currency: Currency", p.stripe_charge_id as charge, p.flagged_at is not null as "flagged!", p.flag_decision
             from unnest($1::text[], $2::uuid[]) as c (id, payment)
             join payments p on p.id = c.payment or p.stripe_charge_id = c.id"#,
        ids,
        payments as _
    )
    .fetch_all(conn)
    .await?;
    let known = rows.into_iter().map(|p| {
        let facts = match (p.flag_decision.as_deref(), p.charge.as_deref()) {
            (Some("refunded"), _) => json!({"state": "returned"}),
            _ if p.flagged => Value::Null,
            (_, Some(charge)) if charge == p.object => {
                json!({"state": "paid", "amount": p.total, "currency": p.currency})
            }
            (_, Some(other)) => json!({"state": format!("paid by {other}")}),
            (_, None) => json!({"state": p.status}),
        };
        (p.object, row(p.organization, facts))
    });
    Ok(known.collect())
}

async fn refunds(conn: &mut PgConnection, ids: &[String], objects: &[Value]) -> sqlx::Result<Rows> {
    let attempts: Vec<Option<i32>> = objects
        .iter()
        .map(|object| object.pointer("/metadata/attempt")?.as_str()?.parse().ok())
        .collect();
    let rows = sqlx::query!(
        r#"select s.id as "object!", r.organization_id as "organization: OrgId", r.status, r.amount_minor as amount,
                  r.currency as "currency: Currency",
                  coalesce(r.stripe_refund_id, s.id) = s.id and coalesce(s.attempt, r.attempt) = r.attempt as "current!"
             from unnest($1::text[], $2::uuid[], $3::int[]) as s (id, refund, attempt)
             join refunds r on r.id = s.refund or r.stripe_refund_id = s.id"#,
        ids,
        named(objects, "/metadata/refund") as _,
        attempts as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut known: Rows = rows
        .into_iter()
        .map(|r| {
            let facts = if r.current {
                json!({"state": r.status, "amount": r.amount, "currency": r.currency})
            } else {
                Value::Null
            };
            (r.object, row(r.organization, facts))
        })
        .collect();
    ours(conn, ids, &mut known).await?;
    Ok(known)
}

async fn transfers(
    conn: &mut PgConnection,
    ids: &[String],
    payments: &[Option<Uuid>],
) -> sqlx::Result<Rows> {
    let rows = sqlx::query!(
        r#"select t.id as "object!", p.organization_id as "organization: OrgId", p.total_minor as total, p.currency as "currency: Currency",
                  p.stripe_transfer_id is not distinct from t.id as "noted!", p.flagged_at is not null as "flagged!",
                  (select coalesce(sum(e.amount_minor), 0)::bigint from ledger_journals j join ledger_entries e on e.journal_id = j.id
                    where j.payment_id = p.id and j.kind in ('transfer_reversed', 'tax_withheld', 'fees_collected') and e.account = 'stripe') as "back!"
             from unnest($1::text[], $2::uuid[]) as t (id, payment)
             join payments p on p.id = t.payment"#,
        ids,
        payments as _
    )
    .fetch_all(&mut *conn)
    .await?;
    let known = rows.into_iter().map(|p| {
        let facts = match (p.flagged, p.noted) {
            (true, _) => Value::Null,
            (_, true) => {
                json!({"state": "made", "amount": p.total, "currency": p.currency, "back": p.back})
            }
            _ => json!({"state": "not noted"}),
        };
        (p.object, row(p.organization, facts))
    });
    let mut known: Rows = known.collect();
    ours(conn, ids, &mut known).await?;
    Ok(known)
}

/// What we sent ourselves without a row of its own: what was sent back of a second subscription or a
/// flagged payment, or made good to an organizer.
async fn ours(conn: &mut PgConnection, ids: &[String], known: &mut Rows) -> sqlx::Result<()> {
    let sent = sqlx::query_scalar!(
        r#"select object_id as "object!" from stripe_calls where object_id = any($1) and status = 'answered'"#,
        ids
    );
    for object in sent.fetch_all(conn).await? {
        known.entry(object).or_default();
    }
    Ok(())
}

async fn fees(conn: &mut PgConnection, ids: &[String], objects: &[Value]) -> sqlx::Result<Rows> {
    // `charge` is the one on the account that receives the money; ours is what it came from.
    let charge = |object: &Value| match text(object, "originating_transaction") {
        ours if ours.is_empty() => text(object, "charge"),
        ours => ours,
    };
    let charges: Vec<String> = objects.iter().map(charge).collect();
    let rows = sqlx::query!(
        r#"select f.id as "object!", p.organization_id as "organization: OrgId", p.application_fee_minor as fee,
                  p.currency as "currency: Currency", p.stripe_fee_id is not distinct from f.id as "noted!",
                  p.flagged_at is not null as "flagged!",
                  (select coalesce(sum(e.amount_minor), 0)::bigint from ledger_journals j join ledger_entries e on e.journal_id = j.id
                    where j.payment_id = p.id and j.kind = 'fee_refunded' and e.account = 'organizer') as "back!"
             from unnest($1::text[], $2::text[]) as f (id, charge)
             join payments p on p.stripe_charge_id = f.charge"#,
        ids,
        &charges
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut known: Rows = rows
        .into_iter()
        .map(|p| {
            let facts = match (p.flagged, p.noted) {
                (true, _) => Value::Null,
                (_, true) => json!({"state": "made", "amount": p.fee, "currency": p.currency, "back": p.back}),
                _ => json!({"state": "not noted"}),
            };
            (p.object, row(p.organization, facts))
        })
        .collect();
    // A charge that is not known here has a finding of its own; its fee would say it twice.
    let strange = ids.iter().zip(&charges).filter(|(_, charge)| !charge.is_empty());
    for (id, _) in strange {
        known.entry(id.clone()).or_default();
    }
    Ok(known)
}

async fn disputes(conn: &mut PgConnection, ids: &[String]) -> sqlx::Result<Rows> {
    let rows = sqlx::query!(
        r#"select stripe_dispute_id as object, organization_id as "organization: OrgId", status, amount_minor as amount,
                  currency as "currency: Currency" from disputes where stripe_dispute_id = any($1)"#,
        ids
    );
    let known = rows.fetch_all(conn).await?.into_iter().map(|d| {
        let facts = json!({"state": d.status, "amount": d.amount, "currency": d.currency});
        (d.object, row(d.organization, facts))
    });
    Ok(known.collect())
}

async fn subscriptions(conn: &mut PgConnection, ids: &[String]) -> sqlx::Result<Rows> {
    let rows = sqlx::query!(
        r#"select s.stripe_subscription_id as "object!", s.organization_id as "organization!: OrgId", s.status as "status!: SubscriptionStatus",
                  s.paid_seats as "seats!", p.stripe_price_id as "price?", p.stripe_seat_price_id as "seat?"
             from subscriptions s left join plan_prices p on p.id = s.plan_price_id
            where s.stripe_subscription_id = any($1)"#,
        ids
    );
    let known = rows.fetch_all(conn).await?.into_iter().map(|s| {
        let mut facts = json!({"state": s.status});
        let unpaid =
            matches!(s.status, SubscriptionStatus::Canceled | SubscriptionStatus::Incomplete);
        if let Some(price) = s.price.filter(|_| !unpaid) {
            let mut plan = Map::new();
            plan.insert(price, json!(1));
            if let Some(seat) = s.seat.filter(|_| s.seats > 0) {
                plan.insert(seat, json!(s.seats));
            }
            facts["plan"] = Value::Object(plan);
        }
        (s.object, row(s.organization, facts))
    });
    Ok(known.collect())
}

async fn invoices(conn: &mut PgConnection, ids: &[String]) -> sqlx::Result<Rows> {
    let rows = sqlx::query!(
        r#"select stripe_invoice_id as object, organization_id as "organization: OrgId", status, total_minor as total,
                  currency as "currency: Currency" from platform_invoices where stripe_invoice_id = any($1)"#,
        ids
    );
    let known = rows.fetch_all(conn).await?.into_iter().map(|i| {
        let facts = json!({"state": i.status, "amount": i.total, "currency": i.currency});
        (i.object, row(i.organization, facts))
    });
    Ok(known.collect())
}

async fn accounts(conn: &mut PgConnection, ids: &[String]) -> sqlx::Result<Rows> {
    let rows = sqlx::query!(
        r#"select stripe_account_id as "object!", organization_id as "organization: OrgId", payouts_enabled_at is not null as "payouts!",
                  requirements_due as due, disabled_reason, disconnected_at is not null as "gone!"
             from payout_accounts where stripe_account_id = any($1)"#,
        ids
    );
    let known = rows.fetch_all(conn).await?.into_iter().map(|mut a| {
        a.due.sort();
        let facts = if a.gone {
            Value::Null
        } else {
            json!({"payouts": a.payouts, "due": a.due, "disabled": a.disabled_reason})
        };
        (a.object, row(a.organization, facts))
    });
    Ok(known.collect())
}

async fn payouts(
    conn: &mut PgConnection,
    ids: &[String],
    payouts: &[Option<Uuid>],
) -> sqlx::Result<Rows> {
    let rows = sqlx::query!(
        r#"select s.id as "object!", p.organization_id as "organization: OrgId", p.status, p.amount_minor as amount,
                  p.currency as "currency: Currency", p.stripe_payout_id is not null as "sent!"
             from unnest($1::text[], $2::uuid[]) as s (id, payout)
             join payouts p on p.stripe_payout_id = s.id or (p.id = s.payout and p.stripe_payout_id is null)"#,
        ids,
        payouts as _
    );
    let known = rows.fetch_all(conn).await?.into_iter().map(|p| {
        let facts = if p.sent {
            json!({"state": p.status, "amount": p.amount, "currency": p.currency})
        } else {
            json!({"state": "not sent"})
        };
        (p.object, row(p.organization, facts))
    });
    Ok(known.collect())
}

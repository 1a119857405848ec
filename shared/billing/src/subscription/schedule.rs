//! A change that waits for the end of what is paid (BI-14): one an organization, held by a schedule
//! at Stripe.

use chrono::{DateTime, Utc};
use db::audit::{self, Actor, Entry};
use models::{OrgId, PlanPriceId, ScheduledChangeId, UserId};
use sqlx::{PgConnection, PgPool};

use super::remote::{Ref, Remote};
use super::{Object, Status, Subscription, follow as reread};
use crate::Error;
use crate::plan::StripePrices;
use crate::stripe::{Form, Operation, Refusal, Stripe, perform};

/// A change to come.
#[derive(Clone, Debug)]
pub struct ScheduledChange {
    /// Which.
    pub id: ScheduledChangeId,
    /// To which price.
    pub plan_price_id: PlanPriceId,
    /// With so many seats beyond the included ones.
    pub seats: i32,
    /// When.
    pub effective_at: DateTime<Utc>,
    /// What Stripe calls it.
    pub stripe_schedule_id: Option<String>,
}

/// The change to come, if there is one.
pub async fn scheduled(
    conn: &mut PgConnection,
    organization: OrgId,
) -> sqlx::Result<Option<ScheduledChange>> {
    sqlx::query_as!(
        ScheduledChange,
        "select id, plan_price_id, seats, effective_at, stripe_schedule_id
           from scheduled_changes where organization_id = $1 and ended_at is null",
        organization as _
    )
    .fetch_optional(conn)
    .await
}

/// Ends the change that happened, that Stripe no longer holds, or whose subscription is over
/// (BI-18, BI-22).
pub(crate) async fn follow(
    conn: &mut PgConnection,
    next: &Subscription,
    held: bool,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update scheduled_changes set ended_at = $5
          where organization_id = $1 and ended_at is null
            and ($4 or (stripe_schedule_id is not null and not $6) or (plan_price_id = $2 and seats = $3))",
        next.organization_id as _,
        next.plan_price_id as Option<PlanPriceId>,
        next.paid_seats,
        next.status == Status::Canceled,
        now,
        held
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What is to be had from the end of the period on.
pub(crate) struct Target<'a> {
    pub(crate) price: PlanPriceId,
    pub(crate) seats: i32,
    pub(crate) prices: &'a StripePrices,
}

/// Writes the change down, and has Stripe hold it.
pub(crate) async fn schedule(
    db: &PgPool,
    stripe: &Stripe,
    (organization, remote): (OrgId, &Remote),
    target: &Target<'_>,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let (_, Some(effective_at)) = remote.period() else { return Err(Error::NoSubscription) };
    let id = note(db, organization, target, effective_at, now).await?;
    let form = Form::new().with("from_subscription", &remote.id);
    let key = format!("plan-schedule:{id}");
    let operation = Operation {
        key: &key,
        path: "/v1/subscription_schedules",
        account: None,
        form: &form,
        listed: None,
    };
    let made: Ref = perform(db, stripe, operation, now).await?;
    let form = phases(remote, target);
    let (key, path) =
        (format!("plan-schedule-phases:{id}"), format!("/v1/subscription_schedules/{}", made.id()));
    let operation = Operation { key: &key, path: &path, account: None, form: &form, listed: None };
    let _: Ref = perform(db, stripe, operation, now).await?;
    let kept = sqlx::query!(
        "update scheduled_changes set stripe_schedule_id = $2 where id = $1 and ended_at is null",
        id as _,
        made.id()
    );
    if kept.execute(db).await?.rows_affected() == 1 {
        return Ok(());
    }
    // It was taken back while Stripe was told.
    let_go(db, stripe, made.id(), now).await?;
    Err(Error::Stale)
}

/// The row; the same one again for the same change, after a crash.
async fn note(
    db: &PgPool,
    organization: OrgId,
    target: &Target<'_>,
    effective_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<ScheduledChangeId, Error> {
    let made = sqlx::query_scalar!(
        r#"insert into scheduled_changes (id, organization_id, plan_price_id, seats, effective_at, created_at)
           values ($1, $2, $3, $4, $5, $6)
           on conflict (organization_id) where ended_at is null
           do update set plan_price_id = excluded.plan_price_id, seats = excluded.seats, effective_at = excluded.effective_at
           returning id"#,
        ScheduledChangeId::new(now) as _,
        organization as _,
        target.price as _,
        target.seats,
        effective_at,
        now
    );
    Ok(made.fetch_one(db).await?)
}

/// What is there until the end of the period, then the target; after that the subscription goes on
/// by itself.
fn phases(remote: &Remote, target: &Target<'_>) -> Form {
    let (start, end) = remote.period();
    let stamp = |at: Option<DateTime<Utc>>| at.map(|at| at.timestamp());
    let mut form = Form::new()
        .with("end_behavior", "release")
        .with("proration_behavior", "none")
        .with_some("phases[0][start_date]", stamp(start))
        .with_some("phases[0][end_date]", stamp(end));
    for (n, item) in remote.items.data.iter().enumerate() {
        form = form
            .with(&format!("phases[0][items][{n}][price]"), item.price.id())
            .with(&format!("phases[0][items][{n}][quantity]"), item.quantity.unwrap_or(1));
    }
    form = form
        .with("phases[1][items][0][price]", &target.prices.plan)
        .with("phases[1][items][0][quantity]", 1);
    if let (1.., Some(seat)) = (target.seats, &target.prices.seat) {
        form = form
            .with("phases[1][items][1][price]", seat)
            .with("phases[1][items][1][quantity]", target.seats);
    }
    form.with("phases[1][proration_behavior]", "none")
}

/// Takes the change to come back, and whatever schedule Stripe holds. False: none was written down.
pub(crate) async fn release(
    db: &PgPool,
    stripe: &Stripe,
    organization: OrgId,
    by: UserId,
    now: DateTime<Utc>,
) -> Result<bool, Error> {
    let change = scheduled(&mut *db.acquire().await?, organization).await?;
    let known = change.as_ref().and_then(|change| change.stripe_schedule_id.clone());
    let held = match known {
        Some(known) => Some(known),
        None => held(db, stripe, organization).await?,
    };
    if let Some(schedule) = held {
        let_go(db, stripe, &schedule, now).await?;
    }
    let Some(change) = change else { return Ok(false) };
    let mut tx = ::db::begin(db).await?;
    sqlx::query!(
        "update scheduled_changes set ended_at = $2 where id = $1 and ended_at is null",
        change.id as _,
        now
    )
    .execute(&mut *tx)
    .await?;
    let (actor, id) = (Actor::User(by), change.id);
    let entry =
        Entry::new(Some(organization), actor, "plan.change-dropped", "scheduled_change", id);
    audit::write(&mut tx, entry, now).await?;
    tx.commit().await?;
    Ok(true)
}

/// The schedule that is at Stripe and not known here: something broke off before its name was kept.
async fn held(db: &PgPool, stripe: &Stripe, organization: OrgId) -> Result<Option<String>, Error> {
    let subscription = super::get(&mut *db.acquire().await?, organization).await?;
    let Ok(id) = subscription.running() else { return Ok(None) };
    let remote: Remote =
        stripe.get(&format!("/v1/subscriptions/{id}")).await.map_err(Error::Stripe)?;
    Ok(remote.schedule.map(|schedule| schedule.id().to_owned()))
}

/// Has Stripe give a schedule up; the subscription goes on as it is.
async fn let_go(
    db: &PgPool,
    stripe: &Stripe,
    schedule: &str,
    now: DateTime<Utc>,
) -> Result<(), Error> {
    let key = format!("plan-schedule-release:{schedule}");
    let path = format!("/v1/subscription_schedules/{schedule}/release");
    let form = Form::new();
    let operation = Operation { key: &key, path: &path, account: None, form: &form, listed: None };
    match perform::<Ref>(db, stripe, operation, now).await {
        // It has been released or is over: as good.
        Ok(_) | Err(Error::Stripe(Refusal::Said { status: 400 | 404, .. })) => Ok(()),
        Err(other) => Err(other),
    }
}

/// Takes the change at the end of the period back.
pub async fn drop_scheduled_change(
    db: &PgPool,
    stripe: &Stripe,
    (organization, by): (OrgId, UserId),
    now: DateTime<Utc>,
) -> Result<(), Error> {
    if !release(db, stripe, organization, by, now).await? {
        return Err(Error::NothingScheduled);
    }
    let subscription = super::get(&mut *db.acquire().await?, organization).await?;
    if let Ok(id) = subscription.running() {
        reread(db, stripe, Object::Subscription, id, now).await?;
    }
    Ok(())
}

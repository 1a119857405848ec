//! Invoices that are due: three days before, and three and ten days after, at 08:00 of the
//! organization's zone (PA-24).

use chrono::{DateTime, Utc};
use models::PaymentId;
use outreach::payments::{self, Told};
use sqlx::PgConnection;

use crate::State;
use crate::remind::BITE;

struct Due {
    payment: PaymentId,
    step: Step,
    at: DateTime<Utc>,
}

#[derive(Clone, Copy, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
enum Step {
    Soon,
    Late,
    Last,
}

impl Step {
    const fn name(self) -> &'static str {
        match self {
            Self::Soon => "soon",
            Self::Late => "late",
            Self::Last => "last",
        }
    }
}

/// Tells whoever pays, or booked for others, once at each step.
pub(crate) async fn tell(app: &State, now: DateTime<Utc>) -> sqlx::Result<()> {
    let mut after = None;
    loop {
        let mut tx = db::begin(&app.db).await?;
        let due = due(&mut tx, after, now).await?;
        for Due { payment, step, at } in &due {
            payments::tell(&mut tx, *payment, Told::Due { step: step.name(), at: *at }, now)
                .await?;
        }
        tx.commit().await?;
        // Whoever has no address any more stays due, so the list goes on behind it.
        after = due.last().map(|due| due.payment);
        if i64::try_from(due.len()).unwrap_or(BITE) < BITE {
            return Ok(());
        }
    }
}

/// Of several steps that have come the last one counts, and one that had come when the invoice was
/// made is none. What is paid, given up or paid back is no draft. A line in the log is what says
/// that somebody was told.
async fn due(
    conn: &mut PgConnection,
    after: Option<PaymentId>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Due>> {
    sqlx::query_as!(
        Due,
        r#"select p.id as "payment: PaymentId", s.step as "step!: Step", p.due_at as "at!"
             from payments p
             join organizations o on o.id = p.organization_id
             cross join lateral (
                  select (p.due_at at time zone o.time_zone)::date - (($1::timestamptz at time zone o.time_zone) - interval '8 hours')::date
                             as days_left,
                         (p.due_at at time zone o.time_zone)::date - (p.created_at at time zone o.time_zone)::date as days_given) d
             cross join lateral (
                  select case when d.days_left <= -10 then 'last' when d.days_left <= -3 then 'late'
                              when d.days_left between 0 and 3 and d.days_given > 3 then 'soon' end as step) s
            where p.method = 'outside' and p.status = 'draft'
              and p.due_at between $1::timestamptz - interval '13 days' and $1::timestamptz + interval '5 days'
              and s.step is not null and ($2::uuid is null or p.id > $2)
              and not exists (
                  select 1 from messages m
                   where m.about_kind = 'payment' and m.about_id = p.id and m.message_key = 'payment-due'
                     and starts_with(m.dedupe_key, 'payment-due:' || p.id || ':' || s.step || ':'))
            order by p.id limit $3"#,
        now,
        after as _,
        BITE
    )
    .fetch_all(conn)
    .await
}

//! What happens by itself when the clock has passed its time, each at its own time.

use super::field::Field as _;
use super::store::TIMERS;
use super::world::World;
use super::{checkout, disputes, invoices, pay, payouts, refunds, renewals, schedules};

/// A clock that is moved by ten years makes no more of it than this.
const MOST: usize = 20_000;

/// Lets happen what is due.
pub(super) fn catch_up(world: &mut World) {
    let present = world.now;
    for _ in 0..MOST {
        let first = world.store.rows(TIMERS).next().map(|(key, at)| (key.clone(), at.as_i64()));
        let Some((key, Some(at))) = first.filter(|(_, at)| at.is_some_and(|at| at <= present))
        else {
            break;
        };
        world.store.remove(TIMERS, &key);
        world.now = at;
        let mut parts = key.splitn(3, '/').skip(1);
        if let (Some(kind), Some(id)) = (parts.next(), parts.next()) {
            happen(world, kind, id);
        }
    }
    world.now = present;
}

fn happen(world: &mut World, kind: &str, id: &str) {
    match kind {
        "available" => {
            world.edit(id, |moved| moved["status"] = serde_json::json!("available"));
        }
        "expire" => checkout::lapse(world, id),
        "settle" => {
            let succeeds = world.find(id).is_some_and(|intent| intent.is("_settles"));
            // Settled by hand before: nothing is left to do.
            let _ = pay::settle(world, id, succeeds);
        }
        "refund" => refunds::arrive(world, id),
        "fail_refund" => {
            let _ = refunds::fail(world, id);
        }
        "payout_leaves" => payouts::leave(world, id),
        "payout" => payouts::arrive(world, id),
        "sweep" => payouts::sweep(world, id),
        "dispute_due" => disputes::lapse(world, id),
        "renew" => renewals::renew(world, id),
        "trial_ends_soon" => renewals::warn_of_trial(world, id),
        "upcoming" => renewals::upcoming(world, id),
        "retry" => renewals::retry(world, id),
        "incomplete" => invoices::give_up(world, id),
        "phase" => schedules::advance(world, id),
        _ => tracing::warn!(kind, "a timer of another version"),
    }
}

//! Buyers, cards, clocks and messages in any order: never more seats than there are, never money
//! without a seat, never a ledger that does not balance.

use billing::tax::{Mode, SellerOfRecord};
use chrono::TimeDelta;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use sandbox::stripe::{Action, Message};
use sqlx::PgPool;

use crate::taxed::{rule, tax};
use crate::world::{Held, World};

/// How many orders of things each test tries; `ACCREDIT_INTERLEAVINGS` asks for more. The stand-in
/// becomes slow with much to remember, so there are several tests, which also run side by side.
const ORDERS: usize = 125;
/// Buyers for one seat less.
const BUYERS: usize = 4;

#[derive(Clone, Copy, Debug)]
enum Step {
    Hold(usize),
    Open(usize),
    Pay(usize),
    Decline(usize),
    PayByBank(usize),
    BankAnswers(usize, bool),
    ExpireAtStripe(usize),
    Cancel(usize),
    Confirm(usize),
    /// Some of the messages that wait, from behind, perhaps twice.
    Deliver(usize, bool),
    Minutes(i64),
    EveryMinute,
    /// The payment ends here, and Stripe does not hear of it.
    EndHere(usize),
    /// The place is taken away, as a cancelled event does.
    TakeAway(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..BUYERS;
    prop_oneof![
        3 => who.clone().prop_map(Step::Hold),
        4 => who.clone().prop_map(Step::Open),
        4 => who.clone().prop_map(Step::Pay),
        1 => who.clone().prop_map(Step::Decline),
        1 => who.clone().prop_map(Step::PayByBank),
        1 => (who.clone(), any::<bool>()).prop_map(|(n, ok)| Step::BankAnswers(n, ok)),
        1 => who.clone().prop_map(Step::ExpireAtStripe),
        1 => who.clone().prop_map(Step::Cancel),
        2 => who.clone().prop_map(Step::Confirm),
        1 => who.clone().prop_map(Step::EndHere),
        1 => who.prop_map(Step::TakeAway),
        4 => (1..6_usize, any::<bool>()).prop_map(|(n, twice)| Step::Deliver(n, twice)),
        2 => (1..25_i64).prop_map(Step::Minutes),
        2 => Just(Step::EveryMinute),
    ]
}

struct Run {
    world: World,
    buyers: Vec<Option<Held>>,
    /// Everybody who ever held a seat.
    all: Vec<Held>,
    late: Vec<Message>,
}

impl Run {
    async fn session(&self, n: usize) -> Option<String> {
        self.world.session(self.buyers[n]?).await
    }

    async fn take(&mut self, step: Step, round: usize) {
        let world = &self.world;
        match step {
            Step::Hold(n) => {
                if self.live(n).await {
                    return;
                }
                self.buyers[n] = world.hold(&format!("buyer{n}-{round}")).await;
                self.all.extend(self.buyers[n]);
            }
            Step::Open(n) => {
                if let Some(held) = self.buyers[n] {
                    let _ = world.open(held).await;
                }
            }
            Step::Pay(n) => self.card(n, "success").await,
            Step::Decline(n) => self.card(n, "declined").await,
            Step::PayByBank(n) => self.card(n, "debit_ok").await,
            Step::BankAnswers(n, ok) => {
                if let Some(session) = self.session(n).await {
                    let _ = world.stand.act(Action::SettleDelayed { session, ok }).await;
                }
            }
            Step::ExpireAtStripe(n) => {
                if let Some(session) = self.session(n).await {
                    let _ = world.stand.act(Action::Expire { session }).await;
                }
            }
            Step::Cancel(n) => {
                if let Some(held) = self.buyers[n] {
                    world.cancel(held).await;
                }
            }
            Step::Confirm(n) => {
                if let Some(held) = self.buyers[n] {
                    world.confirm(held).await;
                }
            }
            Step::Deliver(count, twice) => {
                self.late.extend(world.stand.take());
                for _ in 0..count {
                    let Some(message) = self.late.pop() else { break };
                    for _ in 0..=usize::from(twice) {
                        assert_eq!(world.deliver(&message).await, 200);
                    }
                    if twice {
                        // And once more, long after.
                        self.late.insert(0, message);
                    }
                }
            }
            Step::EndHere(n) => {
                if let Some(held) = self.buyers[n] {
                    world.end_here(held).await;
                }
            }
            Step::TakeAway(n) => {
                if let Some(held) = self.buyers[n] {
                    world.take_away(held).await;
                }
            }
            Step::Minutes(minutes) => world.advance(TimeDelta::minutes(minutes)),
            Step::EveryMinute => world.minute().await,
        }
    }

    async fn live(&self, n: usize) -> bool {
        match self.buyers[n] {
            Some(held) => matches!(self.world.status(held).await.1.as_str(), "held" | "confirmed"),
            None => false,
        }
    }

    async fn card(&self, n: usize, card: &str) {
        if let Some(session) = self.session(n).await {
            let _ = self.world.stand.pay_from(&session, card, "FR", "").await;
        }
    }

    /// Time passes until nothing moves any more.
    async fn settle_down(&mut self) {
        for _ in 0..3 {
            for message in std::mem::take(&mut self.late) {
                assert_eq!(self.world.deliver(&message).await, 200);
            }
            self.world.deliver_all().await;
            self.world.advance(TimeDelta::days(5));
            self.world.minute().await;
            for n in 0..BUYERS {
                if let Some(session) = self.session(n).await {
                    let _ =
                        self.world.stand.act(Action::SettleDelayed { session, ok: false }).await;
                }
            }
            self.world.deliver_all().await;
            self.world.withhold().await;
            self.world.pay_back().await;
            self.world.deliver_all().await;
        }
    }

    /// How many seats were paid for, and how many refunds there were.
    async fn check(&self, steps: &[Step], taxed: bool) -> (i64, i64) {
        let db = &self.world.db;
        let seated = sqlx::query_scalar!(
            r#"select count(*) as "n!" from registrations where event_id = $1 and status = 'confirmed'"#,
            self.world.event as _
        );
        let seated = seated.fetch_one(db).await.unwrap();
        assert!(
            seated < i64::try_from(BUYERS).unwrap(),
            "{seated} seats of {}: {steps:?}",
            BUYERS - 1
        );
        let mut refunds = 0;
        for held in &self.all {
            let (payment, place) = self.world.status(*held).await;
            let paid: i64 = self.charged(*held);
            let back: i64 = sqlx::query_scalar!(
                r#"select coalesce(sum(amount_minor), 0)::bigint as "n!" from refunds where payment_id = $1 and status = 'succeeded'"#,
                held.payment as _
            )
            .fetch_one(db)
            .await
            .unwrap();
            refunds += i64::from(back > 0);
            let left = self.world.ledger(*held).await;
            let of = |account: &str| left.iter().find(|line| line.starts_with(account)).cloned();
            assert_eq!(of("organizer"), None, "{payment} {place}: {steps:?}");
            if place == "confirmed" {
                assert!(
                    payment == "paid" && paid > 0 && back == 0,
                    "{payment} {paid} {back}: {steps:?}"
                );
            } else {
                assert_eq!(paid, back, "{payment} {place}: {steps:?}");
                assert_eq!(of("refunds_due").or(of("tax")), None, "{steps:?}");
            }
            assert!(place != "confirmed" || of("tax").is_some() == taxed, "{left:?}: {steps:?}");
        }
        assert!(
            self.world.dead_jobs().await.is_empty(),
            "{:?}: {steps:?}",
            self.world.dead_jobs().await
        );
        let unbalanced = sqlx::query_scalar!(
            r#"select count(*) as "n!" from (select from ledger_entries group by currency having sum(amount_minor) <> 0) s"#
        );
        assert_eq!(unbalanced.fetch_one(db).await.unwrap(), 0, "{steps:?}");
        (seated, refunds)
    }

    /// What Stripe took from this buyer, which is the one truth about it.
    fn charged(&self, held: Held) -> i64 {
        let intents = self.world.stand.objects("payment_intent");
        let of_payment = intents.iter().filter(|intent| {
            intent["metadata"]["payment"] == held.payment.to_string()
                && intent["status"] == "succeeded"
        });
        of_payment.map(|intent| intent["amount_received"].as_i64().unwrap()).sum()
    }
}

/// Plays so many orders, other ones for each number.
async fn in_any_order(db: PgPool, number: u8, taxed: Option<&str>) {
    #[expect(clippy::disallowed_methods, reason = "a wish of whoever runs the test")]
    let orders = std::env::var("ACCREDIT_INTERLEAVINGS").ok().and_then(|n| n.parse().ok());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[number; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let plan = prop::collection::vec(step(), 20..60);
    let seats = i32::try_from(BUYERS - 1).unwrap();
    let (mut world, mut seen) = (World::of(&db, seats).await, (0, 0));
    if let Some(behavior) = taxed {
        tax(&db, behavior).await;
        rule(&world, Mode::LiveOnline, SellerOfRecord::Platform, None).await;
    }
    for _ in 0..orders.unwrap_or(ORDERS) {
        let steps = plan.new_tree(&mut runner).unwrap().current();
        world.next_event(seats).await;
        let buyers = vec![None; BUYERS];
        let mut run = Run { world, buyers, all: Vec::new(), late: Vec::new() };
        for (round, step) in steps.iter().enumerate() {
            run.take(*step, round).await;
        }
        run.settle_down().await;
        let (seated, refunds) = run.check(&steps, taxed.is_some()).await;
        seen = (seen.0 + seated, seen.1 + refunds);
        world = run.world;
    }
    // Otherwise nothing was shown.
    assert!(seen.0 > 10 && seen.1 > 2, "{seen:?}");
}

macro_rules! orders {
    ($($name:ident $number:literal $taxed:expr;)*) => {$(
        /// The issue: K buyers for K−1 seats. PA-7, PA-14 to PA-22, RG-9, LG-2.
        #[sqlx::test(migrator = "schema::MIGRATOR")]
        async fn $name(db: PgPool) {
            in_any_order(db, $number, $taxed).await;
        }
    )*};
}

orders! {
    in_any_order_seats_and_money_agree_1 1 None;
    in_any_order_seats_and_money_agree_2 2 None;
    in_any_order_seats_and_money_agree_3 3 None;
    in_any_order_seats_and_money_agree_4 4 None;
    in_any_order_seats_and_money_agree_5 5 None;
    in_any_order_seats_and_money_agree_6 6 None;
    in_any_order_seats_money_and_tax_in_prices_agree 7 Some("inclusive");
    in_any_order_seats_money_and_tax_on_top_agree 8 Some("exclusive");
}

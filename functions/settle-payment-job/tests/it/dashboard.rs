use billing::stripe::Form;
use sandbox::stripe::Action;
use serde_json::Value;
use sqlx::PgPool;

use crate::world::{Held, World};

/// A place that was paid: 20.00, and 3.52 of fees which the buyer bore. Gives Stripe's charge too.
async fn paid(world: &World, name: &str) -> (Held, String) {
    let held = world.hold(name).await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay(&session, "success").await.unwrap();
    world.deliver_all().await;
    let charge = sqlx::query_scalar!(
        r#"select stripe_charge_id as "charge!" from payments where id = $1"#,
        held.payment as _
    );
    (held, charge.fetch_one(&world.db).await.unwrap())
}

async fn by_hand(world: &World, charge: &str, amount: i64) {
    let form = Form::new().with("charge", charge).with("amount", amount);
    let key = format!("by hand:{charge}:{amount}");
    let _: Value = world.stripe.post("/v1/refunds", &form, &key).await.unwrap();
}

/// Every refund of a payment, the largest first, and what the payment itself says went back.
async fn back(world: &World, held: Held) -> (Vec<i64>, i64) {
    let refunds = sqlx::query_scalar!(
        "select amount_minor from refunds where payment_id = $1 order by amount_minor desc",
        held.payment as _
    );
    let refunds = refunds.fetch_all(&world.db).await.unwrap();
    let refunded =
        sqlx::query_scalar!("select refunded_minor from payments where id = $1", held.payment as _);
    (refunds, refunded.fetch_one(&world.db).await.unwrap())
}

/// RF-6: what went back at Stripe went back here, to the cent, and what is left there is left here.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refund_of_the_dashboard_is_taken_in_with_its_own_amount(db: PgPool) {
    let world = World::of(&db, 2).await;
    let (held, charge) = paid(&world, "ada").await;
    by_hand(&world, &charge, 2_200).await;
    world.deliver_all().await;
    assert_eq!(back(&world, held).await, (vec![2_200], 2_200));
    assert_eq!(world.status(held).await.1, "confirmed");
    by_hand(&world, &charge, 152).await;
    world.deliver_all().await;
    assert_eq!(back(&world, held).await, (vec![2_200, 152], 2_352));
    assert_eq!(world.status(held).await.1, "cancelled");
}

/// PA-42: what happened at Stripe is taken in in any order: a refund that is heard of after its
/// charge was disputed, or after the dispute was lost, as well.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_refund_that_is_heard_of_during_a_dispute_is_taken_in(db: PgPool) {
    let world = World::of(&db, 2).await;
    for (name, lost) in [("ada", false), ("bob", true)] {
        let (held, charge) = paid(&world, name).await;
        by_hand(&world, &charge, 500).await;
        let refund = world.stand.take();
        let action = Action::Dispute { charge, reason: String::new(), inquiry: false };
        world.stand.act(action).await.unwrap();
        if lost {
            let dispute = world.stand.objects("dispute").pop().unwrap();
            let dispute = dispute["id"].as_str().unwrap().to_owned();
            world.stand.act(Action::CloseDispute { dispute, won: false }).await.unwrap();
        }
        world.deliver_all().await;
        for message in &refund {
            assert_eq!(world.deliver(message).await, 200, "{} {}", name, message.kind);
        }
        assert_eq!(back(&world, held).await, (vec![500], 500), "{name}");
    }
}

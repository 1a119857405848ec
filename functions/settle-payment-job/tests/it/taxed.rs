//! Tax on what is sold (PA-7), from the rule to the last cent.

use billing::document::{DocumentJob, Platform, Snapshot, issue};
use billing::payment::Details;
use billing::refund::{Ask, Cause, Demand};
use billing::tax::{Mode, NewRule, Place, SellerOfRecord, Withhold};
use models::{Fault as _, RefundId};
use sandbox::stripe::FaultKind;
use serde_json::Value;
use sqlx::PgPool;
use sqlx::types::Json;
use testkit::{Cut, cut};

use crate::world::{Held, PRICE, World};

/// 20.00, and fees of 2.53 and 0.99 on top.
const BEFORE_TAX: i64 = PRICE + 253 + 99;

/// Tax is taken in this way from now on.
pub(crate) async fn tax(db: &PgPool, behavior: &str) {
    sqlx::query!("update seller_settings set tax_mode = 'automatic', tax_behavior = $1", behavior)
        .execute(db)
        .await
        .unwrap();
}

/// A rule for American organizers that an adviser stands for.
pub(crate) async fn rule(world: &World, mode: Mode, seller: SellerOfRecord, country: Option<&str>) {
    let place = if mode == Mode::InPerson { Place::Performance } else { Place::Buyer };
    let rule = NewRule {
        mode,
        seller_country: "US".to_owned(),
        buyer_country: country.map(str::to_owned),
        buyer_is_business: false,
        seller_of_record: seller,
        place,
        stripe_tax_code: "txcd_20060045".to_owned(),
        legal_reference: "Article 54 of Directive 2006/112/EC".to_owned(),
        valid_from: testkit::now(),
        rate_bp: None,
        tax_name: None,
    };
    let mut conn = world.db.acquire().await.unwrap();
    let by = testkit::rows::person(&world.db).await.user;
    let why = (by, "The adviser's mail.");
    let id = billing::tax::record(&mut conn, &rule, why, world.now()).await.unwrap();
    billing::tax::sign_off(&mut conn, id, "Clara Weiss", why, world.now()).await.unwrap();
}

struct Sums {
    tax: i64,
    total: i64,
    organizer: i64,
    withheld: i64,
}

async fn sums(world: &World, held: Held) -> Sums {
    sqlx::query_as!(
        Sums,
        "select tax_minor as tax, total_minor as total, organizer_minor as organizer, tax_withheld_minor as withheld
           from payments where id = $1",
        held.payment as _
    )
    .fetch_one(&world.db)
    .await
    .unwrap()
}

/// The documents of what was asked for so far: the number and all that it says.
async fn documents(world: &World) -> Vec<Snapshot> {
    let platform = Platform { name: "Accredit Ltd".to_owned(), address: None, tax_id: None };
    let asked =
        sqlx::query_scalar!("delete from outbox where queue = 'issue-document' returning payload");
    for job in asked.fetch_all(&world.db).await.unwrap() {
        let job: DocumentJob = serde_json::from_value(job).unwrap();
        let mut tx = world.db.begin().await.unwrap();
        issue(&mut tx, job, &platform, world.now()).await.unwrap();
        tx.commit().await.unwrap();
    }
    let kept = sqlx::query_scalar!(
        r#"select snapshot as "said: Json<Snapshot>" from sales_documents order by issued_at, kind desc"#
    );
    kept.fetch_all(&world.db).await.unwrap().into_iter().map(|said| said.0).collect()
}

/// `name amount` of each rate.
fn taxes(said: &Snapshot) -> Vec<String> {
    let taxes = said.sections.iter().flat_map(|section| &section.taxes);
    taxes.map(|tax| format!("{} {}", tax.name.as_deref().unwrap_or("?"), tax.amount)).collect()
}

async fn paid_back(world: &World, held: Held) -> RefundId {
    let mut tx = world.db.begin().await.unwrap();
    let payment = billing::payment::lock(&mut tx, held.payment).await.unwrap().unwrap();
    let items: Vec<_> = payment.items.iter().collect();
    let (cause, cause_key) = (Cause::EventCancelled, "event:x".to_owned());
    let shares = billing::refund::work_out(&payment, &items, cause, Ask::Full);
    let demand = Demand::new(cause, cause_key, &shares);
    let asked = billing::refund::request(&mut tx, &payment, &demand, world.now()).await.unwrap();
    tx.commit().await.unwrap();
    world.pay_back().await;
    world.deliver_all().await;
    asked.unwrap().id
}

fn from(country: &str) -> Details {
    Details { country: Some(country.to_owned()), ..Details::default() }
}

/// PA-7: nothing is sold before somebody stands for how it is taxed; then it is, by the buyer's place,
/// on top, and the organizer has the tax.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn tax_on_top_is_the_organizers_who_sells(db: PgPool) {
    let world = World::of(&db, 5).await;
    tax(&db, "exclusive").await;
    let held = world.hold("ada").await.unwrap();
    let refused = world.open(held).await.unwrap_err();
    assert_eq!(refused.code(), "tax-setup-incomplete");
    assert_eq!(world.status(held).await, ("draft".to_owned(), "held".to_owned()));
    rule(&world, Mode::LiveOnline, SellerOfRecord::Organizer, None).await;
    let session = world.open(held).await.unwrap();
    let page = world.stand.object(&session).unwrap();
    assert_eq!(page["automatic_tax"]["liability"]["type"], "account");
    world.stand.pay_from(&session, "success", "DE", "DE123456789").await.unwrap();
    world.deliver_all().await;
    world.follow().await;
    assert_eq!(world.status(held).await, ("paid".to_owned(), "confirmed".to_owned()));
    let Sums { tax, total, organizer, withheld } = sums(&world, held).await;
    // 19 % of 20.00 and of 3.52.
    assert_eq!((tax, withheld), (380 + 67, 0));
    assert_eq!((total, organizer), (BEFORE_TAX + tax, PRICE + tax));
    let buyer = sqlx::query!("select buyer_country, buyer_tax_id from payments");
    let buyer = buyer.fetch_one(&db).await.unwrap();
    assert_eq!(buyer.buyer_country.as_deref(), Some("DE"));
    assert_eq!(buyer.buyer_tax_id.as_deref(), Some("DE123456789"));
    let said = documents(&world).await;
    assert_eq!(taxes(&said[0]), ["VAT 19 % (DE) 447"]);
    assert_eq!((said[0].sections[0].subtotal(), said[0].sections[0].total), (BEFORE_TAX, total));
    paid_back(&world, held).await;
    let said = documents(&world).await;
    assert_eq!(said.len(), 2);
    let note = said.iter().find(|said| said.about.is_some()).unwrap();
    assert_eq!(
        (note.sections[0].total, taxes(note)),
        (total, vec!["VAT 19 % (DE) 447".to_owned()])
    );
    let left = world.ledger(held).await;
    assert!(
        !left.iter().any(|line| line.starts_with("organizer") || line.starts_with("refunds_due")),
        "{left:?}"
    );
}

/// PA-7, LG-1: where the platform sells it owes the tax, takes it back from what was passed on, issues
/// the documents, and gives it back with a refund.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn tax_of_the_platform_is_withheld_once_and_goes_back(db: PgPool) {
    let world = World::of(&db, 5).await;
    tax(&db, "inclusive").await;
    rule(&world, Mode::LiveOnline, SellerOfRecord::Platform, None).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay_from(&session, "success", "FR", "").await.unwrap();
    world.deliver_all().await;
    // 20 % in 20.00 and in 3.52.
    let owed = 333 + 59;
    let Sums { tax, total, organizer, withheld } = sums(&world, held).await;
    assert_eq!((tax, withheld, total, organizer), (owed, owed, BEFORE_TAX, PRICE - owed));
    world.follow().await;
    world.deliver_all().await;
    let transfer = &world.stand.objects("transfer")[0];
    assert_eq!(transfer["amount_reversed"], owed, "once, though the job came twice");
    let left = world.ledger(held).await;
    assert!(left.contains(&format!("tax {}", -owed)), "{left:?}");
    assert!(!left.iter().any(|line| line.starts_with("organizer")), "{left:?}");
    let said = documents(&world).await;
    assert_eq!(said[0].seller.name, "Accredit Ltd");
    assert!(said[0].number.starts_with("ACR-2026-"), "{}", said[0].number);
    assert_eq!(taxes(&said[0]), ["VAT 20 % (FR) 392"]);
    paid_back(&world, held).await;
    let transfer = &world.stand.objects("transfer")[0];
    assert_eq!(transfer["amount_reversed"], total, "the rest of it, and not the tax once more");
    let left = world.ledger(held).await;
    for account in ["organizer", "tax", "refunds_due", "fees"] {
        let kept = left.iter().find(|line| line.starts_with(&format!("{account} ")));
        // What moving the money cost stays the organizer's to bear (RF-2).
        assert!(kept.is_none() || account == "fees", "{left:?}");
    }
    assert_eq!(documents(&world).await[1].seller.name, "Accredit Ltd");
}

/// PA-7: admission follows the place of the event, wherever the buyer is.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn admission_is_taxed_where_the_event_is(db: PgPool) {
    let world = World::of(&db, 5).await;
    tax(&db, "exclusive").await;
    rule(&world, Mode::InPerson, SellerOfRecord::Organizer, None).await;
    sqlx::query!(
        "update events set format = 'in_person', venue_name = 'Palais', venue_address = '1 rue de Rivoli\nParis', country = 'FR'"
    )
    .execute(&db)
    .await
    .unwrap();
    for name in ["ada", "bob"] {
        let held = world.hold(name).await.unwrap();
        let session = world.open(held).await.unwrap();
        world.stand.pay_from(&session, "success", "DE", "").await.unwrap();
        world.deliver_all().await;
        assert_eq!(sums(&world, held).await.tax, 400 + 70, "20 % as in France");
    }
    assert_eq!(world.stand.objects("tax.location").len(), 1, "the place is made once");
    assert_eq!(world.stand.objects("product").len(), 2, "the ticket and the fee");
    // Another hall in the same event is another place; one in the States has to have a postal code.
    sqlx::query!("update events set country = 'US'").execute(&db).await.unwrap();
    let held = world.hold("cy").await.unwrap();
    assert_eq!(world.open(held).await.unwrap_err().code(), "tax-setup-incomplete");
}

/// PA-7, PA-18: where the buyer's country decides it is asked for, and it has to be the one that paid.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_rule_for_one_country_asks_for_it_and_holds_it(db: PgPool) {
    let world = World::of(&db, 5).await;
    tax(&db, "exclusive").await;
    rule(&world, Mode::LiveOnline, SellerOfRecord::Organizer, None).await;
    rule(&world, Mode::LiveOnline, SellerOfRecord::Platform, Some("DE")).await;
    let held = world.hold("ada").await.unwrap();
    let refused = world.open(held).await.unwrap_err();
    assert_eq!(refused.code(), "buyer-country-needed");
    assert_eq!(refused.fields()[0].pointer, "/buyer/country");
    let session = world.open_for(held, from("DE")).await.unwrap();
    assert_eq!(world.stand.object(&session).unwrap()["automatic_tax"]["liability"]["type"], "self");
    world.stand.pay_from(&session, "success", "AT", "").await.unwrap();
    world.deliver_all().await;
    let why = sqlx::query_scalar!("select flagged_reason from payments");
    let why = why.fetch_one(&db).await.unwrap();
    assert_eq!(why.as_deref(), Some("country of the buyer: DE was agreed, AT came"));
    let other = world.hold("bob").await.unwrap();
    let session = world.open_for(other, from("AT")).await.unwrap();
    world.stand.pay_from(&session, "success", "AT", "").await.unwrap();
    world.deliver_all().await;
    assert_eq!(world.status(other).await.0, "paid");
    assert_eq!(sums(&world, other).await.withheld, 0);
}

/// PA-14, PA-41: the same page is asked for again with the same tax, though the rule went meanwhile.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_page_whose_answer_was_lost_is_taxed_as_it_was(db: PgPool) {
    let world = World::of(&db, 5).await;
    tax(&db, "exclusive").await;
    rule(&world, Mode::LiveOnline, SellerOfRecord::Platform, None).await;
    let held = world.hold("ada").await.unwrap();
    world.stand.fault("POST", "/v1/checkout/sessions", FaultKind::After).await.unwrap();
    assert!(world.open(held).await.is_err());
    sqlx::query!("update tax_rules set withdrawn_at = $1", world.now()).execute(&db).await.unwrap();
    let session = world.open(held).await.unwrap();
    assert_eq!(world.stand.objects("checkout.session").len(), 1);
    assert_eq!(world.stand.object(&session).unwrap()["automatic_tax"]["liability"]["type"], "self");
    let next = world.hold("bob").await.unwrap();
    assert_eq!(world.open(next).await.unwrap_err().code(), "tax-setup-incomplete");
}

/// The issue, acceptance 5: tax that is being taken back, broken off anywhere.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn withholding_that_is_killed_anywhere_withholds_once(db: PgPool) {
    let world = World::of(&db, 1_000).await;
    tax(&db, "inclusive").await;
    rule(&world, Mode::LiveOnline, SellerOfRecord::Platform, None).await;
    let mut n = 0;
    let points = Cut::everywhere(async |at| {
        n += 1;
        let held = world.hold(&format!("buyer{n}")).await.unwrap();
        let session = world.open(held).await.unwrap();
        world.stand.pay_from(&session, "success", "FR", "").await.unwrap();
        world.confirm(held).await;
        let job = Withhold { withhold: held.payment };
        let work = || billing::tax::withhold(&db, &world.stripe, job.withhold, world.now());
        let done = cut(&db, at, work()).await;
        work().await.unwrap();
        let transfer: Value = world.stand.objects("transfer").remove(0);
        assert_eq!(transfer["amount_reversed"], 392, "{at:?}");
        let left = world.ledger(held).await;
        assert!(!left.iter().any(|line| line.starts_with("organizer")), "{at:?} {left:?}");
        done.is_some()
    });
    assert!(points.await > 4);
}

/// What nobody took back is asked for again by the nightly reconciliation.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn withholding_that_was_forgotten_is_asked_for_again(db: PgPool) {
    let world = World::of(&db, 5).await;
    tax(&db, "inclusive").await;
    rule(&world, Mode::LiveOnline, SellerOfRecord::Platform, None).await;
    let held = world.hold("ada").await.unwrap();
    let session = world.open(held).await.unwrap();
    world.stand.pay_from(&session, "success", "FR", "").await.unwrap();
    world.deliver_all().await;
    sqlx::query!("delete from outbox").execute(&db).await.unwrap();
    let forgotten = async || {
        billing::tax::forgotten(&mut db.acquire().await.unwrap(), world.now()).await.unwrap()
    };
    assert_eq!(forgotten().await, 0, "it may still be on its way");
    world.advance(chrono::TimeDelta::hours(2));
    assert_eq!(forgotten().await, 1);
    world.follow().await;
    assert_eq!(forgotten().await, 0);
}

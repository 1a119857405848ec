//! Using codes, as the functions that sell do it.

use billing::Error;
use billing::promo::{self, Buyer, Code, Reserved, Wanted, Whose};
use chrono::TimeDelta;
use models::{EventId, Fault as _, Money, OrgId, PromoCodeId, RegistrationId, Role, UserId};
use sqlx::PgPool;
use testkit::{EventSpec, now, rows as kit};

use crate::rows;

fn guest(email: &str) -> Buyer {
    Buyer { user: None, email_key: email.to_owned(), verified: false }
}

struct Sale {
    db: PgPool,
    org: OrgId,
    event: EventId,
    code: PromoCodeId,
}

impl Sale {
    /// A quarter off a ticket of 20 dollars.
    async fn new(db: &PgPool) -> Self {
        let app = crate::app(db);
        let owner = app.member(Role::Owner).await;
        let event = owner.event(EventSpec::PUBLISHED).await;
        rows::priced(db, event, 2000, "USD").await;
        let code = rows::percent(db, owner.org(), "QUARTER", 2500).await;
        Self { db: db.clone(), org: owner.org(), event, code }
    }

    async fn place(&self, n: usize) -> Wanted {
        let email = format!("p{n}@example.org");
        let registration = kit::registration(&self.db, self.event, &email, "waitlisted").await;
        let ticket_type = rows::ticket_of(&self.db, self.event).await;
        let list = Money::new(2000, models::Currency::USD);
        Wanted { registration, event: self.event, ticket_type, list }
    }

    async fn reserve(&self, buyer: &Buyer, wanted: &[Wanted]) -> Result<Vec<Reserved>, Error> {
        let mut tx = self.db.begin().await?;
        let code = Code::parse("quarter").unwrap();
        let reserved = promo::reserve(&mut tx, self.org, &code, buyer, wanted, now()).await?;
        tx.commit().await?;
        Ok(reserved)
    }

    async fn refused(&self, buyer: &Buyer, wanted: &[Wanted]) -> &'static str {
        self.reserve(buyer, wanted).await.unwrap_err().code()
    }

    async fn release(&self, registration: RegistrationId) -> u64 {
        let mut conn = self.db.acquire().await.unwrap();
        promo::release(&mut conn, Whose::Registrations(&[registration]), now()).await.unwrap()
    }

    async fn live(&self) -> i64 {
        let live = sqlx::query_scalar!(
            r#"select count(*) as "live!" from promo_redemptions where promo_code_id = $1 and state <> 'released'"#,
            self.code as _
        );
        live.fetch_one(&self.db).await.unwrap()
    }
}

/// PC-4, acceptance 12: N buyers on the last k uses.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn of_many_buyers_on_the_last_uses_exactly_so_many_get_them(db: PgPool) {
    let sale = std::sync::Arc::new(Sale::new(&db).await);
    rows::max_uses(&db, sale.code, Some(7), Some(1)).await;
    let mut crowd = tokio::task::JoinSet::new();
    for n in 0..40 {
        let (sale, place) = (sale.clone(), sale.place(n).await);
        let buyer = guest(&format!("p{n}@example.org"));
        crowd.spawn(async move { sale.reserve(&buyer, &[place]).await.map_err(|e| e.code()) });
    }
    let told = crowd.join_all().await;
    assert_eq!(told.iter().filter(|answer| answer.is_ok()).count(), 7);
    assert!(
        told.iter().all(|answer| !matches!(answer, Err(code) if *code != "promo-code-used-up"))
    );
    assert_eq!(sale.live().await, 7);
}

/// PC-4, PC-5: one person in many guises at the same moment.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn one_person_gets_no_more_uses_by_other_spellings_of_an_address(db: PgPool) {
    let sale = std::sync::Arc::new(Sale::new(&db).await);
    rows::max_uses(&db, sale.code, None, Some(2)).await;
    let mut crowd = tokio::task::JoinSet::new();
    for n in 0..12 {
        let (sale, place) = (sale.clone(), sale.place(n).await);
        let even = n % 2 == 0;
        let buyer =
            guest(&if even { format!("ana+{n}@gmail.com") } else { "a.na@googlemail.com".into() });
        crowd.spawn(async move { sale.reserve(&buyer, &[place]).await.is_ok() });
    }
    assert_eq!(crowd.join_all().await.into_iter().filter(|fine| *fine).count(), 2);
    // An account made since does not make a new person.
    let place = sale.place(99).await;
    let user = kit::person(&db).await.user;
    let buyer = Buyer { user: Some(user), email_key: "ana@gmail.com".to_owned(), verified: true };
    assert_eq!(sale.refused(&buyer, &[place]).await, "promo-code-used-up");
}

/// PC-4: a booking uses as many as it has lines, or none.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn all_lines_of_a_booking_are_reserved_or_none(db: PgPool) {
    let sale = Sale::new(&db).await;
    rows::max_uses(&db, sale.code, Some(2), None).await;
    let places = [sale.place(0).await, sale.place(1).await, sale.place(2).await];
    let ana = guest("ana@example.org");
    assert_eq!(sale.refused(&ana, &places).await, "promo-code-used-up");
    assert_eq!(sale.live().await, 0);
    let reserved = sale.reserve(&ana, &places[..2]).await.unwrap();
    assert!(reserved.iter().all(|one| one.discount_minor == 500 && one.promo_code == sale.code));
    assert_eq!(sale.live().await, 2);
}

/// PC-2: lines to which a listed code does not apply cost what they cost.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_listed_code_leaves_other_lines_alone(db: PgPool) {
    let sale = Sale::new(&db).await;
    let (mine, mut other) = (sale.place(0).await, sale.place(1).await);
    other.event = EventId::new(now());
    other.ticket_type = models::TicketTypeId::new(now());
    sqlx::query!("update promo_codes set scope = 'listed' where id = $1", sale.code as _)
        .execute(&db)
        .await
        .unwrap();
    sqlx::query!(
        "insert into promo_code_targets (promo_code_id, event_id) values ($1, $2)",
        sale.code as _,
        sale.event as _
    )
    .execute(&db)
    .await
    .unwrap();
    let ana = guest("ana@example.org");
    assert_eq!(sale.refused(&ana, &[other]).await, "promo-code-not-applicable");
    let reserved = sale.reserve(&ana, &[other, mine]).await.unwrap();
    assert_eq!(
        reserved.iter().map(|one| one.registration).collect::<Vec<_>>(),
        [mine.registration]
    );
    assert_eq!(sale.live().await, 1);
}

/// PC-7: released exactly once, however often and by however many it is asked for.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_use_is_released_once_and_then_free_for_somebody_else(db: PgPool) {
    let sale = std::sync::Arc::new(Sale::new(&db).await);
    rows::max_uses(&db, sale.code, Some(1), None).await;
    let (first, second) = (sale.place(0).await, sale.place(1).await);
    sale.reserve(&guest("ana@example.org"), &[first]).await.unwrap();
    let bob = guest("bob@example.org");
    assert_eq!(sale.refused(&bob, &[second]).await, "promo-code-used-up");
    let mut crowd = tokio::task::JoinSet::new();
    for _ in 0..8 {
        let sale = sale.clone();
        crowd.spawn(async move { sale.release(first.registration).await });
    }
    assert_eq!(crowd.join_all().await.iter().sum::<u64>(), 1);
    sale.reserve(&bob, &[second]).await.unwrap();
    assert_eq!(sale.release(first.registration).await, 0, "an old word frees no new use");
    assert_eq!(sale.live().await, 1);
}

/// PC-7: the end of an old payment touches nothing that a new one reserved or that is paid.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn an_old_payment_ends_only_its_own_use(db: PgPool) {
    let sale = Sale::new(&db).await;
    let place = sale.place(0).await;
    let ana = guest("ana@example.org");
    let mut conn = db.acquire().await.unwrap();
    let old = rows::item(&db, place.registration, (2000, 500)).await;
    sqlx::query!("update payment_items set closed_at = $2 where id = $1", old as _, now())
        .execute(&db)
        .await
        .unwrap();
    let new = rows::item(&db, place.registration, (2000, 500)).await;

    sale.reserve(&ana, &[place]).await.unwrap();
    promo::attach(&mut conn, &[(place.registration, old)]).await.unwrap();
    assert_eq!(promo::lapse(&mut conn, Whose::Items(&[old]), now()).await.unwrap(), 1);
    assert_eq!(
        promo::redeem(&mut conn, Whose::Items(&[old]), now()).await.unwrap(),
        0,
        "PC-7: it fell"
    );

    sale.reserve(&ana, &[place]).await.unwrap();
    promo::attach(&mut conn, &[(place.registration, new)]).await.unwrap();
    assert_eq!(promo::lapse(&mut conn, Whose::Items(&[old]), now()).await.unwrap(), 0);
    assert_eq!(promo::redeem(&mut conn, Whose::Items(&[new]), now()).await.unwrap(), 1);
    assert_eq!(promo::redeem(&mut conn, Whose::Items(&[new]), now()).await.unwrap(), 0);
    assert_eq!(
        promo::lapse(&mut conn, Whose::Items(&[new]), now()).await.unwrap(),
        0,
        "paid stays"
    );
    assert_eq!(sale.live().await, 1);
    assert_eq!(promo::release(&mut conn, Whose::Items(&[new]), now()).await.unwrap(), 1);
    assert_eq!(sale.live().await, 0);
}

/// One code an item.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_place_has_one_live_use(db: PgPool) {
    let sale = Sale::new(&db).await;
    let place = sale.place(0).await;
    let ana = guest("ana@example.org");
    sale.reserve(&ana, &[place]).await.unwrap();
    assert_eq!(sale.refused(&ana, &[place]).await, "promo-code-not-applicable");
    assert_eq!(sale.live().await, 1);
}

/// PC-5, PC-6: only this organization is looked at, and only for people who are who they say.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn first_time_is_judged_for_proven_people_of_this_organization(db: PgPool) {
    let (sale, elsewhere) = (Sale::new(&db).await, Sale::new(&db).await);
    sqlx::query!("update promo_codes set first_time_only = true").execute(&db).await.unwrap();
    let proven = |email: &str| Buyer { verified: true, ..guest(email) };
    let place = sale.place(0).await;
    assert_eq!(sale.refused(&guest("new@example.org"), &[place]).await, "email-unverified");

    kit::registration(&db, elsewhere.event, "ana@example.org", "confirmed").await;
    kit::registration(&db, sale.event, "ana@example.org", "cancelled").await;
    sale.reserve(&proven("ana@example.org"), &[place]).await.unwrap();

    kit::registration(&db, sale.event, "bob@example.org", "confirmed").await;
    let place = sale.place(1).await;
    assert_eq!(
        sale.refused(&proven("bob@example.org"), &[place]).await,
        "promo-code-not-applicable"
    );

    let late = kit::registration(&db, sale.event, "cleo@example.org", "cancelled").await;
    sqlx::query!(
        "update registrations r set confirmed_at = $2, cancelled_at = e.starts_at from events e where e.id = r.event_id and r.id = $1",
        late as _,
        now()
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(
        sale.refused(&proven("cleo@example.org"), &[place]).await,
        "promo-code-not-applicable"
    );
}

/// PC-5
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_code_for_proven_addresses_asks_a_guest_to_prove_it_first(db: PgPool) {
    let sale = Sale::new(&db).await;
    sqlx::query!("update promo_codes set verified_only = true").execute(&db).await.unwrap();
    let place = sale.place(0).await;
    assert_eq!(sale.refused(&guest("ana@example.org"), &[place]).await, "email-unverified");
    let user: UserId = kit::person(&db).await.user;
    let ana = Buyer { user: Some(user), email_key: "ana@example.org".into(), verified: true };
    assert_eq!(sale.reserve(&ana, &[place]).await.unwrap().len(), 1);
}

/// PC-1, PC-9: a code is looked up only where it sells.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn another_organizations_code_is_unknown_and_an_ended_one_has_ended(db: PgPool) {
    let sale = Sale::new(&db).await;
    let (place, ana) = (sale.place(0).await, guest("ana@example.org"));
    let org = kit::organization(&db).await;
    let code = Code::parse("QUARTER").unwrap();
    let mut conn = db.acquire().await.unwrap();
    let foreign = promo::reserve(&mut conn, org, &code, &ana, &[place], now()).await;
    assert_eq!(foreign.unwrap_err().code(), "promo-code-invalid");
    sqlx::query!("update promo_codes set valid_until = $1", now()).execute(&db).await.unwrap();
    let later = now() + TimeDelta::microseconds(1);
    let ended = promo::reserve(&mut conn, sale.org, &code, &ana, &[place], later).await;
    assert_eq!(ended.unwrap_err().code(), "promo-code-expired");
    assert_eq!(sale.reserve(&ana, &[place]).await.unwrap().len(), 1, "the last instant counts");
}

/// PC-3: hidden ticket types are shown by codes that unlock them, and by no other.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_code_unlocks_hidden_tickets(db: PgPool) {
    let sale = Sale::new(&db).await;
    let ticket = rows::ticket_of(&db, sale.event).await;
    sqlx::query!("update ticket_types set audience = 'hidden'").execute(&db).await.unwrap();
    let code = Code::parse("QUARTER").unwrap();
    let mut conn = db.acquire().await.unwrap();
    let mut unlocked = async || {
        promo::unlocks(&mut conn, sale.org, &code, sale.event, now()).await.map_err(|e| e.code())
    };
    assert_eq!(unlocked().await, Ok(vec![]), "it makes cheaper, it does not show");
    sqlx::query!("update promo_codes set kind = 'unlock', percent_bp = null")
        .execute(&db)
        .await
        .unwrap();
    assert_eq!(unlocked().await, Ok(vec![ticket]));
    sqlx::query!("update promo_codes set scope = 'listed'").execute(&db).await.unwrap();
    assert_eq!(unlocked().await, Ok(vec![]));
    sqlx::query!(
        "insert into promo_code_targets (promo_code_id, ticket_type_id) values ($1, $2)",
        sale.code as _,
        ticket as _
    )
    .execute(&db)
    .await
    .unwrap();
    assert_eq!(unlocked().await, Ok(vec![ticket]));
    sqlx::query!("update promo_codes set disabled_at = created_at").execute(&db).await.unwrap();
    assert_eq!(unlocked().await, Err("promo-code-invalid"));
}

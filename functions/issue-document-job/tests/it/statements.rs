//! What the platform kept of a month.

use billing::document::{DocumentJob, Kind, What, months_due};
use billing::ledger::{Account, Journal};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use models::OrgId;
use sqlx::PgPool;

use crate::world::World;

/// Fees of a payment (or, below zero, of a refund) at a moment.
async fn fees(db: &PgPool, org: OrgId, posted: (&str, i64, &str)) {
    fees_of("test", db, org, posted).await;
}

async fn fees_of(
    kind: &'static str,
    db: &PgPool,
    org: OrgId,
    (at, amount, currency): (&str, i64, &str),
) {
    let at: DateTime<Utc> = at.parse().unwrap();
    let journal = Journal::new(kind, format!("{kind}:{at}:{amount}"), currency.parse().unwrap());
    let journal = journal.about(org, None).debit(Account::Organizer, amount);
    let mut conn = db.acquire().await.unwrap();
    journal.credit(Account::Fees, amount).post(&mut conn, at).await.unwrap();
}

fn october() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 10, 1).unwrap()
}

/// RF-12: one an organization and month, each currency for itself, after the month has ended.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn a_month_with_fees_has_one_statement(db: PgPool) {
    let world = World::new(&db).await;
    let other = World::new(&db).await;
    for posted in [
        ("2026-09-30T23:59:59Z", 11, "USD"),
        ("2026-10-01T00:00:00Z", 307, "USD"),
        ("2026-10-09T12:00:00Z", 300, "USD"),
        ("2026-10-10T12:00:00Z", -229, "USD"),
        ("2026-10-31T23:59:59Z", 190, "JPY"),
        ("2026-11-01T00:00:00Z", 17, "USD"),
    ] {
        fees(&db, world.org, posted).await;
    }
    let job = DocumentJob::Month { organization: world.org, month: october() };
    world.issue(job).await;
    assert!(world.all().await.is_empty(), "the month goes on");
    let first: DateTime<Utc> = "2026-11-01T00:00:00Z".parse().unwrap();
    world.app.advance(first - world.app.clock.now());
    let mut conn = db.acquire().await.unwrap();
    let due = months_due(&mut conn, first).await.unwrap();
    let september = NaiveDate::from_ymd_opt(2026, 9, 1).unwrap();
    assert_eq!(due, [(world.org, september), (world.org, october())]);
    world.issue(job).await;
    world.issue(job).await;
    world.issue(DocumentJob::Month { organization: other.org, month: october() }).await;
    let made = world.all().await;
    let [statement] = made.as_slice() else { panic!("{made:?}") };
    assert_eq!(
        (statement.number.as_str(), statement.said.kind),
        ("FEE-2026-000001", Kind::FeeStatement)
    );
    assert_eq!(
        (statement.said.seller.name.as_str(), statement.said.buyer.name.as_str()),
        ("Accredit", "Example Ltd")
    );
    let totals: Vec<_> =
        statement.said.sections.iter().map(|s| (s.currency.to_string(), s.total)).collect();
    assert_eq!(totals, [("JPY".to_owned(), 190), ("USD".to_owned(), 378)]);
    assert_eq!(statement.said.sections[1].lines[0].what, What::Fees { payments: 2 });
    assert_eq!(statement.said.sections[1].lines[1].what, What::FeesReturned { refunds: 1 });
    for later in [first, first + TimeDelta::days(9)] {
        let due = months_due(&mut conn, later).await.unwrap();
        assert_eq!(due, [(world.org, september)], "October has its own");
    }
}

/// PA-24, RF-11: fees that were kept of no sale stand by themselves, and are still owed.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn what_was_not_kept_from_sales_is_claimed(db: PgPool) {
    let world = World::new(&db).await;
    for (kind, at, amount) in [
        ("settled", "2026-10-02T12:00:00Z", 307),
        ("outside_fee", "2026-10-03T12:00:00Z", 364),
        ("outside_fee", "2026-10-04T12:00:00Z", 364),
        ("outside_fee_returned", "2026-10-05T12:00:00Z", -364),
        ("dispute_fee", "2026-10-06T12:00:00Z", 1_500),
    ] {
        fees_of(kind, &db, world.org, (at, amount, "USD")).await;
    }
    let first: DateTime<Utc> = "2026-11-01T00:00:00Z".parse().unwrap();
    world.app.advance(first - world.app.clock.now());
    world.issue(DocumentJob::Month { organization: world.org, month: october() }).await;
    let made = world.all().await;
    let section = &made[0].said.sections[0];
    let lines: Vec<_> = section.lines.iter().map(|line| (line.what.clone(), line.amount)).collect();
    assert_eq!(
        lines,
        [
            (What::Fees { payments: 1 }, 307),
            (What::OutsideFees { payments: 2 }, 728),
            (What::OutsideFeesReturned { payments: 1 }, -364),
            (What::DisputeFees { disputes: 1 }, 1_500),
        ]
    );
    assert_eq!((section.total, section.owed()), (2_171, 1_864));
}

/// A rule for the platform's fees that an adviser stands for.
async fn fee_rule(db: &PgPool, country: Option<&str>, business: bool, rate_bp: i32, name: &str) {
    sqlx::query!(
        "insert into tax_rules (id, mode, seller_country, buyer_country, buyer_is_business, seller_of_record, place, stripe_tax_code,
                                legal_reference, valid_from, rate_bp, tax_name, signed_off_by, signed_off_at)
         values (gen_random_uuid(), 'platform_fee', 'DE', $1, $2, 'platform', 'buyer', 'txcd_20030000', 'Test', '2026-10-01', $3, $4,
                 'Clara Weiss', '2026-10-01')",
        country,
        business,
        rate_bp,
        name
    )
    .execute(db)
    .await
    .unwrap();
}

/// RF-12, LG-1: the platform's tax is part of its fees, by the rule for the organizer's country, and
/// is owed from the statement on; once, and without a statement of its own.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn fees_have_the_tax_that_a_rule_says(db: PgPool) {
    let world = World::new(&db).await;
    fee_rule(&db, None, false, 2_500, "Elsewhere").await;
    fee_rule(&db, Some("US"), false, 1_900, "VAT 19 %").await;
    fee_rule(&db, Some("US"), true, 0, "Reverse charge").await;
    sqlx::query!("update organizations set country = 'US'").execute(&db).await.unwrap();
    for posted in [
        ("2026-10-09T12:00:00Z", 11_900, "USD"),
        ("2026-10-10T12:00:00Z", 190, "JPY"),
        ("2026-11-09T12:00:00Z", 300, "USD"),
    ] {
        fees(&db, world.org, posted).await;
    }
    let second: DateTime<Utc> = "2026-12-01T00:00:00Z".parse().unwrap();
    world.app.advance(second - world.app.clock.now());
    for _ in 0..2 {
        world.issue(DocumentJob::Month { organization: world.org, month: october() }).await;
    }
    let taxes = async || -> Vec<(Option<String>, bool, i64)> {
        let made = world.all().await;
        let last = made.last().unwrap().said.sections.iter();
        last.flat_map(|section| &section.taxes)
            .map(|tax| (tax.name.clone(), tax.included, tax.amount))
            .collect()
    };
    let vat = Some("VAT 19 %".to_owned());
    assert_eq!(taxes().await, [(vat.clone(), true, 30), (vat, true, 1_900)]);
    let posted = sqlx::query_scalar!(
        r#"select e.account || ' ' || e.amount_minor || ' ' || e.currency as "line!"
             from ledger_entries e join ledger_journals j on j.id = e.journal_id where j.kind = 'fee_statement' order by 1"#
    );
    let lines = ["fees 1900 USD", "fees 30 JPY", "tax -1900 USD", "tax -30 JPY"];
    assert_eq!(posted.fetch_all(&db).await.unwrap(), lines);
    // Whoever has a tax number is a business.
    sqlx::query!("update seller_settings set tax_id = 'US 1'").execute(&db).await.unwrap();
    let november = NaiveDate::from_ymd_opt(2026, 11, 1).unwrap();
    world.issue(DocumentJob::Month { organization: world.org, month: november }).await;
    assert_eq!(taxes().await, [(Some("Reverse charge".to_owned()), true, 0)]);
    let total = world.all().await.last().unwrap().said.sections[0].total;
    assert_eq!(total, 300, "the tax of October is no fee of November's");
    world.app.advance(TimeDelta::days(40));
    let mut conn = db.acquire().await.unwrap();
    let due = months_due(&mut conn, world.app.clock.now()).await.unwrap();
    assert!(due.is_empty(), "a month with nothing but that has no statement");
}

use chrono::TimeDelta;
use models::{Currency, Fault as _, PromoCodeId};
use proptest::prelude::*;

use super::*;

fn at(minute: i64) -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::minutes(minute)
}

fn money(amount: i64, code: &str) -> Money {
    Money::new(amount, code.parse().unwrap())
}

fn percent(bp: i32) -> Rules {
    Rules {
        kind: Kind::Percent,
        percent_bp: Some(bp),
        amount_minor: None,
        currency: None,
        cap_minor: None,
        min_price_minor: None,
        valid_from: None,
        valid_until: None,
        max_uses: None,
        max_uses_per_person: None,
        first_time_only: false,
        verified_only: false,
        scope: Scope::All,
        attribution: None,
    }
}

fn amount(kind: Kind, amount: Money) -> Rules {
    let (amount_minor, currency) = (Some(amount.amount), Some(amount.currency));
    Rules { kind, percent_bp: None, amount_minor, currency, ..percent(1) }
}

fn terms(rules: Rules) -> Terms {
    Terms { id: PromoCodeId::new(at(0)), rules, disabled: false }
}

fn context(list: Money) -> Context {
    let person = Some(PersonFacts { verified: true, known: false });
    Context { list, listed: false, used: Count::default(), person, now: at(5) }
}

fn off(rules: Rules, list: Money) -> i64 {
    judge(&terms(rules), &context(list)).unwrap().amount
}

/// PC-3, PA-1, PA-3: worked out by hand.
#[test]
fn golden_discounts() {
    assert_eq!(off(percent(2000), money(1999, "USD")), 400, "399.8 goes up");
    assert_eq!(off(percent(1250), money(1004, "EUR")), 126, "125.5 goes up");
    assert_eq!(off(percent(3333), money(1000, "JPY")), 333);
    assert_eq!(off(percent(3333), money(5120, "KWD")), 1710, "1706.5 to the step of ten");
    assert_eq!(off(percent(10_000), money(5120, "KWD")), 5120);
    let capped = Rules { cap_minor: Some(500), currency: Some(Currency::USD), ..percent(5000) };
    assert_eq!(off(capped.clone(), money(4000, "USD")), 500);
    assert_eq!(off(capped, money(900, "USD")), 450);
    assert_eq!(off(amount(Kind::AmountOff, money(500, "USD")), money(400, "USD")), 400);
    assert_eq!(off(amount(Kind::AmountOff, money(500, "USD")), money(1999, "USD")), 500);
    assert_eq!(off(amount(Kind::SetPrice, money(500, "USD")), money(1999, "USD")), 1499);
    assert_eq!(off(amount(Kind::SetPrice, money(500, "USD")), money(400, "USD")), 0);
    assert_eq!(off(amount(Kind::SetPrice, money(0, "USD")), money(1999, "USD")), 1999);
    let unlock = Rules { kind: Kind::Unlock, percent_bp: None, ..percent(1) };
    assert_eq!(off(unlock.clone(), money(1999, "USD")), 0);
    assert_eq!(off(unlock, money(0, "USD")), 0);
}

/// PC-2: each reason hides those that come after it.
#[test]
fn the_first_reason_answers() {
    let mut terms = terms(Rules {
        valid_from: Some(at(10)),
        valid_until: Some(at(20)),
        min_price_minor: Some(1000),
        max_uses: Some(3),
        max_uses_per_person: Some(1),
        first_time_only: true,
        scope: Scope::Listed,
        ..amount(Kind::AmountOff, money(500, "USD"))
    });
    terms.disabled = true;
    let mut context = Context {
        list: money(900, "EUR"),
        listed: false,
        used: Count { all: 3, person: 1 },
        person: Some(PersonFacts { verified: false, known: true }),
        now: at(21),
    };
    let mut told = Vec::new();
    let mut tell = |terms: &Terms, context: &Context| {
        told.push(judge(terms, context).map_or_else(|e| e.code(), |_| "fine"));
    };
    tell(&terms, &context);
    terms.disabled = false;
    tell(&terms, &context);
    context.now = at(9);
    tell(&terms, &context);
    context.now = at(20);
    tell(&terms, &context);
    context.listed = true;
    tell(&terms, &context);
    context.list = money(900, "USD");
    tell(&terms, &context);
    context.list = money(1000, "USD");
    tell(&terms, &context);
    context.used.all = 2;
    tell(&terms, &context);
    context.person = Some(PersonFacts { verified: true, known: true });
    tell(&terms, &context);
    context.used.person = 0;
    tell(&terms, &context);
    context.person = Some(PersonFacts { verified: true, known: false });
    tell(&terms, &context);
    assert_eq!(
        told,
        [
            "promo-code-invalid",
            "promo-code-expired",
            "promo-code-invalid",
            "promo-code-not-applicable",
            "promo-code-not-applicable",
            "promo-code-not-applicable",
            "promo-code-used-up",
            "email-unverified",
            "promo-code-used-up",
            "promo-code-not-applicable",
            "fine",
        ]
    );
}

/// PC-2: both ends belong to the time in which a code works.
#[test]
fn the_last_instant_still_counts() {
    let rules = Rules { valid_from: Some(at(10)), valid_until: Some(at(20)), ..percent(1000) };
    let told =
        [at(10) - TimeDelta::microseconds(1), at(10), at(20), at(20) + TimeDelta::microseconds(1)]
            .map(|now| {
                let context = Context { now, ..context(money(1000, "USD")) };
                judge(&terms(rules.clone()), &context).map_or_else(|e| e.code(), |_| "fine")
            });
    assert_eq!(told, ["promo-code-invalid", "fine", "fine", "promo-code-expired"]);
}

/// PC-2: percent codes work in any currency, codes with amounts in their own.
#[test]
fn a_code_with_amounts_works_in_its_currency_only() {
    assert_eq!(off(percent(5000), money(1000, "JPY")), 500);
    let refused = |rules| judge(&terms(rules), &context(money(1000, "JPY"))).is_err();
    assert!(refused(amount(Kind::AmountOff, money(100, "USD"))));
    assert!(refused(amount(Kind::SetPrice, money(100, "USD"))));
    assert!(refused(Rules {
        cap_minor: Some(100),
        currency: Some(Currency::USD),
        ..percent(5000)
    }));
}

/// PC-9: without a person nothing about one is told.
#[test]
fn nothing_about_a_person_is_judged_where_none_is_named() {
    let rules = Rules { first_time_only: true, max_uses_per_person: Some(1), ..percent(1000) };
    let used = Count { all: 5, person: 5 };
    let context = Context { person: None, used, ..context(money(1000, "USD")) };
    assert_eq!(judge(&terms(rules), &context).unwrap().amount, 100);
}

/// In dinars, whose step is ten.
fn any_rules() -> impl Strategy<Value = Rules> {
    prop_oneof![
        (1..=10_000, prop::option::of(1..1_000_000_i64)).prop_map(|(bp, cap)| Rules {
            cap_minor: cap.map(|cap| cap * 10),
            currency: cap.map(|_| "KWD".parse().unwrap()),
            ..percent(bp)
        }),
        (1..1_000_000_i64).prop_map(|off| amount(Kind::AmountOff, money(off * 10, "KWD"))),
        (0..1_000_000_i64).prop_map(|price| amount(Kind::SetPrice, money(price * 10, "KWD"))),
    ]
}

proptest! {
    /// PC-3, PA-3
    #[test]
    fn a_discount_is_between_nothing_and_the_price(rules in any_rules(), steps in 1..9_000_000_i64) {
        let list = money(steps * 10, "KWD");
        let off = off(rules.clone(), list);
        prop_assert!((0..=list.amount).contains(&off));
        prop_assert_eq!(off % 10, 0);
        let expected = match rules.kind {
            Kind::Percent => {
                let exact = i128::from(list.amount) * i128::from(rules.percent_bp.unwrap());
                // To tens, half up, in other words than those of the code.
                let tens = exact / 100_000 + i128::from(exact % 100_000 >= 50_000);
                i64::try_from(tens * 10).unwrap().min(rules.cap_minor.unwrap_or(i64::MAX))
            }
            Kind::AmountOff => rules.amount_minor.unwrap(),
            _ => list.amount - rules.amount_minor.unwrap(),
        };
        prop_assert_eq!(off, expected.clamp(0, list.amount));
    }

    /// PC-2: a refusal stays a refusal when more speaks against the code.
    #[test]
    fn more_uses_never_help(most in 1..50_i32, used in 0..60_i64) {
        let rules = Rules { max_uses: Some(most), ..percent(1000) };
        let used = Count { all: used, person: 0 };
        let fine = judge(&terms(rules), &Context { used, ..context(money(1000, "USD")) }).is_ok();
        prop_assert_eq!(fine, used.all < i64::from(most));
    }
}

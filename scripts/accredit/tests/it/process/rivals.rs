use chrono::TimeDelta;
use models::Clock;
use sandbox::stripe::Stand;
use serde_json::{Value, json};
use sqlx::PgPool;
use testkit::{EventSpec, Process, now, request_with, rows, sales};
use tokio::task::JoinSet;

use super::{Folder, launch_with, url};

/// Buyers for one seat less.
const BUYERS: usize = 12;

/// Two servers over one database with the same keys, and Stripe, which knows neither.
struct Rivals {
    servers: [Process; 2],
    stand: Stand,
    // Go last: the servers write into them.
    _folders: [Folder; 2],
}

impl Rivals {
    async fn start(db: &PgPool) -> Self {
        let stand = Stand::start(Clock::system()).await.unwrap();
        let mut given = stand.environment();
        given.push(("SMTP_URL".to_owned(), "smtp://127.0.0.1:1".to_owned()));
        let folders = ["rival-a", "rival-b"].map(Folder::new);
        let start = |folder: &Folder| launch_with(&["serve"], folder, &url(db), &given);
        let first = start(&folders[0]);
        let keys = folders.each_ref().map(|folder| folder.path().join("keys"));
        std::fs::create_dir_all(&keys[1]).unwrap();
        for key in std::fs::read_dir(&keys[0]).unwrap().flatten() {
            std::fs::copy(key.path(), keys[1].join(key.file_name())).unwrap();
        }
        let second = start(&folders[1]);
        Self { servers: [first, second], stand, _folders: folders }
    }

    /// An event of a seller with so many seats at 20 dollars.
    async fn event(&self, db: &PgPool, seats: i32) -> models::EventId {
        let org = rows::organization(db).await;
        let account = self.stand.account("US").await.unwrap();
        sales::payout_account(db, org, &account, "US").await;
        sales::legal_identity(db, org).await;
        let starts_in = Clock::system().now() - now() + TimeDelta::days(90);
        let spec = EventSpec { capacity: Some(seats), starts_in, ..EventSpec::PUBLISHED };
        let event = rows::event(db, org, spec).await;
        sales::price(db, event, 2_000, "USD").await;
        event
    }
}

/// One person at a computer of their own.
#[derive(Clone)]
struct Buyer {
    n: usize,
    /// First one server, then the other.
    servers: [std::net::SocketAddr; 2],
}

impl Buyer {
    async fn ask(
        &self,
        request: usize,
        path: &str,
        seal: Option<&str>,
        body: &Value,
    ) -> (u16, Value) {
        let server = self.servers[(self.n + request) % 2];
        let (from, key) =
            (format!("203.0.113.{}, 127.0.0.1", self.n), format!("{}-{request}", self.n));
        let token = seal.map(|seal| format!("Seal {seal}")).unwrap_or_default();
        let mut headers = vec![("x-forwarded-for", from.as_str()), ("idempotency-key", &key)];
        if seal.is_some() {
            headers.push(("authorization", &token));
        }
        let answer = request_with(server, "POST", path, &headers, &body.to_string()).await;
        let (status, told) = answer.unwrap();
        (status, serde_json::from_str(&told).unwrap_or_default())
    }

    /// Takes a seat at one server and opens the page at the other, with a double click: the payment,
    /// its link and its page, if there was a seat.
    async fn begin(self, event: models::EventId) -> Option<(Self, String, String, String)> {
        let body = json!({"event_id": event, "attendees": [
            {"email": format!("buyer{}@example.org", self.n), "full_name": format!("Buyer {}", self.n)}]});
        let (status, booking) = self.ask(0, "/api/v1/registrations", None, &body).await;
        if status != 201 {
            assert_eq!(booking["code"], "sold-out", "{booking}");
            return None;
        }
        let payment = booking["payment"]["id"].as_str().unwrap().to_owned();
        let seal = booking["payment"]["token"].as_str().unwrap().to_owned();
        let (path, body) =
            (format!("/api/v1/payments/{payment}/checkout"), json!({"return_to": "/me/events"}));
        let (one, other) = tokio::join!(
            self.ask(1, &path, Some(&seal), &body),
            self.ask(2, &path, Some(&seal), &body)
        );
        let opened = if one.0 == 200 { one } else { other };
        assert_eq!(opened.0, 200, "{}", opened.1);
        let page = opened.1["checkout_url"].as_str().unwrap();
        let session = page.rsplit('/').next().unwrap().split(['?', '#']).next().unwrap().to_owned();
        Some((self, payment, seal, session))
    }
}

/// What waits for a job, and pages that nobody closed.
async fn quiet(db: &PgPool) {
    let busy = || {
        sqlx::query_scalar!(
            r#"select count(*) as "busy!" from outbox where queue in ('settle-payment', 'refund-run')"#
        )
    };
    while busy().fetch_one(db).await.unwrap() > 0 {
        tokio::task::yield_now().await;
    }
}

/// The issue: K buyers for K−1 seats over HTTP with two server processes. Every message of Stripe
/// reaches both at once, while the buyers come back to one of them; a third of the buyers leave.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn buyers_of_two_servers_never_share_a_seat(db: PgPool) {
    let rivals = Rivals::start(&db).await;
    let seats = i32::try_from(BUYERS - 1).unwrap();
    let event = rivals.event(&db, seats).await;
    let servers = [rivals.servers[0].address, rivals.servers[1].address];
    let buyers: JoinSet<_> = (0..BUYERS).map(|n| Buyer { n, servers }.begin(event)).collect();
    let held: Vec<_> = buyers.join_all().await.into_iter().flatten().collect();
    assert_eq!(held.len(), BUYERS - 1, "one finds no seat");

    let mut doing = JoinSet::new();
    for (n, (buyer, payment, seal, session)) in held.iter().cloned().enumerate() {
        if n % 3 == 2 {
            doing.spawn(async move {
                let path = format!("/api/v1/payments/{payment}/cancel");
                buyer.ask(3, &path, Some(&seal), &json!({})).await.0
            });
            continue;
        }
        if n % 2 == 0 {
            rivals.stand.pay(&session, "declined").await.unwrap_err();
        }
        rivals.stand.pay(&session, "success").await.unwrap();
        doing.spawn(async move {
            let path = format!("/api/v1/payments/{payment}/confirm");
            buyer.ask(3, &path, Some(&seal), &json!({})).await.0
        });
    }
    for message in rivals.stand.take() {
        for server in servers {
            let (path, signature, body) =
                (message.path.clone(), message.signature.clone(), message.body.clone());
            doing.spawn(async move {
                let headers = [("stripe-signature", signature.as_str())];
                request_with(server, "POST", &path, &headers, &body).await.unwrap().0
            });
        }
    }
    let answers = doing.join_all().await;
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    quiet(&db).await;

    let row = sqlx::query!(
        r#"select (select count(*) from registrations where event_id = $1 and status = 'confirmed') as "seated!",
                  (select count(*) from payments where status = 'paid') as "paid!",
                  (select count(*) from payments where status = 'canceled') as "left!",
                  (select count(*) from ledger_journals where kind = 'settled') as "journals!",
                  (select count(*) from messages where message_key like 'registration-confirmed%') as "mails!",
                  (select coalesce(sum(amount_minor), 0)::bigint from ledger_entries) as "sum!""#,
        event as _
    );
    let row = row.fetch_one(&db).await.unwrap();
    let left = i64::try_from(held.len() / 3).unwrap();
    let paid = i64::try_from(held.len()).unwrap() - left;
    assert_eq!((row.seated, row.paid, row.journals, row.mails), (paid, paid, paid, paid));
    assert_eq!((row.left, row.sum), (left, 0));
    let pages = rivals.stand.objects("checkout.session");
    assert_eq!(pages.len(), held.len(), "a double click at two servers opens one page");
    let charged = rivals.stand.objects("payment_intent");
    let charged = charged.iter().filter(|intent| intent["status"] == "succeeded").count();
    assert_eq!(i64::try_from(charged).unwrap(), paid);
}

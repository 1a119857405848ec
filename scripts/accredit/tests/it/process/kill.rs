use std::collections::HashSet;

use sandbox::mail::Server;
use sqlx::PgPool;
use testkit::now;

use super::due::certificates_are_due;
use super::{Folder, serve, url};

/// Each makes three jobs: certificate, file, mail.
const PEOPLE: usize = 170;
const KILLS: usize = 3;
/// Deliveries that a server has under way at once.
const AT_ONCE: usize = 6;

/// How many jobs have ended, of all that there will be.
async fn ended(db: &PgPool) -> usize {
    let count = sqlx::query_scalar!(
        r#"select (select count(*) from certificates) + (select count(*) from certificates where pdf_object is not null)
                + (select count(*) from messages where state = 'sent') as "count!""#
    );
    usize::try_from(count.fetch_one(db).await.unwrap()).unwrap()
}

/// PL-11, R6: killed again and again in the middle of 510 jobs, the server makes each certificate
/// once and mails each once.
#[sqlx::test(migrator = "schema::MIGRATOR")]
async fn kill_nine_in_the_middle_of_500_jobs_loses_none_and_doubles_none(db: PgPool) {
    let jobs = certificates_are_due(&db, PEOPLE).await;
    db::outbox::push_all(&mut db.acquire().await.unwrap(), &jobs, now(), now()).await.unwrap();
    let (folder, post) = (Folder::new("kill"), Server::start(None).await.unwrap());
    let smtp = format!("smtp://{}", post.address);
    for kill in 1..=KILLS {
        let server = serve(&folder, &url(&db), Some(&smtp));
        while ended(&db).await < kill * 3 * PEOPLE / (KILLS + 1) {
            tokio::task::yield_now().await;
        }
        drop(server); // SIGKILL
    }
    let _server = serve(&folder, &url(&db), Some(&smtp));
    while ended(&db).await < 3 * PEOPLE {
        tokio::task::yield_now().await;
    }
    let rows = sqlx::query!(
        r#"select count(*) as "all!", count(distinct learner_id) as "people!", count(distinct number) as "numbers!",
                  (select count(*) from messages) as "mails!", (select count(*) from dead_jobs) as "dead!" from certificates"#
    );
    let rows = rows.fetch_one(&db).await.unwrap();
    let people = i64::try_from(PEOPLE).unwrap();
    assert_eq!(
        (rows.all, rows.people, rows.numbers, rows.mails, rows.dead),
        (people, people, people, people, 0)
    );
    let mails = post.inbox.mails();
    let reached: HashSet<_> = mails.iter().flat_map(|mail| mail.to.clone()).collect();
    assert_eq!((mails.len(), reached.len()), (PEOPLE, PEOPLE), "one mail for each person");
    // Whoever is killed between the mail server's answer and the commit sends the same mail again
    // under the same Message-ID (OU-13).
    let again: u32 = mails.iter().map(|mail| mail.deliveries - 1).sum();
    assert!(usize::try_from(again).unwrap() <= KILLS * AT_ONCE, "{again} sent again");
}

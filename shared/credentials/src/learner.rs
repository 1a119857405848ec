//! Learners: one person over all tenants, with an account or known by an address (CR-13).
//!
//! Two that turn out to be one are merged by a pointer. No row moves, so history stays where it
//! was made and no constraint can refuse the merge.

use chrono::{DateTime, Utc};
use models::{LearnerId, RegistrationId, UserId};
use sqlx::PgConnection;

/// Whose registration it is.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    /// The registration.
    pub registration: RegistrationId,
    /// The learner, past every merge.
    pub learner: LearnerId,
}

struct Person {
    registration: RegistrationId,
    user: Option<UserId>,
    email: Option<String>,
    email_key: Option<String>,
    learner: Option<LearnerId>,
}

/// The learners of these registrations; new ones are made. A registration whose person was
/// erased has none.
pub async fn of_registrations(
    conn: &mut PgConnection,
    registrations: &[RegistrationId],
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Known>> {
    let mut people = find(conn, registrations).await?;
    if people.iter().any(|person| person.learner.is_none()) {
        insert_missing(conn, &people, now).await?;
        people = find(conn, registrations).await?;
    }
    let known = |p: Person| Some(Known { registration: p.registration, learner: p.learner? });
    Ok(people.into_iter().filter_map(known).collect())
}

/// An address that an account has proven belongs to the account, also where nobody was signed in.
async fn find(
    conn: &mut PgConnection,
    registrations: &[RegistrationId],
) -> sqlx::Result<Vec<Person>> {
    sqlx::query_as!(
        Person,
        r#"select r.id as registration, coalesce(r.user_id, e.user_id) as "user?: UserId",
                  r.email, r.email_key,
                  case when coalesce(r.user_id, e.user_id) is null then guest.id
                       else owner.id end as "learner?: LearnerId"
             from registrations r
             left join user_emails e on e.address_key = r.email_key and r.user_id is null
             left join learners owner on owner.user_id = coalesce(r.user_id, e.user_id)
                   and owner.merged_into is null
             left join learners guest on guest.email_key = r.email_key and guest.user_id is null
                   and guest.merged_into is null
            where r.id = any ($1::uuid[]) and (r.user_id is not null or r.email_key is not null)
            order by r.id"#,
        registrations as _
    )
    .fetch_all(conn)
    .await
}

async fn insert_missing(
    conn: &mut PgConnection,
    people: &[Person],
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let missing: Vec<&Person> = people.iter().filter(|person| person.learner.is_none()).collect();
    let ids: Vec<LearnerId> = missing.iter().map(|_| LearnerId::new(now)).collect();
    let users: Vec<Option<UserId>> = missing.iter().map(|person| person.user).collect();
    let emails: Vec<Option<String>> = missing.iter().map(|p| p.email.clone()).collect();
    let keys: Vec<Option<String>> = missing.iter().map(|p| p.email_key.clone()).collect();
    sqlx::query!(
        "insert into learners (id, user_id, email, email_key, created_at)
         select id, user_id, email, email_key, $5
           from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[]) as person (id, user_id, email, email_key)
         on conflict do nothing",
        ids as _,
        users as _,
        emails as _,
        keys as _,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// An account has proven a mailbox: what was earned by that address is its own (AC-7). Saying it
/// twice changes nothing.
pub async fn claim(
    conn: &mut PgConnection,
    user: UserId,
    email_key: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let guest = sqlx::query_scalar!(
        "select id from learners
          where email_key = $1 and user_id is null and merged_into is null for no key update",
        email_key
    )
    .fetch_optional(&mut *conn)
    .await?;
    let Some(guest) = guest else { return Ok(()) };
    sqlx::query!(
        "insert into learners (id, user_id, created_at) values ($1, $2, $3)
         on conflict (user_id) where merged_into is null do nothing",
        LearnerId::new(now) as _,
        user as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update learners l set merged_into = own.id from learners own
          where own.user_id = $1 and own.merged_into is null and (l.id = $2 or l.merged_into = $2)",
        user as _,
        guest as _
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The learner past every merge, locked: whoever issues for this person waits here.
pub(crate) async fn lock(
    conn: &mut PgConnection,
    learner: LearnerId,
) -> sqlx::Result<Option<LearnerId>> {
    sqlx::query_scalar!(
        "select own.id from learners l join learners own on own.id = coalesce(l.merged_into, l.id)
          where l.id = $1 for no key update of own",
        learner as _
    )
    .fetch_optional(conn)
    .await
}

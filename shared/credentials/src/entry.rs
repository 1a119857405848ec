//! The learner's record: one verified entry for each award and each certificate without award
//! (CP-1). Nobody writes these but the transactions that make and take back what they tell of.

use chrono::{DateTime, NaiveDate, Utc};
use models::{AwardId, CertificateId, Credits, EntryId, Page, UserId};
use sqlx::PgConnection;

/// The entry of an award; of one that replaces another, the other's entry moves to it.
pub(crate) async fn of_award(
    conn: &mut PgConnection,
    award: AwardId,
    former: Option<AwardId>,
    seconds: i32,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let moved = sqlx::query!(
        "update cpd_entries e set award_id = a.id, credits = a.credits, activity_date = a.activity_date, seconds = $3,
                method = a.method, version = e.version + 1, updated_at = $4
           from awards a where a.id = $1 and e.award_id = $2",
        award as _,
        former as _,
        seconds,
        now
    )
    .execute(&mut *conn)
    .await?;
    if moved.rows_affected() > 0 {
        return Ok(());
    }
    sqlx::query!(
        "insert into cpd_entries (id, learner_id, source, award_id, activity_date, title, provider, seconds, credits, credit_type,
                                  method, created_at, updated_at)
         select $2, a.learner_id, 'award', a.id, a.activity_date, v.title, o.name, $3, a.credits, t.name, a.method, $4, $4
           from awards a join events v on v.id = a.event_id join organizations o on o.id = a.organization_id
           join credit_types t on t.id = a.credit_type_id where a.id = $1
         on conflict (award_id) where award_id is not null do nothing",
        award as _,
        EntryId::new(now) as _,
        seconds,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The entries of a certificate: those of its awards now lead to it; without awards it gets one.
pub(crate) async fn of_certificate(
    conn: &mut PgConnection,
    certificate: CertificateId,
    former: Option<CertificateId>,
    awards: &[AwardId],
    activity: (NaiveDate, i32, &str),
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    let (activity_date, seconds, method) = activity;
    if !awards.is_empty() {
        sqlx::query!(
            "update cpd_entries set certificate_id = $1, updated_at = $3 where award_id = any ($2::uuid[])",
            certificate as _,
            awards as _,
            now
        )
        .execute(conn)
        .await?;
        return Ok(());
    }
    let moved = sqlx::query!(
        "update cpd_entries set certificate_id = $1, withdrawn_at = null, withdrawn_note = null, updated_at = $3
          where certificate_id = $2 and award_id is null",
        certificate as _,
        former as _,
        now
    )
    .execute(&mut *conn)
    .await?;
    if moved.rows_affected() > 0 {
        return Ok(());
    }
    sqlx::query!(
        "insert into cpd_entries (id, learner_id, source, certificate_id, activity_date, title, provider, seconds, method,
                                  created_at, updated_at)
         select $2, c.learner_id, 'certificate', c.id, $3, v.title, o.name, $4, $5, $6, $6
           from certificates c join events v on v.id = c.event_id join organizations o on o.id = c.organization_id
          where c.id = $1
         on conflict (certificate_id) where award_id is null and certificate_id is not null do nothing",
        certificate as _,
        EntryId::new(now) as _,
        activity_date,
        seconds,
        method,
        now
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What was taken back stays in the record, with a note.
pub(crate) async fn withdraw(
    conn: &mut PgConnection,
    awards: &[AwardId],
    certificate: Option<CertificateId>,
    note: &str,
    now: DateTime<Utc>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update cpd_entries set withdrawn_at = $3, withdrawn_note = $4, version = version + 1, updated_at = $3
          where withdrawn_at is null
            and (award_id = any ($1::uuid[]) or (award_id is null and certificate_id = $2))",
        awards as _,
        certificate as _,
        now,
        note
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// A verified entry of one's own record.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which.
    pub id: EntryId,
    /// `award`, `certificate` or `imported`.
    pub source: String,
    /// The day that decides.
    pub activity_date: NaiveDate,
    /// What it was.
    pub title: String,
    /// Who held it.
    pub provider: Option<String>,
    /// Counted time.
    pub seconds: Option<i32>,
    /// How much credit.
    pub credits: Option<Credits>,
    /// Of what kind.
    pub credit_type: Option<String>,
    /// One of it.
    pub unit_one: Option<String>,
    /// Several of it.
    pub unit_many: Option<String>,
    /// How the learner took part.
    pub method: Option<String>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// Why.
    pub withdrawn_note: Option<String>,
    /// Its certificate.
    pub certificate_id: Option<CertificateId>,
    /// The certificate's number.
    pub number: Option<String>,
    /// The certificate's code.
    pub code: Option<String>,
    /// Where the certificate is in its life.
    pub certificate_status: Option<crate::certificate::Status>,
    /// The certificate's file is there.
    pub ready: bool,
}

/// One's own verified entries, latest activity first.
pub async fn list(
    conn: &mut PgConnection,
    user: UserId,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
    page: Page<(NaiveDate, EntryId)>,
) -> sqlx::Result<Vec<Entry>> {
    let (before, before_id) = page.after.unzip();
    sqlx::query_as!(
        Entry,
        r#"select e.id, e.source, e.activity_date, e.title, e.provider, e.seconds, e.credits as "credits: Credits", e.credit_type,
                  t.unit_one as "unit_one?", t.unit_many as "unit_many?", e.method, e.withdrawn_at, e.withdrawn_note,
                  c.id as "certificate_id?: CertificateId", c.number as "number?", c.code as "code?",
                  c.status as "certificate_status?: crate::certificate::Status",
                  coalesce(c.rendered_at is not null, false) as "ready!"
             from learners own
             join learners l on l.id = own.id or l.merged_into = own.id
             join cpd_entries e on e.learner_id = l.id
             left join awards a on a.id = e.award_id left join credit_types t on t.id = a.credit_type_id
             left join certificates c on c.id = e.certificate_id
            where own.user_id = $1 and own.merged_into is null and e.source <> 'own'
              and ($2::date is null or e.activity_date >= $2) and ($3::date is null or e.activity_date <= $3)
              and ($4::date is null or (e.activity_date, e.id) < ($4, $5::uuid))
            order by e.activity_date desc, e.id desc limit $6"#,
        user as _,
        from,
        to,
        before,
        before_id as _,
        page.probe()
    )
    .fetch_all(conn)
    .await
}

/// The sum of one kind of credit.
#[derive(Clone, Debug)]
pub struct Total {
    /// Of what kind.
    pub credit_type: String,
    /// Several of it.
    pub unit: String,
    /// How much.
    pub credits: Credits,
    /// Of how many entries.
    pub entries: i64,
}

/// Sums over everything that counts: of two live awards for one offering, from before a merge,
/// the higher one (CR-13).
pub async fn totals(
    conn: &mut PgConnection,
    user: UserId,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> sqlx::Result<Vec<Total>> {
    sqlx::query_as!(
        Total,
        r#"with counted as (
              select distinct on (a.event_id, a.round, a.session_id, a.credit_type_id) a.credit_type_id, e.credits
                from learners own join learners l on l.id = own.id or l.merged_into = own.id
                join cpd_entries e on e.learner_id = l.id join awards a on a.id = e.award_id
               where own.user_id = $1 and own.merged_into is null and e.withdrawn_at is null and a.status = 'active'
                 and ($2::date is null or e.activity_date >= $2) and ($3::date is null or e.activity_date <= $3)
               order by a.event_id, a.round, a.session_id, a.credit_type_id, e.credits desc
           )
           select b.short_name || ' ' || t.name as "credit_type!", t.unit_many as unit,
                  sum(c.credits)::integer as "credits!: Credits", count(*) as "entries!"
             from counted c join credit_types t on t.id = c.credit_type_id join awarding_bodies b on b.id = t.body_id
            group by b.short_name, t.name, t.unit_many order by 1"#,
        user as _,
        from,
        to
    )
    .fetch_all(conn)
    .await
}

/// Counted seconds over everything that was not withdrawn, each event once.
pub async fn total_seconds(
    conn: &mut PgConnection,
    user: UserId,
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select coalesce(sum(seconds), 0)::bigint as "seconds!" from (
              select max(e.seconds) as seconds
                from learners own join learners l on l.id = own.id or l.merged_into = own.id
                join cpd_entries e on e.learner_id = l.id
                left join awards a on a.id = e.award_id left join certificates c on c.id = e.certificate_id
               where own.user_id = $1 and own.merged_into is null and e.withdrawn_at is null and e.source <> 'own'
                 and ($2::date is null or e.activity_date >= $2) and ($3::date is null or e.activity_date <= $3)
               group by coalesce(a.event_id, c.event_id, e.id)) as event"#,
        user as _,
        from,
        to
    )
    .fetch_one(conn)
    .await
}

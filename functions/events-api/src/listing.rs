//! The rows of a list of events.
//!
//! Postgres soon plans a prepared statement once for all parameters. To it, eight filters that may
//! each be absent let hardly a row through, and it sorted all events of the organization for every
//! page. So the common list, which nothing narrows down, is a statement of its own that walks along
//! `events_organization_page_idx`; and the page is cut before anything is joined or counted.

use auth::{Org, ReadEvents};
use chrono::{DateTime, Utc};
use events::event::{Format, Kind, Status, Visibility};
use models::{EventId, TimeZone};
use sqlx::PgConnection;
use web::PageOf;

/// An event as the database tells it.
pub(crate) struct Row {
    pub(crate) id: EventId,
    pub(crate) title: String,
    pub(crate) slug: String,
    pub(crate) status: Status,
    pub(crate) kind: Kind,
    pub(crate) format: Format,
    pub(crate) visibility: Visibility,
    pub(crate) time_zone: TimeZone,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) capacity: Option<i32>,
    pub(crate) confirmed: i64,
    pub(crate) waitlisted: i64,
    pub(crate) small_object: Option<String>,
}

/// What narrows a list down.
#[derive(Default)]
pub(crate) struct Filter {
    pub(crate) statuses: Option<Vec<String>>,
    pub(crate) kinds: Option<Vec<String>>,
    pub(crate) formats: Option<Vec<String>>,
    pub(crate) starts_after: Option<DateTime<Utc>>,
    pub(crate) starts_before: Option<DateTime<Utc>>,
    pub(crate) like: Option<String>,
}

impl Filter {
    fn is_empty(&self) -> bool {
        let words = self.statuses.is_none() && self.kinds.is_none() && self.formats.is_none();
        words && self.starts_after.is_none() && self.starts_before.is_none() && self.like.is_none()
    }
}

type Page = PageOf<(DateTime<Utc>, EventId)>;

macro_rules! listed {
    ($place:literal, $filters:literal, $order:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            Row,
            r#"select e.id as "id: EventId", e.title, l.slug, e.status as "status: Status", e.type as "kind: Kind", e.format, e.visibility,
                      e.time_zone, e.starts_at, e.ends_at, p.capacity,
                      (select count(*) from registrations r where r.event_id = e.id and r.status = 'confirmed') as "confirmed!",
                      (select count(*) from registrations r where r.event_id = e.id and r.status = 'waitlisted') as "waitlisted!",
                      (select i.small_object from event_images i where i.event_id = e.id) as small_object
                 from (select e.id, e.title, e.status, e.type, e.format, e.visibility, e.time_zone, e.starts_at, e.ends_at
                         from events e
                        where e.organization_id = $1 and e.course_id is null and "# + $place + $filters + $order + r#" limit $4) e
                 join event_slugs l on l.event_id = e.id and l.current
                 join seat_pools p on p.event_id = e.id and p.scope = 'event' "# + $order,
            $($argument),+
        )
    };
}

macro_rules! page {
    ($name:ident, $place:literal, $order:literal, $about:literal) => {
        #[doc = $about]
        pub(crate) async fn $name(
            conn: &mut PgConnection,
            org: &Org<ReadEvents>,
            filter: &Filter,
            page: &Page,
        ) -> sqlx::Result<Vec<Row>> {
            let (at, id) = page.page.after.unzip();
            if org.scope.is_none() && filter.is_empty() {
                return listed!($place, "", $order, org.id as _, at, id as _, page.page.probe())
                    .fetch_all(conn)
                    .await;
            }
            listed!(
                $place,
                " and ($5::uuid[] is null or e.id = any($5))
                  and ($6::text[] is null or e.status = any($6))
                  and ($7::text[] is null or e.type = any($7))
                  and ($8::text[] is null or e.format = any($8))
                  and ($9::timestamptz is null or e.starts_at >= $9)
                  and ($10::timestamptz is null or e.starts_at < $10)
                  and ($11::text is null or folded(e.title) like folded($11))",
                $order,
                org.id as _,
                at,
                id as _,
                page.page.probe(),
                org.scope.as_deref() as _,
                filter.statuses.as_deref(),
                filter.kinds.as_deref(),
                filter.formats.as_deref(),
                filter.starts_after,
                filter.starts_before,
                filter.like
            )
            .fetch_all(conn)
            .await
        }
    };
}

page!(
    latest,
    "(e.starts_at, e.id) < (coalesce($2, 'infinity'::timestamptz), coalesce($3, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))",
    " order by e.starts_at desc, e.id desc",
    "Latest start first."
);
page!(
    soonest,
    "(e.starts_at, e.id) > (coalesce($2, '-infinity'::timestamptz), coalesce($3, '00000000-0000-0000-0000-000000000000'::uuid))",
    " order by e.starts_at, e.id",
    "Soonest start first."
);

//! The rows of a list of registrations.
//!
//! Postgres soon plans a prepared statement once for all parameters. To it, filters that may each be
//! absent let hardly a row through, so it would read all people of an event for every page. The
//! common list, which nothing narrows down, is a statement of its own that walks along
//! `registrations_page_idx`; and a page is cut before anything is joined.

use auth::{Org, ReadRegistrations};
use events::presence;
use events::registration::{Mode, Source, Status};
use models::{EventId, RegistrationId, UserId};
use sqlx::PgConnection;
use web::PageOf;

use crate::list_registrations::{ListedRegistration, Place};

/// Of which event, and what narrows the list down.
pub(crate) struct Filter {
    pub(crate) event: EventId,
    pub(crate) statuses: Option<Vec<&'static str>>,
    pub(crate) mode: Option<Mode>,
    pub(crate) presence: Option<Vec<String>>,
    pub(crate) like: Option<String>,
}

impl Filter {
    fn is_empty(&self) -> bool {
        let words = self.statuses.is_none() && self.presence.is_none();
        words && self.mode.is_none() && self.like.is_none()
    }
}

type Page = PageOf<Place>;

macro_rules! listed {
    ($place:literal, $filters:literal, $order:literal, $($argument:expr),+) => {
        sqlx::query_as!(
            ListedRegistration,
            r#"select r.id as "id: RegistrationId", r.status as "status: Status", r.mode, r.email, r.full_name, r.unnamed as "unnamed!", r.professional_title,
                      r.organization_name, r.user_id as "user_id: UserId", b.source as "source: Source", r.created_at, r.confirmed_at,
                      r.cancelled_at, r.waitlisted_at, r.waitlist_priority, p.status as "presence?: presence::Status",
                      p.counted_seconds as "counted_seconds?", r.version,
                      (select c.code from certificates c where c.registration_id = r.id and c.status = 'active'
                        order by c.issued_at desc, c.id desc limit 1) as certificate_code
                 from (select r.id, r.status, r.mode, r.email, r.full_name, r.unnamed, r.professional_title, r.organization_name, r.user_id,
                              r.created_at, r.confirmed_at, r.cancelled_at, r.waitlisted_at, r.waitlist_priority, r.version, r.booking_id
                         from registrations r
                        where r.event_id = (select e.id from events e where e.organization_id = $1 and e.id = $2
                                               and ($3::uuid[] is null or e.id = any($3))) and "#
                + $place + $filters + $order + r#" limit $6) r
                 join bookings b on b.id = r.booking_id
                 left join presence_summaries p on p.registration_id = r.id "# + $order,
            $($argument),+
        )
    };
}

macro_rules! page {
    ($name:ident, $key:pat => $at:expr, $place:literal, $order:literal, $about:literal) => {
        #[doc = $about]
        pub(crate) async fn $name(
            conn: &mut PgConnection,
            org: &Org<ReadRegistrations>,
            filter: &Filter,
            page: &Page,
        ) -> sqlx::Result<Vec<ListedRegistration>> {
            let (at, id) = match &page.page.after {
                Some($key) => $at,
                _ => (None, None),
            };
            if filter.is_empty() {
                let scope = org.scope.as_deref();
                return listed!($place, "", $order, org.id as _, filter.event as _, scope as _, at, id as _, page.page.probe())
                    .fetch_all(conn)
                    .await;
            }
            listed!(
                $place,
                " and ($7::text[] is null or r.status = any($7))
                  and ($8::text is null or r.mode = $8)
                  and ($9::text[] is null
                       or exists (select from presence_summaries s where s.registration_id = r.id and s.status = any($9)))
                  and ($10::text is null or folded(coalesce(r.full_name, '') || ' ' || coalesce(r.email, '')) like folded($10))",
                $order,
                org.id as _,
                filter.event as _,
                org.scope.as_deref() as _,
                at,
                id as _,
                page.page.probe(),
                filter.statuses.as_deref() as _,
                filter.mode.map(Mode::name),
                filter.presence.as_deref() as _,
                filter.like
            )
            .fetch_all(conn)
            .await
        }
    };
}

page!(
    newest,
    Place::Time(at, id) => (Some(*at), Some(*id)),
    "(r.created_at, r.id) < (coalesce($4, 'infinity'::timestamptz), coalesce($5, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid))",
    " order by r.created_at desc, r.id desc",
    "Latest first."
);
page!(
    by_name,
    Place::Name(name, id) => (Some(name.as_str()), Some(*id)),
    "(coalesce(r.full_name, ''), r.id) > (coalesce($4, ''), coalesce($5, '00000000-0000-0000-0000-000000000000'::uuid))",
    " order by coalesce(r.full_name, ''), r.id",
    "By name."
);

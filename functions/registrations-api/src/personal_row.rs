//! What is read of a registration for its own page, in one query.

use auth::Holder;
use chrono::{DateTime, Utc};
use events::event::{self, Format, Kind, Visibility};
use events::question::Asked;
use events::registration::{MOST_TRANSFERS, Mode, NameShown, Status};
use models::{EventId, OrgId, RegistrationId, SessionId, TicketTypeId, TimeZone};
use serde::Deserialize;
use sqlx::PgConnection;
use sqlx::types::Json as Jsonb;

use crate::paying::PlacePayment;
use crate::shown::ShownAnswer;

#[derive(Deserialize)]
pub(crate) struct SessionRow {
    pub(crate) id: SessionId,
    pub(crate) title: String,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) mode: Format,
    pub(crate) room: Option<String>,
    pub(crate) cancelled: bool,
}

/// A registration with everything that its page shows.
pub(crate) struct Row {
    pub(crate) id: RegistrationId,
    pub(crate) link_generation: i32,
    pub(crate) status: Status,
    pub(crate) mode: Mode,
    pub(crate) email: Option<String>,
    pub(crate) full_name: Option<String>,
    pub(crate) professional_title: Option<String>,
    pub(crate) organization_name: Option<String>,
    pub(crate) name_shown: NameShown,
    pub(crate) waitlist_position: Option<i64>,
    pub(crate) offer_expires_at: Option<DateTime<Utc>>,
    pub(crate) hold_expires_at: Option<DateTime<Utc>>,
    pub(crate) confirmed_at: Option<DateTime<Utc>>,
    pub(crate) cancelled_at: Option<DateTime<Utc>>,
    pub(crate) cancel_reason: Option<String>,
    pub(crate) version: i32,
    pub(crate) unnamed: bool,
    pub(crate) transfers: i64,
    pub(crate) may_decline_move: bool,
    pub(crate) names_locked_at: Option<DateTime<Utc>>,
    pub(crate) ticket_type_id: TicketTypeId,
    pub(crate) session_ids: Vec<SessionId>,
    pub(crate) payment: Option<Jsonb<PlacePayment>>,
    pub(crate) answers: Jsonb<Vec<ShownAnswer>>,
    pub(crate) questions: Jsonb<Vec<Asked>>,
    pub(crate) sessions: Jsonb<Vec<SessionRow>>,
    pub(crate) event_id: EventId,
    pub(crate) slug: String,
    pub(crate) title: String,
    pub(crate) summary: Option<String>,
    pub(crate) kind: Kind,
    pub(crate) format: Format,
    pub(crate) event_status: event::Status,
    pub(crate) visibility: Visibility,
    pub(crate) time_zone: TimeZone,
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) ends_at: DateTime<Utc>,
    pub(crate) venue_name: Option<String>,
    pub(crate) venue_address: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) event_cancel_reason: Option<String>,
    pub(crate) zoom_planned: bool,
    pub(crate) online_url: Option<String>,
    pub(crate) cancel_until_minutes: i32,
    pub(crate) alt: Option<String>,
    pub(crate) large_object: Option<String>,
    pub(crate) small_object: Option<String>,
    pub(crate) organizer_id: OrgId,
    pub(crate) organizer: String,
    pub(crate) organizer_slug: Option<String>,
}

impl Row {
    /// Whether it can be passed on now (RG-18).
    pub(crate) fn can_transfer(&self, now: DateTime<Utc>) -> bool {
        let goes_on = matches!(self.event_status, event::Status::Published | event::Status::Live);
        let locked = self.names_locked_at.is_some_and(|at| at <= now);
        let passed_on = self.transfers >= MOST_TRANSFERS;
        self.status == Status::Confirmed
            && goes_on
            && now < self.starts_at
            && !(self.unnamed || locked || passed_on)
    }
}

/// The registration, if it is this holder's.
pub(crate) async fn row(
    conn: &mut PgConnection,
    id: RegistrationId,
    holder: &Holder,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        r#"select r.id as "id!: RegistrationId", r.link_generation as "link_generation!", r.status as "status!: Status", r.mode as "mode!: Mode", r.email, r.full_name,
                  r.professional_title, r.organization_name, r.name_shown as "name_shown!: NameShown",
                  case when r.status = 'waitlisted' then
                      (select 1 + count(*) from registrations w where w.event_id = r.event_id and w.status = 'waitlisted'
                          and (-w.waitlist_priority, w.waitlisted_at, w.id) < (-r.waitlist_priority, r.waitlisted_at, r.id)) end as waitlist_position,
                  r.offer_expires_at, r.hold_expires_at, (select jsonb_build_object('id', p.id, 'status', p.status, 'generation', p.link_generation,
                                'total', jsonb_build_object('amount', p.total_minor, 'currency', p.currency),
                                'refunded', jsonb_build_object('amount', p.refunded_minor, 'currency', p.currency),
                                'code_dropped', case when p.dropped_code is not null then
                                    jsonb_build_object('code', p.dropped_code, 'reason', p.dropped_code_reason) end,
                                'own', (r.unnamed and not exists (select from payment_items o where o.payment_id = p.id and o.registration_id <> r.id))
                                       or p.buyer_email_key = r.email_key or p.buyer_user_id = r.user_id)
                     from payment_items i join payments p on p.id = i.payment_id where i.registration_id = r.id
                    order by i.closed_at is not null, p.created_at desc limit 1) as "payment?: Jsonb<PlacePayment>",
                  r.confirmed_at, r.cancelled_at, r.cancel_reason, r.version as "version!",
                  r.unnamed as "unnamed!", s.names_locked_at, r.ticket_type_id as "ticket_type_id!: TicketTypeId",
                  array(select c.session_id from session_choices c where c.registration_id = r.id) as "session_ids!: Vec<SessionId>",
                  coalesce(b.created_at < e.refund_offered_at and e.starts_at > $4, false) as "may_decline_move!",
                  (with recursive before as (
                       select r.transferred_from as id
                       union all
                       select p.transferred_from from registrations p join before on p.id = before.id)
                   select count(before.id) from before) as "transfers!",
                  coalesce((select jsonb_agg(jsonb_build_object('question_id', q.id, 'label', q.label, 'kind', q.kind, 'value', a.value,
                                                                'options', q.options) order by q.position)
                              from question_answers a join questions q on q.id = a.question_id where a.registration_id = r.id),
                           '[]') as "answers!: Jsonb<Vec<ShownAnswer>>",
                  coalesce((select jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'label', q.label, 'help', q.help,
                                    'required', q.required, 'options', q.options, 'max', q.max::int) order by q.position)
                              from questions q where q.event_id = e.id and q.archived_at is null), '[]') as "questions!: Jsonb<Vec<Asked>>",
                  coalesce((select jsonb_agg(jsonb_build_object('id', n.id, 'title', n.title, 'starts_at', n.starts_at, 'ends_at', n.ends_at,
                                    'mode', n.mode, 'room', n.room, 'cancelled', n.cancelled_at is not null) order by n.position)
                              from sessions n where n.event_id = e.id), '[]') as "sessions!: Jsonb<Vec<SessionRow>>",
                  e.id as "event_id!: EventId", l.slug as "slug!", e.title as "title!", e.summary, e.type as "kind!: Kind", e.format as "format!: Format",
                  e.status as "event_status!: event::Status", e.visibility as "visibility!: Visibility", e.time_zone as "time_zone!: TimeZone", e.starts_at as "starts_at!", e.ends_at as "ends_at!", e.venue_name,
                  e.venue_address, e.country, e.cancel_reason as event_cancel_reason, e.zoom_planned as "zoom_planned!", e.online_url, s.cancel_until_minutes as "cancel_until_minutes!",
                  i.alt as "alt?", i.large_object as "large_object?", i.small_object as "small_object?",
                  o.id as "organizer_id!: OrgId", o.name as "organizer!", g.slug as "organizer_slug?"
             from registrations r
             join bookings b on b.id = r.booking_id
             join events e on e.id = r.event_id
             join event_settings s on s.event_id = e.id
             join event_slugs l on l.event_id = e.id and l.current
             join organizations o on o.id = e.organization_id
             left join organization_slugs g on g.organization_id = o.id and g.current and o.public_at is not null
             left join event_images i on i.event_id = e.id
            where r.id = $1 and (r.id = $2 or r.user_id = $3)"#,
        id as _,
        holder.registration() as _,
        holder.user() as _,
        now
    )
    .fetch_optional(conn)
    .await
}

//! A registration as its holder and its organizer see it.

use chrono::{DateTime, Utc};
use events::event;
use events::question;
use events::registration::{By, Mode, NameShown, Source, Status, cancel_closes_at};
use models::{
    BookingId, EventId, QuestionId, RegistrationId, SessionId, TicketTypeId, TimeZone, UserId,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use utoipa::ToSchema;
use web::{Problem, Tagged};

use crate::paying::PlacePayment;

/// A registration with answers; for members also its history.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Registration)]
pub(crate) struct ShownRegistration {
    id: RegistrationId,
    event_id: EventId,
    booking_id: BookingId,
    status: Status,
    mode: Mode,
    ticket: ShownTicket,
    email: Option<String>,
    email_verified: bool,
    user_id: Option<UserId>,
    full_name: Option<String>,
    /// Booked without a name: nobody can join or earn credit on it yet.
    unnamed: bool,
    /// Whose place it was before.
    transferred_from: Option<RegistrationId>,
    /// Optional or parallel sessions that were picked.
    session_ids: Vec<SessionId>,
    professional_title: Option<String>,
    organization_name: Option<String>,
    name_shown: NameShown,
    source: Source,
    locale: String,
    time_zone: TimeZone,
    created_at: DateTime<Utc>,
    confirmed_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    cancel_reason: Option<String>,
    waitlisted_at: Option<DateTime<Utc>>,
    waitlist_position: Option<i64>,
    waitlist_priority: i32,
    offer_expires_at: Option<DateTime<Utc>>,
    hold_expires_at: Option<DateTime<Utc>>,
    /// What pays for the place, or did last. To members it opens nothing.
    payment: Option<PlacePayment>,
    ticket_code: String,
    extra_time_percent: i32,
    can_cancel: bool,
    cancel_closes_at: Option<DateTime<Utc>>,
    answers: Vec<ShownAnswer>,
    changes: Vec<ShownChange>,
    version: i32,
}

/// The ticket that somebody holds.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShownTicket {
    id: TicketTypeId,
    name: String,
}

/// An answer with its question.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegistrationAnswer)]
pub(crate) struct ShownAnswer {
    question_id: QuestionId,
    label: String,
    kind: question::Kind,
    #[schema(value_type = Value)]
    value: Value,
    /// The label of an option, or yes and no.
    #[serde(default)]
    shown: String,
    #[serde(default, skip_serializing)]
    options: Vec<question::Choice>,
}

impl ShownAnswer {
    /// With the words for it.
    pub(crate) fn worded(mut self) -> Self {
        self.shown = match &self.value {
            Value::Bool(true) => "Yes".to_owned(),
            Value::Bool(false) => "No".to_owned(),
            Value::String(text) => {
                let chosen = self.options.iter().find(|option| option.key == *text);
                chosen.map_or_else(|| text.clone(), |option| option.label.clone())
            }
            other => other.to_string(),
        };
        self
    }
}

/// A line of the history.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegistrationChange)]
pub(crate) struct ShownChange {
    from_status: Option<Status>,
    to_status: Status,
    actor: Option<ShownActor>,
    reason: Option<String>,
    at: DateTime<Utc>,
}

/// Who did it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = RegistrationActor)]
pub(crate) struct ShownActor {
    id: UserId,
    name: String,
}

struct Row {
    id: RegistrationId,
    event_id: EventId,
    booking_id: BookingId,
    status: Status,
    mode: Mode,
    ticket_id: TicketTypeId,
    ticket_name: String,
    email: Option<String>,
    email_verified_at: Option<DateTime<Utc>>,
    user_id: Option<UserId>,
    full_name: Option<String>,
    unnamed: bool,
    transferred_from: Option<RegistrationId>,
    session_ids: Vec<SessionId>,
    professional_title: Option<String>,
    organization_name: Option<String>,
    name_shown: NameShown,
    source: Source,
    locale: String,
    time_zone: TimeZone,
    created_at: DateTime<Utc>,
    confirmed_at: Option<DateTime<Utc>>,
    cancelled_at: Option<DateTime<Utc>>,
    cancel_reason: Option<String>,
    waitlisted_at: Option<DateTime<Utc>>,
    waitlist_position: Option<i64>,
    waitlist_priority: i32,
    offer_expires_at: Option<DateTime<Utc>>,
    hold_expires_at: Option<DateTime<Utc>>,
    may_decline_move: bool,
    payment: Option<Json<PlacePayment>>,
    ticket_code: String,
    extra_time_percent: i32,
    version: i32,
    event_status: event::Status,
    starts_at: DateTime<Utc>,
    cancel_until_minutes: i32,
    answers: Json<Vec<ShownAnswer>>,
    changes: Json<Vec<ShownChange>>,
}

/// What decides until when a place may be given up.
#[derive(Clone, Copy)]
pub(crate) struct Times {
    pub(crate) starts_at: DateTime<Utc>,
    pub(crate) cancel_until_minutes: i32,
    /// The event was moved after the booking, with the offer to give the money back (EV-12).
    pub(crate) may_decline_move: bool,
}

/// Whether this caller may give the place up now, and until when.
pub(crate) fn cancellation(
    by: By,
    status: Status,
    event: event::Status,
    times: Times,
    now: DateTime<Utc>,
) -> (bool, Option<DateTime<Utc>>) {
    if !status.is_live() {
        return (false, None);
    }
    match by {
        By::Organizer(_) => {
            (!matches!(event, event::Status::Closed | event::Status::Cancelled), None)
        }
        By::Holder(_) if !status.is_seated() => (true, None),
        By::Holder(_) => {
            let minutes = if times.may_decline_move { 0 } else { times.cancel_until_minutes };
            let closes_at = cancel_closes_at(times.starts_at, minutes);
            (now < closes_at, Some(closes_at))
        }
    }
}

/// The registration, for this caller, with its version.
pub(crate) async fn shown(
    conn: &mut PgConnection,
    id: RegistrationId,
    by: By,
    now: DateTime<Utc>,
) -> web::Result<Tagged<ShownRegistration>> {
    let row =
        row(conn, id, matches!(by, By::Organizer(_)), now).await?.ok_or_else(Problem::not_found)?;
    let times = Times {
        starts_at: row.starts_at,
        cancel_until_minutes: row.cancel_until_minutes,
        may_decline_move: row.may_decline_move,
    };
    let (can_cancel, cancel_closes_at) = cancellation(by, row.status, row.event_status, times, now);
    let body = ShownRegistration {
        id: row.id,
        event_id: row.event_id,
        booking_id: row.booking_id,
        status: row.status,
        mode: row.mode,
        ticket: ShownTicket { id: row.ticket_id, name: row.ticket_name },
        email: row.email,
        email_verified: row.email_verified_at.is_some(),
        user_id: row.user_id,
        full_name: row.full_name,
        unnamed: row.unnamed,
        transferred_from: row.transferred_from,
        session_ids: row.session_ids,
        professional_title: row.professional_title,
        organization_name: row.organization_name,
        name_shown: row.name_shown,
        source: row.source,
        locale: row.locale,
        time_zone: row.time_zone,
        created_at: row.created_at,
        confirmed_at: row.confirmed_at,
        cancelled_at: row.cancelled_at,
        cancel_reason: row.cancel_reason,
        waitlisted_at: row.waitlisted_at,
        waitlist_position: row.waitlist_position,
        waitlist_priority: row.waitlist_priority,
        offer_expires_at: row.offer_expires_at,
        hold_expires_at: row.hold_expires_at,
        payment: row.payment.map(|payment| payment.0),
        ticket_code: row.ticket_code,
        extra_time_percent: row.extra_time_percent,
        can_cancel,
        cancel_closes_at,
        answers: row.answers.0.into_iter().map(ShownAnswer::worded).collect(),
        changes: row.changes.0,
        version: row.version,
    };
    Ok(Tagged { version: body.version, body })
}

async fn row(
    conn: &mut PgConnection,
    id: RegistrationId,
    history: bool,
    now: DateTime<Utc>,
) -> sqlx::Result<Option<Row>> {
    sqlx::query_as!(
        Row,
        r#"select r.id as "id: RegistrationId", r.event_id as "event_id: EventId", r.booking_id as "booking_id: BookingId",
                  r.status as "status: Status", r.mode, t.id as "ticket_id: TicketTypeId", t.name as ticket_name, r.email,
                  r.email_verified_at, r.user_id as "user_id: UserId", r.full_name, r.unnamed as "unnamed!",
                  r.transferred_from as "transferred_from: RegistrationId",
                  array(select c.session_id from session_choices c where c.registration_id = r.id) as "session_ids!: Vec<SessionId>",
                  coalesce(b.created_at < e.refund_offered_at and e.starts_at > $3, false) as "may_decline_move!", r.professional_title, r.organization_name,
                  r.name_shown as "name_shown: NameShown", b.source as "source: Source", r.locale, r.time_zone as "time_zone: TimeZone",
                  r.created_at, r.confirmed_at, r.cancelled_at, r.cancel_reason, r.waitlisted_at,
                  case when r.status = 'waitlisted' then
                      (select 1 + count(*) from registrations w where w.event_id = r.event_id and w.status = 'waitlisted'
                          and (-w.waitlist_priority, w.waitlisted_at, w.id) < (-r.waitlist_priority, r.waitlisted_at, r.id)) end as waitlist_position,
                  r.waitlist_priority, r.offer_expires_at, r.hold_expires_at, (select jsonb_build_object('id', p.id, 'status', p.status, 'generation', p.link_generation,
                                'total', jsonb_build_object('amount', p.total_minor, 'currency', p.currency),
                                'refunded', jsonb_build_object('amount', p.refunded_minor, 'currency', p.currency),
                                'code_dropped', case when p.dropped_code is not null then
                                    jsonb_build_object('code', p.dropped_code, 'reason', p.dropped_code_reason) end,
                                'own', p.buyer_email_key = r.email_key or p.buyer_user_id = r.user_id)
                     from payment_items i join payments p on p.id = i.payment_id where i.registration_id = r.id
                    order by i.closed_at is not null, p.created_at desc limit 1) as "payment?: Json<PlacePayment>", r.ticket_code, r.extra_time_percent, r.version,
                  e.status as "event_status: event::Status", e.starts_at, s.cancel_until_minutes,
                  coalesce((select jsonb_agg(jsonb_build_object('question_id', q.id, 'label', q.label, 'kind', q.kind, 'value', a.value,
                                                                'options', q.options) order by q.position)
                              from question_answers a join questions q on q.id = a.question_id where a.registration_id = r.id),
                           '[]') as "answers!: Json<Vec<ShownAnswer>>",
                  coalesce((select jsonb_agg(jsonb_build_object('from_status', c.from_status, 'to_status', c.to_status, 'reason', c.reason,
                                                'at', c.at, 'actor', case when u.id is not null then
                                                    jsonb_build_object('id', u.id, 'name', coalesce(u.full_name, 'Somebody')) end)
                                              order by c.at desc, c.id desc)
                              from registration_changes c left join users u on u.id = c.actor where c.registration_id = r.id and $2),
                           '[]') as "changes!: Json<Vec<ShownChange>>"
             from registrations r
             join events e on e.id = r.event_id
             join event_settings s on s.event_id = e.id
             join ticket_types t on t.id = r.ticket_type_id
             join bookings b on b.id = r.booking_id
            where r.id = $1"#,
        id as _,
        history,
        now
    )
    .fetch_optional(conn)
    .await
}

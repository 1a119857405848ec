//! Everything that decides about a registration, read in one query under the lock of the event's
//! seats: a row for each attendee.

use chrono::{DateTime, Utc};
use models::{
    Access, EventId, LinkKey, OrgId, OrgLimits, RegistrationId, Seal, SealKind, SessionId,
    TicketTypeId, TimeZone, UserId,
};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::queue::Rules;
use super::{Attendee, Mode};
use crate::event::{self, Format, Visibility};
use crate::question::Asked;

/// What opens a private event to a stranger (EV-4).
#[derive(Clone, Copy)]
pub struct AccessKey<'a> {
    /// Checks the key.
    pub links: &'a LinkKey,
    /// What the stranger brought.
    pub seal: Option<&'a Seal>,
}

impl AccessKey<'_> {
    /// Whether the key was made for this event and has not been replaced.
    #[must_use]
    pub fn opens(&self, event: EventId, generation: i32) -> bool {
        self.seal.is_some_and(|seal| {
            seal.id == Uuid::from(event)
                && self.links.opens(seal, SealKind::EventAccess, generation)
        })
    }
}

#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "a row of the query, not a state")]
pub(super) struct Facts {
    pub(super) organization_id: OrgId,
    pub(super) status: event::Status,
    pub(super) starts_at: DateTime<Utc>,
    pub(super) ends_at: DateTime<Utc>,
    pub(super) time_zone: TimeZone,
    pub(super) format: Format,
    pub(super) visibility: Visibility,
    pub(super) access_generation: i32,
    pub(super) registration_opens_at: Option<DateTime<Utc>>,
    pub(super) registration_closes_at: Option<DateTime<Utc>>,
    pub(super) guests_allowed: bool,
    /// The organizer decides about each person (RG-21).
    pub(super) approval_required: bool,
    pub(super) names_locked_at: Option<DateTime<Utc>>,
    pub(super) waitlist_max: i32,
    pub(super) waitlist_offer_minutes: i32,
    pub(super) waitlist_auto_confirm: bool,
    pub(super) hold_minutes: i32,
    pub(super) party_max: i32,
    /// The organization is neither closed nor suspended.
    pub(super) open_for_business: bool,
    /// What the organization's plan allows.
    pub(super) limits: Json<OrgLimits>,
    /// A member of the organization, or invited.
    pub(super) belongs: bool,
    pub(super) ticket_type_id: Option<TicketTypeId>,
    pub(super) ticket_mode: Option<String>,
    pub(super) on_sale: Option<bool>,
    pub(super) min_per_booking: Option<i32>,
    pub(super) max_per_booking: Option<i32>,
    /// The ticket has a price now (RG-8).
    pub(super) priced: Option<bool>,
    /// Hidden, and the code that was given does not open it.
    pub(super) code_wrong: Option<bool>,
    pub(super) waitlist_priority: Option<i32>,
    pub(super) waiting: i64,
    pub(super) last_waiting_since: Option<DateTime<Utc>>,
    pub(super) lapsed: bool,
    /// When the fourth last hold of this address here lapsed, within a day.
    pub(super) fourth_lapse: Option<DateTime<Utc>>,
    pub(super) live_id: Option<RegistrationId>,
    pub(super) live_user: Option<UserId>,
    pub(super) links_sent_at: Option<DateTime<Utc>>,
    pub(super) questions: Json<Vec<Asked>>,
    pub(super) sessions: Vec<SessionId>,
}

impl Facts {
    pub(super) fn rules(&self) -> Rules {
        Rules {
            starts_at: self.starts_at,
            offer_minutes: self.waitlist_offer_minutes,
            auto_confirm: self.waitlist_auto_confirm,
        }
    }

    /// RG-1: from the opening to the closing, which is the start unless set, never past the end.
    pub(super) fn window_open(&self, now: DateTime<Utc>) -> bool {
        let closes_at = closes_at(self.registration_closes_at, self.starts_at, self.ends_at);
        matches!(self.status, event::Status::Published | event::Status::Live)
            && self.registration_opens_at.is_none_or(|opens_at| opens_at <= now)
            && now < closes_at
    }

    /// RG-1: neither closed nor with a plan that has run out long ago.
    pub(super) fn takes_registrations(&self, now: DateTime<Utc>) -> bool {
        self.open_for_business && self.limits.0.standing.access(now) != Access::ReadOnly
    }

    /// The ways to take part that the format and the ticket leave.
    pub(super) fn mode(&self, wanted: Option<Mode>) -> Option<Mode> {
        let allowed = |mode| allows(self.format, self.ticket_mode.as_deref(), mode);
        match wanted {
            Some(mode) => allowed(mode).then_some(mode),
            None => match (allowed(Mode::Online), allowed(Mode::InPerson)) {
                (true, false) => Some(Mode::Online),
                (false, true) => Some(Mode::InPerson),
                _ => None,
            },
        }
    }
}

/// Whether format and ticket let people take part in this way.
pub(super) fn allows(format: Format, ticket_mode: Option<&str>, mode: Mode) -> bool {
    let held = match format {
        Format::Online => mode == Mode::Online,
        Format::InPerson => mode == Mode::InPerson,
        Format::Hybrid => true,
    };
    let sold = match ticket_mode {
        Some("online") => mode == Mode::Online,
        Some("in_person") => mode == Mode::InPerson,
        _ => true,
    };
    held && sold
}

/// When registration ends: as set, else at the start; never after the end (RG-1).
#[must_use]
pub(crate) fn closes_at(
    set: Option<DateTime<Utc>>,
    starts_at: DateTime<Utc>,
    ends_at: DateTime<Utc>,
) -> DateTime<Utc> {
    set.unwrap_or(starts_at).min(ends_at)
}

/// Who asks, as far as the query needs it.
pub(super) struct Asker<'a> {
    pub(super) attendees: &'a [Attendee],
    pub(super) booker: Option<UserId>,
    pub(super) access_code: Option<&'a str>,
}

/// One row for each attendee, in their order; none where there is no such event.
pub(super) async fn read(
    conn: &mut PgConnection,
    event: EventId,
    asker: &Asker<'_>,
    now: DateTime<Utc>,
) -> sqlx::Result<Vec<Facts>> {
    let tickets: Vec<Option<TicketTypeId>> =
        asker.attendees.iter().map(|a| a.ticket_type).collect();
    let addresses: Vec<Option<&str>> = asker.attendees.iter().map(Attendee::key).collect();
    let users: Vec<Option<UserId>> = asker.attendees.iter().map(|a| a.user).collect();
    sqlx::query_as!(
        Facts,
        r#"select e.organization_id, e.status as "status: event::Status", e.starts_at, e.ends_at, e.time_zone,
                  e.format, e.visibility, e.access_generation,
                  s.registration_opens_at, s.registration_closes_at, s.guests_allowed, s.approval_required, s.names_locked_at, s.waitlist_max,
                  s.waitlist_offer_minutes, s.waitlist_auto_confirm, s.hold_minutes, s.party_max,
                  (o.suspended_at is null and o.closed_at is null) as "open_for_business!",
                  to_jsonb(l) as "limits!: Json<OrgLimits>",
                  (exists (select from memberships m where m.organization_id = e.organization_id and m.user_id = $5
                              and m.ended_at is null)
                   or exists (select from invitations i where i.event_id = e.id and i.email_key = a.email_key)) as "belongs!",
                  t.id as "ticket_type_id?: TicketTypeId", t.mode as "ticket_mode?", t.waitlist_priority as "waitlist_priority?",
                  (coalesce(t.sales_open_at <= $6, true) and coalesce(t.sales_close_at > $6, true)) as on_sale,
                  t.min_per_booking as "min_per_booking?", t.max_per_booking as "max_per_booking?",
                  exists (select from prices p where p.ticket_type_id = t.id and coalesce(p.valid_from <= $6, true)
                             and coalesce(p.valid_to > $6, true)) as priced,
                  (t.audience = 'hidden' and (t.access_code is null or t.access_code is distinct from $7)) as "code_wrong?",
                  (select count(*) from registrations w where w.event_id = e.id and w.status = 'waitlisted') as "waiting!",
                  (select max(w.waitlisted_at) from registrations w where w.event_id = e.id and w.status = 'waitlisted') as last_waiting_since,
                  exists (select from registrations h where h.event_id = e.id
                             and (h.status = 'held' and h.hold_expires_at <= $6 or h.status = 'offered' and h.offer_expires_at <= $6)) as "lapsed!",
                  (select (array_agg(c.at order by c.at desc))[4] from registrations h join registration_changes c on c.registration_id = h.id
                    where h.event_id = e.id and h.status = 'expired' and h.email_key = a.email_key
                      and c.from_status = 'held' and c.to_status = 'expired' and c.at > $6::timestamptz - interval '1 day') as fourth_lapse,
                  live.id as "live_id?: RegistrationId", live.user_id as "live_user?: UserId", live.links_sent_at as "links_sent_at?",
                  coalesce((select jsonb_agg(jsonb_build_object('id', q.id, 'kind', q.kind, 'label', q.label, 'help', q.help,
                                    'required', q.required, 'options', q.options, 'max', q.max::int) order by q.position)
                              from questions q where q.event_id = e.id and q.archived_at is null), '[]') as "questions!: Json<Vec<Asked>>",
                  array(select n.id from sessions n where n.event_id = e.id and n.cancelled_at is null) as "sessions!: Vec<SessionId>"
             from unnest($2::uuid[], $3::text[], $4::uuid[]) with ordinality as a (ticket_type_id, email_key, user_id, place)
             join events e on e.id = $1 and e.course_id is null and e.status <> 'draft'
             join event_settings s on s.event_id = e.id
             join organizations o on o.id = e.organization_id
             join org_limits l on l.organization_id = e.organization_id
             left join lateral (select t.id, t.mode, t.sales_open_at, t.sales_close_at, t.waitlist_priority, t.min_per_booking,
                                       t.max_per_booking, t.audience, t.access_code
                                  from ticket_types t
                                 where t.event_id = e.id and t.archived_at is null
                                   and (a.ticket_type_id is null and t.audience = 'public' or t.id = a.ticket_type_id)
                                 order by t.position, t.id limit 1) t on true
             left join lateral (select r.id, r.user_id, r.links_sent_at
                                  from registrations r
                                 where r.event_id = e.id and (r.email_key = a.email_key or r.user_id = a.user_id)
                                   and r.status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed')
                                 order by r.user_id = a.user_id desc nulls last limit 1) live on true
            order by a.place"#,
        event as _,
        tickets as _,
        addresses as _,
        users as _,
        asker.booker as _,
        now,
        asker.access_code
    )
    .fetch_all(conn)
    .await
}

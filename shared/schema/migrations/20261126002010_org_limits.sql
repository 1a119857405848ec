-- What an organization may do: its limits and the facts from which access follows at a moment (BI-7).
-- The moment is not here: `models::Standing` decides by the clock of the caller.
create view org_limits as
select s.organization_id, p.code as plan, s.status, s.previous_status, s.trial_ends_at, s.past_due_since, s.period_end,
       s.granted_until, p.grace_days, p.events_per_month, p.courses_per_month, p.certificates_per_month,
       p.attendees_per_event, p.included_seats + s.paid_seats as seats
  from subscriptions s
  join plans p on p.id = s.plan_id;

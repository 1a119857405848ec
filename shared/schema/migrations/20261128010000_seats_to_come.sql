-- BI-11, BI-14: seats that end with the period are given to nobody meanwhile, or more people would sit
-- afterwards than are paid for. Whoever sits stays; the present seats are told by the subscription.
create or replace view org_limits as
select s.organization_id, p.code as plan, s.status, s.previous_status, s.trial_ends_at, s.past_due_since, s.period_end,
       s.granted_until, p.grace_days, p.events_per_month, p.courses_per_month, p.certificates_per_month,
       p.attendees_per_event, least(p.included_seats + s.paid_seats, n.included_seats + c.seats) as seats
  from subscriptions s
  join plans p on p.id = s.plan_id
  left join (scheduled_changes c join plan_prices r on r.id = c.plan_price_id join plans n on n.id = r.plan_id)
    on c.organization_id = s.organization_id and c.ended_at is null;

-- People whose personal organization has a plan that is paid, or whose payment is still being tried:
-- they take no seat where their membership says that they pay for it (BI-13).
create view own_seat_payers as
select o.created_by as user_id
  from organizations o
  join subscriptions s on s.organization_id = o.id
 where o.kind = 'personal' and o.closed_at is null and s.status in ('active', 'past_due');

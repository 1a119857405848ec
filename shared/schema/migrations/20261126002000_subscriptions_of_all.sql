-- Every organization has a subscription (BI-3); those from before get theirs, on the free plan.
insert into subscriptions (organization_id, plan_id, status, created_at, updated_at)
select o.id, p.id, 'free', o.created_at, o.created_at
  from organizations o
  join plans p on p.code = 'attendee' and p.offered_at is not null and p.retired_at is null
 where not exists (select from subscriptions s where s.organization_id = o.id);

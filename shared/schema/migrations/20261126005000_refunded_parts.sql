-- What of a place went back of its ticket and of the platform's fee, beside the sum: without it a
-- fee could go back as ticket money (RF-2). The rest of the sum is the processing fee.
alter table payment_items
    add column refunded_net_minor bigint not null default 0,
    add column refunded_service_fee_minor bigint not null default 0;

-- Of refunds that were made before this it is known what the platform bore, which was the service
-- fee, and what went back whole. Where an organizer chose a sum, it counts as ticket first.
with back as (
    select x.payment_item_id as id,
           coalesce(sum(x.platform_share_minor) filter (where f.cause in ('attendee_cancel', 'event_cancelled', 'rescheduled')), 0) as service,
           sum(case when f.cause = 'attendee_cancel' and x.platform_share_minor > 0 and p.fee_payer = 'buyer'
                    then round(x.amount_minor::numeric * i.net_minor / nullif(i.total_minor, 0)) else x.amount_minor end) as net
      from refund_items x
      join refunds f on f.id = x.refund_id
      join payments p on p.id = f.payment_id
      join payment_items i on i.id = x.payment_item_id
     group by x.payment_item_id
)
update payment_items i
   set refunded_net_minor = case when i.refunded_minor = i.total_minor then i.net_minor else least(back.net, i.net_minor, i.refunded_minor) end,
       refunded_service_fee_minor = case when i.refunded_minor = i.total_minor then i.service_fee_minor else least(back.service, i.service_fee_minor) end
  from back
 where back.id = i.id;
-- What is more than ticket and processing fee together was of the service fee.
update payment_items i
   set refunded_service_fee_minor = greatest(i.refunded_service_fee_minor, i.refunded_minor - i.refunded_net_minor - i.processing_fee_minor)
  from payments p
 where p.id = i.payment_id and p.fee_payer = 'buyer' and i.refunded_minor > 0;

alter table payment_items
    add constraint payment_items_refunded_net_within check (refunded_net_minor between 0 and net_minor),
    add constraint payment_items_refunded_service_within check (refunded_service_fee_minor between 0 and service_fee_minor);

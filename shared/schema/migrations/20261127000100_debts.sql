-- Fees that were kept of no payment: a statement claims them, no payout is smaller for them, and
-- whoever ends a payout account still owes them. All else that an organizer owes is money (LG-2).
create function is_fee_claim(kind text) returns boolean language sql immutable parallel safe
    return kind in ('outside_fee', 'outside_fee_returned', 'dispute_fee', 'fees_written_off');

-- What stands between the platform and its organizers: debits are theirs to pay. Where a refund or a
-- dispute still moves something nobody knows yet what will be left.
create view organizer_lines as
select e.organization_id, j.payment_id, j.kind, e.currency, e.amount_minor
  from ledger_entries e join ledger_journals j on j.id = e.journal_id
 where e.account = 'organizer'
   and not exists (select from refunds r where r.payment_id = j.payment_id
                      and (r.status in ('requested', 'submitted', 'pending') or r.status = 'failed' and r.settled_outside_at is null))
   and not exists (select from disputes d where d.payment_id = j.payment_id and d.closed_at is null);

create index ledger_journals_written_off_idx on ledger_journals (organization_id, payment_id) where kind = 'written_off';
create index refunds_settled_outside_idx on refunds (payment_id) where settled_outside_at is not null;

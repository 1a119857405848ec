-- What is taken of a transfer for fees that a statement claims (LG-2); below zero: what was taken too
-- much, and goes back. Noted before Stripe hears of it.
create table fee_collections (
    id uuid primary key,
    organization_id uuid not null constraint fee_collections_organization_fkey references organizations,
    -- Of whose transfer.
    payment_id uuid not null constraint fee_collections_payment_fkey references payments,
    currency char(3) not null,
    amount_minor bigint not null constraint fee_collections_amount_check check (amount_minor <> 0),
    status text not null constraint fee_collections_status_check check (status in ('requested', 'done', 'failed')),
    -- The reversal that took it, or the transfer that gave it back.
    stripe_id text constraint fee_collections_stripe_key unique,
    failure_code text,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index fee_collections_payment_idx on fee_collections (payment_id);
create index fee_collections_requested_idx on fee_collections (organization_id) where status = 'requested';

-- Fees that were kept of no payment: a statement claims them until they are collected or given up.
-- All else that an organizer owes is money (LG-2).
create or replace function is_fee_claim(kind text) returns boolean language sql immutable parallel safe
    return kind in ('outside_fee', 'outside_fee_returned', 'dispute_fee', 'fees_written_off', 'fees_collected', 'fees_given_back');
create index ledger_journals_fee_claims_idx on ledger_journals (organization_id)
    where kind in ('outside_fee', 'outside_fee_returned', 'dispute_fee', 'fees_written_off', 'fees_collected', 'fees_given_back');

-- A claim stands, whatever a refund or a dispute of the payment still moves: it was kept of none.
create or replace view organizer_lines as
select e.organization_id, j.payment_id, j.kind, e.currency, e.amount_minor
  from ledger_entries e join ledger_journals j on j.id = e.journal_id
 where e.account = 'organizer'
   and (is_fee_claim(j.kind)
        or not exists (select from refunds r where r.payment_id = j.payment_id
                          and (r.status in ('requested', 'submitted', 'pending') or r.status = 'failed' and r.settled_outside_at is null))
       and not exists (select from disputes d where d.payment_id = j.payment_id and d.closed_at is null)
       and not exists (select from payments p where p.id = j.payment_id and p.tax_withheld_minor > 0 and p.stripe_tax_reversal_id is null));

-- What is claimed and not on its way, by organization and currency; below zero it is the organizer's.
create view fee_claims as
select organization_id, currency, sum(minor)::bigint as minor from (
       select j.organization_id, e.currency, e.amount_minor as minor
         from ledger_journals j join ledger_entries e on e.journal_id = j.id and e.account = 'organizer'
        where is_fee_claim(j.kind)
        union all
       select organization_id, currency, -amount_minor from fee_collections where status = 'requested') as claimed
 group by organization_id, currency having sum(minor) <> 0;

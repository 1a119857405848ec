-- Tax on what is sold (PA-7). A rule without sign-off is not used; one with it says the same for ever,
-- and can only be taken out of use.
alter table tax_rules
    add column withdrawn_at timestamptz,
    add constraint tax_rules_sign_off_whole check ((signed_off_at is null) = (signed_off_by is null)),
    add constraint tax_rules_tax_code_check check (stripe_tax_code ~ '^txcd_[0-9]{8}$'),
    add constraint tax_rules_country_check check (seller_country ~ '^[A-Z]{2}$' and buyer_country ~ '^[A-Z]{2}$'),
    add constraint tax_rules_reference_length check (length(legal_reference) between 1 and 500),
    add constraint tax_rules_signed_off_by_length check (length(signed_off_by) between 1 and 200);

create function tax_rules_final() returns trigger language plpgsql as $$
begin
    if old.signed_off_at is not null and to_jsonb(new) - 'withdrawn_at' <> to_jsonb(old) - 'withdrawn_at' then
        raise exception 'a rule that is signed off stays as it is' using errcode = 'check_violation', constraint = 'tax_rules_final';
    end if;
    return new;
end $$;
create trigger tax_rules_final before update on tax_rules for each row execute function tax_rules_final();

alter table payments
    add column tax_rule_id uuid constraint payments_tax_rule_fkey references tax_rules,
    add column seller_of_record text not null default 'organizer'
        constraint payments_seller_of_record_check check (seller_of_record in ('organizer', 'platform')),
    -- The buyer's country, where the rule holds for that one alone.
    add column tax_country char(2),
    -- What Stripe Tax knows the lines of the page as, in their order.
    add column tax_products text[] not null default '{}',
    -- Rate by rate: [{name, country, percentage, amount}].
    add column tax_lines jsonb not null default '[]',
    -- Tax that the platform owes is taken back from what was passed on.
    add column stripe_tax_reversal_id text,
    add constraint payments_withheld_is_tax check (tax_withheld_minor <= tax_minor);
create index payments_tax_rule_idx on payments (tax_rule_id) where tax_rule_id is not null;
create index payments_to_withhold_idx on payments (paid_at) where tax_withheld_minor > 0 and stripe_tax_reversal_id is null;

alter table payment_items
    add column refunded_tax_minor bigint not null default 0
        constraint payment_items_refunded_tax_within check (refunded_tax_minor between 0 and tax_minor);
-- All tax in it, whoever owes that; `tax_share_minor` is the platform's.
alter table refunds add column tax_minor bigint not null default 0
    constraint refunds_tax_within check (tax_minor between tax_share_minor and amount_minor);
alter table refund_items add column tax_minor bigint not null default 0
    constraint refund_items_tax_within check (tax_minor between tax_share_minor and amount_minor);

-- Products at Stripe: what is sold, under which code, and where it takes place.
create table tax_products (
    organization_id uuid not null constraint tax_products_organization_fkey references organizations,
    event_id uuid not null constraint tax_products_event_fkey references events on delete cascade,
    label text not null,
    stripe_tax_code text not null,
    -- Of the venue: another address is another place. Empty where the buyer's place counts.
    venue text not null,
    stripe_product_id text not null,
    created_at timestamptz not null,
    constraint tax_products_pkey primary key (event_id, stripe_tax_code, venue, label)
);
create index tax_products_organization_idx on tax_products (organization_id);

-- What stands between the platform and its organizers: debits are theirs to pay. Where a refund, a
-- dispute or tax still moves something nobody knows yet what will be left.
create or replace view organizer_lines as
select e.organization_id, j.payment_id, j.kind, e.currency, e.amount_minor
  from ledger_entries e join ledger_journals j on j.id = e.journal_id
 where e.account = 'organizer'
   and not exists (select from refunds r where r.payment_id = j.payment_id
                      and (r.status in ('requested', 'submitted', 'pending') or r.status = 'failed' and r.settled_outside_at is null))
   and not exists (select from disputes d where d.payment_id = j.payment_id and d.closed_at is null)
   and not exists (select from payments p where p.id = j.payment_id and p.tax_withheld_minor > 0 and p.stripe_tax_reversal_id is null);

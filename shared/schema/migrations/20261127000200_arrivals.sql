-- What came of a payment at the account that it was passed on to, after the platform's fee, as that
-- account holds it: Stripe converts what the account keeps no balance in (PA-13). Absent: it was not
-- read yet, or needs no reading, since it is in the currency of the account.
alter table payments
    add column arrived_minor bigint,
    add column arrived_currency char(3) constraint payments_arrived_currency_check check (arrived_currency ~ '^[A-Z]{3}$'),
    add constraint payments_arrived_whole check ((arrived_minor is null) = (arrived_currency is null));

-- In whatever currency the account settles later, these were never converted.
update payments p set arrived_minor = p.organizer_minor, arrived_currency = p.currency
  from payout_accounts a
 where a.stripe_account_id = p.destination_account and a.settlement_currency = p.currency
   and p.status = 'paid' and p.method = 'stripe';

-- An entry is written once; what Stripe converted it to may come later, once.
create function ledger_entries_settle_once() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.settlement_minor is not null
       or to_jsonb(new) - 'settlement_minor' - 'settlement_currency' <> to_jsonb(old) - 'settlement_minor' - 'settlement_currency' then
        raise exception 'the ledger is append-only' using errcode = 'check_violation', constraint = 'ledger_is_append_only';
    end if;
    return new;
end $$;
drop trigger ledger_entries_append_only on ledger_entries;
create trigger ledger_entries_append_only before update or delete on ledger_entries
    for each row execute function ledger_entries_settle_once();

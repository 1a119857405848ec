-- Every unit of money, posted twice: journals sum to zero in each currency and never change (LG-1).
create table ledger_journals (
    id uuid primary key,
    kind text not null,
    source_key text not null constraint ledger_journals_source_key unique,
    organization_id uuid constraint ledger_journals_organization_fkey references organizations,
    payment_id uuid constraint ledger_journals_payment_fkey references payments,
    occurred_at timestamptz not null,
    created_at timestamptz not null
);
create index ledger_journals_payment_idx on ledger_journals (payment_id);
create index ledger_journals_page_idx on ledger_journals (organization_id, occurred_at desc, id desc);

create table ledger_entries (
    id uuid primary key,
    journal_id uuid not null constraint ledger_entries_journal_fkey references ledger_journals,
    account text not null constraint ledger_entries_account_check check (account in ('stripe', 'organizer', 'fees', 'tax', 'refunds_due',
        'disputes', 'stripe_costs', 'plan_revenue', 'losses')),
    organization_id uuid constraint ledger_entries_organization_fkey references organizations,
    currency char(3) not null constraint ledger_entries_currency_check check (currency ~ '^[A-Z]{3}$'),
    -- Debit is positive, credit negative.
    amount_minor bigint not null constraint ledger_entries_amount_not_zero check (amount_minor <> 0),
    settlement_minor bigint,
    settlement_currency char(3),
    constraint ledger_entries_settlement_whole check ((settlement_minor is null) = (settlement_currency is null))
);
create index ledger_entries_journal_idx on ledger_entries (journal_id);
create index ledger_entries_balance_idx on ledger_entries (organization_id, account, currency) include (amount_minor);

create function ledger_entries_balance() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
    perform 1 from ledger_entries where journal_id = new.journal_id group by currency having sum(amount_minor) <> 0;
    if found then
        raise exception 'journal % does not balance', new.journal_id
            using errcode = 'check_violation', constraint = 'ledger_entries_balance';
    end if;
    return null;
end $$;
create constraint trigger ledger_entries_balance after insert on ledger_entries
    deferrable initially deferred for each row execute function ledger_entries_balance();

create function ledger_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is append-only' using errcode = 'check_violation', constraint = 'ledger_is_append_only';
end $$;
create trigger ledger_journals_append_only before update or delete on ledger_journals
    for each row execute function ledger_is_append_only();
create trigger ledger_entries_append_only before update or delete on ledger_entries
    for each row execute function ledger_is_append_only();

-- Numbers without gaps: the row lock of the series draws the next one (RF-12).
create table document_series (
    -- The organization; the zero uuid is the platform.
    issuer uuid not null,
    kind text not null constraint document_series_kind_check check (kind in ('invoice', 'credit_note', 'fee_statement')),
    year integer not null,
    last_number integer not null default 0,
    constraint document_series_pkey primary key (issuer, kind, year)
);

create table sales_documents (
    id uuid primary key,
    organization_id uuid not null constraint sales_documents_organization_fkey references organizations,
    issuer uuid not null,
    kind text not null constraint sales_documents_kind_check check (kind in ('invoice', 'credit_note', 'fee_statement')),
    year integer not null,
    number integer not null,
    -- As printed: {prefix}-{year}-{000001}.
    full_number text not null,
    -- What it is about: payment:…, refund:…, month:…, correction:….
    source_key text not null,
    payment_id uuid constraint sales_documents_payment_fkey references payments,
    refund_id uuid constraint sales_documents_refund_fkey references refunds,
    month date,
    currency char(3),
    total_minor bigint not null,
    snapshot jsonb not null,
    file_key text,
    sha256 bytea,
    replaces_id uuid constraint sales_documents_replaces_fkey references sales_documents,
    issued_at timestamptz not null,
    constraint sales_documents_number_key unique (issuer, kind, year, number),
    constraint sales_documents_one_per_source unique (issuer, kind, source_key),
    constraint sales_documents_file_whole check ((file_key is null) = (sha256 is null))
);
create index sales_documents_page_idx on sales_documents (organization_id, issued_at desc, id desc);
create index sales_documents_payment_idx on sales_documents (payment_id);
create index sales_documents_refund_idx on sales_documents (refund_id);
create index sales_documents_replaces_idx on sales_documents (replaces_id);

-- A document is frozen: only its file may come, once.
create function sales_documents_frozen() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or old.file_key is not null
       or to_jsonb(new) - 'file_key' - 'sha256' <> to_jsonb(old) - 'file_key' - 'sha256' then
        raise exception 'a document does not change' using errcode = 'check_violation', constraint = 'sales_documents_frozen';
    end if;
    return new;
end $$;
create trigger sales_documents_frozen before update or delete on sales_documents
    for each row execute function sales_documents_frozen();

-- Side effects leave through the outbox; receipts and keys make repeats harmless.
create table outbox (
    id uuid primary key,
    queue text not null,
    payload jsonb not null,
    -- While it waits, a second job with the same key is the same job. Cleared when it is claimed.
    dedupe_key text,
    attempts integer not null default 0,
    available_at timestamptz not null,
    leased_until timestamptz,
    last_error text,
    created_at timestamptz not null
);
create index outbox_available_idx on outbox (available_at, id);
create unique index outbox_dedupe_key_key on outbox (dedupe_key) where dedupe_key is not null;

create table dead_jobs (
    id uuid primary key,
    queue text not null,
    payload jsonb not null,
    attempts integer not null,
    error text not null,
    died_at timestamptz not null,
    replayed_at timestamptz
);
create index dead_jobs_died_idx on dead_jobs (died_at desc, id desc);

create table webhook_receipts (
    sender text not null,
    receipt text not null,
    received_at timestamptz not null,
    -- What the sender said and we do not understand is kept for a week.
    ignored jsonb,
    constraint webhook_receipts_pkey primary key (sender, receipt)
);
create index webhook_receipts_received_idx on webhook_receipts (received_at);

create table idempotency_keys (
    owner text not null,
    key text not null constraint idempotency_keys_key_length check (length(key) between 1 and 200),
    fingerprint bytea not null,
    answer jsonb not null,
    created_at timestamptz not null,
    constraint idempotency_keys_pkey primary key (owner, key)
);
create index idempotency_keys_created_idx on idempotency_keys (created_at);

create table rate_counters (
    scope text not null,
    key text not null,
    window_start timestamptz not null,
    count integer not null,
    constraint rate_counters_pkey primary key (scope, key, window_start)
);
create index rate_counters_window_idx on rate_counters (window_start);

-- What organizations may use and what they pay for it. A null limit is no limit, 0 is none (BI-2).
create table plans (
    id uuid primary key,
    code text not null constraint plans_code_check check (code in ('attendee', 'organizer', 'lms', 'organization')),
    version integer not null constraint plans_version_positive check (version > 0),
    name text not null constraint plans_name_length check (length(name) between 1 and 80),
    features text[] not null default '{}',
    events_per_month integer,
    courses_per_month integer,
    certificates_per_month integer,
    attendees_per_event integer,
    included_seats integer not null,
    max_seats integer,
    trial_days integer not null constraint plans_trial_days_range check (trial_days between 0 and 90),
    grace_days integer not null constraint plans_grace_days_range check (grace_days between 0 and 60),
    offered_at timestamptz,
    retired_at timestamptz,
    created_at timestamptz not null,
    constraint plans_code_version_key unique (code, version),
    constraint plans_limits_nonnegative check (
        coalesce(least(events_per_month, courses_per_month, certificates_per_month, attendees_per_event, included_seats, max_seats), 0) >= 0)
);
create unique index plans_one_offered on plans (code) where offered_at is not null and retired_at is null;

-- Amounts never change: a new price is a new row.
create table plan_prices (
    id uuid primary key,
    plan_id uuid not null constraint plan_prices_plan_fkey references plans,
    interval text not null constraint plan_prices_interval_check check (interval in ('month', 'year')),
    currency char(3) not null constraint plan_prices_currency_check check (currency ~ '^[A-Z]{3}$'),
    amount_minor bigint not null constraint plan_prices_amount_nonnegative check (amount_minor >= 0),
    seat_amount_minor bigint constraint plan_prices_seat_amount_nonnegative check (seat_amount_minor >= 0),
    stripe_price_id text,
    stripe_seat_price_id text,
    retired_at timestamptz,
    created_at timestamptz not null
);
create unique index plan_prices_one_live on plan_prices (plan_id, interval, currency) where retired_at is null;

create table subscriptions (
    organization_id uuid not null constraint subscriptions_organization_fkey references organizations,
    plan_id uuid not null constraint subscriptions_plan_fkey references plans,
    plan_price_id uuid constraint subscriptions_price_fkey references plan_prices,
    status text not null constraint subscriptions_status_check check (status in ('free', 'trialing', 'incomplete', 'active',
        'past_due', 'unpaid', 'paused', 'canceled')),
    -- What the organization had before a checkout that is not paid yet (BI-5).
    previous_status text,
    paid_seats integer not null default 0 constraint subscriptions_seats_nonnegative check (paid_seats >= 0),
    trial_ends_at timestamptz,
    past_due_since timestamptz,
    period_start timestamptz,
    period_end timestamptz,
    cancel_at timestamptz,
    cancel_reason text constraint subscriptions_cancel_reason_check check (cancel_reason in ('too_expensive', 'unused',
        'missing_feature', 'switched', 'ended', 'other')),
    cancel_comment text constraint subscriptions_cancel_comment_length check (length(cancel_comment) <= 1000),
    stripe_subscription_id text constraint subscriptions_stripe_key unique,
    granted_until timestamptz,
    granted_reason text,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint subscriptions_one_per_org primary key (organization_id),
    constraint subscriptions_grant_whole check ((granted_until is null) = (granted_reason is null))
);
create index subscriptions_plan_idx on subscriptions (plan_id);
create index subscriptions_price_idx on subscriptions (plan_price_id);
create index subscriptions_boundary_idx on subscriptions (status, trial_ends_at, past_due_since);

create table billing_customers (
    organization_id uuid not null constraint billing_customers_organization_fkey references organizations,
    stripe_customer_id text not null constraint billing_customers_stripe_key unique,
    legal_name text constraint billing_customers_legal_name_length check (length(legal_name) <= 200),
    address jsonb not null default '{}',
    tax_ids jsonb not null default '[]',
    billing_email text,
    card_brand text,
    card_last4 text constraint billing_customers_last4_check check (card_last4 ~ '^[0-9]{4}$'),
    card_expires_on date,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint billing_customers_pkey primary key (organization_id)
);

create table trials (
    organization_id uuid not null constraint trials_organization_fkey references organizations,
    founder_user_id uuid not null constraint trials_founder_fkey references users,
    plan_id uuid not null constraint trials_plan_fkey references plans,
    started_at timestamptz not null,
    ends_at timestamptz not null,
    constraint trials_one_per_org primary key (organization_id),
    constraint trials_one_per_founder unique (founder_user_id)
);
create index trials_plan_idx on trials (plan_id);

create table plan_checkouts (
    id uuid primary key,
    organization_id uuid not null constraint plan_checkouts_organization_fkey references organizations,
    plan_price_id uuid not null constraint plan_checkouts_price_fkey references plan_prices,
    seats integer not null constraint plan_checkouts_seats_nonnegative check (seats >= 0),
    stripe_session_id text constraint plan_checkouts_session_key unique,
    checkout_url text,
    expires_at timestamptz,
    ended_at timestamptz,
    started_by uuid constraint plan_checkouts_user_fkey references users,
    created_at timestamptz not null
);
create unique index plan_checkouts_one_open on plan_checkouts (organization_id) where ended_at is null;
create index plan_checkouts_price_idx on plan_checkouts (plan_price_id);
create index plan_checkouts_user_idx on plan_checkouts (started_by);

create table plan_quotes (
    id uuid primary key,
    organization_id uuid not null constraint plan_quotes_organization_fkey references organizations,
    plan_price_id uuid not null constraint plan_quotes_price_fkey references plan_prices,
    seats integer not null,
    takes_effect text not null constraint plan_quotes_effect_check check (takes_effect in ('now', 'period_end')),
    proration_at timestamptz not null,
    due_now_minor bigint not null,
    next_minor bigint not null,
    currency char(3) not null,
    lines jsonb not null,
    expires_at timestamptz not null,
    used_at timestamptz,
    created_at timestamptz not null,
    constraint plan_quotes_used_once unique (id, used_at)
);
create index plan_quotes_organization_idx on plan_quotes (organization_id);
create index plan_quotes_price_idx on plan_quotes (plan_price_id);

create table scheduled_changes (
    id uuid primary key,
    organization_id uuid not null constraint scheduled_changes_organization_fkey references organizations,
    plan_price_id uuid not null constraint scheduled_changes_price_fkey references plan_prices,
    seats integer not null,
    effective_at timestamptz not null,
    stripe_schedule_id text,
    ended_at timestamptz,
    created_at timestamptz not null
);
create unique index scheduled_changes_one_open on scheduled_changes (organization_id) where ended_at is null;
create index scheduled_changes_price_idx on scheduled_changes (plan_price_id);

-- The month is a calendar month in UTC, by its first day (BI-8).
create table usage_counters (
    organization_id uuid not null constraint usage_counters_organization_fkey references organizations,
    metric text not null constraint usage_counters_metric_check check (metric in ('events', 'courses', 'certificates')),
    month date not null,
    used integer not null default 0 constraint usage_counters_nonnegative check (used >= 0),
    constraint usage_counters_pkey primary key (organization_id, metric, month)
);

-- A subject is counted once in its life.
create table usage_entries (
    metric text not null,
    subject_id uuid not null,
    organization_id uuid not null constraint usage_entries_organization_fkey references organizations,
    month date not null,
    counted_at timestamptz not null,
    constraint usage_entries_pkey primary key (metric, subject_id)
);
create index usage_entries_organization_idx on usage_entries (organization_id, metric, month);

create table platform_invoices (
    id uuid primary key,
    organization_id uuid not null constraint platform_invoices_organization_fkey references organizations,
    stripe_invoice_id text not null constraint platform_invoices_stripe_key unique,
    number text,
    currency char(3) not null,
    subtotal_minor bigint not null,
    tax_minor bigint not null,
    total_minor bigint not null,
    status text not null constraint platform_invoices_status_check check (status in ('draft', 'open', 'paid', 'void', 'uncollectible')),
    period_start timestamptz,
    period_end timestamptz,
    hosted_url text,
    pdf_url text,
    attempt_count integer not null default 0,
    first_failed_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index platform_invoices_page_idx on platform_invoices (organization_id, created_at desc, id desc);

-- The catalogue of the start (BI-1); what is sold later is published as new versions.
insert into plans (id, code, version, name, features, events_per_month, courses_per_month, certificates_per_month,
                   attendees_per_event, included_seats, max_seats, trial_days, grace_days, offered_at, created_at)
values
    ('0199f000-0000-7000-8000-000000000001', 'attendee', 1, 'Attendee', '{"own-record"}', 0, 0, 0, 0, 1, 1, 0, 14, '2026-11-01', '2026-11-01'),
    ('0199f000-0000-7000-8000-000000000002', 'organizer', 1, 'Organizer', '{"events","certificates","ticket-sales"}', 30, 0, 500, 500, 1, 1, 30, 14, '2026-11-01', '2026-11-01'),
    ('0199f000-0000-7000-8000-000000000003', 'lms', 1, 'Courses', '{"courses","certificates","course-sales"}', 0, 30, 500, 0, 1, 1, 30, 14, '2026-11-01', '2026-11-01'),
    ('0199f000-0000-7000-8000-000000000004', 'organization', 1, 'Organization', '{"events","courses","certificates","ticket-sales","course-sales","team"}', null, null, null, 2000, 1, 500, 14, 14, '2026-11-01', '2026-11-01');

insert into plan_prices (id, plan_id, interval, currency, amount_minor, seat_amount_minor, created_at)
values
    ('0199f000-0000-7000-8000-000000000012', '0199f000-0000-7000-8000-000000000002', 'month', 'USD', 2900, null, '2026-11-01'),
    ('0199f000-0000-7000-8000-000000000013', '0199f000-0000-7000-8000-000000000002', 'year', 'USD', 29000, null, '2026-11-01'),
    ('0199f000-0000-7000-8000-000000000014', '0199f000-0000-7000-8000-000000000003', 'month', 'USD', 2900, null, '2026-11-01'),
    ('0199f000-0000-7000-8000-000000000015', '0199f000-0000-7000-8000-000000000003', 'year', 'USD', 29000, null, '2026-11-01'),
    ('0199f000-0000-7000-8000-000000000016', '0199f000-0000-7000-8000-000000000004', 'month', 'USD', 19900, 12900, '2026-11-01'),
    ('0199f000-0000-7000-8000-000000000017', '0199f000-0000-7000-8000-000000000004', 'year', 'USD', 199000, 129000, '2026-11-01');

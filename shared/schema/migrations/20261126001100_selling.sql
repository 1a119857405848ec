-- Who sells, at what price, with which fees and which promise of refunds.
create table payout_accounts (
    id uuid primary key,
    organization_id uuid not null constraint payout_accounts_organization_fkey references organizations,
    stripe_account_id text constraint payout_accounts_stripe_key unique,
    country char(2) not null constraint payout_accounts_country_check check (country ~ '^[A-Z]{2}$'),
    business_type text not null constraint payout_accounts_business_type_check check (business_type in ('individual', 'company', 'non_profit')),
    agreement text not null constraint payout_accounts_agreement_check check (agreement in ('full', 'recipient')),
    status text not null constraint payout_accounts_status_check check (status in ('onboarding', 'pending', 'active', 'restricted',
        'rejected', 'disconnected')),
    charges_enabled_at timestamptz,
    payouts_enabled_at timestamptz,
    requirements_due text[] not null default '{}',
    requirements_deadline timestamptz,
    disabled_reason text,
    settlement_currency char(3),
    payout_mode text not null default 'after_event' constraint payout_accounts_mode_check check (payout_mode in ('after_event', 'rolling', 'manual')),
    disconnected_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create unique index payout_accounts_one_live on payout_accounts (organization_id) where disconnected_at is null;
create index payout_accounts_organization_idx on payout_accounts (organization_id);

create table refund_policies (
    id uuid primary key,
    organization_id uuid not null constraint refund_policies_organization_fkey references organizations,
    name text not null constraint refund_policies_name_length check (length(name) between 1 and 80),
    version integer not null,
    -- [{"min_hours_before": 168, "percent_bp": 10000, "keep_minor": 0}], from the longest notice down.
    rungs jsonb not null,
    fees_refundable boolean not null default false,
    self_cancel boolean not null default true,
    course_days integer not null default 14 constraint refund_policies_course_days_range check (course_days between 0 and 365),
    course_max_progress_bp integer not null default 2000 constraint refund_policies_course_progress_range check (course_max_progress_bp between 0 and 10000),
    created_by uuid constraint refund_policies_user_fkey references users,
    created_at timestamptz not null,
    constraint refund_policies_version_key unique (organization_id, version)
);
create index refund_policies_user_idx on refund_policies (created_by);

create table seller_settings (
    organization_id uuid not null constraint seller_settings_organization_fkey references organizations,
    fee_payer text not null default 'buyer' constraint seller_settings_fee_payer_check check (fee_payer in ('buyer', 'organizer')),
    tax_mode text not null default 'off' constraint seller_settings_tax_mode_check check (tax_mode in ('off', 'automatic')),
    tax_behavior text not null default 'inclusive' constraint seller_settings_tax_behavior_check check (tax_behavior in ('inclusive', 'exclusive')),
    legal_name text constraint seller_settings_legal_name_length check (length(legal_name) between 1 and 200),
    legal_address text constraint seller_settings_legal_address_length check (length(legal_address) between 1 and 500),
    tax_id text constraint seller_settings_tax_id_length check (length(tax_id) between 1 and 40),
    document_prefix text not null default 'INV' constraint seller_settings_prefix_check check (document_prefix ~ '^[A-Z0-9]{1,10}$'),
    invoice_due_days integer not null default 14 constraint seller_settings_due_days_range check (invoice_due_days between 0 and 90),
    delayed_methods_allowed_at timestamptz,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint seller_settings_pkey primary key (organization_id)
);

-- No row is free (PA-4). Courses and cohorts come with learning.
create table prices (
    id uuid primary key,
    organization_id uuid not null constraint prices_organization_fkey references organizations,
    ticket_type_id uuid constraint prices_ticket_type_fkey references ticket_types on delete cascade,
    course_id uuid,
    cohort_id uuid,
    amount_minor bigint not null constraint prices_amount_positive check (amount_minor > 0),
    currency char(3) not null constraint prices_currency_check check (currency ~ '^[A-Z]{3}$'),
    valid_from timestamptz,
    valid_to timestamptz,
    created_at timestamptz not null,
    constraint prices_one_subject check (num_nonnulls(ticket_type_id, course_id, cohort_id) = 1),
    constraint prices_ends_after_start check (valid_to > valid_from),
    constraint prices_no_overlap exclude using gist (
        (coalesce(ticket_type_id, course_id, cohort_id)) with =, tstzrange(valid_from, valid_to) with &&)
);
create index prices_ticket_type_idx on prices (ticket_type_id);
create index prices_organization_idx on prices (organization_id);

create table fee_schedules (
    id uuid primary key,
    -- Null is the standard of everybody.
    organization_id uuid constraint fee_schedules_organization_fkey references organizations,
    currency char(3) not null constraint fee_schedules_currency_check check (currency ~ '^[A-Z]{3}$'),
    service_bp integer not null constraint fee_schedules_service_range check (service_bp between 0 and 9999),
    service_fixed_minor bigint not null constraint fee_schedules_service_fixed_nonnegative check (service_fixed_minor >= 0),
    service_cap_minor bigint constraint fee_schedules_cap_nonnegative check (service_cap_minor >= 0),
    processing_bp integer not null constraint fee_schedules_processing_range check (processing_bp between 0 and 9999),
    processing_fixed_minor bigint not null constraint fee_schedules_processing_fixed_nonnegative check (processing_fixed_minor >= 0),
    valid_from timestamptz not null,
    valid_to timestamptz,
    constraint fee_schedules_no_overlap exclude using gist (
        (coalesce(organization_id, '00000000-0000-0000-0000-000000000000'::uuid)) with =, (currency::text) with =,
        tstzrange(valid_from, valid_to) with &&)
);
create index fee_schedules_organization_idx on fee_schedules (organization_id);

-- A row without sign-off is not used (PA-7).
create table tax_rules (
    id uuid primary key,
    mode text not null constraint tax_rules_mode_check check (mode in ('in_person', 'live_online', 'on_demand')),
    seller_country char(2) not null,
    buyer_country char(2),
    buyer_is_business boolean not null,
    seller_of_record text not null constraint tax_rules_seller_check check (seller_of_record in ('organizer', 'platform')),
    place text not null constraint tax_rules_place_check check (place in ('performance', 'buyer')),
    stripe_tax_code text not null,
    legal_reference text not null,
    signed_off_by text,
    signed_off_at timestamptz,
    valid_from timestamptz not null,
    constraint tax_rules_case_key unique nulls not distinct (mode, seller_country, buyer_country, buyer_is_business, valid_from)
);

-- The standard fees: 3.70 % + 1.79 and 2.90 % + 0.30 in dollars, near to that elsewhere (PA-9).
insert into fee_schedules (id, currency, service_bp, service_fixed_minor, service_cap_minor, processing_bp, processing_fixed_minor, valid_from)
select ('0199f000-0000-7000-8000-0000000001' || lpad(to_hex(row_number() over ()), 2, '0'))::uuid, f.*, '2026-11-01'
  from (values
    ('USD', 370, 179, null::bigint, 290, 30), ('CAD', 370, 179, null, 290, 30), ('AUD', 370, 179, null, 290, 30),
    ('NZD', 370, 179, null, 290, 30), ('SGD', 370, 179, null, 340, 50), ('EUR', 370, 149, null, 290, 25),
    ('GBP', 370, 129, null, 290, 20), ('CHF', 370, 149, null, 290, 30), ('SEK', 370, 1700, null, 290, 180),
    ('NOK', 370, 1700, null, 290, 200), ('DKK', 370, 1100, null, 290, 180), ('PLN', 370, 650, null, 290, 100),
    ('CZK', 370, 3900, null, 290, 650), ('HUF', 370, 60000, null, 290, 8500), ('RON', 370, 750, null, 290, 100),
    ('BGN', 370, 290, null, 290, 50), ('JPY', 360, 150, null, 360, 0), ('KWD', 370, 550, null, 290, 100),
    ('BHD', 370, 670, null, 290, 110), ('ISK', 370, 240, null, 290, 40), ('AED', 370, 650, null, 290, 100),
    ('HKD', 370, 1390, null, 340, 235), ('MXN', 370, 3200, null, 360, 300), ('BRL', 370, 950, null, 399, 39),
    ('ZAR', 370, 3200, null, 290, 500), ('INR', 370, 15000, null, 300, 0), ('THB', 370, 6200, null, 365, 1000),
    ('MYR', 370, 790, null, 300, 100)) as f;

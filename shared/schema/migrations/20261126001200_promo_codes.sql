-- Words that make a price smaller, and who has used them.
create table promo_code_batches (
    id uuid primary key,
    organization_id uuid not null constraint promo_code_batches_organization_fkey references organizations,
    prefix text not null constraint promo_code_batches_prefix_check check (prefix ~ '^[A-Z0-9_-]{0,12}$'),
    count integer not null constraint promo_code_batches_count_range check (count between 1 and 10000),
    created_by uuid constraint promo_code_batches_user_fkey references users,
    created_at timestamptz not null
);
create index promo_code_batches_organization_idx on promo_code_batches (organization_id, created_at desc, id desc);
create index promo_code_batches_user_idx on promo_code_batches (created_by);

create table promo_codes (
    id uuid primary key,
    organization_id uuid not null constraint promo_codes_organization_fkey references organizations,
    batch_id uuid constraint promo_codes_batch_fkey references promo_code_batches,
    code text not null constraint promo_codes_code_check check (code ~ '^[A-Z0-9_-]{3,40}$'),
    kind text not null constraint promo_codes_kind_check check (kind in ('percent', 'amount_off', 'set_price', 'unlock')),
    percent_bp integer constraint promo_codes_percent_range check (percent_bp between 1 and 10000),
    amount_minor bigint constraint promo_codes_amount_nonnegative check (amount_minor >= 0),
    currency char(3) constraint promo_codes_currency_check check (currency ~ '^[A-Z]{3}$'),
    cap_minor bigint constraint promo_codes_cap_positive check (cap_minor > 0),
    valid_from timestamptz,
    -- The last instant at which it works.
    valid_until timestamptz,
    max_uses integer constraint promo_codes_max_uses_positive check (max_uses > 0),
    max_uses_per_person integer constraint promo_codes_per_person_positive check (max_uses_per_person > 0),
    min_price_minor bigint constraint promo_codes_min_price_nonnegative check (min_price_minor >= 0),
    first_time_only boolean not null default false,
    verified_only boolean not null default false,
    scope text not null constraint promo_codes_scope_check check (scope in ('all', 'listed')),
    attribution text constraint promo_codes_attribution_length check (length(attribution) between 1 and 100),
    disabled_at timestamptz,
    archived_at timestamptz,
    version integer not null default 1,
    created_by uuid constraint promo_codes_user_fkey references users,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint promo_codes_kind_fields check (case kind
        when 'percent' then percent_bp is not null and amount_minor is null and (cap_minor is null or currency is not null)
        when 'amount_off' then percent_bp is null and amount_minor > 0 and currency is not null and cap_minor is null
        when 'set_price' then percent_bp is null and amount_minor is not null and currency is not null and cap_minor is null
        else percent_bp is null and amount_minor is null and cap_minor is null end),
    constraint promo_codes_minimum_has_currency check (min_price_minor is null or currency is not null),
    constraint promo_codes_ends_after_start check (valid_until >= valid_from)
);
create unique index promo_codes_code_key on promo_codes (organization_id, code) where archived_at is null;
create index promo_codes_page_idx on promo_codes (organization_id, created_at desc, id desc);
create index promo_codes_batch_idx on promo_codes (batch_id);
create index promo_codes_user_idx on promo_codes (created_by);

create table promo_code_targets (
    promo_code_id uuid not null constraint promo_code_targets_code_fkey references promo_codes on delete cascade,
    event_id uuid constraint promo_code_targets_event_fkey references events on delete cascade,
    ticket_type_id uuid constraint promo_code_targets_ticket_type_fkey references ticket_types on delete cascade,
    course_id uuid,
    constraint promo_code_targets_one_subject check (num_nonnulls(event_id, ticket_type_id, course_id) = 1),
    constraint promo_code_targets_key unique nulls not distinct (promo_code_id, event_id, ticket_type_id, course_id)
);
create index promo_code_targets_event_idx on promo_code_targets (event_id);
create index promo_code_targets_ticket_type_idx on promo_code_targets (ticket_type_id);

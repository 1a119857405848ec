-- What people pay, what they get back, and what Stripe was asked.
create table payments (
    id uuid primary key,
    organization_id uuid not null constraint payments_organization_fkey references organizations,
    method text not null constraint payments_method_check check (method in ('stripe', 'none', 'outside')),
    status text not null constraint payments_status_check check (status in ('draft', 'open', 'processing', 'paid', 'canceled', 'expired', 'failed')),
    buyer_user_id uuid constraint payments_buyer_fkey references users,
    buyer_email text not null,
    buyer_email_key text not null,
    buyer_name text constraint payments_buyer_name_length check (length(buyer_name) between 1 and 200),
    buyer_company text constraint payments_buyer_company_length check (length(buyer_company) between 1 and 200),
    buyer_country char(2),
    buyer_tax_id text constraint payments_buyer_tax_id_length check (length(buyer_tax_id) between 1 and 40),
    buyer_tax_id_checked_at timestamptz,
    locale text not null default 'en',
    currency char(3) not null constraint payments_currency_check check (currency ~ '^[A-Z]{3}$'),
    list_minor bigint not null,
    discount_minor bigint not null,
    net_minor bigint not null,
    service_fee_minor bigint not null,
    processing_fee_minor bigint not null,
    tax_minor bigint not null default 0,
    total_minor bigint not null,
    application_fee_minor bigint not null,
    tax_withheld_minor bigint not null default 0,
    organizer_minor bigint not null,
    refunded_minor bigint not null default 0,
    disputed_minor bigint not null default 0,
    fee_payer text not null constraint payments_fee_payer_check check (fee_payer in ('buyer', 'organizer')),
    tax_behavior text not null constraint payments_tax_behavior_check check (tax_behavior in ('none', 'inclusive', 'exclusive')),
    fee_schedule_id uuid constraint payments_fee_schedule_fkey references fee_schedules,
    -- The promise of refunds at the time of purchase (RF-1).
    policy jsonb not null,
    -- Where the money goes, as promised to Stripe; settled against what Stripe says (PA-18).
    destination_account text,
    on_behalf_of boolean not null default false,
    -- Counts the sessions that were made for it (PA-41).
    attempt integer not null default 0,
    stripe_session_id text constraint payments_session_key unique,
    stripe_payment_intent_id text constraint payments_intent_key unique,
    stripe_charge_id text constraint payments_charge_key unique,
    stripe_transfer_id text,
    stripe_fee_id text,
    checkout_url text,
    return_to text,
    opening_at timestamptz,
    expires_at timestamptz,
    paid_at timestamptz,
    ended_at timestamptz,
    -- Paid to the organizer without us (PA-24).
    outside_method text constraint payments_outside_method_check check (outside_method in ('bank', 'cash', 'other')),
    outside_reference text constraint payments_outside_reference_length check (length(outside_reference) <= 200),
    due_at timestamptz,
    waived_reason text constraint payments_waived_reason_length check (length(waived_reason) between 1 and 500),
    flagged_at timestamptz,
    flagged_reason text,
    link_generation integer not null default 1,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint payments_amounts_nonnegative check (least(list_minor, discount_minor, net_minor, service_fee_minor, processing_fee_minor,
        tax_minor, total_minor, application_fee_minor, tax_withheld_minor, organizer_minor, refunded_minor, disputed_minor) >= 0),
    constraint payments_net_adds_up check (net_minor = list_minor - discount_minor),
    constraint payments_total_adds_up check (total_minor = net_minor
        + case when fee_payer = 'buyer' then service_fee_minor + processing_fee_minor else 0 end
        + case when tax_behavior = 'exclusive' then tax_minor else 0 end),
    constraint payments_split_adds_up check (total_minor = organizer_minor + application_fee_minor + tax_withheld_minor),
    constraint payments_refunded_within_total check (refunded_minor <= total_minor),
    constraint payments_flag_whole check ((flagged_at is null) = (flagged_reason is null)),
    constraint payments_open_has_session check (status not in ('open', 'processing') or stripe_session_id is not null),
    constraint payments_none_is_nothing check (method <> 'none' or total_minor = 0)
);
create index payments_page_idx on payments (organization_id, created_at desc, id desc);
create index payments_buyer_idx on payments (buyer_user_id, created_at desc, id desc);
create index payments_buyer_email_idx on payments (buyer_email_key) where buyer_user_id is null;
create index payments_fee_schedule_idx on payments (fee_schedule_id);
create index payments_expiry_idx on payments (expires_at) where status = 'open';
create index payments_opening_idx on payments (opening_at) where status = 'draft' and opening_at is not null;
create index payments_flagged_idx on payments (organization_id, flagged_at) where flagged_at is not null;

create table payment_items (
    id uuid primary key,
    organization_id uuid not null constraint payment_items_organization_fkey references organizations,
    payment_id uuid not null constraint payment_items_payment_fkey references payments,
    position integer not null,
    registration_id uuid constraint payment_items_registration_fkey references registrations,
    enrolment_id uuid,
    -- What stands on the invoice.
    label text not null constraint payment_items_label_length check (length(label) between 1 and 300),
    list_minor bigint not null,
    discount_minor bigint not null,
    net_minor bigint not null,
    service_fee_minor bigint not null,
    processing_fee_minor bigint not null,
    tax_minor bigint not null default 0,
    total_minor bigint not null,
    application_fee_minor bigint not null,
    tax_withheld_minor bigint not null default 0,
    organizer_minor bigint not null,
    refunded_minor bigint not null default 0,
    promo_code_id uuid constraint payment_items_promo_code_fkey references promo_codes,
    closed_at timestamptz,
    constraint payment_items_one_subject check (num_nonnulls(registration_id, enrolment_id) = 1),
    constraint payment_items_refunded_within_total check (refunded_minor between 0 and total_minor),
    constraint payment_items_split_adds_up check (total_minor = organizer_minor + application_fee_minor + tax_withheld_minor),
    constraint payment_items_position_key unique (payment_id, position)
);
create unique index payment_items_one_live on payment_items ((coalesce(registration_id, enrolment_id))) where closed_at is null;
create index payment_items_registration_idx on payment_items (registration_id);
create index payment_items_promo_code_idx on payment_items (promo_code_id);
create index payment_items_organization_idx on payment_items (organization_id);

create table promo_redemptions (
    id uuid primary key,
    organization_id uuid not null constraint promo_redemptions_organization_fkey references organizations,
    promo_code_id uuid not null constraint promo_redemptions_code_fkey references promo_codes,
    payment_item_id uuid constraint promo_redemptions_item_fkey references payment_items,
    registration_id uuid constraint promo_redemptions_registration_fkey references registrations on delete cascade,
    enrolment_id uuid,
    person_key text not null,
    discount_minor bigint not null constraint promo_redemptions_discount_nonnegative check (discount_minor >= 0),
    currency char(3),
    state text not null constraint promo_redemptions_state_check check (state in ('reserved', 'redeemed', 'released')),
    created_at timestamptz not null,
    redeemed_at timestamptz,
    released_at timestamptz,
    constraint promo_redemptions_one_subject check (num_nonnulls(registration_id, enrolment_id) = 1)
);
create unique index promo_redemptions_one_live on promo_redemptions ((coalesce(registration_id, enrolment_id))) where state <> 'released';
create index promo_redemptions_count_idx on promo_redemptions (promo_code_id, person_key) where state <> 'released';
create index promo_redemptions_page_idx on promo_redemptions (promo_code_id, created_at desc, id desc);
create index promo_redemptions_item_idx on promo_redemptions (payment_item_id);
create index promo_redemptions_registration_idx on promo_redemptions (registration_id);
create index promo_redemptions_organization_idx on promo_redemptions (organization_id);

create table refund_runs (
    id uuid primary key,
    organization_id uuid not null constraint refund_runs_organization_fkey references organizations,
    event_id uuid constraint refund_runs_event_fkey references events,
    cohort_id uuid,
    status text not null constraint refund_runs_status_check check (status in ('running', 'paused', 'done', 'done_with_failures')),
    total integer not null default 0,
    started_by uuid constraint refund_runs_user_fkey references users,
    created_at timestamptz not null,
    finished_at timestamptz,
    constraint refund_runs_one_subject check (num_nonnulls(event_id, cohort_id) = 1)
);
create unique index refund_runs_one_open on refund_runs ((coalesce(event_id, cohort_id))) where status in ('running', 'paused');
create index refund_runs_event_idx on refund_runs (event_id);
create index refund_runs_organization_idx on refund_runs (organization_id, created_at desc, id desc);
create index refund_runs_user_idx on refund_runs (started_by);

create table refunds (
    id uuid primary key,
    organization_id uuid not null constraint refunds_organization_fkey references organizations,
    payment_id uuid not null constraint refunds_payment_fkey references payments,
    refund_run_id uuid constraint refunds_run_fkey references refund_runs,
    cause text not null constraint refunds_cause_check check (cause in ('attendee_cancel', 'organizer', 'event_cancelled', 'rescheduled',
        'no_seat', 'orphan', 'duplicate')),
    cause_key text not null,
    currency char(3) not null,
    amount_minor bigint not null constraint refunds_amount_positive check (amount_minor > 0),
    organizer_share_minor bigint not null,
    platform_share_minor bigint not null,
    tax_share_minor bigint not null default 0,
    status text not null constraint refunds_status_check check (status in ('requested', 'submitted', 'pending', 'succeeded', 'failed', 'canceled')),
    attempt integer not null default 1,
    stripe_refund_id text constraint refunds_stripe_key unique,
    stripe_reversal_id text,
    stripe_fee_refund_id text,
    failure_reason text,
    reason text constraint refunds_reason_length check (length(reason) <= 1000),
    requested_by uuid constraint refunds_user_fkey references users,
    -- Paid back without Stripe after a failure, with a note (RF-8).
    settled_outside_at timestamptz,
    settled_outside_note text,
    requested_at timestamptz not null,
    succeeded_at timestamptz,
    updated_at timestamptz not null,
    constraint refunds_cause_key_key unique (payment_id, cause_key),
    constraint refunds_shares_add_up check (amount_minor = organizer_share_minor + platform_share_minor + tax_share_minor)
);
create index refunds_page_idx on refunds (organization_id, requested_at desc, id desc);
create index refunds_run_idx on refunds (refund_run_id, status);
create index refunds_user_idx on refunds (requested_by);
create index refunds_open_idx on refunds (status, updated_at) where status in ('requested', 'submitted', 'pending');

create table refund_items (
    refund_id uuid not null constraint refund_items_refund_fkey references refunds on delete cascade,
    payment_item_id uuid not null constraint refund_items_item_fkey references payment_items,
    amount_minor bigint not null constraint refund_items_amount_positive check (amount_minor > 0),
    organizer_share_minor bigint not null,
    platform_share_minor bigint not null,
    tax_share_minor bigint not null default 0,
    constraint refund_items_pkey primary key (refund_id, payment_item_id),
    constraint refund_items_shares_add_up check (amount_minor = organizer_share_minor + platform_share_minor + tax_share_minor)
);
create index refund_items_item_idx on refund_items (payment_item_id);

create table disputes (
    id uuid primary key,
    organization_id uuid not null constraint disputes_organization_fkey references organizations,
    payment_id uuid not null constraint disputes_payment_fkey references payments,
    stripe_dispute_id text not null constraint disputes_stripe_key unique,
    currency char(3) not null,
    amount_minor bigint not null,
    fee_minor bigint not null default 0,
    reason text not null,
    status text not null constraint disputes_status_check check (status in ('needs_response', 'warning_needs_response', 'under_review',
        'warning_under_review', 'warning_closed', 'won', 'lost', 'closed', 'prevented')),
    evidence_due_at timestamptz,
    evidence_sent_at timestamptz,
    closed_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index disputes_payment_idx on disputes (payment_id);
create index disputes_page_idx on disputes (organization_id, created_at desc, id desc);

create table payouts (
    id uuid primary key,
    organization_id uuid not null constraint payouts_organization_fkey references organizations,
    payout_account_id uuid not null constraint payouts_account_fkey references payout_accounts,
    -- What makes a release happen once: the account's day and currency, or a request's key.
    cause_key text not null,
    stripe_payout_id text constraint payouts_stripe_key unique,
    currency char(3) not null,
    amount_minor bigint not null constraint payouts_amount_positive check (amount_minor > 0),
    status text not null constraint payouts_status_check check (status in ('requested', 'pending', 'in_transit', 'paid', 'failed', 'canceled')),
    arrival_at timestamptz,
    bank_last4 text,
    failure_code text,
    requested_by uuid constraint payouts_user_fkey references users,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint payouts_cause_key_key unique (payout_account_id, cause_key)
);
create index payouts_page_idx on payouts (organization_id, created_at desc, id desc);
create index payouts_user_idx on payouts (requested_by);

-- Each POST to Stripe, noted before it is sent (PA-41).
create table stripe_calls (
    op_key text not null,
    attempt integer not null,
    request_hash bytea not null,
    status text not null constraint stripe_calls_status_check check (status in ('sent', 'answered', 'unknown')),
    http_status integer,
    object_id text,
    sent_at timestamptz not null,
    constraint stripe_calls_key primary key (op_key, attempt)
);
create index stripe_calls_sent_idx on stripe_calls (sent_at);

-- When the reading that was applied last had begun: an older one is not applied (PA-42).
create table stripe_syncs (
    object_id text not null constraint stripe_syncs_pkey primary key,
    read_started_at timestamptz not null
);

create table reconciliation_findings (
    id uuid primary key,
    organization_id uuid constraint reconciliation_findings_organization_fkey references organizations,
    kind text not null,
    object_id text not null,
    local_value jsonb,
    stripe_value jsonb,
    found_at timestamptz not null,
    fixed_at timestamptz,
    closed_by uuid constraint reconciliation_findings_user_fkey references users,
    closed_reason text
);
create unique index reconciliation_findings_open_key on reconciliation_findings (kind, object_id) where fixed_at is null and closed_by is null;
create index reconciliation_findings_organization_idx on reconciliation_findings (organization_id);
create index reconciliation_findings_user_idx on reconciliation_findings (closed_by);

-- People. A row exists only after a mailbox was proven (AC-1).
create table users (
    id uuid primary key,
    full_name text constraint users_full_name_length check (length(full_name) between 1 and 120),
    professional_title text constraint users_professional_title_length check (length(professional_title) <= 100),
    employer text constraint users_employer_length check (length(employer) <= 150),
    bio text constraint users_bio_length check (length(bio) <= 1000),
    photo_object text,
    locale text not null default 'en',
    time_zone text not null default 'UTC',
    week_start smallint not null default 1 constraint users_week_start_check check (week_start between 0 and 6),
    clock smallint not null default 24 constraint users_clock_check check (clock in (12, 24)),
    password_hash text,
    password_changed_at timestamptz,
    platform_role text constraint users_platform_role_check check (platform_role in ('support', 'operator')),
    terms_version text not null,
    onboarding_completed_at timestamptz,
    disabled_at timestamptz,
    factors_reset_at timestamptz,
    erase_after timestamptz,
    erased_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint users_erased_is_empty_check check (erased_at is null
        or (full_name is null and password_hash is null and photo_object is null and bio is null)),
    constraint users_named_check check (full_name is not null or erased_at is not null)
);

create table user_emails (
    id uuid primary key,
    user_id uuid not null constraint user_emails_user_fkey references users,
    address text not null,
    address_key text not null,
    verified_at timestamptz not null,
    is_primary boolean not null default false,
    held_until timestamptz,
    created_at timestamptz not null,
    constraint user_emails_address_key_key unique (address_key)
);
create index user_emails_user_idx on user_emails (user_id);
create unique index user_emails_primary_key on user_emails (user_id) where is_primary;

create table email_challenges (
    id uuid primary key,
    purpose text not null constraint email_challenges_purpose_check
        check (purpose in ('sign-up', 'sign-in', 'password-reset', 'add-address', 'code')),
    address text not null,
    address_key text not null,
    user_id uuid constraint email_challenges_user_fkey references users,
    payload jsonb not null default '{}',
    generation integer not null default 1,
    expires_at timestamptz not null,
    attempts integer not null default 0 constraint email_challenges_attempts_check check (attempts <= 5),
    consumed_at timestamptz,
    created_at timestamptz not null
);
create index email_challenges_address_idx on email_challenges (address_key, purpose, created_at);
create index email_challenges_user_idx on email_challenges (user_id);
create index email_challenges_expires_idx on email_challenges (expires_at);

-- One signed-in device: a refresh family. Neither its secret nor a hash of it is kept.
create table logins (
    id uuid primary key,
    user_id uuid not null constraint logins_user_fkey references users,
    refresh_salt bytea not null,
    generation integer not null default 1,
    rotated_at timestamptz not null,
    expires_at timestamptz not null,
    absolute_expires_at timestamptz not null,
    authenticated_at timestamptz not null,
    second_factor_at timestamptz,
    methods text[] not null,
    organization_id uuid,
    device_id text not null,
    user_agent text not null default '' constraint logins_user_agent_length check (length(user_agent) <= 300),
    ip_prefix text,
    remembered boolean not null,
    revoked_at timestamptz,
    revoked_reason text constraint logins_revoked_reason_check check (revoked_reason in ('signed-out',
        'everywhere', 'ended-by-user', 'password-changed', 'password-reset', 'reuse', 'limit', 'disabled', 'erased')),
    created_at timestamptz not null,
    constraint logins_revoked_whole_check check ((revoked_at is null) = (revoked_reason is null))
);
create index logins_user_idx on logins (user_id, rotated_at desc) where revoked_at is null;
create index logins_user_device_idx on logins (user_id, device_id);

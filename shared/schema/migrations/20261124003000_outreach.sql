-- What people were told, once each.
create table messages (
    id uuid primary key,
    message_key text not null,
    template_version integer not null default 1,
    organization_id uuid constraint messages_organization_fkey references organizations,
    user_id uuid constraint messages_user_fkey references users,
    -- Null after erasure.
    address text,
    address_key text not null,
    recipient_name text,
    locale text not null default 'en',
    time_zone text not null default 'UTC',
    -- No secret: links are seals that only the sender can make.
    variables jsonb not null default '{}',
    attachments jsonb not null default '[]',
    class text not null constraint messages_class_check check (class in ('security', 'transactional', 'reminder', 'notice', 'marketing')),
    category text,
    about_kind text,
    about_id uuid,
    campaign_id uuid,
    dedupe_key text not null,
    not_before timestamptz,
    not_after timestamptz,
    state text not null constraint messages_state_check check (state in ('queued', 'sending', 'sent', 'suppressed', 'expired',
        'withdrawn', 'failed', 'unknown', 'deferred', 'delivered', 'bounced', 'complained')),
    state_at timestamptz not null,
    state_reason text,
    attempts integer not null default 0,
    lease_until timestamptz,
    subject text,
    created_at timestamptz not null,
    constraint messages_dedupe_key_key unique (dedupe_key),
    constraint messages_marketing_has_organization_check check (class <> 'marketing' or organization_id is not null)
);
create index messages_about_idx on messages (about_kind, about_id, created_at desc, id desc);
create index messages_organization_page_idx on messages (organization_id, created_at desc, id desc);
create index messages_address_idx on messages (address_key, created_at desc);
create index messages_user_idx on messages (user_id);
create index messages_created_idx on messages (created_at);

create table suppressions (
    id uuid primary key,
    address_key text not null,
    reason text not null constraint suppressions_reason_check check (reason in ('bounce', 'complaint', 'staff')),
    message_id uuid constraint suppressions_message_fkey references messages,
    at timestamptz not null,
    lifted_at timestamptz,
    lifted_by uuid constraint suppressions_lifted_by_fkey references users
);
create unique index suppressions_live_key on suppressions (address_key, reason) where lifted_at is null;
create index suppressions_message_idx on suppressions (message_id);
create index suppressions_lifted_by_idx on suppressions (lifted_by);

create table unsubscribes (
    id uuid primary key,
    address_key text not null,
    organization_id uuid constraint unsubscribes_organization_fkey references organizations,
    category text not null,
    via text not null constraint unsubscribes_via_check check (via in ('one-click', 'page', 'complaint', 'import', 'member')),
    at timestamptz not null,
    withdrawn_at timestamptz
);
create unique index unsubscribes_live_key on unsubscribes (address_key, organization_id, category) nulls not distinct where withdrawn_at is null;
create index unsubscribes_organization_idx on unsubscribes (organization_id);

create table message_preferences (
    user_id uuid not null constraint message_preferences_user_fkey references users,
    organization_id uuid constraint message_preferences_organization_fkey references organizations,
    category text not null,
    channel text not null constraint message_preferences_channel_check check (channel in ('email', 'digest', 'in-app', 'off')),
    constraint message_preferences_key unique nulls not distinct (user_id, organization_id, category)
);
create index message_preferences_organization_idx on message_preferences (organization_id);

create table notifications (
    id uuid primary key,
    user_id uuid not null constraint notifications_user_fkey references users,
    organization_id uuid constraint notifications_organization_fkey references organizations,
    kind text not null,
    variables jsonb not null default '{}',
    path text not null constraint notifications_path_check check (path ~ '^/([^/\\]|$)'),
    dedupe_key text not null,
    digest_on date,
    read_at timestamptz,
    created_at timestamptz not null,
    constraint notifications_dedupe_key_key unique (dedupe_key)
);
create index notifications_page_idx on notifications (user_id, created_at desc, id desc);
create index notifications_unread_idx on notifications (user_id) where read_at is null;
create index notifications_organization_idx on notifications (organization_id);
create index notifications_created_idx on notifications (created_at);

create table calendar_entries (
    id uuid primary key,
    uid text not null,
    address_key text not null,
    registration_id uuid not null constraint calendar_entries_registration_fkey references registrations on delete cascade,
    sequence integer not null,
    method text not null constraint calendar_entries_method_check check (method in ('REQUEST', 'CANCEL')),
    content_hash bytea not null,
    sent_at timestamptz not null,
    constraint calendar_entries_key unique (uid, address_key)
);
create index calendar_entries_registration_idx on calendar_entries (registration_id);

-- Tenants, who belongs to them, and what happened in them.
create table organizations (
    id uuid primary key,
    kind text not null constraint organizations_kind_check check (kind in ('personal', 'team')),
    name text not null constraint organizations_name_length check (length(name) between 2 and 120),
    description text constraint organizations_description_length check (length(description) <= 2000),
    website text,
    links text[] not null default '{}' constraint organizations_links_check check (cardinality(links) <= 5),
    contact_address text,
    contact_phone text constraint organizations_contact_phone_length check (length(contact_phone) <= 20),
    country text constraint organizations_country_check check (country ~ '^[A-Z]{2}$'),
    time_zone text not null default 'UTC',
    locale text not null default 'en',
    logo_object text,
    primary_color text,
    accent_color text,
    -- The prefix of certificate numbers (CE-5).
    certificate_prefix text not null default 'CPD' constraint organizations_certificate_prefix_check
        check (certificate_prefix ~ '^[A-Z0-9]{2,8}$'),
    public_at timestamptz,
    verified_at timestamptz,
    suspended_at timestamptz,
    closing_at timestamptz,
    closed_at timestamptz,
    second_factor_required_from timestamptz,
    onboarding_completed_at timestamptz,
    created_by uuid not null constraint organizations_created_by_fkey references users,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint organizations_colors_check check (primary_color ~ '^#[0-9A-Fa-f]{6}$' and accent_color ~ '^#[0-9A-Fa-f]{6}$')
);
create unique index organizations_personal_key on organizations (created_by) where kind = 'personal' and closed_at is null;
alter table logins add constraint logins_organization_fkey foreign key (organization_id) references organizations;
create index logins_organization_idx on logins (organization_id);

-- Old addresses redirect for ever and are never given to another organization (OR-11).
create table organization_slugs (
    slug text primary key constraint organization_slugs_slug_check check (slug ~ '^[a-z0-9]([a-z0-9-]{1,58}[a-z0-9])$'),
    organization_id uuid not null constraint organization_slugs_organization_fkey references organizations,
    current boolean not null default true
);
create index organization_slugs_organization_idx on organization_slugs (organization_id);
create unique index organization_slugs_current_key on organization_slugs (organization_id) where current;

create table memberships (
    id uuid primary key,
    organization_id uuid not null constraint memberships_organization_fkey references organizations,
    user_id uuid not null constraint memberships_user_fkey references users,
    roles text[] not null,
    title text constraint memberships_title_length check (length(title) <= 100),
    seat_payer text not null default 'organization' constraint memberships_seat_payer_check
        check (seat_payer in ('organization', 'member')),
    invited_by uuid constraint memberships_invited_by_fkey references users,
    joined_at timestamptz not null,
    ended_at timestamptz,
    ended_reason text constraint memberships_ended_reason_check check (ended_reason in ('left', 'removed', 'closed', 'erased')),
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint memberships_ended_whole_check check ((ended_at is null) = (ended_reason is null)),
    constraint memberships_roles_check check (cardinality(roles) between 1 and 4
        and roles <@ array['owner', 'admin', 'organizer', 'course_manager', 'instructor', 'finance', 'check_in', 'viewer']
        and (not 'owner' = any (roles) or cardinality(roles) = 1))
);
create unique index memberships_active_key on memberships (organization_id, user_id) where ended_at is null;
create unique index memberships_owner_key on memberships (organization_id) where ended_at is null and roles @> array['owner'];
create index memberships_user_idx on memberships (user_id) where ended_at is null;

create table member_invitations (
    id uuid primary key,
    organization_id uuid not null constraint member_invitations_organization_fkey references organizations,
    address text not null,
    address_key text not null,
    roles text[] not null,
    scopes jsonb not null default '[]',
    title text constraint member_invitations_title_length check (length(title) <= 100),
    message text constraint member_invitations_message_length check (length(message) <= 500),
    seat_payer text not null default 'organization' constraint member_invitations_seat_payer_check
        check (seat_payer in ('organization', 'member')),
    state text not null constraint member_invitations_state_check
        check (state in ('pending', 'accepted', 'declined', 'revoked', 'expired')),
    generation integer not null default 1,
    expires_at timestamptz not null,
    sent_count integer not null default 1,
    last_sent_at timestamptz not null,
    invited_by uuid not null constraint member_invitations_invited_by_fkey references users,
    answered_by uuid constraint member_invitations_answered_by_fkey references users,
    answered_at timestamptz,
    created_at timestamptz not null
);
create unique index member_invitations_pending_key on member_invitations (organization_id, address_key) where state = 'pending';
create index member_invitations_page_idx on member_invitations (organization_id, created_at desc, id desc);
create index member_invitations_address_idx on member_invitations (address_key) where state = 'pending';
create index member_invitations_expires_idx on member_invitations (expires_at) where state = 'pending';

create table audit_entries (
    id uuid primary key,
    organization_id uuid constraint audit_entries_organization_fkey references organizations,
    actor_kind text not null constraint audit_entries_actor_kind_check
        check (actor_kind in ('user', 'api-key', 'support', 'system')),
    actor_id uuid,
    action text not null,
    target_kind text not null,
    target_id uuid,
    before jsonb,
    after jsonb,
    ip_prefix text,
    request_id text,
    at timestamptz not null
);
create index audit_entries_organization_idx on audit_entries (organization_id, at desc, id desc);
create index audit_entries_actor_idx on audit_entries (actor_id, at desc, id desc);
create index audit_entries_at_idx on audit_entries (at);

-- Only retention deletes, and only it may blank the network prefix.
create function audit_entries_append_only() returns trigger language plpgsql as $$
begin
    if current_setting('accredit.retention', true) = 'on' then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    raise exception 'audit entries are append-only' using errcode = 'check_violation', constraint = 'audit_entries_append_only';
end $$;
create trigger audit_entries_append_only before update or delete on audit_entries
    for each row execute function audit_entries_append_only();

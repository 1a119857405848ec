-- Tickets, questions, seats, and the people who sit there.
create table ticket_types (
    id uuid primary key,
    organization_id uuid not null constraint ticket_types_organization_fkey references organizations,
    event_id uuid not null constraint ticket_types_event_fkey references events on delete cascade,
    name text not null constraint ticket_types_name_length check (length(name) between 1 and 100),
    description text constraint ticket_types_description_length check (length(description) <= 500),
    mode text not null default 'any' constraint ticket_types_mode_check check (mode in ('online', 'in_person', 'any')),
    audience text not null default 'public' constraint ticket_types_audience_check check (audience in ('public', 'hidden')),
    access_code text constraint ticket_types_access_code_length check (length(access_code) <= 50),
    sales_open_at timestamptz,
    sales_close_at timestamptz,
    min_per_booking integer not null default 1,
    max_per_booking integer,
    waitlist_priority integer not null default 0 constraint ticket_types_priority_check check (waitlist_priority between 0 and 9),
    color text,
    position integer not null default 0,
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index ticket_types_event_idx on ticket_types (event_id, position);
create index ticket_types_organization_idx on ticket_types (organization_id);

create table questions (
    id uuid primary key,
    organization_id uuid not null constraint questions_organization_fkey references organizations,
    event_id uuid not null constraint questions_event_fkey references events on delete cascade,
    ticket_type_ids uuid[] not null default '{}',
    per text not null default 'attendee' constraint questions_per_check check (per in ('attendee', 'booking')),
    kind text not null constraint questions_kind_check check (kind in ('text', 'long_text', 'select', 'multi_select',
        'radio', 'checkbox', 'number', 'date', 'email', 'phone', 'country', 'licence')),
    label text not null constraint questions_label_length check (length(label) between 1 and 200),
    help text,
    required boolean not null default false,
    options jsonb not null default '[]',
    min numeric,
    max numeric,
    show_if jsonb,
    keep_days integer,
    position integer not null default 0,
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index questions_event_idx on questions (event_id, position);
create index questions_organization_idx on questions (organization_id);

create table seat_pools (
    id uuid primary key,
    organization_id uuid not null constraint seat_pools_organization_fkey references organizations,
    event_id uuid not null constraint seat_pools_event_fkey references events on delete cascade,
    scope text not null constraint seat_pools_scope_check check (scope in ('event', 'mode', 'ticket_type', 'session')),
    mode text constraint seat_pools_mode_check check (mode in ('online', 'in_person')),
    ticket_type_id uuid constraint seat_pools_ticket_type_fkey references ticket_types on delete cascade,
    session_id uuid constraint seat_pools_session_fkey references sessions on delete cascade,
    capacity integer constraint seat_pools_capacity_range check (capacity between 0 and 100000),
    -- Counted by the trigger on seat_claims, by nothing else.
    taken integer not null default 0,
    constraint seat_pools_scope_key unique nulls not distinct (event_id, scope, mode, ticket_type_id, session_id),
    constraint seat_pools_scope_matches check ((scope = 'mode') = (mode is not null)
        and (scope = 'ticket_type') = (ticket_type_id is not null) and (scope = 'session') = (session_id is not null)),
    constraint seat_pools_never_oversold check (capacity is null or taken <= capacity),
    constraint seat_pools_taken_not_negative check (taken >= 0)
);
create index seat_pools_ticket_type_idx on seat_pools (ticket_type_id);
create index seat_pools_session_idx on seat_pools (session_id);
create index seat_pools_organization_idx on seat_pools (organization_id);

create table bookings (
    id uuid primary key,
    organization_id uuid not null constraint bookings_organization_fkey references organizations,
    event_id uuid not null constraint bookings_event_fkey references events on delete cascade,
    booker_email text not null,
    booker_user_id uuid constraint bookings_user_fkey references users,
    link_generation integer not null default 1,
    source text not null constraint bookings_source_check check (source in ('self', 'invite', 'import', 'manual', 'api', 'enrolment')),
    created_at timestamptz not null
);
create index bookings_event_idx on bookings (event_id);
create index bookings_user_idx on bookings (booker_user_id);
create index bookings_organization_idx on bookings (organization_id);

create table registrations (
    id uuid primary key,
    organization_id uuid not null constraint registrations_organization_fkey references organizations,
    event_id uuid not null constraint registrations_event_fkey references events on delete cascade,
    booking_id uuid not null constraint registrations_booking_fkey references bookings on delete cascade,
    ticket_type_id uuid not null constraint registrations_ticket_type_fkey references ticket_types,
    mode text not null constraint registrations_mode_check check (mode in ('online', 'in_person')),
    status text not null constraint registrations_status_check check (status in ('requested', 'held', 'offered',
        'waitlisted', 'confirmed', 'expired', 'cancelled', 'declined', 'transferred')),
    email text,
    -- Normalised by models::Email; what is compared.
    email_key text,
    email_verified_at timestamptz,
    user_id uuid constraint registrations_user_fkey references users,
    enrolment_id uuid,
    full_name text constraint registrations_full_name_length check (length(full_name) between 1 and 200),
    professional_title text constraint registrations_professional_title_length check (length(professional_title) <= 100),
    organization_name text constraint registrations_organization_name_length check (length(organization_name) <= 200),
    locale text not null default 'en',
    time_zone text not null default 'UTC',
    hold_expires_at timestamptz,
    offer_expires_at timestamptz,
    waitlisted_at timestamptz,
    waitlist_priority integer not null default 0,
    confirmed_at timestamptz,
    cancelled_at timestamptz,
    cancel_reason text,
    ticket_code text not null constraint registrations_ticket_code_check check (ticket_code ~ '^[0-9A-HJKMNP-TV-Z]{10}$'),
    ticket_revision integer not null default 1,
    link_generation integer not null default 1,
    transferred_from uuid constraint registrations_transferred_fkey references registrations,
    name_shown text not null default 'initials' constraint registrations_name_shown_check check (name_shown in ('full', 'initials', 'hidden')),
    extra_time_percent integer not null default 0 constraint registrations_extra_time_check check (extra_time_percent between 0 and 200),
    -- When the links were last mailed again (RG-3).
    links_sent_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint registrations_ticket_code_key unique (event_id, ticket_code),
    constraint registrations_email_whole check ((email is null) = (email_key is null)),
    constraint registrations_expiry_matches_status check ((status = 'held') = (hold_expires_at is not null)
        and (status = 'offered') = (offer_expires_at is not null)),
    constraint registrations_waitlist_matches_status check (status <> 'waitlisted' or waitlisted_at is not null)
);
create unique index registrations_live_email_key on registrations (event_id, email_key)
    where status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed');
create unique index registrations_live_user_key on registrations (event_id, user_id)
    where status in ('requested', 'held', 'offered', 'waitlisted', 'confirmed');
create index registrations_page_idx on registrations (event_id, created_at desc, id desc);
create index registrations_status_page_idx on registrations (event_id, status, created_at desc, id desc);
create index registrations_queue_idx on registrations (event_id, waitlist_priority desc, waitlisted_at, id) where status = 'waitlisted';
create index registrations_hold_idx on registrations (hold_expires_at) where status = 'held';
create index registrations_offer_idx on registrations (offer_expires_at) where status = 'offered';
create index registrations_user_idx on registrations (user_id, created_at desc, id desc);
create index registrations_guest_idx on registrations (email_key) where user_id is null;
create index registrations_organization_idx on registrations (organization_id);
create index registrations_booking_idx on registrations (booking_id);
create index registrations_ticket_type_idx on registrations (ticket_type_id);
create index registrations_transferred_idx on registrations (transferred_from);
create index registrations_search_idx on registrations using gin (folded(coalesce(full_name, '') || ' ' || coalesce(email, '')) gin_trgm_ops);

create table seat_claims (
    pool_id uuid not null constraint seat_claims_pool_fkey references seat_pools,
    registration_id uuid not null constraint seat_claims_registration_fkey references registrations on delete cascade,
    constraint seat_claims_pkey primary key (pool_id, registration_id)
);
create index seat_claims_registration_idx on seat_claims (registration_id);

create table session_choices (
    registration_id uuid not null constraint session_choices_registration_fkey references registrations on delete cascade,
    session_id uuid not null constraint session_choices_session_fkey references sessions on delete cascade,
    constraint session_choices_pkey primary key (registration_id, session_id)
);
create index session_choices_session_idx on session_choices (session_id);

create table question_answers (
    registration_id uuid not null constraint question_answers_registration_fkey references registrations on delete cascade,
    question_id uuid not null constraint question_answers_question_fkey references questions,
    value jsonb not null,
    constraint question_answers_pkey primary key (registration_id, question_id)
);
create index question_answers_question_idx on question_answers (question_id);

create table registration_changes (
    id uuid primary key,
    organization_id uuid not null constraint registration_changes_organization_fkey references organizations,
    registration_id uuid not null constraint registration_changes_registration_fkey references registrations on delete cascade,
    from_status text,
    to_status text not null,
    actor uuid constraint registration_changes_actor_fkey references users,
    reason text,
    at timestamptz not null
);
create index registration_changes_registration_idx on registration_changes (registration_id, at desc, id desc);
create index registration_changes_actor_idx on registration_changes (actor);
create index registration_changes_organization_idx on registration_changes (organization_id);

create table invitations (
    id uuid primary key,
    organization_id uuid not null constraint invitations_organization_fkey references organizations,
    event_id uuid not null constraint invitations_event_fkey references events on delete cascade,
    email text not null,
    email_key text not null,
    generation integer not null default 1,
    sent_at timestamptz,
    registered_at timestamptz,
    constraint invitations_email_key unique (event_id, email_key)
);
create index invitations_organization_idx on invitations (organization_id);

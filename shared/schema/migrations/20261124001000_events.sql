-- Events, their settings and the rule by which presence is judged.
create table events (
    id uuid primary key,
    organization_id uuid not null constraint events_organization_fkey references organizations,
    title text not null constraint events_title_length check (length(title) between 1 and 200),
    summary text constraint events_summary_length check (length(summary) <= 500),
    description text constraint events_description_length check (length(description) <= 20000),
    type text not null default 'webinar' constraint events_type_check
        check (type in ('webinar', 'workshop', 'training', 'lecture', 'conference', 'other')),
    format text not null constraint events_format_check check (format in ('online', 'in_person', 'hybrid')),
    time_zone text not null,
    -- First start and last end of its sessions.
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    status text not null constraint events_status_check
        check (status in ('draft', 'published', 'live', 'completed', 'closed', 'cancelled')),
    visibility text not null default 'public' constraint events_visibility_check
        check (visibility in ('public', 'unlisted', 'private')),
    access_generation integer not null default 1,
    venue_name text constraint events_venue_name_length check (length(venue_name) <= 200),
    venue_address text constraint events_venue_address_length check (length(venue_address) <= 500),
    country text constraint events_country_check check (country ~ '^[A-Z]{2}$'),
    latitude double precision constraint events_latitude_check check (latitude between -90 and 90),
    longitude double precision constraint events_longitude_check check (longitude between -180 and 180),
    online_url text constraint events_online_url_check check (online_url like 'https://%'),
    -- People join by a Zoom meeting that is made after publishing.
    zoom_planned boolean not null default false,
    objectives text[] not null default '{}' constraint events_objectives_check check (cardinality(objectives) <= 20),
    level text,
    prerequisites text constraint events_prerequisites_length check (length(prerequisites) <= 1000),
    languages text[] not null default '{}',
    support_statement text constraint events_support_statement_length check (length(support_statement) <= 2000),
    series_id uuid,
    recurrence_id timestamptz,
    detached_at timestamptz,
    course_id uuid,
    -- SEQUENCE of its calendar entries (RFC 5545).
    sequence integer not null default 0,
    published_at timestamptz,
    cancelled_at timestamptz,
    cancel_reason text,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint events_ends_after_start check (ends_at > starts_at),
    constraint events_series_slot_key unique (series_id, recurrence_id),
    constraint events_in_person_has_place check (status in ('draft', 'cancelled') or format = 'online'
        or coalesce(venue_name, venue_address) is not null)
);
create index events_organization_page_idx on events (organization_id, starts_at desc, id desc);
create index events_public_idx on events (starts_at, id)
    where visibility = 'public' and status in ('published', 'live') and course_id is null;
create index events_clock_idx on events (status, ends_at) where status in ('published', 'live');
create index events_search_idx on events using gin (to_tsvector('simple', folded(title || ' ' || coalesce(summary, ''))));
create index events_title_trigram_idx on events using gin (folded(title) gin_trgm_ops);

-- Former addresses of a page redirect for ever (EV-1).
create table event_slugs (
    slug text not null,
    event_id uuid not null constraint event_slugs_event_fkey references events on delete cascade,
    current boolean not null default true,
    constraint events_slug_key primary key (slug)
);
create index event_slugs_event_idx on event_slugs (event_id);
create unique index event_slugs_current_key on event_slugs (event_id) where current;

create table event_settings (
    event_id uuid primary key constraint event_settings_event_fkey references events on delete cascade,
    organization_id uuid not null constraint event_settings_organization_fkey references organizations,
    registration_opens_at timestamptz,
    registration_closes_at timestamptz,
    guests_allowed boolean not null default true,
    approval_required boolean not null default false,
    waitlist_max integer not null default 0 constraint event_settings_waitlist_max_check check (waitlist_max between 0 and 10000),
    waitlist_offer_minutes integer not null default 1440 constraint event_settings_offer_check check (waitlist_offer_minutes between 15 and 10080),
    waitlist_auto_confirm boolean not null default true,
    hold_minutes integer not null default 35 constraint event_settings_hold_check check (hold_minutes between 15 and 1440),
    party_max integer not null default 10 constraint event_settings_party_check check (party_max between 1 and 50),
    cancel_until_minutes integer not null default 0 constraint event_settings_cancel_check check (cancel_until_minutes between 0 and 43200),
    names_locked_at timestamptz,
    show_seats_left boolean not null default false,
    reminders integer[] not null default '{1440,60}' constraint event_settings_reminders_check check (cardinality(reminders) <= 5),
    version integer not null default 1
);
create index event_settings_organization_idx on event_settings (organization_id);

create table attendance_policies (
    event_id uuid primary key constraint attendance_policies_event_fkey references events on delete cascade,
    organization_id uuid not null constraint attendance_policies_organization_fkey references organizations,
    criterion text not null default 'all_mandatory' constraint attendance_policies_criterion_check
        check (criterion in ('all_mandatory', 'percent_of_sessions', 'min_sessions', 'total_minutes')),
    criterion_value integer,
    min_percent integer not null default 80 constraint attendance_policies_percent_check check (min_percent between 0 and 100),
    min_minutes integer not null default 0 constraint attendance_policies_minutes_check check (min_minutes between 0 and 100000),
    gap_grace_seconds integer not null default 60 constraint attendance_policies_gap_check check (gap_grace_seconds between 0 and 300),
    edge_grace_seconds integer not null default 0 constraint attendance_policies_edge_check check (edge_grace_seconds between 0 and 600),
    scan_mode text not null default 'entry_only' constraint attendance_policies_scan_check check (scan_mode in ('entry_only', 'entry_exit')),
    missing_exit text not null default 'window_end' constraint attendance_policies_exit_check check (missing_exit in ('window_end', 'last_sighting')),
    excused text not null default 'ignored' constraint attendance_policies_excused_check check (excused in ('ignored', 'missed')),
    prompts_per_hour integer not null default 0 constraint attendance_policies_prompts_check check (prompts_per_hour between 0 and 12),
    prompt_window_seconds integer not null default 60 constraint attendance_policies_window_check check (prompt_window_seconds between 30 and 120),
    version integer not null default 1,
    constraint attendance_policies_value_check check ((criterion = 'all_mandatory') = (criterion_value is null))
);
create index attendance_policies_organization_idx on attendance_policies (organization_id);

create table event_status_changes (
    id uuid primary key,
    organization_id uuid not null constraint event_status_changes_organization_fkey references organizations,
    event_id uuid not null constraint event_status_changes_event_fkey references events on delete cascade,
    from_status text,
    to_status text not null,
    -- Null: the clock, or Zoom.
    actor uuid constraint event_status_changes_actor_fkey references users,
    reason text,
    at timestamptz not null
);
create index event_status_changes_event_idx on event_status_changes (event_id, at desc, id desc);
create index event_status_changes_actor_idx on event_status_changes (actor);
create index event_status_changes_organization_idx on event_status_changes (organization_id);

create table event_images (
    event_id uuid primary key constraint event_images_event_fkey references events on delete cascade,
    organization_id uuid not null constraint event_images_organization_fkey references organizations,
    alt text not null constraint event_images_alt_length check (length(alt) between 1 and 200),
    large_object text not null,
    small_object text not null,
    sha256 bytea not null,
    created_at timestamptz not null
);
create index event_images_organization_idx on event_images (organization_id);

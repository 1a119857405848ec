-- Who was there, exact to the second. Segments are facts and never change.
create table participants (
    id uuid primary key,
    organization_id uuid not null constraint participants_organization_fkey references organizations,
    event_id uuid not null constraint participants_event_fkey references events on delete cascade,
    session_id uuid constraint participants_session_fkey references sessions,
    source text not null constraint participants_source_check
        check (source in ('zoom', 'csv', 'scan', 'kiosk', 'code_word', 'roll_call', 'facilitator', 'manual')),
    identity_key text not null,
    display_name text,
    email text,
    email_key text,
    role text not null default 'attendee' constraint participants_role_check check (role in ('attendee', 'panelist', 'host')),
    registration_id uuid constraint participants_registration_fkey references registrations,
    matched_by text constraint participants_matched_by_check
        check (matched_by in ('registrant_id', 'join_link', 'verified_email', 'email', 'ticket', 'self', 'person')),
    matched_at timestamptz,
    matched_by_user uuid constraint participants_matched_by_user_fkey references users,
    ignored_at timestamptz,
    -- An attendee's word (PR-17): a hint for triage, never a match.
    claimed_by uuid constraint participants_claimed_by_fkey references registrations,
    evidence jsonb not null default '{}',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint participants_identity_key unique (event_id, source, identity_key),
    constraint participants_matched_whole check ((registration_id is null) = (matched_by is null))
);
create index participants_registration_idx on participants (registration_id);
create index participants_unmatched_idx on participants (event_id, created_at, id) where registration_id is null and ignored_at is null;
create index participants_session_idx on participants (session_id);
create index participants_claimed_idx on participants (claimed_by);
create index participants_matched_by_user_idx on participants (matched_by_user);
create index participants_organization_idx on participants (organization_id);

create table presence_segments (
    id uuid primary key,
    organization_id uuid not null constraint presence_segments_organization_fkey references organizations,
    event_id uuid not null constraint presence_segments_event_fkey references events on delete cascade,
    session_id uuid constraint presence_segments_session_fkey references sessions,
    participant_id uuid not null constraint presence_segments_participant_fkey references participants on delete cascade,
    instance_id uuid constraint presence_segments_instance_fkey references zoom_instances,
    batch_id uuid,
    -- Which of the person's devices, in the vendor's words: two may join in one second.
    device text,
    mode text not null constraint presence_segments_mode_check check (mode in ('online', 'in_person')),
    started_at timestamptz,
    ended_at timestamptz,
    evidence jsonb not null default '{}',
    recorded_at timestamptz not null,
    constraint presence_segments_dedupe_key unique nulls not distinct (participant_id, instance_id, batch_id, device, started_at, ended_at),
    constraint presence_segments_has_time check (started_at is not null or ended_at is not null),
    constraint presence_segments_ordered check (started_at is null or ended_at is null
        or (ended_at >= started_at and ended_at <= started_at + interval '24 hours'))
);
create index presence_segments_event_idx on presence_segments (event_id);
create index presence_segments_instance_idx on presence_segments (instance_id);
create index presence_segments_session_idx on presence_segments (session_id);
create index presence_segments_organization_idx on presence_segments (organization_id);
create trigger presence_segments_append_only before update or delete on presence_segments
    for each row execute function refuse_change();

create table presence_adjustments (
    id uuid primary key,
    organization_id uuid not null constraint presence_adjustments_organization_fkey references organizations,
    event_id uuid not null constraint presence_adjustments_event_fkey references events on delete cascade,
    registration_id uuid not null constraint presence_adjustments_registration_fkey references registrations on delete cascade,
    session_id uuid constraint presence_adjustments_session_fkey references sessions,
    kind text not null constraint presence_adjustments_kind_check check (kind in ('add', 'remove', 'void_segment',
        'excuse', 'override_met', 'override_not_met', 'clear_override')),
    started_at timestamptz,
    ended_at timestamptz,
    segment_id uuid constraint presence_adjustments_segment_fkey references presence_segments,
    reason text not null constraint presence_adjustments_reason_length check (length(reason) between 3 and 1000),
    actor uuid not null constraint presence_adjustments_actor_fkey references users,
    at timestamptz not null
);
create index presence_adjustments_registration_idx on presence_adjustments (registration_id, at, id);
create index presence_adjustments_event_idx on presence_adjustments (event_id);
create index presence_adjustments_segment_idx on presence_adjustments (segment_id);
create index presence_adjustments_session_idx on presence_adjustments (session_id);
create index presence_adjustments_actor_idx on presence_adjustments (actor);
create index presence_adjustments_organization_idx on presence_adjustments (organization_id);
create trigger presence_adjustments_append_only before update or delete on presence_adjustments
    for each row execute function refuse_change();

-- Derived; may be thrown away and computed again.
create table presence_results (
    registration_id uuid not null constraint presence_results_registration_fkey references registrations on delete cascade,
    session_id uuid not null constraint presence_results_session_fkey references sessions on delete cascade,
    organization_id uuid not null constraint presence_results_organization_fkey references organizations,
    event_id uuid not null constraint presence_results_event_fkey references events on delete cascade,
    counted_seconds integer not null,
    window_seconds integer not null,
    mode text not null constraint presence_results_mode_check check (mode in ('online', 'in_person', 'mixed', 'none')),
    checks_issued integer not null default 0,
    checks_answered integer not null default 0,
    status text not null constraint presence_results_status_check check (status in ('pending', 'met', 'not_met', 'excused')),
    first_in timestamptz,
    last_out timestamptz,
    -- Counted intervals, sources and flags, as the timeline bar shows them.
    detail jsonb not null default '{}',
    inputs_hash bytea not null,
    constraint presence_results_pkey primary key (registration_id, session_id)
);
create index presence_results_event_idx on presence_results (event_id);
create index presence_results_session_idx on presence_results (session_id);
create index presence_results_organization_idx on presence_results (organization_id);

create table presence_summaries (
    registration_id uuid primary key constraint presence_summaries_registration_fkey references registrations on delete cascade,
    organization_id uuid not null constraint presence_summaries_organization_fkey references organizations,
    event_id uuid not null constraint presence_summaries_event_fkey references events on delete cascade,
    counted_seconds integer not null,
    window_seconds integer not null,
    sessions_met integer not null,
    status text not null constraint presence_summaries_status_check check (status in ('pending', 'met', 'not_met', 'excused')),
    overridden boolean not null default false,
    settled_at timestamptz
);
create index presence_summaries_event_idx on presence_summaries (event_id, status);
create index presence_summaries_organization_idx on presence_summaries (organization_id);

-- Evidence for matching, never minutes.
create table join_clicks (
    id uuid primary key,
    organization_id uuid not null constraint join_clicks_organization_fkey references organizations,
    registration_id uuid not null constraint join_clicks_registration_fkey references registrations on delete cascade,
    meeting_id uuid constraint join_clicks_meeting_fkey references zoom_meetings on delete set null,
    clicked_at timestamptz not null
);
create index join_clicks_registration_idx on join_clicks (registration_id, clicked_at);
create index join_clicks_meeting_idx on join_clicks (meeting_id);
create index join_clicks_clicked_idx on join_clicks (clicked_at);
create index join_clicks_organization_idx on join_clicks (organization_id);

create table presence_imports (
    id uuid primary key,
    organization_id uuid not null constraint presence_imports_organization_fkey references organizations,
    event_id uuid not null constraint presence_imports_event_fkey references events on delete cascade,
    session_id uuid constraint presence_imports_session_fkey references sessions,
    sha256 bytea not null,
    file_name text,
    -- The rows as read, until they are committed or a day has passed.
    rows jsonb,
    report jsonb not null default '{}',
    uploaded_by uuid not null constraint presence_imports_uploaded_by_fkey references users,
    created_at timestamptz not null,
    committed_at timestamptz
);
create unique index presence_imports_file_key on presence_imports (event_id, session_id, sha256) nulls not distinct where committed_at is not null;
create index presence_imports_event_idx on presence_imports (event_id, created_at desc);
create index presence_imports_session_idx on presence_imports (session_id);
create index presence_imports_uploaded_by_idx on presence_imports (uploaded_by);
create index presence_imports_organization_idx on presence_imports (organization_id);

-- The Zoom meetings behind events. The host's start link is never stored.
create table zoom_connections (
    id uuid primary key,
    organization_id uuid not null constraint zoom_connections_organization_fkey references organizations,
    zoom_account_id text not null,
    zoom_user_id text not null,
    host_name text,
    host_email text,
    access_token bytea,
    refresh_token bytea,
    key_version integer not null default 1,
    token_expires_at timestamptz,
    scopes text[] not null default '{}',
    missing_scopes text[] not null default '{}',
    status text not null constraint zoom_connections_status_check check (status in ('active', 'degraded', 'revoked')),
    failures integer not null default 0,
    last_error text,
    connected_by uuid not null constraint zoom_connections_connected_by_fkey references users,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint zoom_connections_user_key unique (organization_id, zoom_user_id)
);
create index zoom_connections_account_idx on zoom_connections (zoom_account_id);
create index zoom_connections_connected_by_idx on zoom_connections (connected_by);

create table oauth_states (
    state_hash bytea primary key,
    organization_id uuid not null constraint oauth_states_organization_fkey references organizations,
    user_id uuid not null constraint oauth_states_user_fkey references users,
    browser_hash bytea not null,
    verifier text not null,
    return_to text not null,
    expires_at timestamptz not null,
    used_at timestamptz
);
create index oauth_states_expires_idx on oauth_states (expires_at);
create index oauth_states_user_idx on oauth_states (user_id);
create index oauth_states_organization_idx on oauth_states (organization_id);

create table zoom_meetings (
    id uuid primary key,
    organization_id uuid not null constraint zoom_meetings_organization_fkey references organizations,
    event_id uuid not null constraint zoom_meetings_event_fkey references events on delete cascade,
    session_id uuid constraint zoom_meetings_session_fkey references sessions on delete cascade,
    connection_id uuid not null constraint zoom_meetings_connection_fkey references zoom_connections,
    kind text not null constraint zoom_meetings_kind_check check (kind in ('meeting', 'webinar')),
    zoom_id text,
    join_url bytea,
    passcode bytea,
    settings jsonb not null default '{}',
    registration_enabled boolean not null default false,
    settings_hash text,
    status text not null constraint zoom_meetings_status_check check (status in ('pending', 'ready', 'failed', 'gone', 'ended')),
    error_code text,
    error_text text,
    attempts integer not null default 0,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create unique index zoom_meetings_owner_key on zoom_meetings (event_id, session_id) nulls not distinct where status <> 'gone';
create index zoom_meetings_zoom_id_idx on zoom_meetings (zoom_id);
create index zoom_meetings_connection_idx on zoom_meetings (connection_id);
create index zoom_meetings_session_idx on zoom_meetings (session_id);
create index zoom_meetings_organization_idx on zoom_meetings (organization_id);

create table zoom_instances (
    id uuid primary key,
    organization_id uuid not null constraint zoom_instances_organization_fkey references organizations,
    meeting_id uuid not null constraint zoom_instances_meeting_fkey references zoom_meetings on delete cascade,
    uuid text not null,
    started_at timestamptz,
    ended_at timestamptz,
    report_state text not null default 'waiting' constraint zoom_instances_report_check
        check (report_state in ('waiting', 'partial', 'complete', 'unavailable')),
    report_attempts integer not null default 0,
    report_read_at timestamptz,
    -- The newest complete batch; it stands in place of the webhook segments.
    batch_id uuid,
    constraint zoom_instances_uuid_key unique (uuid)
);
create index zoom_instances_meeting_idx on zoom_instances (meeting_id);
create index zoom_instances_organization_idx on zoom_instances (organization_id);

create table zoom_registrants (
    id uuid primary key,
    organization_id uuid not null constraint zoom_registrants_organization_fkey references organizations,
    meeting_id uuid not null constraint zoom_registrants_meeting_fkey references zoom_meetings on delete cascade,
    registration_id uuid not null constraint zoom_registrants_registration_fkey references registrations on delete cascade,
    registrant_id text,
    join_url bytea,
    status text not null constraint zoom_registrants_status_check check (status in ('pending', 'added', 'cancelled', 'failed')),
    error_text text,
    adds_on date,
    adds_today integer not null default 0,
    updated_at timestamptz not null,
    constraint zoom_registrants_key unique (meeting_id, registration_id)
);
create unique index zoom_registrants_id_key on zoom_registrants (meeting_id, registrant_id) where registrant_id is not null;
create index zoom_registrants_registration_idx on zoom_registrants (registration_id);
create index zoom_registrants_organization_idx on zoom_registrants (organization_id);

-- ZM-3: creates and updates per host and UTC day.
create table zoom_calls (
    connection_id uuid not null constraint zoom_calls_connection_fkey references zoom_connections on delete cascade,
    day date not null,
    writes integer not null,
    constraint zoom_calls_pkey primary key (connection_id, day)
);

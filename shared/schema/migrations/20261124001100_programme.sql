-- What happens at an event, and who is on stage.
create table tracks (
    id uuid primary key,
    organization_id uuid not null constraint tracks_organization_fkey references organizations,
    event_id uuid not null constraint tracks_event_fkey references events on delete cascade,
    name text not null constraint tracks_name_length check (length(name) between 1 and 80),
    color text
);
create index tracks_event_idx on tracks (event_id);
create index tracks_organization_idx on tracks (organization_id);

create table sessions (
    id uuid primary key,
    organization_id uuid not null constraint sessions_organization_fkey references organizations,
    event_id uuid not null constraint sessions_event_fkey references events on delete cascade,
    track_id uuid constraint sessions_track_fkey references tracks on delete set null,
    title text not null constraint sessions_title_length check (length(title) between 1 and 200),
    description text constraint sessions_description_length check (length(description) <= 5000),
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    -- The true times, where an organizer set them (PR-2).
    actual_starts_at timestamptz,
    actual_ends_at timestamptz,
    actual_reason text,
    mode text not null constraint sessions_mode_check check (mode in ('online', 'in_person', 'hybrid')),
    room text constraint sessions_room_length check (length(room) <= 100),
    mandatory boolean not null default true,
    creditable boolean not null default true,
    own_meeting boolean not null default false,
    min_percent integer constraint sessions_percent_check check (min_percent between 0 and 100),
    min_minutes integer constraint sessions_minutes_check check (min_minutes between 0 and 100000),
    cancelled_at timestamptz,
    position integer not null,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint sessions_ends_after_start check (ends_at > starts_at),
    constraint sessions_actual_whole check ((actual_starts_at is null) = (actual_ends_at is null) and (actual_ends_at is null or actual_ends_at > actual_starts_at)),
    constraint sessions_position_key unique (event_id, position) deferrable initially deferred
);
create index sessions_organization_idx on sessions (organization_id);
create index sessions_track_idx on sessions (track_id);

create table session_breaks (
    id uuid primary key,
    session_id uuid not null constraint session_breaks_session_fkey references sessions on delete cascade,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    constraint session_breaks_ends_after_start check (ends_at > starts_at),
    constraint session_breaks_no_overlap exclude using gist (session_id with =, tstzrange(starts_at, ends_at) with &&)
);
create index session_breaks_session_idx on session_breaks (session_id);

create table speakers (
    id uuid primary key,
    organization_id uuid not null constraint speakers_organization_fkey references organizations,
    name text not null constraint speakers_name_length check (length(name) between 1 and 150),
    bio text constraint speakers_bio_length check (length(bio) <= 5000),
    qualifications text constraint speakers_qualifications_length check (length(qualifications) <= 500),
    photo text,
    email text,
    linkedin text,
    user_id uuid constraint speakers_user_fkey references users,
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create index speakers_organization_idx on speakers (organization_id, name, id);
create index speakers_user_idx on speakers (user_id);

create table event_speakers (
    id uuid primary key,
    organization_id uuid not null constraint event_speakers_organization_fkey references organizations,
    event_id uuid not null constraint event_speakers_event_fkey references events on delete cascade,
    session_id uuid constraint event_speakers_session_fkey references sessions on delete cascade,
    speaker_id uuid not null constraint event_speakers_speaker_fkey references speakers,
    role text not null default 'speaker' constraint event_speakers_role_check check (role in ('speaker', 'moderator', 'panelist', 'planner')),
    position integer not null default 0,
    constraint event_speakers_key unique nulls not distinct (event_id, session_id, speaker_id, role)
);
create index event_speakers_speaker_idx on event_speakers (speaker_id);
create index event_speakers_session_idx on event_speakers (session_id);
create index event_speakers_organization_idx on event_speakers (organization_id);

-- What a scoped role may see; without a row here, nothing (OR-3).
create table membership_scopes (
    id uuid primary key,
    membership_id uuid not null constraint membership_scopes_membership_fkey references memberships on delete cascade,
    event_id uuid constraint membership_scopes_event_fkey references events on delete cascade,
    course_id uuid,
    all_events boolean,
    constraint membership_scopes_one_target_check check (num_nonnulls(event_id, course_id, all_events) = 1),
    constraint membership_scopes_key unique nulls not distinct (membership_id, event_id, course_id, all_events)
);
create index membership_scopes_event_idx on membership_scopes (event_id);

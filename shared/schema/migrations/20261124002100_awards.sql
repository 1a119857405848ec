-- Learners over all tenants, what they were awarded, and why.
create table learners (
    id uuid primary key,
    user_id uuid constraint learners_user_fkey references users,
    email text,
    email_key text,
    merged_into uuid constraint learners_merged_into_fkey references learners,
    created_at timestamptz not null
);
create unique index learners_user_key on learners (user_id) where merged_into is null;
create unique index learners_email_key on learners (email_key) where user_id is null and merged_into is null;
create index learners_merged_into_idx on learners (merged_into);

create table gate_waivers (
    id uuid primary key,
    organization_id uuid not null constraint gate_waivers_organization_fkey references organizations,
    learner_id uuid not null constraint gate_waivers_learner_fkey references learners,
    event_id uuid constraint gate_waivers_event_fkey references events on delete cascade,
    course_id uuid,
    series_id uuid,
    gate text not null,
    reason text not null constraint gate_waivers_reason_length check (length(reason) between 3 and 1000),
    actor uuid not null constraint gate_waivers_actor_fkey references users,
    at timestamptz not null,
    constraint gate_waivers_one_offering check (num_nonnulls(event_id, course_id, series_id) = 1)
);
create index gate_waivers_event_idx on gate_waivers (event_id, learner_id);
create index gate_waivers_learner_idx on gate_waivers (learner_id);
create index gate_waivers_actor_idx on gate_waivers (actor);
create index gate_waivers_organization_idx on gate_waivers (organization_id);
create trigger gate_waivers_append_only before update or delete on gate_waivers
    for each row execute function refuse_change();

create table awards (
    id uuid primary key,
    organization_id uuid not null constraint awards_organization_fkey references organizations,
    learner_id uuid not null constraint awards_learner_fkey references learners,
    event_id uuid constraint awards_event_fkey references events,
    course_id uuid,
    series_id uuid,
    round integer not null default 1,
    session_id uuid constraint awards_session_fkey references sessions,
    credit_type_id uuid not null constraint awards_credit_type_fkey references credit_types,
    rule_set_id uuid not null constraint awards_rule_set_fkey references rule_sets,
    designation_id uuid not null constraint awards_designation_fkey references designations,
    credits integer not null constraint awards_credits_check check (credits >= 0),
    max_credits integer not null,
    activity_date date not null,
    method text not null,
    status text not null constraint awards_status_check check (status in ('active', 'superseded', 'revoked')),
    supersedes_id uuid constraint awards_supersedes_fkey references awards,
    facts jsonb not null,
    facts_sha256 bytea not null,
    derivation jsonb not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint awards_one_offering check (num_nonnulls(event_id, course_id, series_id) = 1),
    constraint awards_within_max check (credits <= max_credits),
    constraint awards_supersedes_key unique (supersedes_id)
);
create unique index awards_one_live_key on awards (learner_id, event_id, course_id, series_id, round, session_id, credit_type_id)
    nulls not distinct where status = 'active';
create index awards_event_idx on awards (event_id, learner_id);
create index awards_learner_idx on awards (learner_id, activity_date desc, id desc);
create index awards_session_idx on awards (session_id);
create index awards_credit_type_idx on awards (credit_type_id);
create index awards_rule_set_idx on awards (rule_set_id);
create index awards_designation_idx on awards (designation_id);
create index awards_organization_idx on awards (organization_id);

create table award_lines (
    id uuid primary key,
    award_id uuid not null constraint award_lines_award_fkey references awards,
    category text not null,
    topic text,
    credits integer not null constraint award_lines_credits_check check (credits >= 0),
    position integer not null
);
create index award_lines_award_idx on award_lines (award_id);

create function award_lines_sum() returns trigger language plpgsql as $$
begin
    perform 1 from awards a where a.id = new.award_id
        and a.credits <> (select sum(l.credits) from award_lines l where l.award_id = a.id);
    if found then
        raise exception 'the lines of an award sum to its credits'
            using errcode = 'check_violation', constraint = 'award_lines_sum';
    end if;
    return null;
end $$;
create constraint trigger award_lines_sum after insert or update on award_lines
    deferrable initially deferred for each row execute function award_lines_sum();

-- What evaluating an offering found for each learner; derived, computed again at will.
create table gate_states (
    event_id uuid not null constraint gate_states_event_fkey references events on delete cascade,
    learner_id uuid not null constraint gate_states_learner_fkey references learners,
    organization_id uuid not null constraint gate_states_organization_fkey references organizations,
    registration_id uuid not null constraint gate_states_registration_fkey references registrations on delete cascade,
    gates jsonb not null,
    all_met boolean not null,
    -- Differs from the award that is live (CR-9): listed for decision.
    difference jsonb,
    facts_sha256 bytea not null,
    evaluated_at timestamptz not null,
    constraint gate_states_pkey primary key (event_id, learner_id)
);
create index gate_states_learner_idx on gate_states (learner_id);
create index gate_states_registration_idx on gate_states (registration_id);
create index gate_states_organization_idx on gate_states (organization_id);

-- Who awards credit, by which dated rules, for what.
create table awarding_bodies (
    id uuid primary key,
    -- Null: the platform's catalogue.
    organization_id uuid constraint awarding_bodies_organization_fkey references organizations,
    name text not null constraint awarding_bodies_name_length check (length(name) between 1 and 200),
    short_name text not null constraint awarding_bodies_short_name_length check (length(short_name) between 1 and 30),
    jurisdiction text,
    parent_id uuid constraint awarding_bodies_parent_fkey references awarding_bodies,
    website text,
    licence_pattern text,
    licence_check text not null default 'none' constraint awarding_bodies_licence_check check (licence_check in ('none', 'luhn', 'mod11', 'mod97')),
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint awarding_bodies_name_key unique nulls not distinct (organization_id, name)
);
create index awarding_bodies_parent_idx on awarding_bodies (parent_id);

create table credit_types (
    id uuid primary key,
    body_id uuid not null constraint credit_types_body_fkey references awarding_bodies,
    code text not null,
    name text not null,
    unit_one text not null,
    unit_many text not null,
    mark text,
    roles text[] not null default '{}',
    created_at timestamptz not null,
    constraint credit_types_code_key unique (body_id, code)
);

create table rule_sets (
    id uuid primary key,
    body_id uuid not null constraint rule_sets_body_fkey references awarding_bodies,
    code text not null,
    number integer not null,
    status text not null constraint rule_sets_status_check check (status in ('draft', 'published', 'retired')),
    effective_from date,
    effective_to date,
    source_title text,
    source_url text,
    source_checked_on date,
    -- What the catalogue says is not confirmed yet.
    note text,
    -- credentials::rules::Parameters.
    parameters jsonb not null,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint rule_sets_number_key unique (body_id, code, number),
    constraint rule_sets_published_has_source check (status = 'draft'
        or (effective_from is not null and source_title is not null and source_url is not null and source_checked_on is not null)),
    constraint rule_sets_no_overlap exclude using gist (body_id with =, code with =,
        daterange(effective_from, effective_to, '[)') with &&) where (status = 'published')
);

create function rule_sets_published_immutable() returns trigger language plpgsql as $$
begin
    if old.status <> 'draft' and (tg_op = 'DELETE' or (new.parameters, new.body_id, new.code, new.number, new.effective_from,
            new.source_title, new.source_url, new.source_checked_on)
        is distinct from (old.parameters, old.body_id, old.code, old.number, old.effective_from,
            old.source_title, old.source_url, old.source_checked_on)) then
        raise exception 'a published rule set never changes'
            using errcode = 'check_violation', constraint = 'rule_sets_published_immutable';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger rule_sets_published_immutable before update or delete on rule_sets
    for each row execute function rule_sets_published_immutable();

create table designations (
    id uuid primary key,
    organization_id uuid not null constraint designations_organization_fkey references organizations,
    event_id uuid constraint designations_event_fkey references events on delete cascade,
    course_id uuid,
    series_id uuid,
    session_id uuid constraint designations_session_fkey references sessions on delete cascade,
    credit_type_id uuid not null constraint designations_credit_type_fkey references credit_types,
    rule_set_id uuid constraint designations_rule_set_fkey references rule_sets,
    -- Thousandths of a credit.
    max_credits integer not null constraint designations_max_credits_check check (max_credits between 0 and 1000000),
    status text not null constraint designations_status_check
        check (status in ('draft', 'applied', 'approved', 'denied', 'expired', 'withdrawn')),
    approval_number text,
    valid_from date,
    valid_to date,
    wording text constraint designations_wording_length check (length(wording) <= 1000),
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint designations_one_offering check (num_nonnulls(event_id, course_id, series_id) = 1)
);
create unique index designations_live_key on designations (event_id, course_id, series_id, session_id, credit_type_id)
    nulls not distinct where status not in ('denied', 'withdrawn');
create index designations_session_idx on designations (session_id);
create index designations_credit_type_idx on designations (credit_type_id);
create index designations_rule_set_idx on designations (rule_set_id);
create index designations_organization_idx on designations (organization_id);

create table designation_lines (
    id uuid primary key,
    designation_id uuid not null constraint designation_lines_designation_fkey references designations on delete cascade,
    category text not null,
    topic text,
    -- Thousandths of the whole.
    share integer not null constraint designation_lines_share_check check (share between 1 and 1000),
    position integer not null
);
create index designation_lines_designation_idx on designation_lines (designation_id);

create function designation_lines_sum() returns trigger language plpgsql as $$
declare
    target uuid := coalesce(new.designation_id, old.designation_id);
begin
    perform 1 from designation_lines where designation_id = target having sum(share) <> 1000;
    if found then
        raise exception 'the shares of a designation sum to 1000'
            using errcode = 'check_violation', constraint = 'designation_lines_sum';
    end if;
    return null;
end $$;
create constraint trigger designation_lines_sum after insert or update or delete on designation_lines
    deferrable initially deferred for each row execute function designation_lines_sum();

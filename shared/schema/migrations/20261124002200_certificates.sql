-- Certificates: a snapshot that never follows later edits, a number without gaps, a code to check.
create table certificate_templates (
    id uuid primary key,
    -- Null: built in.
    organization_id uuid constraint certificate_templates_organization_fkey references organizations,
    code text,
    name text not null constraint certificate_templates_name_length check (length(name) between 1 and 100),
    default_at timestamptz,
    archived_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint certificate_templates_code_key unique nulls not distinct (organization_id, code)
);
create unique index certificate_templates_default_key on certificate_templates (organization_id) where default_at is not null;

create table template_versions (
    id uuid primary key,
    template_id uuid not null constraint template_versions_template_fkey references certificate_templates,
    number integer not null,
    page text not null,
    orientation text not null constraint template_versions_orientation_check check (orientation in ('landscape', 'portrait')),
    fields jsonb not null,
    locale text not null default 'en',
    published_at timestamptz,
    constraint template_versions_number_key unique (template_id, number)
);

create function template_versions_published_immutable() returns trigger language plpgsql as $$
begin
    if old.published_at is not null then
        raise exception 'a published version of a template never changes'
            using errcode = 'check_violation', constraint = 'template_versions_published_immutable';
    end if;
    return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger template_versions_published_immutable before update or delete on template_versions
    for each row execute function template_versions_published_immutable();

create table certificate_settings (
    id uuid primary key,
    organization_id uuid not null constraint certificate_settings_organization_fkey references organizations,
    event_id uuid constraint certificate_settings_event_fkey references events on delete cascade,
    course_id uuid,
    series_id uuid,
    enabled boolean not null default true,
    template_id uuid constraint certificate_settings_template_fkey references certificate_templates,
    auto_issue boolean not null default true,
    validity_months integer constraint certificate_settings_validity_check check (validity_months between 1 and 240),
    hold_for_review boolean not null default false,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    constraint certificate_settings_one_offering check (num_nonnulls(event_id, course_id, series_id) = 1),
    constraint certificate_settings_offering_key unique nulls not distinct (event_id, course_id, series_id)
);
create index certificate_settings_template_idx on certificate_settings (template_id);
create index certificate_settings_organization_idx on certificate_settings (organization_id);

create table number_series (
    organization_id uuid not null constraint number_series_organization_fkey references organizations,
    year integer not null,
    next integer not null default 1,
    constraint number_series_pkey primary key (organization_id, year)
);

create table certificates (
    id uuid primary key,
    organization_id uuid not null constraint certificates_organization_fkey references organizations,
    number text not null,
    code text not null constraint certificates_code_check check (code ~ '^[2-9A-HJKMNP-Z]{16}$'),
    learner_id uuid not null constraint certificates_learner_fkey references learners,
    registration_id uuid constraint certificates_registration_fkey references registrations,
    event_id uuid constraint certificates_event_fkey references events,
    course_id uuid,
    series_id uuid,
    round integer not null default 1,
    -- Null: attendance without credit.
    rule_set_id uuid constraint certificates_rule_set_fkey references rule_sets,
    revision integer not null default 1,
    template_version_id uuid not null constraint certificates_template_version_fkey references template_versions,
    status text not null constraint certificates_status_check check (status in ('active', 'superseded', 'revoked', 'erased')),
    issued_at timestamptz not null,
    expires_on date,
    supersedes_id uuid constraint certificates_supersedes_fkey references certificates,
    snapshot jsonb not null,
    snapshot_sha256 bytea not null,
    pdf_object text,
    pdf_sha256 bytea,
    rendered_at timestamptz,
    name_shown text not null constraint certificates_name_shown_check check (name_shown in ('full', 'initials', 'hidden')),
    pdf_public boolean not null default false,
    revoked_at timestamptz,
    revoke_reason text constraint certificates_revoke_reason_check
        check (revoke_reason in ('issued_in_error', 'fraud', 'withdrawn_by_body', 'duplicate', 'other')),
    revoke_note text,
    imported_from text,
    version integer not null default 1,
    updated_at timestamptz not null,
    constraint certificates_one_offering check (num_nonnulls(event_id, course_id, series_id) = 1),
    constraint certificates_once_key unique nulls not distinct (learner_id, event_id, course_id, series_id, round, rule_set_id, revision),
    constraint certificates_number_key unique (organization_id, number),
    constraint certificates_code_key unique (code),
    constraint certificates_supersedes_key unique (supersedes_id),
    constraint certificates_render_whole check (num_nonnulls(pdf_object, pdf_sha256, rendered_at) in (0, 3)),
    constraint certificates_revoked_whole check ((revoked_at is null) = (revoke_reason is null) and (status <> 'revoked' or revoked_at is not null))
);
create unique index certificates_one_live_key on certificates (learner_id, event_id, course_id, series_id, round, rule_set_id)
    nulls not distinct where status = 'active';
create index certificates_page_idx on certificates (organization_id, issued_at desc, id desc);
create index certificates_event_idx on certificates (event_id, issued_at desc, id desc);
create index certificates_learner_idx on certificates (learner_id, issued_at desc, id desc);
create index certificates_registration_idx on certificates (registration_id);
create index certificates_rule_set_idx on certificates (rule_set_id);
create index certificates_template_version_idx on certificates (template_version_id);
create index certificates_pdf_sha256_idx on certificates (pdf_sha256);

create function certificates_snapshot_immutable() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' or (new.status <> 'erased' and (new.snapshot, new.snapshot_sha256, new.number, new.code, new.learner_id,
            new.event_id, new.round, new.rule_set_id, new.revision, new.template_version_id, new.issued_at)
        is distinct from (old.snapshot, old.snapshot_sha256, old.number, old.code, old.learner_id,
            old.event_id, old.round, old.rule_set_id, old.revision, old.template_version_id, old.issued_at))
        or (old.pdf_object is not null and new.status <> 'erased' and new.pdf_sha256 is distinct from old.pdf_sha256) then
        raise exception 'an issued certificate never changes'
            using errcode = 'check_violation', constraint = 'certificates_snapshot_immutable';
    end if;
    return new;
end $$;
create trigger certificates_snapshot_immutable before update or delete on certificates
    for each row execute function certificates_snapshot_immutable();

create table certificate_awards (
    certificate_id uuid not null constraint certificate_awards_certificate_fkey references certificates,
    award_id uuid not null constraint certificate_awards_award_fkey references awards,
    constraint certificate_awards_pkey primary key (certificate_id, award_id)
);
create index certificate_awards_award_idx on certificate_awards (award_id);

create table certificate_changes (
    id uuid primary key,
    organization_id uuid not null constraint certificate_changes_organization_fkey references organizations,
    certificate_id uuid not null constraint certificate_changes_certificate_fkey references certificates,
    from_status text,
    to_status text not null,
    actor uuid constraint certificate_changes_actor_fkey references users,
    reason text,
    at timestamptz not null
);
create index certificate_changes_certificate_idx on certificate_changes (certificate_id, at desc, id desc);
create index certificate_changes_actor_idx on certificate_changes (actor);
create index certificate_changes_organization_idx on certificate_changes (organization_id);
create trigger certificate_changes_append_only before update or delete on certificate_changes
    for each row execute function refuse_change();

create table certificate_views (
    certificate_id uuid not null constraint certificate_views_certificate_fkey references certificates,
    day date not null,
    views integer not null default 0,
    downloads integer not null default 0,
    file_checks integer not null default 0,
    constraint certificate_views_pkey primary key (certificate_id, day)
);

create table issue_runs (
    id uuid primary key,
    organization_id uuid not null constraint issue_runs_organization_fkey references organizations,
    event_id uuid constraint issue_runs_event_fkey references events on delete cascade,
    course_id uuid,
    series_id uuid,
    wanted integer not null,
    actor uuid not null constraint issue_runs_actor_fkey references users,
    created_at timestamptz not null,
    finished_at timestamptz,
    constraint issue_runs_one_offering check (num_nonnulls(event_id, course_id, series_id) = 1)
);
create index issue_runs_event_idx on issue_runs (event_id, created_at desc);
create index issue_runs_actor_idx on issue_runs (actor);
create index issue_runs_organization_idx on issue_runs (organization_id);

create table issue_items (
    run_id uuid not null constraint issue_items_run_fkey references issue_runs on delete cascade,
    learner_id uuid not null constraint issue_items_learner_fkey references learners,
    outcome text constraint issue_items_outcome_check check (outcome in ('issued', 'exists', 'gated', 'held_by_limit', 'refused')),
    code text,
    certificate_id uuid constraint issue_items_certificate_fkey references certificates,
    constraint issue_items_key primary key (run_id, learner_id)
);
create index issue_items_learner_idx on issue_items (learner_id);
create index issue_items_certificate_idx on issue_items (certificate_id);

-- The learner's record: one verified line for each award and each certificate without award (CP-1).
create table cpd_entries (
    id uuid primary key,
    learner_id uuid not null constraint cpd_entries_learner_fkey references learners,
    source text not null constraint cpd_entries_source_check check (source in ('award', 'certificate', 'imported', 'own')),
    award_id uuid constraint cpd_entries_award_fkey references awards,
    certificate_id uuid constraint cpd_entries_certificate_fkey references certificates,
    activity_date date not null,
    ended_on date,
    title text not null constraint cpd_entries_title_length check (length(title) between 1 and 200),
    provider text,
    seconds integer,
    credits integer,
    credit_type text,
    method text,
    planned boolean not null default false,
    need text,
    reflection text,
    impact text,
    withdrawn_at timestamptz,
    withdrawn_note text,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null
);
create unique index cpd_entries_award_key on cpd_entries (award_id) where award_id is not null;
create unique index cpd_entries_certificate_key on cpd_entries (certificate_id) where award_id is null and certificate_id is not null;
create index cpd_entries_certificate_idx on cpd_entries (certificate_id);
create index cpd_entries_learner_idx on cpd_entries (learner_id, activity_date desc, id desc);

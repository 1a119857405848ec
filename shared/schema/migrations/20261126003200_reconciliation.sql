-- What is compared with Stripe each night, and what people of the platform decide about what was found.
create table reconciliation_runs (
    id uuid primary key,
    -- The night that it belongs to; none, where somebody asked for it.
    night date constraint reconciliation_runs_night_key unique,
    started_by uuid constraint reconciliation_runs_user_fkey references users,
    reason text constraint reconciliation_runs_reason_length check (length(reason) between 1 and 500),
    -- How far it is: a run that broke off goes on from here.
    stage text not null,
    after text,
    -- Raised with each page, so that a page which is delivered twice is followed by one.
    step integer not null default 0,
    compared integer not null default 0,
    repaired integer not null default 0,
    found integer not null default 0,
    started_at timestamptz not null,
    updated_at timestamptz not null,
    finished_at timestamptz,
    constraint reconciliation_runs_asked_whole check (num_nulls(started_by, reason) in (0, 2)),
    constraint reconciliation_runs_one_origin check ((night is null) = (started_by is not null))
);
create unique index reconciliation_runs_one_open on reconciliation_runs ((finished_at is null)) where finished_at is null;
create index reconciliation_runs_page_idx on reconciliation_runs (started_at desc, id desc);
create index reconciliation_runs_user_idx on reconciliation_runs (started_by);

-- What a run has met at Stripe: the rest of ours is looked for there by name. Goes with its run.
create table reconciliation_seen (
    run_id uuid not null constraint reconciliation_seen_run_fkey references reconciliation_runs on delete cascade,
    object_id text not null,
    constraint reconciliation_seen_pkey primary key (run_id, object_id)
);

-- When it was last found to be still so: what a later run does not meet again is looked at by itself.
alter table reconciliation_findings add column seen_at timestamptz, add column closed_at timestamptz;
update reconciliation_findings set seen_at = found_at;
alter table reconciliation_findings alter column seen_at set not null;
create index reconciliation_findings_object_idx on reconciliation_findings (kind, object_id);
create index reconciliation_findings_page_idx on reconciliation_findings (found_at desc, id desc);

-- What is decided about a payment that differs from what was agreed (PA-18).
alter table payments
    add column flag_decision text constraint payments_flag_decision_check check (flag_decision in ('settled', 'refunded')),
    add column flag_decided_at timestamptz,
    add column flag_decided_by uuid constraint payments_flag_decider_fkey references users,
    add column flag_decided_reason text constraint payments_flag_reason_length check (length(flag_decided_reason) between 1 and 500),
    add constraint payments_flag_decision_whole
        check (num_nulls(flag_decision, flag_decided_at, flag_decided_by, flag_decided_reason) in (0, 4)),
    add constraint payments_flag_decision_flagged check (flag_decision is null or flagged_at is not null);
create index payments_flag_open_idx on payments (flagged_at, id) where flagged_at is not null and flag_decision is null;
create index payments_flag_decider_idx on payments (flag_decided_by);

-- Given up for good, with a reason in the audit log.
alter table dead_jobs add column dismissed_at timestamptz,
    add constraint dead_jobs_one_end check (replayed_at is null or dismissed_at is null);

-- Each function has a role of its own, which may touch the tables that its queries name and no
-- other. migrate-job gives the rights; this is how.
create table function_rights (
    -- Of everything that was given, so that a second run has nothing to do.
    fingerprint text not null constraint function_rights_pkey primary key,
    given_at timestamptz not null
);

-- `rights` is a table name and what may be done with it: {"events": "select, update"}. `member` is
-- an account that acts in the role, such as the function's service account, where there is one.
create procedure give_rights(role text, member text, timeout_ms integer, rights jsonb)
language plpgsql as $$
declare
    target text;
    doing text;
begin
    begin
        -- Without a password nobody signs in by one.
        execute format('create role %I login', role);
    exception when duplicate_object or unique_violation then
        null; -- roles belong to the cluster, and another database of it was quicker
    end;
    -- Cloud SQL makes each log-in a member of this one.
    if exists (select from pg_roles where rolname = 'cloudsqlsuperuser') then
        execute format('revoke cloudsqlsuperuser from %I', role);
    end if;
    execute format('alter role %I in database %I set statement_timeout = %L', role, current_database(), timeout_ms);
    execute format('alter role %I in database %I set idle_in_transaction_session_timeout = %L', role, current_database(), '10s');
    execute format('revoke all on all tables in schema public from %I', role);
    execute format('grant usage on schema public to %I', role);
    for target, doing in select key, value from jsonb_each_text(rights) loop
        if doing !~ '^(select|insert|update|delete)(, (select|insert|update|delete))*$' then
            raise exception 'no right: %', doing;
        end if;
        execute format('grant %s on %I to %I', doing, target, role);
    end loop;
    if exists (select from pg_roles where rolname = member) then
        execute format('grant %I to %I', role, member);
    end if;
end $$;

-- Triggers keep what holds for all, so they see what their caller may not.
alter function seat_claims_count() security definer set search_path = public, pg_temp;
alter function registrations_seat_matches_state() security definer set search_path = public, pg_temp;
alter function designation_lines_sum() security definer set search_path = public, pg_temp;
alter function award_lines_sum() security definer set search_path = public, pg_temp;

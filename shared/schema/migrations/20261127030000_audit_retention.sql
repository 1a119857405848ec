-- What a setting allows, every role may say of itself: only the function of retention, and whoever
-- owns the table, deletes entries and blanks networks.
create or replace function audit_entries_append_only() returns trigger language plpgsql as $$
begin
    if current_setting('accredit.retention', true) = 'on'
       and exists (select from pg_roles r
                    where (r.rolname = 'purge_job' or r.oid = (select relowner from pg_class where oid = tg_relid))
                      and pg_has_role(current_user, r.oid, 'member')) then
        return case when tg_op = 'DELETE' then old else new end;
    end if;
    raise exception 'audit entries are append-only' using errcode = 'check_violation', constraint = 'audit_entries_append_only';
end $$;

-- PL-31: a function that is no more keeps no right and no log-in. Its role is known by what
-- give_rights set for it in this database; roles that people made are left alone.
create procedure take_rights(kept text[])
language plpgsql as $$
declare
    lost text;
begin
    for lost in
        select r.rolname from pg_roles r
          join pg_db_role_setting s on s.setrole = r.oid
          join pg_database d on d.oid = s.setdatabase and d.datname = current_database()
         where 'idle_in_transaction_session_timeout=10s' = any (s.setconfig) and r.rolname <> all (kept)
    loop
        execute format('revoke all on all tables in schema public from %I', lost);
        execute format('revoke usage on schema public from %I', lost);
        execute format('alter role %I nologin', lost);
        execute format('alter role %I in database %I reset all', lost, current_database());
    end loop;
end $$;

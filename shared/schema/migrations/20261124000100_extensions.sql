-- Trigram search for scripts without spaces, accent folding, and exclusion over ids and ranges.
create extension if not exists pg_trgm;
create extension if not exists unaccent;
create extension if not exists btree_gist;

-- `unaccent` is only stable, since its dictionary could change; ours does not.
create function folded(text) returns text language sql immutable parallel safe strict
    return lower(public.unaccent('public.unaccent'::regdictionary, $1));

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name
        using errcode = 'check_violation', constraint = tg_name;
end $$;

-- The data of PL-23 beside what `accredit demo` left: 2,000 events, 200,000 registrations (50,000
-- of them in one event), 20,000 certificates. Everything is a copy of something real.
-- psql variables: organization, learner (a user).
\set ON_ERROR_STOP on
set session_replication_role = replica; -- counted below, once, and not row by row
begin;

create temp table model as select id from events where status = 'closed' order by created_at limit 1;
create temp table made as
    select gen_random_uuid() as id, n, now() + interval '1 day' * (1 + n % 300) as starts_at from generate_series(1, 2000) n;

insert into events
select (jsonb_populate_record(e, jsonb_build_object(
    'id', m.id, 'organization_id', :'organization', 'title', 'Bench event ' || m.n, 'status', 'published', 'visibility', 'public',
    'starts_at', m.starts_at, 'ends_at', m.starts_at + interval '1 hour', 'published_at', now()))).*
from made m, events e where e.id = (select id from model);
insert into event_slugs (slug, event_id) select 'bench-event-' || n, id from made;
insert into event_settings
select (jsonb_populate_record(s, jsonb_build_object('event_id', m.id, 'organization_id', :'organization'))).*
from made m, event_settings s where s.event_id = (select id from model);
insert into attendance_policies
select (jsonb_populate_record(p, jsonb_build_object('event_id', m.id, 'organization_id', :'organization'))).*
from made m, attendance_policies p where p.event_id = (select id from model);
insert into sessions
select (jsonb_populate_record(s, jsonb_build_object('id', gen_random_uuid(), 'event_id', m.id, 'organization_id', :'organization',
    'starts_at', m.starts_at, 'ends_at', m.starts_at + interval '1 hour'))).*
from made m, sessions s where s.event_id = (select id from model);
create temp table tickets as select m.id as event_id, gen_random_uuid() as id, gen_random_uuid() as pool_id, m.n from made m;
insert into ticket_types
select (jsonb_populate_record(t, jsonb_build_object('id', k.id, 'event_id', k.event_id, 'organization_id', :'organization'))).*
from tickets k, ticket_types t where t.event_id = (select id from model);
insert into seat_pools (id, organization_id, event_id, scope, capacity)
select pool_id, :'organization', event_id, 'event', 100000 from tickets;

create temp table people as
    select n, case when n <= 50000 then 1 else 2 + n % 1999 end as event_n, gen_random_uuid() as id, gen_random_uuid() as booking_id
    from generate_series(1, 200000) n;
insert into bookings (id, organization_id, event_id, booker_email, source, created_at)
select p.booking_id, :'organization', k.event_id, 'person' || p.n || '@example.org', 'self', now() - interval '1 second' * p.n
from people p join tickets k on k.n = p.event_n;
-- All columns but those that Postgres works out.
select string_agg(quote_ident(attname), ', ' order by attnum) as columns
from pg_attribute where attrelid = 'registrations'::regclass and attnum > 0 and not attisdropped and attgenerated = '' \gset
insert into registrations (:columns)
select :columns from (select (jsonb_populate_record(r, jsonb_build_object(
    'id', p.id, 'organization_id', :'organization', 'event_id', k.event_id, 'booking_id', p.booking_id, 'ticket_type_id', k.id,
    'status', 'confirmed', 'email', 'person' || p.n || '@example.org', 'email_key', 'person' || p.n || '@example.org',
    'full_name', 'Person ' || p.n, 'ticket_code', translate(lpad(upper(to_hex(p.n + 1048576)), 10, '0'), 'ILOU', '0000'),
    'user_id', case when p.n > 50000 and p.n <= 50030 then :'learner' end,
    'created_at', now() - interval '1 second' * p.n, 'updated_at', now()))).*
from people p join tickets k on k.n = p.event_n, registrations r
where r.id = (select id from registrations where event_id = (select id from model) and status = 'confirmed' limit 1)) made;
insert into seat_claims (pool_id, registration_id) select k.pool_id, p.id from people p join tickets k on k.n = p.event_n;
update seat_pools s set taken = c.taken
from (select pool_id, count(*) as taken from seat_claims group by 1) c where c.pool_id = s.id;

create temp table holders as
    select n, gen_random_uuid() as learner_id, gen_random_uuid() as id from generate_series(1, 20000) n;
insert into learners (id, email, email_key, created_at)
select learner_id, 'holder' || n || '@example.org', 'holder' || n || '@example.org', now() from holders;
insert into certificates
select (jsonb_populate_record(c, jsonb_build_object(
    'id', h.id, 'learner_id', h.learner_id, 'number', 'BENCH-' || h.n, 'registration_id', null,
    'code', translate(lpad(upper(to_hex(h.n)), 16, '0'), '01', 'YZ')))).*
from holders h, certificates c
where c.id = (select id from certificates where status = 'active' and rendered_at is not null limit 1);

commit;
analyze;

-- RG-5: a registration in held, offered or confirmed owns one claim in every pool of its event,
-- mode, ticket type and chosen sessions, any other owns none; `taken` has no writer but this trigger.
create function seat_claims_count() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        update seat_pools set taken = taken + 1 where id = new.pool_id;
        return new;
    end if;
    update seat_pools set taken = taken - 1 where id = old.pool_id;
    return old;
end $$;

create trigger seat_claims_count after insert or delete on seat_claims
    for each row execute function seat_claims_count();

create function registrations_seat_matches_state() returns trigger language plpgsql as $$
declare
    target uuid;
begin
    if tg_table_name = 'registrations' then
        target := new.id;
    elsif tg_op = 'DELETE' then
        target := old.registration_id;
    else
        target := new.registration_id;
    end if;
    perform 1
       from registrations r
       join seat_pools p on p.event_id = r.event_id
        and case p.scope
              when 'event' then true
              when 'mode' then p.mode = r.mode
              when 'ticket_type' then p.ticket_type_id = r.ticket_type_id
              else exists (select from session_choices s where s.registration_id = r.id and s.session_id = p.session_id)
            end
       left join seat_claims c on c.pool_id = p.id and c.registration_id = r.id
      where r.id = target
        and (r.status in ('held', 'offered', 'confirmed')) <> (c.registration_id is not null);
    if found then
        raise exception 'the claims of registration % do not fit its status', target
            using errcode = 'check_violation', constraint = 'registrations_seat_matches_state';
    end if;
    return null;
end $$;

create constraint trigger registrations_seat_matches_state
    after insert or update of status, mode, ticket_type_id on registrations
    deferrable initially deferred
    for each row execute function registrations_seat_matches_state();

create constraint trigger seat_claims_match_state
    after insert or delete on seat_claims
    deferrable initially deferred
    for each row execute function registrations_seat_matches_state();

create constraint trigger session_choices_match_state
    after insert or delete on session_choices
    deferrable initially deferred
    for each row execute function registrations_seat_matches_state();

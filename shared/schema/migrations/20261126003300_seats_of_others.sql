-- Seats that get their person later (RG-19), codes kept until a seat costs something (PC-8, RG-21),
-- and the way out for those who do not follow a moved event (EV-12).
alter table registrations
    -- Booked for somebody whose name comes later.
    add column unnamed boolean not null generated always as (email is null and user_id is null and full_name is null) stored,
    -- As it was typed, for the time when the price is asked for.
    add column promo_code text constraint registrations_promo_code_length check (length(promo_code) between 1 and 60);
create index registrations_unnamed_idx on registrations (event_id) where unnamed;
create index registrations_requested_idx on registrations (event_id) where status = 'requested';

-- Whoever had booked by then may cancel until the start and gets everything back.
alter table events add column refund_offered_at timestamptz;

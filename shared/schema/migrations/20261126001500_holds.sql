-- From when a seat is held: however often a payment is tried, a hold has an end (RG-8).
alter table registrations add column held_at timestamptz;
update registrations set held_at = created_at where status = 'held';
alter table registrations add constraint registrations_hold_has_start check (status <> 'held' or held_at is not null);

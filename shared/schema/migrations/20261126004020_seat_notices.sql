-- A member who paid for the own seat and does so no more keeps the roles until then (BI-13).
alter table memberships add column seat_notice_ends_at timestamptz;
create index memberships_own_seat_idx on memberships (user_id) where seat_payer = 'member' and ended_at is null;

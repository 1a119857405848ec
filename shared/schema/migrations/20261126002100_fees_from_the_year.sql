-- The standard fees hold from the beginning of the year, so that no moment is without them.
update fee_schedules set valid_from = '2026-01-01' where organization_id is null and valid_from = '2026-11-01';

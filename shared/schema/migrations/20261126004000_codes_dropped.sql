-- A code that was kept while somebody waited and did not work any more when the seat came: the buyer
-- is told which and why before paying (PC-8). Both or neither.
alter table payments
    add column dropped_code text constraint payments_dropped_code_length check (length(dropped_code) between 1 and 60),
    add column dropped_code_reason text constraint payments_dropped_code_reason_check
        check (dropped_code_reason in ('used_up', 'ended', 'invalid', 'not_applicable', 'email_unverified')),
    add constraint payments_dropped_code_has_reason check ((dropped_code is null) = (dropped_code_reason is null));

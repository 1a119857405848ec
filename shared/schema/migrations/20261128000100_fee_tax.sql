-- The platform's own tax on its fees (RF-12): its rate is a rule like those of sales, by the country
-- of the organizer, who is the buyer then. It is part of the fee; zero where the buyer owes it.
alter table tax_rules
    add column rate_bp integer constraint tax_rules_rate_check check (rate_bp between 0 and 5000),
    add column tax_name text constraint tax_rules_tax_name_length check (length(tax_name) between 1 and 60),
    drop constraint tax_rules_mode_check,
    add constraint tax_rules_mode_check check (mode in ('in_person', 'live_online', 'on_demand', 'platform_fee')),
    add constraint tax_rules_fee_whole
        check ((mode = 'platform_fee') = (rate_bp is not null) and (rate_bp is null) = (tax_name is null)
               and (mode <> 'platform_fee' or seller_of_record = 'platform'));

-- The rules by which what is sold is taxed, as long as an adviser stands for them.
create view sales_tax_rules as
select * from tax_rules where mode <> 'platform_fee' and signed_off_at is not null and withdrawn_at is null;

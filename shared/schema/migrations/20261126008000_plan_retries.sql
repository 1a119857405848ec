-- By which request a quote was used: the same one may go on after a crash (BI-15).
alter table plan_quotes add column used_request text
    constraint plan_quotes_request_length check (length(used_request) <= 300);

-- Which card is shown: one that was taken away no longer names its customer.
alter table billing_customers add column stripe_payment_method_id text;
create index billing_customers_method_idx on billing_customers (stripe_payment_method_id);

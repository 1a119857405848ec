-- Two tabs that change the billing profile at once would mix at Stripe: one of them is let through.
-- It ends with the change; one that died is no longer counted after two minutes.
alter table billing_customers add column editing_since timestamptz;

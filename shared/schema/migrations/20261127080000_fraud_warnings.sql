-- RF-10: that a bank fears fraud is kept with the payment, not only told. Nothing goes back by itself.
alter table payments
    add column fraud_warned_at timestamptz,
    -- As Stripe names it: `made_with_stolen_card` and so on.
    add column fraud_type text,
    add constraint payments_fraud_type_of_warning check (fraud_type is null or fraud_warned_at is not null);

-- The clock looks each minute for drafts that nobody opened; there are few of them among all payments.
create index payments_forsaken_idx on payments (id) where status = 'draft' and method = 'stripe' and opening_at is null;

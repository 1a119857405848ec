-- One's own payments come in pages, newest first; and how many somebody began lately is counted by
-- the address, whether with an account or without.
drop index payments_buyer_email_idx;
create index payments_buyer_email_idx on payments (buyer_email_key, created_at desc, id desc);

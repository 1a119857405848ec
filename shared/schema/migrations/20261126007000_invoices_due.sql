-- Those are reminded whose invoices are due (PA-24).
create index payments_due_idx on payments (due_at) where method = 'outside' and status = 'draft';

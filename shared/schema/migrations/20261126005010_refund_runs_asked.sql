-- Since when every payment of a run has had its turn: one that is refused holds up nobody behind it,
-- and the run that leaves it out ends with failures (RF-9).
alter table refund_runs add column asked_at timestamptz;

-- A refund that was taken back at Stripe is one that failed: the buyer's claim is open, and it can be
-- tried again (RF-8).
update refunds set status = 'failed', failure_reason = coalesce(failure_reason, 'canceled') where status = 'canceled';

-- Every hour those are reminded whose evidence is due soon (RF-11).
create index disputes_due_idx on disputes (evidence_due_at) where status in ('needs_response', 'warning_needs_response');

-- Why the automatic issuing gave somebody nothing: the plan did not cover it, or something is missing. Empty once it did.
alter table gate_states
    add column outcome text constraint gate_states_outcome_check check (outcome in ('held_by_limit', 'refused')),
    add column outcome_code text;
create index gate_states_held_idx on gate_states (event_id) where outcome = 'held_by_limit';

-- When the next refund of any run may go out: one row, so that all runs in all processes share the
-- pace (RF-9).
create table refund_pace (
    only_row boolean primary key default true constraint refund_pace_only_row check (only_row),
    next_at timestamptz not null
);

-- The owner offers the place to an admin, who has seven days to take it (OR-10). Until 72 hours after
-- one was taken nobody changes where the organization's money goes.
create table ownership_transfers (
    id uuid primary key,
    organization_id uuid not null constraint ownership_transfers_organization_fkey references organizations,
    from_user_id uuid not null constraint ownership_transfers_from_user_fkey references users,
    to_user_id uuid not null constraint ownership_transfers_to_user_fkey references users,
    state text not null default 'offered' constraint ownership_transfers_state_check
        check (state in ('offered', 'accepted', 'declined', 'withdrawn', 'expired')),
    expires_at timestamptz not null,
    ended_at timestamptz,
    created_at timestamptz not null,
    constraint ownership_transfers_ended_whole_check check ((state = 'offered') = (ended_at is null)),
    constraint ownership_transfers_two_people_check check (from_user_id <> to_user_id)
);
create unique index ownership_transfers_open_key on ownership_transfers (organization_id) where state = 'offered';
create index ownership_transfers_organization_idx on ownership_transfers (organization_id, state, ended_at);
create index ownership_transfers_from_user_idx on ownership_transfers (from_user_id);
create index ownership_transfers_to_user_idx on ownership_transfers (to_user_id);
create index ownership_transfers_expires_idx on ownership_transfers (expires_at) where state = 'offered';

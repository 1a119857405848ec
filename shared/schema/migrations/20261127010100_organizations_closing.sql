-- Since when an organization closes: for thirty days it can be opened again, and is only looked at (OR-18).
create index organizations_closing_idx on organizations (closing_at) where closing_at is not null and closed_at is null;

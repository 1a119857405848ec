-- While a release moves its traffic, and after it was taken back, the revisions of the release before
-- serve: what they may do is taken a release later.
alter table function_rights
    -- What the release asked for, as rights.json has it.
    add column rights jsonb,
    -- What the one before had asked for, which is still given; null once it is not.
    add column former jsonb;

-- BI-4: a page that keeps a trial, or leads back elsewhere, is not the page that does not.
alter table plan_checkouts
    add column trial_ends_at timestamptz,
    add column return_path text;

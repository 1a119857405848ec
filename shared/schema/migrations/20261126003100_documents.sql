-- What stands on an invoice beside the sale: where the buyer is, and how the seller is paid.
alter table payments add column buyer_address text
    constraint payments_buyer_address_length check (length(buyer_address) between 1 and 500);
alter table seller_settings add column document_note text
    constraint seller_settings_document_note_length check (length(document_note) between 1 and 500);

-- The fees of a month are found by its days.
create index ledger_journals_occurred_idx on ledger_journals using brin (occurred_at);

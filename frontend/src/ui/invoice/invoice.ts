import type { Schema } from '@/api/contract';
import { NO_COUNTRY } from '@/lib/format/countries';

export type InvoiceTo = NonNullable<Schema<'OpenCheckout'>['buyer']>;

/** As a form keeps it: nothing is an empty text, or no country. */
export interface Invoice {
  company: string;
  tax_id: string;
  country: string;
}

export function invoiceTo({ company, tax_id: taxId, country }: Invoice): InvoiceTo {
  return {
    ...(company.trim() !== '' && { company: company.trim() }),
    ...(taxId.trim() !== '' && { tax_id: taxId.trim() }),
    ...(country !== NO_COUNTRY && { country }),
  };
}

export const invoiceOf = ({ company, tax_id: taxId, country }: Pick<InvoiceTo, 'company' | 'tax_id' | 'country'>): Invoice => ({
  company: company ?? '',
  tax_id: taxId ?? '',
  country: country ?? NO_COUNTRY,
});

import { useMemo } from 'react';
import type { InvoiceTo } from './api';
import messages from './messages.en.json';
import type { Wish } from './schema';
import { countryOptions, NO_COUNTRY } from '@/lib/format/countries';
import { useText } from '@/lib/i18n/use-text';
import { Combobox } from '@/ui/combobox';
import { FormField, TextField } from '@/ui/form/fields';

/** Who buys as a company says so here; folded away, since most do not. */
export function InvoiceFields() {
  const t = useText(messages);
  const countries = useMemo(() => countryOptions(t('invoice.noCountry')), [t]);
  return (
    <details className="rounded-control border border-line bg-surface open:pb-4">
      <summary className="px-4 py-3 font-semibold text-accent">{t('invoice')}</summary>
      <div className="space-y-6 px-4 pt-1">
        <TextField name="invoice.company" label={t('invoice.company')} optional autoComplete="organization" maxLength={200} />
        <TextField name="invoice.tax_id" label={t('invoice.taxId')} hint={t('invoice.taxIdHint')} optional autoComplete="off" maxLength={40} />
        <FormField<string> name="invoice.country" label={t('invoice.country')} optional>
          {(control) => <Combobox {...control} options={countries} />}
        </FormField>
      </div>
    </details>
  );
}

export function invoiceTo({ company, tax_id: taxId, country }: Wish['invoice']): InvoiceTo {
  return {
    ...(company.trim() !== '' && { company: company.trim() }),
    ...(taxId.trim() !== '' && { tax_id: taxId.trim() }),
    ...(country !== NO_COUNTRY && { country }),
  };
}

import { useMemo } from 'react';
import { countryOptions } from '@/lib/format/countries';
import { useText } from '@/lib/i18n/use-text';
import { Combobox } from '@/ui/combobox';
import { FormField, TextField } from '@/ui/form/fields';
import messages from '@/ui/invoice/messages.en.json';

interface Props {
  /** Where the form keeps them, such as `invoice`. */
  at: string;
  /** What is bought is taxed: where the buyer is counts, whoever it is. */
  taxed: boolean;
  /** The server has said that it cannot do without the country. */
  countryNeeded?: boolean;
}

/** Who buys as a company says so here; folded away, since most do not. */
export default function InvoiceFields({ at, taxed, countryNeeded = false }: Props) {
  const t = useText(messages);
  return (
    <>
      {taxed && <Country name={`${at}.country`} hint={t('country.hint')} optional={!countryNeeded} />}
      <details className="rounded-control border border-line bg-surface open:pb-4">
        <summary className="px-4 py-3 font-semibold text-accent">{t('forCompany')}</summary>
        <div className="space-y-6 px-4 pt-1">
          <TextField name={`${at}.company`} label={t('company')} optional autoComplete="organization" maxLength={200} />
          <TextField name={`${at}.tax_id`} label={t('taxId')} hint={t('taxId.hint')} optional autoComplete="off" maxLength={40} />
          {!taxed && <Country name={`${at}.country`} optional />}
        </div>
      </details>
    </>
  );
}

function Country({ name, hint, optional }: { name: string; hint?: string; optional: boolean }) {
  const t = useText(messages);
  const countries = useMemo(() => countryOptions(t('country.none')), [t]);
  return (
    <FormField<string> name={name} label={t('country')} hint={hint} optional={optional}>
      {(control) => <Combobox {...control} options={countries} />}
    </FormField>
  );
}

import type { Interval } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Field } from '@/ui/field';
import { Select, type Option } from '@/ui/select';

interface Props {
  interval: Interval;
  currency: string;
  currencies: string[];
  /** Those whose plan the reader may choose. */
  organizations: Option[];
  organization: string;
  onInterval: (interval: Interval) => void;
  onCurrency: (currency: string) => void;
  onOrganization: (id: string) => void;
}

/** How prices are shown, and for which organization; a choice of one is no choice. */
export function PriceFilter({ interval, currency, currencies, organizations, organization, onInterval, onCurrency, onOrganization }: Props) {
  const t = useText(messages);
  return (
    <div className="flex flex-wrap items-end gap-x-6 gap-y-4">
      <fieldset className="max-w-full min-w-0">
        <legend className="mb-1.5 text-14 font-semibold">{t('interval')}</legend>
        <div className="flex gap-1 rounded-control border border-line bg-sunken p-1">
          {(['month', 'year'] as const).map((one) => (
            <label
              key={one}
              className="inline-flex min-h-9 cursor-pointer items-center rounded-chip px-4 font-semibold max-sm:px-3 sm:whitespace-nowrap text-ink-muted has-checked:bg-surface has-checked:text-accent has-checked:shadow-raised has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus pointer-coarse:min-h-11"
            >
              <input type="radio" name="interval" className="sr-only" checked={interval === one} onChange={() => onInterval(one)} />
              {t(`interval.${one}`)}
            </label>
          ))}
        </div>
      </fieldset>
      {currencies.length > 1 && (
        <Field label={t('currency')}>
          {({ id }) => (
            <Select
              id={id}
              value={currency}
              onChange={({ target }) => onCurrency(target.value)}
              options={currencies.map((value) => ({ value, label: value }))}
            />
          )}
        </Field>
      )}
      {organizations.length > 1 && (
        <Field label={t('pricing.for')}>
          {({ id }) => <Select id={id} value={organization} onChange={({ target }) => onOrganization(target.value)} options={organizations} />}
        </Field>
      )}
    </div>
  );
}

import messages from '@/features/promo-codes/messages.en.json';
import { formatZone, ownZone } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { CheckboxField, NumberField, TextField } from '@/ui/form/fields';

/** How often, for how long, for whom, and under whose name it is counted. */
export function LimitFields({ single }: { single: boolean }) {
  const t = useText(messages);
  return (
    <>
      {!single && (
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <NumberField name="max_uses" label={t('max_uses')} optional />
          <NumberField name="max_uses_per_person" label={t('max_uses_per_person')} optional />
        </div>
      )}
      <fieldset className="space-y-4">
        <legend className="mb-1 font-semibold">{t('window', { zone: formatZone(ownZone()) })}</legend>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField name="valid_from" label={t('valid_from')} type="datetime-local" optional />
          <TextField name="valid_until" label={t('valid_until')} type="datetime-local" optional />
        </div>
      </fieldset>
      <CheckboxField name="first_time_only" label={t('first_time_only')} hint={t('first_time_only.hint')} />
      <CheckboxField name="verified_only" label={t('verified_only')} hint={t('verified_only.hint')} />
      <TextField name="attribution" label={t('attribution')} hint={t('attribution.hint')} optional autoComplete="off" maxLength={100} />
    </>
  );
}

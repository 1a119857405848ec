import { useWatch } from 'react-hook-form';
import * as z from 'zod/mini';
import { useSaveSettings, type Settings, type SettingsPatch } from './api';
import messages from '@/features/finance/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { CheckboxField, RadioField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

const PAYERS = ['buyer', 'organizer'] as const;
const CHOSEN = ['after_event', 'manual'] as const;

const valuesOf = (held: Settings) => ({
  fee_payer: held.fee_payer,
  legal_name: held.legal_name ?? '',
  legal_address: held.legal_address ?? '',
  tax_id: held.tax_id ?? '',
  tax_mode: held.tax_mode === 'automatic',
  tax_behavior: held.tax_behavior,
  delayed_methods: held.delayed_methods,
  payout_mode: held.payout_mode ?? '',
});
type Values = ReturnType<typeof valuesOf>;

/** Only what differs is sent, and an emptied text clears what stood there. */
export function changesOf(values: Values, held: Settings): SettingsPatch {
  const before = valuesOf(held);
  const changed = (Object.keys(values) as (keyof Values)[]).filter((key) => values[key] !== before[key]);
  const sent = (key: keyof Values) => {
    if (key === 'tax_mode') return values.tax_mode ? 'automatic' : 'off';
    const value = values[key];
    return typeof value === 'string' ? value.trim() || null : value;
  };
  return Object.fromEntries(changed.map((key) => [key, sent(key)]));
}

export function SettingsForm({ given: { data: held, etag } }: { given: { data: Settings; etag: string | null } }) {
  const t = useText(messages);
  const org = useOrganization();
  const save = useSaveSettings(org.id);
  const schema = z.object({
    fee_payer: z.enum(PAYERS),
    legal_name: z.string().check(z.trim(), z.minLength(1, t('legalName.missing')), z.maxLength(200)),
    legal_address: z.string().check(z.trim(), z.minLength(1, t('legalAddress.missing')), z.maxLength(500)),
    tax_id: z.string().check(z.maxLength(40)),
    tax_mode: z.boolean(),
    tax_behavior: z.enum(['inclusive', 'exclusive']),
    delayed_methods: z.boolean(),
    payout_mode: z.string(),
  });
  const form = useAppForm<Values, Values>(schema, { defaults: valuesOf(held) });
  return (
    <Form
      form={form}
      onSubmit={async (values) => {
        const body = changesOf(values, held);
        if (Object.keys(body).length > 0) await save.mutateAsync({ body, ifMatch: etag ?? '' });
        toast(t('saved'));
      }}
    >
      <RadioField name="fee_payer" label={t('feePayer')} choices={PAYERS.map((value) => ({ value, label: t(`feePayer.${value}`), hint: t(`feePayer.${value}.hint`) }))} />
      <TextField name="legal_name" label={t('legalName')} hint={t('legalName.hint')} autoComplete="organization" maxLength={200} dir="auto" />
      <TextAreaField name="legal_address" label={t('legalAddress')} rows={3} maxLength={500} />
      <TextField name="tax_id" label={t('taxId')} optional autoComplete="off" maxLength={40} />
      <TaxFields />
      <CheckboxField name="delayed_methods" label={t('delayed')} hint={t('delayed.hint')} />
      {held.payout_mode === 'rolling' || held.payout_mode == null ? (
        held.payout_mode === 'rolling' && <p className="text-14 text-ink-muted">{t('mode.granted')}</p>
      ) : (
        <RadioField name="payout_mode" label={t('mode')} choices={CHOSEN.map((value) => ({ value, label: t(`mode.${value}`), hint: t(`mode.${value}.hint`) }))} />
      )}
      <Submit>{t('save')}</Submit>
    </Form>
  );
}

function TaxFields() {
  const t = useText(messages);
  const automatic = useWatch<Values, 'tax_mode'>({ name: 'tax_mode' });
  return (
    <>
      <CheckboxField name="tax_mode" label={t('tax')} hint={t('tax.hint')} />
      {automatic && (
        <RadioField
          name="tax_behavior"
          label={t('taxStands')}
          choices={[
            { value: 'exclusive', label: t('taxStands.exclusive') },
            { value: 'inclusive', label: t('taxStands.inclusive') },
          ]}
        />
      )}
    </>
  );
}

import { useMemo } from 'react';
import { useWatch } from 'react-hook-form';
import * as z from 'zod/mini';
import { useRecordTaxRule } from '@/features/operate/api';
import messages from '@/features/operate/messages.en.json';
import { localTime, moments, type LocalTime } from '@/lib/format/clock-change';
import { countryOptions, NO_COUNTRY } from '@/lib/format/countries';
import { ownZone } from '@/lib/format/time';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Combobox } from '@/ui/combobox';
import { Dialog } from '@/ui/dialog';
import { FormField, RadioField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { ZonedDateTime } from '@/ui/zoned-date-time';

const MODES = ['in_person', 'live_online', 'on_demand'] as const;
const BUYERS = ['consumer', 'business'] as const;
const OWING = ['organizer', 'platform'] as const;
const PLACES = ['buyer', 'performance'] as const;

/** PA-7: a rule as the adviser dictates it; it does nothing until it is signed off. */
export function RecordDialog({ onClose }: { onClose: () => void }) {
  const t = useText(messages);
  const record = useRecordTaxRule();
  const schema = z.object({
    mode: z.enum(MODES),
    seller_country: z.string().check(z.minLength(1, t('tax.record.sellerCountry.missing'))),
    buyer_country: z.string(),
    buyer_is_business: z.enum(BUYERS),
    seller_of_record: z.enum(OWING),
    place: z.enum(PLACES),
    stripe_tax_code: z.string().check(z.trim(), z.regex(/^txcd_\d{8}$/, t('tax.code.wrong'))),
    legal_reference: z.string().check(z.trim(), z.minLength(1, t('tax.law.missing')), z.maxLength(500)),
    valid_from: z.custom<LocalTime>().check(z.refine((at) => moments(at).length > 0, t('time.missing'))),
    reason: z.string().check(z.trim(), z.minLength(1, t('reason.missing')), z.maxLength(500)),
  });
  const form = useAppForm(schema, {
    defaults: {
      mode: 'live_online', seller_country: '', buyer_country: NO_COUNTRY, buyer_is_business: 'consumer', seller_of_record: 'organizer', place: 'buyer',
      stripe_tax_code: '', legal_reference: '', valid_from: localTime(new Date(), ownZone()), reason: '',
    },
  });
  return (
    <Dialog open size="medium" onClose={onClose} title={t('tax.record')} description={t('tax.record.effect')}>
      <Form
        form={form}
        onSubmit={async ({ buyer_country: country, buyer_is_business: buyer, place, valid_from: from, ...rest }) => {
          await record.mutateAsync({
            ...rest,
            buyer_country: country === NO_COUNTRY ? null : country,
            buyer_is_business: buyer === 'business',
            place: rest.mode === 'in_person' ? place : 'buyer',
            valid_from: (moments(from)[0] ?? new Date()).toISOString(),
          });
          toast(t('tax.record.done'));
          onClose();
        }}
      >
        <RadioField name="mode" label={t('tax.mode')} columns={3} choices={MODES.map((value) => ({ value, label: t(`tax.mode.${value}`) }))} />
        <Countries />
        <RadioField name="buyer_is_business" label={t('tax.buyer')} columns={2} choices={BUYERS.map((value) => ({ value, label: t(`tax.buyer.${value}`) }))} />
        <RadioField name="seller_of_record" label={t('tax.owed')} columns={2} choices={OWING.map((value) => ({ value, label: t(`tax.owed.${value}`) }))} />
        <Place />
        <TextField name="stripe_tax_code" label={t('tax.code')} hint={t('tax.code.hint')} autoComplete="off" maxLength={40} />
        <TextField name="legal_reference" label={t('tax.law')} hint={t('tax.law.hint')} autoComplete="off" maxLength={500} />
        <FormField<LocalTime> group name="valid_from" label={t('tax.from')}>
          {(control) => <ZonedDateTime {...control} zoneFixed />}
        </FormField>
        <TextAreaField name="reason" label={t('reason')} hint={t('reason.hint')} rows={2} maxLength={500} />
        <Submit>{t('tax.record.action')}</Submit>
      </Form>
    </Dialog>
  );
}

function Countries() {
  const t = useText(messages);
  const buyers = useMemo(() => countryOptions(t('tax.record.buyerCountry.all')), [t]);
  const sellers = useMemo(() => buyers.filter(({ value }) => value !== NO_COUNTRY), [buyers]);
  return (
    <div className="grid items-end gap-4 sm:grid-cols-2">
      <FormField<string> name="seller_country" label={t('tax.record.sellerCountry')}>
        {(control) => <Combobox {...control} options={sellers} />}
      </FormField>
      <FormField<string> name="buyer_country" label={t('tax.record.buyerCountry')} hint={t('tax.record.buyerCountry.hint')}>
        {(control) => <Combobox {...control} options={buyers} />}
      </FormField>
    </div>
  );
}

/** Only who comes in person can be taxed where the event is. */
function Place() {
  const t = useText(messages);
  const mode = useWatch<{ mode: string }, 'mode'>({ name: 'mode' });
  if (mode !== 'in_person') return <p className="text-ink-muted">{t('tax.place.online')}</p>;
  return <RadioField name="place" label={t('tax.place')} columns={2} choices={PLACES.map((value) => ({ value, label: t(`tax.place.${value}`) }))} />;
}

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
import { FormField, NumberField, RadioField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { ZonedDateTime } from '@/ui/zoned-date-time';

const MODES = ['in_person', 'live_online', 'on_demand', 'platform_fee'] as const;
const BUYERS = ['consumer', 'business'] as const;
const OWING = ['organizer', 'platform'] as const;
const PLACES = ['buyer', 'performance'] as const;
/** "General - Services": Stripe works nothing out of fees, which the platform keeps itself. */
const FEE_CODE = 'txcd_20030000';
const CODE = /^txcd_\d{8}$/;

const ofFees = ({ mode }: { mode: string }): boolean => mode === 'platform_fee';

/** PA-7: a rule as the adviser dictates it; it does nothing until it is signed off. */
export function RecordDialog({ onClose }: { onClose: () => void }) {
  const t = useText(messages);
  const record = useRecordTaxRule();
  const fields = z.object({
    mode: z.enum(MODES),
    seller_country: z.string().check(z.minLength(1, t('tax.record.sellerCountry.missing'))),
    buyer_country: z.string(),
    buyer_is_business: z.enum(BUYERS),
    seller_of_record: z.enum(OWING),
    place: z.enum(PLACES),
    stripe_tax_code: z.string().check(z.trim()),
    tax_name: z.string().check(z.trim(), z.maxLength(60)),
    rate: z.custom<number | null>(),
    legal_reference: z.string().check(z.trim(), z.minLength(1, t('tax.law.missing')), z.maxLength(500)),
    valid_from: z.custom<LocalTime>().check(z.refine((at) => moments(at).length > 0, t('time.missing'))),
    reason: z.string().check(z.trim(), z.minLength(1, t('reason.missing')), z.maxLength(500)),
  });
  const schema = fields.check(
    z.refine((rule) => ofFees(rule) || CODE.test(rule.stripe_tax_code), { path: ['stripe_tax_code'], message: t('tax.code.wrong') }),
    z.refine((rule) => !ofFees(rule) || rule.tax_name !== '', { path: ['tax_name'], message: t('tax.fee.name.missing') }),
    z.refine((rule) => !ofFees(rule) || (rule.rate !== null && rule.rate >= 0 && rule.rate <= 50), { path: ['rate'], message: t('tax.fee.rate.wrong') }),
  );
  const form = useAppForm(schema, {
    defaults: {
      mode: 'live_online', seller_country: '', buyer_country: NO_COUNTRY, buyer_is_business: 'consumer', seller_of_record: 'organizer', place: 'buyer',
      stripe_tax_code: '', tax_name: '', rate: null, legal_reference: '', valid_from: localTime(new Date(), ownZone()), reason: '',
    },
  });
  const fees = ofFees({ mode: useWatch({ control: form.control, name: 'mode' }) });
  return (
    <Dialog open size="medium" onClose={onClose} title={t('tax.record')} description={t('tax.record.effect')}>
      <Form
        form={form}
        onSubmit={async ({ buyer_country: country, buyer_is_business: buyer, place, valid_from: from, tax_name: name, rate, ...rest }) => {
          await record.mutateAsync({
            ...rest,
            ...(fees && { seller_of_record: 'platform', stripe_tax_code: FEE_CODE, tax_name: name, rate_bp: Math.round((rate ?? 0) * 100) }),
            buyer_country: country === NO_COUNTRY ? null : country,
            buyer_is_business: buyer === 'business',
            place: rest.mode === 'in_person' ? place : 'buyer',
            valid_from: (moments(from)[0] ?? new Date()).toISOString(),
          });
          toast(t('tax.record.done'));
          onClose();
        }}
      >
        <RadioField name="mode" label={t('tax.mode')} columns={2} choices={MODES.map((value) => ({ value, label: t(`tax.mode.${value}`) }))} />
        {fees && <p className="text-ink-muted">{t('tax.fee')}</p>}
        <Countries fees={fees} />
        <RadioField name="buyer_is_business" label={t(fees ? 'tax.fee.buyer' : 'tax.buyer')} columns={2} choices={BUYERS.map((value) => ({ value, label: t(fees ? `tax.fee.buyer.${value}` : `tax.buyer.${value}`) }))} />
        {fees ? <Rate /> : <OfSales />}
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

function Rate() {
  const t = useText(messages);
  return (
    <>
      <NumberField name="rate" label={t('tax.fee.rate')} hint={t('tax.fee.rate.hint')} decimals={2} suffix="%" />
      <TextField name="tax_name" label={t('tax.fee.name')} hint={t('tax.fee.name.hint')} autoComplete="off" maxLength={60} />
    </>
  );
}

function OfSales() {
  const t = useText(messages);
  return (
    <>
      <RadioField name="seller_of_record" label={t('tax.owed')} columns={2} choices={OWING.map((value) => ({ value, label: t(`tax.owed.${value}`) }))} />
      <Place />
      <TextField name="stripe_tax_code" label={t('tax.code')} hint={t('tax.code.hint')} autoComplete="off" maxLength={40} />
    </>
  );
}

function Countries({ fees }: { fees: boolean }) {
  const t = useText(messages);
  const buyers = useMemo(() => countryOptions(t('tax.record.buyerCountry.all')), [t]);
  const sellers = useMemo(() => buyers.filter(({ value }) => value !== NO_COUNTRY), [buyers]);
  return (
    <div className="grid items-end gap-4 sm:grid-cols-2">
      <FormField<string> name="seller_country" label={t(fees ? 'tax.record.platformCountry' : 'tax.record.sellerCountry')}>
        {(control) => <Combobox {...control} options={sellers} />}
      </FormField>
      <FormField<string> name="buyer_country" label={t(fees ? 'tax.record.sellerCountry' : 'tax.record.buyerCountry')} hint={t('tax.record.buyerCountry.hint')}>
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

import * as z from 'zod/mini';
import { useMarkPaid, type Payment } from './api';
import messages from '@/features/finance/messages.en.json';
import { localTime, moments, type LocalTime } from '@/lib/format/clock-change';
import { ownZone } from '@/lib/format/time';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { FormField, RadioField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { ZonedDateTime } from '@/ui/zoned-date-time';

const METHODS = ['bank', 'cash', 'other'] as const;

/** An invoice that was paid past the payment service. */
export function MarkPaidDialog({ payment, onClose }: { payment: Payment; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const mark = useMarkPaid(org.id, payment.id);
  const schema = z.object({
    method: z.enum(METHODS),
    reference: z.string().check(z.trim(), z.maxLength(200)),
    paid_at: z.custom<LocalTime>().check(z.refine((at) => moments(at).length > 0, t('time.missing'))),
  });
  const form = useAppForm(schema, { defaults: { method: 'bank', reference: '', paid_at: localTime(new Date(), ownZone()) } });
  return (
    <Dialog open onClose={onClose} title={t('markPaid')} description={t('markPaid.lead')}>
      <Form
        form={form}
        onSubmit={async ({ method, reference, paid_at: at }) => {
          await mark.mutateAsync({ method, paid_at: (moments(at)[0] ?? new Date()).toISOString(), ...(reference !== '' && { reference }) });
          toast(t('markPaid.done'));
          onClose();
        }}
      >
        <RadioField name="method" label={t('markPaid.method')} choices={METHODS.map((value) => ({ value, label: t(`markPaid.${value}`) }))} />
        <TextField name="reference" label={t('reference')} hint={t('reference.hint')} optional autoComplete="off" maxLength={200} />
        <FormField<LocalTime> group name="paid_at" label={t('payment.paidAt')}>
          {(control) => <ZonedDateTime {...control} zoneFixed />}
        </FormField>
        <Submit>{t('markPaid')}</Submit>
      </Form>
    </Dialog>
  );
}

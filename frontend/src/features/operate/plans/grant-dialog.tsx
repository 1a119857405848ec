import * as z from 'zod/mini';
import { useGrant, type OfferedPlan } from '@/features/operate/api';
import messages from '@/features/operate/messages.en.json';
import { localTime, moments, type LocalTime } from '@/lib/format/clock-change';
import { ownZone } from '@/lib/format/time';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { FormField, SelectField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { ZonedDateTime } from '@/ui/zoned-date-time';

const MONTH_MS = 30 * 24 * 3_600_000;
const inAMonth = (): LocalTime => localTime(new Date(Date.now() + MONTH_MS), ownZone());

/** A plan for nothing, until a moment. */
export function GrantDialog({ plans, onClose }: { plans: OfferedPlan[]; onClose: () => void }) {
  const t = useText(messages);
  const grant = useGrant();
  const schema = z.object({
    organization: z.string().check(z.trim(), z.minLength(1, t('grant.organization.missing')), z.maxLength(100)),
    plan: z.enum(['attendee', 'organizer', 'lms', 'organization']),
    until: z.custom<LocalTime>().check(z.refine((at) => moments(at).length > 0, t('time.missing'))),
    reason: z.string().check(z.trim(), z.minLength(1, t('reason.missing')), z.maxLength(500)),
  });
  const form = useAppForm(schema, {
    defaults: { organization: '', plan: 'organizer', until: inAMonth(), reason: '' },
  });
  return (
    <Dialog open onClose={onClose} title={t('grant')} description={t('grant.lead')}>
      <Form
        form={form}
        onSubmit={async ({ until, ...rest }) => {
          const { organization_name: name } = await grant.mutateAsync({ ...rest, until: (moments(until)[0] ?? new Date()).toISOString() });
          toast(t('grant.done', { name }));
          onClose();
        }}
      >
        <TextField name="organization" label={t('grant.organization')} hint={t('grant.organization.hint')} autoComplete="off" maxLength={100} />
        <SelectField name="plan" label={t('plan')} options={plans.filter(({ prices }) => prices.length > 0).map(({ plan, name }) => ({ value: plan, label: name }))} />
        <FormField<LocalTime> group name="until" label={t('grant.until')}>
          {(control) => <ZonedDateTime {...control} zoneFixed />}
        </FormField>
        <TextAreaField name="reason" label={t('reason')} hint={t('reason.hint')} rows={2} maxLength={500} />
        <Submit>{t('grant.action')}</Submit>
      </Form>
    </Dialog>
  );
}

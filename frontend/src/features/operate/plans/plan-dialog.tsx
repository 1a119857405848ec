import * as z from 'zod/mini';
import { usePublishPlan, type OfferedPlan } from '@/features/operate/api';
import messages from '@/features/operate/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { NumberField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

const LIMITS = ['events_per_month', 'courses_per_month', 'certificates_per_month', 'attendees_per_event'] as const;
/** As the plans on offer have it; what is on offer does not say it. */
const GRACE_DAYS = 14;

/** A new version of a plan with the prices of the present one; those who have an older one keep it. */
export function PlanDialog({ plan, onClose }: { plan: OfferedPlan; onClose: () => void }) {
  const t = useText(messages);
  const publish = usePublishPlan();
  const limit = z.nullable(z.number().check(z.gte(0, t('limit.wrong'))));
  const days = z.number(t('limit.wrong')).check(z.gte(0, t('limit.wrong')), z.lte(365, t('limit.wrong')));
  const schema = z.object({
    name: z.string().check(z.trim(), z.minLength(1, t('version.name.missing')), z.maxLength(80)),
    events_per_month: limit,
    courses_per_month: limit,
    certificates_per_month: limit,
    attendees_per_event: limit,
    included_seats: z.number(t('limit.wrong')).check(z.gte(1, t('limit.wrong'))),
    max_seats: limit,
    trial_days: days,
    grace_days: days,
    reason: z.string().check(z.trim(), z.minLength(1, t('reason.missing')), z.maxLength(500)),
  });
  const { limits } = plan;
  const form = useAppForm(schema, {
    defaults: {
      name: plan.name, events_per_month: limits.events_per_month ?? null, courses_per_month: limits.courses_per_month ?? null,
      certificates_per_month: limits.certificates_per_month ?? null, attendees_per_event: limits.attendees_per_event ?? null,
      included_seats: plan.included_seats, max_seats: plan.max_seats ?? null, trial_days: plan.trial_days, grace_days: GRACE_DAYS, reason: '',
    },
  });
  const prices = plan.prices.map(({ interval, amount, seat_amount: seat }) => ({ interval, amount, seat_amount: seat?.amount ?? null }));
  return (
    <Dialog open size="medium" onClose={onClose} title={t('version.of', { name: plan.name })} description={t('version.lead')}>
      <Form
        form={form}
        onSubmit={async (values) => {
          await publish.mutateAsync({ ...values, plan: plan.plan, features: plan.features, prices });
          toast(t('version.done'));
          onClose();
        }}
      >
        <TextField name="name" label={t('version.name')} autoComplete="off" maxLength={80} />
        <div className="grid items-end gap-4 sm:grid-cols-2">
          {LIMITS.map((name) => (
            <NumberField key={name} name={name} label={t(`limit.${name}`)} hint={t('limit.hint')} optional />
          ))}
          <NumberField name="included_seats" label={t('limit.included')} />
          <NumberField name="max_seats" label={t('limit.most')} optional />
          <NumberField name="trial_days" label={t('limit.trial')} />
          <NumberField name="grace_days" label={t('limit.grace')} hint={t('limit.grace.hint')} />
        </div>
        <TextAreaField name="reason" label={t('reason')} hint={t('reason.hint')} rows={2} maxLength={500} />
        <Submit>{t('version.action')}</Submit>
      </Form>
    </Dialog>
  );
}

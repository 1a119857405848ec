import { useWatch } from 'react-hook-form';
import * as z from 'zod/mini';
import { useSavePolicy, type Rung } from './api';
import { PolicyExample } from './policy-example';
import { byNotice, RungFields, type TypedRung } from './rung-fields';
import type { Schema } from '@/api/contract';
import messages from '@/features/finance/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { CheckboxField, FormField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

interface Values {
  name: string;
  rungs: TypedRung[];
  self_cancel: boolean;
  fees_refundable: boolean;
}

const whole = (value: number | null, most: number) => value !== null && Number.isInteger(value) && value >= 0 && value <= most;
const fits = ({ hours, percent, keep }: TypedRung) => whole(hours, 8760) && percent !== null && percent >= 0 && percent <= 100 && (keep === null || keep >= 0);
const unlike = (rungs: TypedRung[]) => new Set(rungs.map(({ hours }) => hours)).size === rungs.length;

const typedOf = ({ min_hours_before: hours, percent_bp: bp, keep_minor: keep = 0 }: Rung): TypedRung => ({ hours, percent: bp / 100, keep: keep === 0 ? null : keep });
const rungOf = ({ hours, percent, keep }: TypedRung): Rung => ({ min_hours_before: hours ?? 0, percent_bp: Math.round((percent ?? 0) * 100), keep_minor: keep ?? 0 });

interface Props {
  given: { data: Schema<'RefundPolicies'>; etag: string | null };
  currency: string;
  onClose: () => void;
}

/** A new version for purchases from now on; what was bought before keeps its own. */
export function PolicyDialog({ given: { data, etag }, currency, onClose }: Props) {
  const t = useText(messages);
  const org = useOrganization();
  const save = useSavePolicy(org.id);
  const { current } = data;
  const schema = z.object({
    name: z.string().check(z.trim(), z.minLength(1, t('policy.nameMissing')), z.maxLength(80)),
    rungs: z.custom<TypedRung[]>().check(
      z.refine((rungs) => rungs.every(fits), t('rung.wrong')),
      z.refine(unlike, t('rung.twice')),
    ),
    self_cancel: z.boolean(),
    fees_refundable: z.boolean(),
  });
  const form = useAppForm<Values, Values>(schema, {
    defaults: { name: current.name, rungs: current.rungs.map(typedOf), self_cancel: current.self_cancel, fees_refundable: current.fees_refundable },
  });
  return (
    <Dialog open onClose={onClose} size="medium" title={t('policy.edit')} description={t('policy.effect')}>
      <Form
        form={form}
        onSubmit={async ({ rungs, ...rest }) => {
          const { course_days, course_max_progress_bp } = current;
          await save.mutateAsync({ body: { ...rest, rungs: byNotice(rungs).map(rungOf), course_days, course_max_progress_bp }, ifMatch: etag ?? '' });
          toast(t('policy.saved'));
          onClose();
        }}
      >
        <TextField name="name" label={t('policy.name')} autoComplete="off" maxLength={80} />
        <FormField<TypedRung[]> group name="rungs" label={t('rungs')} hint={t('rungs.hint')}>
          {({ value, onChange }) => <RungFields value={value} onChange={onChange} currency={currency} />}
        </FormField>
        <Example currency={currency} />
        <CheckboxField name="self_cancel" label={t('policy.self')} />
        <CheckboxField name="fees_refundable" label={t('policy.fees')} hint={t('policy.fees.hint')} />
        <Submit>{t('policy.save')}</Submit>
      </Form>
    </Dialog>
  );
}

function Example({ currency }: { currency: string }) {
  const rungs = useWatch<Values, 'rungs'>({ name: 'rungs' });
  return <PolicyExample rungs={byNotice(rungs.filter(fits)).map(rungOf)} currency={currency} />;
}

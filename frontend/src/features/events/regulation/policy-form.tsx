import * as z from 'zod/mini';
import { useState } from 'react';
import { useWatch } from 'react-hook-form';
import messages from './messages.en.json';
import { isStale, useSavePolicy } from './save';
import type { Event, Policy } from '@/features/events/api';
import { useAppForm } from '@/lib/form/use-app-form';
import { isProblem } from '@/lib/http/problem';
import { useText, type Text } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Confirm } from '@/ui/confirm';
import { NumberField, RadioField, SelectField } from '@/ui/form/fields';
import { Banner } from '@/ui/banner';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

const CRITERIA = ['all_mandatory', 'percent_of_sessions', 'min_sessions', 'total_minutes'] as const;
const EXITS = ['window_end', 'last_sighting'] as const;
const EXCUSES = ['ignored', 'missed'] as const;

function schemaOf(t: Text<keyof typeof messages>) {
  const whole = z.number(t('criterionValueMissing')).check(z.gte(0));
  return z
    .object({
      criterion: z.enum(CRITERIA),
      criterion_value: z.nullable(z.number()),
      min_percent: z.number(t('percentWrong')).check(z.gte(0, t('percentWrong')), z.lte(100, t('percentWrong'))),
      min_minutes: whole,
      gap_grace_seconds: whole,
      edge_grace_seconds: whole,
      missing_exit: z.enum(EXITS),
      excused: z.enum(EXCUSES),
    })
    .check(
      z.refine(({ criterion, criterion_value: value }) => criterion === 'all_mandatory' || value !== null, {
        path: ['criterion_value'],
        message: t('criterionValueMissing'),
      }),
    );
}

type Values = z.infer<ReturnType<typeof schemaOf>>;

export function PolicyForm({ event, given: { data, etag } }: { event: Event; given: { data: Policy; etag: string } }) {
  const t = useText(messages);
  const org = useOrganization();
  const save = useSavePolicy(org.id, event.id);
  const form = useAppForm<Values, Values>(schemaOf(t), { defaults: { ...data, criterion_value: data.criterion_value ?? null } });
  const [waiting, setWaiting] = useState<Values | null>(null);
  const write = async (values: Values, recompute: boolean) => {
    const criterion_value = values.criterion === 'all_mandatory' ? null : values.criterion_value;
    await save.mutateAsync({ body: { ...values, criterion_value }, ifMatch: etag, recompute });
    toast(t('saved'));
  };
  const submit = (values: Values) =>
    write(values, false).catch((error: unknown) => {
      if (!isProblem(error) || !error.is('presence-exists')) throw error;
      setWaiting(values);
    });
  return (
    <>
      <Form form={form} onSubmit={submit}>
        {isStale(save.error) && <Banner tone="warning">{t('changedMeanwhile')}</Banner>}
        <Criterion />
        <NumberField name="min_percent" label={t('minPercent')} className="max-w-40" />
        <NumberField name="min_minutes" label={t('minMinutes')} className="max-w-40" />
        <NumberField name="gap_grace_seconds" label={t('gapGrace')} className="max-w-40" />
        <NumberField name="edge_grace_seconds" label={t('edgeGrace')} className="max-w-40" />
        <RadioField name="missing_exit" label={t('missingExit')} choices={EXITS.map((value) => ({ value, label: t(`missingExit.${value}`) }))} />
        <RadioField name="excused" label={t('excused')} choices={EXCUSES.map((value) => ({ value, label: t(`excused.${value}`) }))} />
        <Submit>{t('save')}</Submit>
      </Form>
      <Confirm
        open={waiting !== null}
        onClose={() => setWaiting(null)}
        title={t('recomputeTitle')}
        action={t('recompute')}
        onConfirm={() => (waiting ? write(waiting, true) : Promise.resolve())}
      >
        {t('recomputeBody')}
      </Confirm>
    </>
  );
}

function Criterion() {
  const t = useText(messages);
  const criterion = useWatch<Values, 'criterion'>({ name: 'criterion' });
  return (
    <>
      <SelectField name="criterion" label={t('criterion')} options={CRITERIA.map((value) => ({ value, label: t(`criterion.${value}`) }))} />
      {criterion !== 'all_mandatory' && (
        <NumberField name="criterion_value" label={t('criterionValue')} hint={t('criterionValueHint')} className="max-w-40" />
      )}
    </>
  );
}

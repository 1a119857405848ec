import * as z from 'zod/mini';
import { stepInWords } from './step-words';
import { useTry, type RuleSet } from '@/features/credit-rules/api';
import { DECIMALS, ofCredits, ofMinutes } from '@/features/credit-rules/amounts';
import messages from '@/features/credit-rules/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Button } from '@/ui/button';
import { Derivation } from '@/ui/derivation';
import { CheckboxField, NumberField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Panel } from '@/ui/panel';
import { Credits } from '@/ui/quantities';

const DAY_MINUTES = 24 * 60;

/** The engine on made-up facts: what these rules give, and by which steps (CR-2 to CR-4). */
export function Calculator({ set }: { set: RuleSet }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const attempt = useTry(orgId, set.id);
  const { checks_per_credit: checks = 0, evaluation_seconds: survey = 0 } = set.parameters;
  const minutes = z.number(t('try.minutesWrong')).check(z.gte(0, t('try.minutesWrong')), z.lte(DAY_MINUTES, t('try.minutesWrong')));
  const schema = z.object({
    counted: minutes,
    scheduled: minutes,
    issued: z.nullable(z.number()),
    answered: z.nullable(z.number()),
    evaluation: z.boolean(),
    most: z.nullable(z.number()),
  });
  const form = useAppForm(schema, { defaults: { counted: 50, scheduled: 60, issued: checks > 0 ? 3 : null, answered: checks > 0 ? 3 : null, evaluation: false, most: null } });
  return (
    <Panel title={t('try')} description={t('try.hint')}>
      <Form
        form={form}
        rename={{ '/counted_seconds': 'counted', '/scheduled_seconds': 'scheduled' }}
        onSubmit={({ counted, scheduled, issued, answered, evaluation, most }) =>
          attempt.mutateAsync({
            counted_seconds: ofMinutes(counted),
            scheduled_seconds: ofMinutes(scheduled),
            checks_issued: issued,
            checks_answered: answered,
            evaluation_done: evaluation,
            max_credits: most === null ? null : ofCredits(most),
          })
        }
      >
        <div className="grid grid-cols-2 gap-4">
          <NumberField name="counted" label={t('try.counted')} suffix={t('min')} />
          <NumberField name="scheduled" label={t('try.scheduled')} suffix={t('min')} />
          {checks > 0 && <NumberField name="issued" label={t('try.issued')} />}
          {checks > 0 && <NumberField name="answered" label={t('try.answered')} />}
        </div>
        <NumberField name="most" label={t('try.most')} optional decimals={DECIMALS} className="max-w-40" />
        {survey > 0 && <CheckboxField name="evaluation" label={t('try.evaluation')} />}
        <Button type="submit" busy={attempt.isPending}>
          {t('try.press')}
        </Button>
      </Form>
      <div aria-live="polite" className="pt-5 empty:hidden">
        {attempt.data && (
          <Derivation
            steps={attempt.data.steps.flatMap((step) => stepInWords(t, step) ?? [])}
            result={<Credits amount={attempt.data.credits_text} unit={t('credits')} />}
          />
        )}
      </div>
    </Panel>
  );
}

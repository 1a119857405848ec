import { useRef } from 'react';
import { useFormState, useWatch } from 'react-hook-form';
import type { Wish } from './plan-dialog';
import { isRunning, mayTry } from './standing';
import { choiceOf, hasMoreSeats, schemaOf, wishedSeats, type Choice } from './wish';
import { useCheckout, useQuote, type OfferedPlan, type PlanQuote } from '@/features/billing/api';
import messages from '@/features/billing/messages.en.json';
import { currenciesOf, priceOf } from '@/features/billing/offer';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { useStartTrial, type Subscription } from '@/lib/plan/subscription';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { NumberField, RadioField, SelectField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Money } from '@/ui/quantities';

interface Props {
  plans: OfferedPlan[];
  subscription: Subscription;
  wish: Wish;
  onQuoted: (choice: Choice, quote: PlanQuote) => void;
  onDone: () => void;
}

export function PlanForm({ plans, subscription, wish, onQuoted, onDone }: Props) {
  const t = useText(messages);
  const org = useOrganization();
  const trial = useStartTrial(org.id);
  const checkout = useCheckout(org.id);
  const quote = useQuote(org.id);
  const trying = useRef(false);
  const form = useAppForm<Choice, Choice>(schemaOf(plans, t), { defaults: choiceOf(plans, subscription, wish) });
  const submit = async (choice: Choice) => {
    const { plan, interval, currency } = choice;
    const wanted = { plan, interval, ...wishedSeats(plans, choice) };
    if (isRunning(subscription)) {
      onQuoted(choice, await quote.mutateAsync(wanted));
    } else if (trying.current) {
      await trial.mutateAsync(plan);
      toast(t('trialStarted', { plan: t.of('plan', plan) }));
      onDone();
    } else {
      await checkout.mutateAsync({ ...wanted, currency, return_to: paths.orgBilling({ orgId: org.id }) });
    }
  };
  return (
    <Form form={form} onSubmit={submit}>
      <Choices plans={plans} subscription={subscription} />
      <Buttons plans={plans} subscription={subscription} choose={(tried) => { trying.current = tried; }} />
    </Form>
  );
}

function Choices({ plans, subscription }: Pick<Props, 'plans' | 'subscription'>) {
  const t = useText(messages);
  const { plan: code, interval, currency } = useWatch<Choice>() as Choice;
  const plan = plans.find((one) => one.plan === code);
  const seat = plan && priceOf(plan, interval, currency)?.seat;
  return (
    <>
      <RadioField
        name="plan"
        look="card"
        label={t('plan')}
        choices={plans.map((one) => {
          const price = priceOf(one, interval, currency);
          const hint = price === null ? t(`notIn.${interval}`, { currency }) : t.rich(`costs.${interval}`, { amount: <Money {...price.amount} /> });
          return { value: one.plan, label: one.name, disabled: price === null, hint: <>{hint} {t.of('about', one.plan)}</> };
        })}
      />
      <RadioField name="interval" columns={2} label={t('interval')} choices={(['month', 'year'] as const).map((value) => ({ value, label: t(`interval.${value}`) }))} />
      {!isRunning(subscription) && currenciesOf(plans).length > 1 && (
        <SelectField name="currency" label={t('currency')} options={currenciesOf(plans).map((value) => ({ value, label: value }))} />
      )}
      {plan && hasMoreSeats(plan) && (
        <NumberField
          name="seats"
          label={t('seatsWanted')}
          hint={
            <>
              {t('limit.seatsHint', { n: plan.included_seats })} {seat != null && t.rich(`seat.${interval}`, { price: <Money {...seat} /> })}
            </>
          }
        />
      )}
    </>
  );
}

/** Two ways to send the same choice; the one that was pressed says which. */
function Buttons({ plans, subscription, choose }: Pick<Props, 'plans' | 'subscription'> & { choose: (tried: boolean) => void }) {
  const t = useText(messages);
  const { isSubmitting } = useFormState();
  const { plan: code } = useWatch<Choice>() as Choice;
  const plan = plans.find((one) => one.plan === code);
  const tries = mayTry(subscription, plan);
  const running = isRunning(subscription);
  return (
    <div className="space-y-3 pt-2">
      <div className="flex flex-col gap-3 sm:flex-row">
        {tries && (
          <Button type="submit" variant="primary" busy={isSubmitting} onClick={() => choose(true)}>
            {subscription.trial_available ? t('startTrial') : t('switchTrial')}
          </Button>
        )}
        <Button type="submit" variant={tries ? 'secondary' : 'primary'} busy={isSubmitting} onClick={() => choose(false)}>
          {t(running ? 'preview' : 'toPayment')}
        </Button>
      </div>
      <p className="text-14 text-ink-muted">
        {tries && plan && subscription.trial_available && <>{t('trialHint', { n: plan.trial_days })} </>}
        {t(running ? 'previewHint' : 'toPaymentHint')}
      </p>
    </div>
  );
}

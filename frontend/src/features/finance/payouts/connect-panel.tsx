import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import { payouts, useConnectAccount, useLeaveFor } from './api';
import { useManagesPayouts } from './manages';
import messages from '@/features/finance/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { formatLocale } from '@/lib/i18n/locale';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Combobox } from '@/ui/combobox';
import { ErrorState } from '@/ui/error-state';
import { FormField, RadioField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';

const TYPES = ['individual', 'company', 'non_profit'] as const;

/** Nothing can be sold before somebody says where the money goes. */
export function ConnectPanel() {
  const t = useText(messages);
  const org = useOrganization();
  const manages = useManagesPayouts();
  return (
    <Panel title={t('connect')} description={t('connect.lead')}>
      {manages ? <ConnectForm /> : <p className="text-ink-muted">{t(org.can('manage-payouts') ? 'connect.later' : 'connect.refused')}</p>}
    </Panel>
  );
}

function ConnectForm() {
  const t = useText(messages);
  const org = useOrganization();
  const countries = useQuery(payouts.countries(org.id));
  const connect = useConnectAccount(org.id);
  const leave = useLeaveFor(org.id, paths.orgFinancePayouts({ orgId: org.id }));
  const schema = z.object({
    country: z.string().check(z.minLength(2, t('country.missing'))),
    business_type: z.enum(TYPES),
  });
  const form = useAppForm(schema, { defaults: { country: '', business_type: 'company' } });
  if (countries.error && !countries.data) return <ErrorState inline error={countries.error} onRetry={() => void countries.refetch()} />;
  if (!countries.data) return <Skeleton className="h-48" />;
  const names = new Intl.DisplayNames([formatLocale()], { type: 'region' });
  const options = countries.data.data
    .map(({ code, settlement_currency: currency }) => ({ value: code, label: names.of(code) ?? code, hint: currency ?? undefined }))
    .sort((one, two) => one.label.localeCompare(two.label, formatLocale()));
  return (
    <Form
      form={form}
      onSubmit={async (values) => {
        await connect.mutateAsync(values);
        await leave.mutateAsync('onboarding');
      }}
    >
      <FormField<string> name="country" label={t('country')} hint={t('country.hint')}>
        {(control) => <Combobox {...control} options={options} />}
      </FormField>
      <RadioField name="business_type" label={t('business')} choices={TYPES.map((value) => ({ value, label: t(`business.${value}`) }))} />
      <p className="text-14 text-ink-muted">{t('connect.next')}</p>
      <Submit>{t('connect.action')}</Submit>
    </Form>
  );
}

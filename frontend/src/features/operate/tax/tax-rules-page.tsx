import type { QueryClient } from '@tanstack/react-query';
import { PencilLine, Scale } from 'lucide-react';
import { useMemo } from 'react';
import { RecordDialog } from './record-dialog';
import { RuleRows } from './rule-rows';
import { SignOffDialog } from './sign-off-dialog';
import { caseOf, routeOf } from './tax-words';
import { operate, useWithdrawTaxRule, type TaxRule } from '@/features/operate/api';
import { BecauseDialog } from '@/features/operate/because-dialog';
import messages from '@/features/operate/messages.en.json';
import { Rows } from '@/features/operate/rows';
import { useStaff } from '@/features/operate/staff';
import { countryOptions, NO_COUNTRY } from '@/lib/format/countries';
import { useText } from '@/lib/i18n/use-text';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { Combobox } from '@/ui/combobox';
import { EmptyState } from '@/ui/empty-state';
import { Field } from '@/ui/field';
import { PageTitle } from '@/ui/page-header';

export function prefetch(client: QueryClient): void {
  client.infiniteQuery(operate.taxRules(NO_COUNTRY)).catch(() => undefined);
}

/** PA-7: by which rules sales are taxed, and which adviser stands for each. */
export default function TaxRulesPage() {
  const t = useText(messages);
  const staff = useStaff();
  const [{ country, act, rule }, set] = useUrlState({ country: NO_COUNTRY, act: '', rule: '' });
  const countries = useMemo(() => countryOptions(t('tax.everywhere')), [t]);
  const close = () => set({ act: '', rule: '' });
  const any = country === NO_COUNTRY;
  return (
    <div className="space-y-6">
      <PageTitle title={t('tab.tax')} />
      <p className="max-w-prose text-ink-muted">{t('tax.lead')}</p>
      <div className="flex flex-wrap items-end justify-between gap-4">
        <Field filter label={t('tax.country')} className="w-full sm:w-72">
          {(control) => <Combobox {...control} value={country} onChange={(chosen) => set({ country: chosen })} options={countries} />}
        </Field>
        {staff.acts && (
          <Button onClick={() => set({ act: 'record' })}>
            <PencilLine aria-hidden />
            {t('tax.record')}
          </Button>
        )}
      </div>
      <Rows
        query={operate.taxRules(country)}
        empty={
          <EmptyState icon={Scale} title={t(any ? 'tax.none' : 'tax.noMatch')} action={any ? undefined : <Button onClick={() => set({ country: NO_COUNTRY })}>{t('clear')}</Button>}>
            {t('tax.none.body')}
          </EmptyState>
        }
      >
        {(rows) => {
          const meant = staff.acts ? rows.find(({ id }) => id === rule) : undefined;
          return (
            <>
              <RuleRows rows={rows} onSignOff={(id) => set({ act: 'sign-off', rule: id })} onWithdraw={(id) => set({ act: 'withdraw', rule: id })} />
              {meant && act === 'sign-off' && <SignOffDialog rule={meant} onClose={close} />}
              {meant && act === 'withdraw' && <Withdraw rule={meant} onClose={close} />}
            </>
          );
        }}
      </Rows>
      {staff.acts && act === 'record' && <RecordDialog onClose={close} />}
    </div>
  );
}

function Withdraw({ rule, onClose }: { rule: TaxRule; onClose: () => void }) {
  const t = useText(messages);
  const withdraw = useWithdrawTaxRule(rule.id);
  return (
    <BecauseDialog
      title={t('tax.withdraw.of', { rule: `${caseOf(rule, t)}, ${routeOf(rule, t)}` })}
      effect={t('tax.withdraw.effect')}
      action={t('tax.withdraw')}
      done={t('tax.withdraw.done')}
      onAct={(reason) => withdraw.mutateAsync(reason)}
      onClose={onClose}
    />
  );
}

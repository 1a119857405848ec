import { useMutation, useQuery, type QueryClient } from '@tanstack/react-query';
import { ChartColumn, Download } from 'lucide-react';
import type { Params } from 'react-router';
import { ReportRows } from './report-rows';
import { codes, reportFile, type By, type Period } from '@/features/promo-codes/api';
import messages from '@/features/promo-codes/messages.en.json';
import { saveText } from '@/lib/download';
import { period } from '@/lib/format/days';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { useUrlState } from '@/lib/url-state';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Field } from '@/ui/field';
import { PageTitle } from '@/ui/page-header';
import { Select } from '@/ui/select';
import { SkeletonRows } from '@/ui/skeleton';
import { TextInput } from '@/ui/text-input';
import { ButtonLink } from '@/ui/text-link';

const NONE = { by: 'attribution', from: '', to: '' };

const askedOf = ({ by, from, to }: typeof NONE): { by: By; period: Period } => ({
  by: by === 'code' ? 'code' : 'attribution',
  period: period({ from, to }),
});

export function prefetch(client: QueryClient, { orgId = '' }: Params): void {
  const asked = askedOf(NONE);
  client.query(codes.report(orgId, asked.by, asked.period)).catch(() => undefined);
}

/** What codes brought, by the partner they were given to or one by one. */
export default function ReportPage() {
  const t = useText(messages);
  const org = useOrganization();
  const [filter, setFilter] = useUrlState(NONE);
  const { by, period: days } = askedOf(filter);
  const query = useQuery(codes.report(org.id, by, days));
  const file = useMutation({ mutationFn: () => reportFile(org.id, by, days), onSuccess: (text) => saveText(text, 'promo-report.csv') });
  const narrowed = filter.from !== '' || filter.to !== '';
  const day = (name: 'from' | 'to') => (
    <Field label={t(`report.${name}`)} filter>
      {(control) => <TextInput {...control} type="date" value={filter[name]} onChange={({ target }) => setFilter({ [name]: target.value })} />}
    </Field>
  );
  return (
    <div className="space-y-6">
      <PageTitle title={t('tab.report')} />
      <div className="grid gap-4 sm:grid-cols-3">
        <Field label={t('report.by')} filter>
          {(control) => (
            <Select
              {...control}
              value={by}
              onChange={({ target }) => setFilter({ by: target.value })}
              options={[
                { value: 'attribution', label: t('report.byAttribution') },
                { value: 'code', label: t('report.byCode') },
              ]}
            />
          )}
        </Field>
        {day('from')}
        {day('to')}
      </div>
      {file.error && <ErrorState inline error={file.error} />}
      {query.error && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <SkeletonRows />}
      {query.data?.data.length === 0 && (
        <EmptyState icon={ChartColumn} title={t(narrowed ? 'report.noneThen' : 'report.none')} action={narrowed ? <Button onClick={() => setFilter({ from: '', to: '' })}>{t('report.allDays')}</Button> : <ButtonLink to={paths.orgPromoCodes({ orgId: org.id })}>{t('toCodes')}</ButtonLink>}>
          {t('report.none.body')}
        </EmptyState>
      )}
      {query.data && query.data.data.length > 0 && (
        <>
          <ReportRows rows={query.data.data} />
          <p className="text-14 text-ink-muted">{t('report.note')}</p>
          <Button busy={file.isPending} onClick={() => file.mutate()}>
            <Download aria-hidden />
            {t('report.export')}
          </Button>
        </>
      )}
    </div>
  );
}

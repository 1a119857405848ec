import { useInfiniteQuery, type QueryClient } from '@tanstack/react-query';
import { Award } from 'lucide-react';
import { certificates, type OwnCertificate } from './api';
import messages from './messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { DataList, Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { PageHeader } from '@/ui/page-header';
import { CalendarDate, Credits } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';
import { StatusPill } from '@/ui/states/status-pill';
import { ButtonLink } from '@/ui/text-link';

export function prefetch(client: QueryClient): void {
  client.infiniteQuery(certificates.list()).catch(() => undefined);
}

/** M8: everything earned, over all organizers. */
export default function MyCertificatesPage() {
  const t = useText(messages);
  const list = useInfiniteQuery(certificates.list());
  const rows = rowsOf(list.data);
  return (
    <div className="space-y-6">
      <PageHeader title={t('certificates')} />
      {list.isPending && <SkeletonRows rows={3} />}
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <EmptyState icon={Award} title={t('none')} action={<ButtonLink to={paths.events()}>{t('find')}</ButtonLink>}>
          {t('noneBody')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataList<OwnCertificate>
          label={t('certificates')}
          rows={rows}
          id={({ id }) => id}
          href={({ id }) => paths.myCertificate({ certificateId: id })}
          name={{ key: 'title', header: t('activity'), cell: ({ title }) => title }}
          columns={[
            { key: 'date', header: t('date'), cell: ({ to }) => <CalendarDate date={to} /> },
            { key: 'credits', header: t('credit'), cell: (row) => <CreditsOf certificate={row} /> },
            { key: 'organizer', header: t('organizer'), cell: ({ organization_name: name }) => name, wideOnly: true },
            { key: 'status', header: t('status'), cell: (row) => <StatusPill kind="certificate" status={statusOf(row)} /> },
          ]}
        />
      )}
      <Pager
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        failed={list.isFetchNextPageError}
        onMore={() => void list.fetchNextPage()}
        shown={rows.length}
      />
    </div>
  );
}

export function statusOf({ status, expired }: OwnCertificate): string {
  return status === 'active' && expired ? 'expired' : status;
}

export function CreditsOf({ certificate }: { certificate: OwnCertificate }) {
  const t = useText(messages);
  if (certificate.credits.length === 0) return <>{t('attendance')}</>;
  return certificate.credits.map(({ credits_text: amount, unit, body, credit_type: type }) => (
    <span key={body + type} className="block">
      <Credits amount={amount} unit={unit} /> · {body}
    </span>
  ));
}

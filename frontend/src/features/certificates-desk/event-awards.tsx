import { useInfiniteQuery } from '@tanstack/react-query';
import { Award as Icon } from 'lucide-react';
import { useState } from 'react';
import { desk, type Award } from './api';
import messages from './messages.en.json';
import { AwardDialog } from './people/award-dialog';
import { useDesk } from './use-desk';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { DataList, Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Menu } from '@/ui/menu';
import { CalendarDate, Credits } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';
import { StatusPill } from '@/ui/states/status-pill';

/** Credit given at an event, each with how it came about (CR-4). */
export function EventAwards() {
  const t = useText(messages);
  const { org, eventId, mayIssue } = useDesk();
  const list = useInfiniteQuery(desk.awards(org.id, eventId));
  const [revoking, setRevoking] = useState<Award | null>(null);
  const rows = rowsOf(list.data);
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonRows />;
  if (rows.length === 0) {
    return (
      <EmptyState icon={Icon} title={t('noCredit')}>
        {t('noCreditBody')}
      </EmptyState>
    );
  }
  const revocable = rows.some(({ status }) => status === 'active');
  return (
    <>
      <DataList
        label={t('tab.credit')}
        rows={rows}
        id={({ id }) => id}
        name={{ key: 'person', header: t('col.person'), cell: ({ full_name: name }) => <span dir="auto">{name ?? t('nameless')}</span> }}
        columns={[
          { key: 'credit', header: t('col.credit'), cell: ({ credits_text: amount, unit, body }) => <Credits amount={amount} unit={`${unit}, ${body}`} /> },
          { key: 'how', header: t('col.how'), wideOnly: true, cell: ({ derivation }) => <span className="text-14 text-ink-muted">{derivation}</span> },
          { key: 'date', header: t('col.date'), cell: ({ activity_date: date }) => <CalendarDate date={date} /> },
          { key: 'status', header: t('col.status'), cell: ({ status }) => <StatusPill kind="certificate" status={status} /> },
        ]}
        menu={
          mayIssue && revocable
            ? (award) =>
                award.status === 'active' && (
                  <Menu label={t('more', { name: award.full_name ?? t('nameless') })} items={[{ label: t('revokeCredit'), danger: true, onSelect: () => setRevoking(award) }]} />
                )
            : undefined
        }
      />
      <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
      {revoking && (
        <AwardDialog on={{ award_id: revoking.id }} act="revoke" onClose={() => setRevoking(null)}>
          <p>
            <span dir="auto" className="font-semibold">
              {revoking.full_name ?? t('nameless')}
            </span>
            {': '}
            <Credits amount={revoking.credits_text} unit={`${revoking.unit}, ${revoking.body}`} />
          </p>
        </AwardDialog>
      )}
    </>
  );
}

import { useInfiniteQuery } from '@tanstack/react-query';
import { Award } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useOutletContext } from 'react-router';
import { desk, type Standing } from '@/features/certificates-desk/api';
import { IssueDialog } from '@/features/certificates-desk/issue/issue-dialog';
import { useDesk, type PersonOutlet } from '@/features/certificates-desk/use-desk';
import { waivableAmong } from './gates';
import messages from './messages.en.json';
import { PeopleRows } from './people-rows';
import { WaiveDialog } from './waive-dialog';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { SkeletonRows } from '@/ui/skeleton';

interface Props {
  standing: Standing;
  q: string;
  clear: () => void;
}

/** People by where they stand; chosen ones are issued or let pass together. */
export function PeopleList({ standing, q, clear }: Props) {
  const t = useText(messages);
  const { org, eventId, mayIssue } = useDesk();
  const list = useInfiniteQuery(desk.people(org.id, eventId, { state: standing, ...(q !== '' && { q }) }));
  const outlet = useOutletContext<PersonOutlet | undefined>();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const rows = rowsOf(list.data);
  const order = rows.map(({ registration_id: id }) => id).join();
  useEffect(() => outlet?.show(order === '' ? [] : order.split(',')), [outlet, order]);
  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonRows />;
  if (rows.length === 0) {
    if (q !== '') {
      return (
        <EmptyState title={t('noMatch')} action={<Button onClick={clear}>{t('clear')}</Button>}>
          {t('noMatchBody', { q })}
        </EmptyState>
      );
    }
    return (
      <EmptyState icon={Award} title={t(`none.${standing}`)}>
        {t(`noneBody.${standing}`)}
      </EmptyState>
    );
  }
  const choose = (id: string, on: boolean) =>
    setChosen((before) => {
      const after = new Set(before);
      if (on) after.add(id);
      else after.delete(id);
      return after;
    });
  const several = mayIssue && (standing === 'ready' || standing === 'missing');
  return (
    <>
      {several && <Bulk people={rows.filter(({ registration_id: id }) => chosen.has(id))} standing={standing} clear={() => setChosen(new Set())} />}
      <PeopleRows rows={rows} standing={standing} chosen={chosen} onChoose={several ? choose : undefined} />
      <Pager hasMore={list.hasNextPage} busy={list.isFetchingNextPage} failed={list.isFetchNextPageError} shown={rows.length} onMore={() => void list.fetchNextPage()} />
    </>
  );
}

type Row = Parameters<typeof waivableAmong>[0][number];

/** Names the effect first (UX-15). */
function Bulk({ people, standing, clear }: { people: Row[]; standing: Standing; clear: () => void }) {
  const t = useText(messages);
  const { eventId } = useDesk();
  const [open, setOpen] = useState(false);
  const learners = people.flatMap(({ learner_id: id }) => (id == null ? [] : [id]));
  const nothing = standing === 'missing' && waivableAmong(people).length === 0 ? t('nothingToWaive') : undefined;
  return (
    <div aria-live="polite" className="empty:hidden">
      {people.length > 0 && (
        <div className="flex flex-wrap items-center gap-3 rounded-control bg-accent-soft p-3 text-on-accent-soft">
          <span className="font-semibold">{t('chosen', { n: people.length })}</span>
          <Button size="small" reason={nothing} onClick={() => setOpen(true)}>
            {standing === 'ready' ? t('issueChosen', { n: learners.length }) : t('waive')}
          </Button>
          <Button size="small" variant="quiet" onClick={clear}>
            {t('chooseNone')}
          </Button>
        </div>
      )}
      {open && standing === 'ready' && <IssueDialog eventId={eventId} whom={{ learner_ids: learners }} onClose={() => setOpen(false)} onStarted={clear} />}
      {open && standing === 'missing' && <WaiveDialog people={people} onClose={() => setOpen(false)} onDone={clear} />}
    </div>
  );
}

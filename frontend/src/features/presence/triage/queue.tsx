import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { DoneHere } from './done-here';
import { Keys } from './keys';
import messages from './messages.en.json';
import { ParticipantCard } from './participant-card';
import { participants } from './participants';
import { useTriage } from './use-triage';
import { Waiting } from './waiting';
import { presence, type Event } from '@/features/presence/api';
import { useDesk } from '@/features/presence/use-desk';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useShortcuts } from '@/lib/shortcuts';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { SkeletonPage } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

/** So many before the end of what is loaded the next page is fetched. */
const AHEAD = 5;

export function Queue({ event }: { event: Event }) {
  const t = useText(messages);
  const { org, eventId, at } = useDesk();
  const [params, setParams] = useSearchParams();
  const list = useInfiniteQuery(participants.list(org.id, eventId, 'no'));
  const people = useQuery(presence.everybody(org.id, eventId));
  const rows = rowsOf(list.data);
  const wanted = params.get('at');
  const found = rows.findIndex(({ id }) => id === wanted);
  const place = found < 0 ? 0 : found;
  const current = rows[place];
  const show = (id: string | undefined) => setParams(id === undefined ? {} : { at: id }, { replace: true, preventScrollReset: true });
  const triage = useTriage({ org: org.id, event: eventId, people: people.data, show });

  const next = () => {
    if (list.hasNextPage && rows.length - place <= AHEAD) void list.fetchNextPage();
    show((rows[place + 1] ?? rows[0])?.id);
  };
  const take = (registration: string | undefined) => {
    if (!current || registration === undefined) return;
    triage.take(current, registration);
    next();
  };
  const ignore = () => {
    if (!current) return;
    triage.leave(current);
    next();
  };
  const suggested = [1, 2, 3, 4, 5].map((nth): [string, () => void] => [String(nth), () => take(current?.suggestions[nth - 1]?.registration_id)]);
  useShortcuts({ ...Object.fromEntries(suggested), s: next, i: ignore, u: () => triage.undo() });

  if (list.error && !list.data) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!list.data) return <SkeletonPage />;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
      <div className="min-w-0 space-y-6">
        {current ? (
          <ParticipantCard event={event} participant={current} people={people.data} failure={triage.failure} onTake={take} onSkip={next} onIgnore={ignore} />
        ) : (
          <EmptyState
            icon={CheckCheck}
            title={t('allMatched')}
            action={
              <>
                <ButtonLink to={paths.orgEventPresence(at)}>{t('toPresence')}</ButtonLink>
                {event.status === 'completed' && (
                  <ButtonLink variant="primary" to={paths.orgEventClose(at)}>
                    {t('toClose')}
                  </ButtonLink>
                )}
              </>
            }
          >
            {t('allMatchedBody')}
          </EmptyState>
        )}
        <DoneHere done={triage.done} onUndo={triage.undo} />
      </div>
      <div className="min-w-0 space-y-6">
        {current && <Waiting rows={rows} current={current.id} more={list.hasNextPage} busy={list.isFetchingNextPage} onMore={() => void list.fetchNextPage()} />}
        <Keys />
      </div>
    </div>
  );
}

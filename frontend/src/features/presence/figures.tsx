import { useQuery } from '@tanstack/react-query';
import { of, everyMs, type Event } from './api';
import messages from './messages.en.json';
import { useDesk } from './use-desk';
import { formatCount } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';
import { ButtonLink } from '@/ui/text-link';

/** How many came how far, counted by the server, and the way to the names that nobody knows. */
export function Figures({ event }: { event: Event }) {
  const t = useText(messages);
  const { org, eventId, at, readOnly } = useDesk();
  const { data, error, refetch } = useQuery({ ...of.closing(org.id, eventId), refetchInterval: everyMs(event) });
  if (error && !data) return <ErrorState inline error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-20" />;
  const countOf = (kind: (typeof data.gaps)[number]['kind']) => data.gaps.find((gap) => gap.kind === kind)?.count ?? 0;
  const unmatched = countOf('unmatched_names');
  const figures = [
    { key: 'registered', n: data.funnel.registered },
    { key: 'seen', n: data.funnel.joined },
    { key: 'met', n: data.funnel.met },
    { key: 'pending', n: countOf('presence_pending') },
  ] as const;
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-8 gap-y-3 rounded-control border border-line bg-surface px-4 py-3 shadow-raised md:px-5">
      <dl className="flex flex-wrap gap-x-5 gap-y-2 sm:gap-x-8">
        {figures.map(({ key, n }) => (
          <div key={key} className="flex flex-col-reverse">
            <dt className="text-14 text-ink-muted">{t(`figure.${key}`)}</dt>
            <dd className="text-24 font-bold tabular-nums">{formatCount(n)}</dd>
          </div>
        ))}
      </dl>
      <ButtonLink variant={unmatched > 0 && !readOnly ? 'primary' : 'quiet'} to={paths.orgEventTriage(at)}>
        {unmatched > 0 ? t('toTriage', { n: unmatched }) : t('triageDone')}
      </ButtonLink>
    </div>
  );
}

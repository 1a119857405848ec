import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { myEvents, type Holder } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { Duration } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';
import { StatusPill } from '@/ui/states/status-pill';

// A drawing below the fold.
const SessionBar = lazy(async () => ({ default: (await import('@/ui/presence/session-bar')).SessionBar }));

/** What was counted and from which source, the same figures that the organizer sees. */
export function MyPresence({ holder, registrationId, name }: { holder: Holder; registrationId: string; name: string }) {
  const t = useText(messages);
  const { data, error, refetch } = useQuery(myEvents.presence(holder, registrationId));
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  return (
    <Panel title={t('presence')} actions={<StatusPill kind="presence" status={data.person.status} />}>
      <div className="space-y-6">
        {data.person.sessions.map((session) => (
          <div key={session.session_id} className="space-y-2">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              {data.person.sessions.length > 1 && <span className="font-semibold">{session.title}</span>}
              <span>
                {t.rich('presence.of', {
                  counted: <Duration key="c" seconds={session.counted_seconds} />,
                  window: <Duration key="w" seconds={session.window_seconds} />,
                  needed: <Duration key="n" seconds={session.needed_seconds} />,
                })}
              </span>
            </p>
            <Suspense fallback={<Skeleton className="h-20" />}>
              <SessionBar session={session} name={name} zone={data.event.time_zone} />
            </Suspense>
          </div>
        ))}
        {data.missing.length > 0 && (
          <ul className="list-disc space-y-1 ps-5">
            {data.missing.map(({ code, text, session_id: session }) => (
              <li key={code + (session ?? '')}>{text}</li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

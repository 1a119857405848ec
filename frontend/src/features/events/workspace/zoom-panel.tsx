import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleSlash, CircleX, Hourglass } from 'lucide-react';
import messages from './messages.en.json';
import type { Event } from '@/features/events/api';
import { meetings, useMendMeeting, useStartLink, type Meeting } from '@/features/events/meetings';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import { Pill } from '@/ui/states/status-pill';

/** The event's meetings at Zoom with their state, and what mends one that failed (ZM-3). */
export function ZoomPanel({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(meetings.of(org.id, event.id));
  return (
    <Panel title={t('zoom')}>
      {query.isPending && <Skeleton className="h-16" />}
      {query.error && !query.data && <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.data.length === 0 && <p className="text-ink-muted">{t('zoom.none')}</p>}
      <ul className="divide-y divide-line">
        {query.data?.data.map((meeting) => (
          <li key={meeting.id} className="space-y-3 py-4 first:pt-0 last:pb-0">
            <OneMeeting meeting={meeting} event={event} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

const LOOK = {
  pending: [Hourglass, 'info'],
  ready: [CircleCheck, 'success'],
  failed: [CircleX, 'danger'],
  gone: [CircleSlash, 'warning'],
  ended: [CircleSlash, 'neutral'],
} as const;

function OneMeeting({ meeting, event }: { meeting: Meeting; event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const mend = useMendMeeting(org.id, event.id);
  const start = useStartLink(org.id);
  const [icon, tone] = LOOK[meeting.status];
  const waiting = meeting.status === 'pending' && event.status === 'draft';
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Pill icon={icon} tone={tone} label={t(waiting ? 'zoom.pendingDraft' : `zoom.${meeting.status}`)} />
        <span className="min-w-0">{meeting.session_title ?? meeting.host_name}</span>
        {meeting.zoom_id && <span className="text-14 text-ink-muted tabular-nums">{`${t('zoom.id')} ${meeting.zoom_id}`}</span>}
      </div>
      {meeting.error_text && <p className="text-14 text-danger">{meeting.error_text}</p>}
      <Registrants meeting={meeting} />
      {(mend.error ?? start.error) && <ErrorState inline error={mend.error ?? start.error} />}
      <div className="flex flex-wrap gap-3 empty:hidden">
        {meeting.status === 'ready' && (
          <Button size="small" busy={start.isPending} onClick={() => start.mutate(meeting.id, { onSuccess: ({ start_url: url }) => openTab(url) })}>
            {t('zoom.open')}
          </Button>
        )}
        {needsRetry(meeting) && (
          <Button size="small" busy={mend.isPending} onClick={() => mend.mutate({ id: meeting.id, by: 'retry' })}>
            {t('zoom.retry')}
          </Button>
        )}
        {meeting.status === 'gone' && (
          <Button size="small" busy={mend.isPending} onClick={() => mend.mutate({ id: meeting.id, by: 'recreate' })}>
            {t('zoom.recreate')}
          </Button>
        )}
      </div>
    </>
  );
}

/** What failed, what was changed at Zoom, and people whom Zoom refused (ZM-2 to ZM-5). */
function needsRetry({ status, error_code: code, registrants }: Meeting): boolean {
  return status === 'failed' || (status === 'ready' && (code != null || registrants.failed > 0));
}

function Registrants({ meeting: { registrants, guests, registration_enabled: on } }: { meeting: Meeting }) {
  const t = useText(messages);
  if (!on) return null;
  const parts = [
    t('zoom.registrants', { added: registrants.added }),
    ...(registrants.pending > 0 ? [t('zoom.registrantsPending', { n: registrants.pending })] : []),
    ...(registrants.failed > 0 ? [t('zoom.registrantsFailed', { n: registrants.failed })] : []),
    ...(guests.length > 0 ? [t('zoom.guests', { n: guests.length })] : []),
  ];
  return <p className="text-14 text-ink-muted">{parts.join(' · ')}</p>;
}

function openTab(url: string): void {
  globalThis.open(url, '_blank', 'noopener');
}

import { useQuery } from '@tanstack/react-query';
import { of, type Event, type Policy, type Session } from './api';
import messages from './messages.en.json';
import { useDesk } from './use-desk';
import { formatDuration, formatExactDuration } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';
import { secondsOf } from './spans';
import { ErrorState } from '@/ui/error-state';
import { Facts } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';

/** How presence is measured and what is enough, in words that an attendee may be told. */
export function Measured({ event }: { event: Event }) {
  const t = useText(messages);
  const { org } = useDesk();
  const policy = useQuery(of.policy(org.id, event.id));
  const sessions = useQuery(of.sessions(org.id, event.id));
  const error = policy.error ?? sessions.error;
  if (error && (!policy.data || !sessions.data)) return <ErrorState inline error={error} onRetry={() => void Promise.all([policy.refetch(), sessions.refetch()])} />;
  if (!policy.data || !sessions.data) return <Skeleton className="h-40" />;
  const rule = policy.data.data;
  const running = sessions.data.data.filter(({ cancelled_at: at }) => at == null);
  const way = event.zoom_planned ? 'zoom' : event.format === 'in_person' ? 'room' : 'link';
  return (
    <div className="space-y-5">
      <Facts
        items={[
          { label: t('measured.source'), value: t(`measured.${way}`) },
          { label: t('measured.counts'), value: t('measured.countsBody') },
          { label: t('measured.grace'), value: t('measured.graceBody', { gap: formatExactDuration(rule.gap_grace_seconds), edge: formatExactDuration(rule.edge_grace_seconds) }) },
          { label: t('measured.enough'), value: enough(rule, t) },
          { label: t('measured.settled'), value: t(event.zoom_planned ? 'measured.settledZoom' : 'measured.settledElse') },
        ]}
      />
      <ul aria-label={t('measured.sessions')} className="divide-y divide-line rounded-control border border-line">
        {running.map((session) => (
          <SessionRule key={session.id} session={session} rule={rule} zone={event.time_zone} />
        ))}
      </ul>
    </div>
  );
}

function enough({ criterion, criterion_value: value }: Policy, t: ReturnType<typeof useText<keyof typeof messages>>): string {
  const n = value ?? 0;
  switch (criterion) {
    case 'all_mandatory':
      return t('enough.all_mandatory');
    case 'percent_of_sessions':
      return t('enough.percent_of_sessions', { n });
    case 'min_sessions':
      return t('enough.min_sessions', { n });
    case 'total_minutes':
      return t('enough.total_minutes', { n });
  }
}

function SessionRule({ session, rule, zone }: { session: Session; rule: Policy; zone: string }) {
  const t = useText(messages);
  const [from, to] = [session.actual_starts_at ?? session.starts_at, session.actual_ends_at ?? session.ends_at];
  const pauses = session.breaks.reduce((sum, one) => sum + secondsOf({ from: one.starts_at, to: one.ends_at }), 0);
  const length = formatDuration(secondsOf({ from, to }) - pauses);
  const percent = session.min_percent ?? rule.min_percent;
  const minutes = session.min_minutes ?? rule.min_minutes;
  return (
    <li className="space-y-1 px-4 py-3">
      <p className="font-semibold">{session.title}</p>
      <p className="text-14 text-ink-muted">
        <When at={from} to={to} zone={zone} first="event" />
      </p>
      <p className="text-14">
        {t('rule.length', { length })} {pauses > 0 && t('rule.breaks', { breaks: formatDuration(pauses) })} {t('rule.percent', { percent })}
        {minutes > 0 && ` ${t('rule.minutes', { minutes })}`} {!session.mandatory && t('rule.optional')}
      </p>
    </li>
  );
}

import { useQuery } from '@tanstack/react-query';
import messages from './messages.en.json';
import { comingOf } from './coming-of';
import { events, type Event } from '@/features/events/api';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { Skeleton } from '@/ui/skeleton';
import { Timeline } from '@/ui/timeline';

/** Everything that will happen by itself, with its time. */
export function Coming({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const settings = useQuery(events.settings(org.id, event.id));
  if (!['draft', 'published', 'live'].includes(event.status)) return null;
  const entries = settings.data ? comingOf(event, settings.data.data, new Date()) : [];
  return (
    <Panel title={t('coming')}>
      {settings.isPending && <Skeleton className="h-24" />}
      {settings.error && !settings.data && <ErrorState inline error={settings.error} onRetry={() => void settings.refetch()} />}
      {settings.data && entries.length === 0 && <p className="text-ink-muted">{t('coming.none')}</p>}
      {entries.length > 0 && (
        <Timeline
          label={t('coming')}
          zone={event.time_zone}
          entries={entries.map(({ id, what, at }) => ({ id, at, title: t(`coming.${what}`), tone: what === 'starts' || what === 'ends' ? 'accent' : 'neutral' }))}
        />
      )}
    </Panel>
  );
}

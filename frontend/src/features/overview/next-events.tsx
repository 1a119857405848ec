import messages from './messages.en.json';
import type { Dashboard } from './api';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Panel } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { StatusPill } from '@/ui/states/status-pill';
import { AppLink, TextLink } from '@/ui/text-link';

type Next = Pick<Dashboard['next_events'][number], 'id' | 'title' | 'status' | 'starts_at' | 'time_zone' | 'capacity' | 'confirmed' | 'waitlisted'>;

export function NextEvents({ events }: { events: Next[] }) {
  const t = useText(messages);
  const org = useOrganization();
  return (
    <Panel title={t('next')} flush={events.length > 0} actions={<TextLink to={paths.orgEvents({ orgId: org.id })}>{t('all')}</TextLink>}>
      {events.length === 0 && <p className="text-ink-muted">{t('nextNone')}</p>}
      <ul className="divide-y divide-line empty:hidden">
        {events.map(({ id, title, status, starts_at: at, time_zone: zone, capacity, confirmed, waitlisted }) => (
          <li key={id} className="relative space-y-1 px-4 py-3 hover:bg-sunken/60 md:px-5">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <AppLink to={paths.orgEvent({ orgId: org.id, eventId: id })} className="font-semibold text-ink no-underline after:absolute after:inset-0 hover:text-accent">
                {title}
              </AppLink>
              {status === 'live' && <StatusPill kind="event" status={status} />}
            </p>
            <p className="text-14 text-ink-muted">
              <When at={at} zone={zone} first="event" />
            </p>
            <p className="text-14 text-ink-muted tabular-nums">
              {capacity == null ? t('registeredOpen', { taken: confirmed }) : t('registered', { taken: confirmed, capacity })}
              {waitlisted > 0 && ` · ${t('waiting', { n: waitlisted })}`}
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

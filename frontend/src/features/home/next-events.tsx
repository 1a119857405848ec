import { useQuery } from '@tanstack/react-query';
import { CalendarDays, Video } from 'lucide-react';
import { home } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { buttonStyle } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';
import { StatusPill } from '@/ui/states/status-pill';
import { AppLink, ButtonLink, TextLink } from '@/ui/text-link';

/** The first may be running: its Join is the primary action of the page. */
export function NextEvents() {
  const t = useText(messages);
  const { data, error, refetch } = useQuery(home.upcoming);
  if (error && !data) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <SkeletonRows rows={3} />;
  if (data.data.length === 0) {
    return (
      <EmptyState icon={CalendarDays} title={t('next.none')} action={<ButtonLink to={paths.events()}>{t('find')}</ButtonLink>}>
        {t('next.noneBody')}
      </EmptyState>
    );
  }
  return (
    <Panel flush title={t('next')} actions={<TextLink to={paths.myEvents()}>{t('all')}</TextLink>}>
      <ul className="divide-y divide-line">
        {data.data.map(({ id, event, status, join_url: join }) => (
          <li key={id} className="relative flex flex-wrap items-center gap-x-4 gap-y-2 p-4 hover:bg-sunken/60 md:px-5">
            <div className="min-w-0 flex-1 basis-56">
              <p className="text-14 font-semibold text-accent">
                <When at={event.starts_at} zone={event.time_zone} style="long" />
              </p>
              <p className="font-semibold">
                <AppLink to={paths.myEvent({ registrationId: id })} className="text-ink no-underline after:absolute after:inset-0 hover:text-accent">
                  {event.title}
                </AppLink>
              </p>
              <p className="text-14 text-ink-muted">{event.organizer.name}</p>
            </div>
            {status !== 'confirmed' && <StatusPill kind="registration" status={status} />}
            {event.status === 'live' && join != null && (
              <a href={join} target="_blank" rel="noreferrer" className={`${buttonStyle({ variant: 'primary' })} z-1`}>
                <Video aria-hidden />
                {t('join')}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

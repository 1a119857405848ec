import { BadgeCheck } from 'lucide-react';
import type { EventDetails } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { OrgMark } from '@/ui/avatar';
import { Banner } from '@/ui/banner';
import { PageHeader } from '@/ui/page-header';
import { StatusPill } from '@/ui/states/status-pill';
import { AppLink } from '@/ui/text-link';

export function EventHead({ event }: { event: EventDetails }) {
  const t = useText(messages);
  const badge = event.status === 'published' ? undefined : <StatusPill kind="event" status={event.status} />;
  return (
    <div className="space-y-6">
      {event.status === 'cancelled' && (
        <Banner tone="danger" title={t('cancelled.title')}>
          {event.cancel_reason ?? t('cancelled.body')}
        </Banner>
      )}
      <PageHeader title={event.title} badge={badge} lead={event.summary ?? undefined}>
        <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-14 text-ink-muted">
          <OrganizerLine event={event} />
          <span aria-hidden>·</span>
          <span>{t.of('type', event.type)}</span>
        </p>
      </PageHeader>
      {event.image != null && (
        <img
          src={event.image.large_url}
          alt={event.image.alt}
          width={1200}
          height={630}
          className="aspect-[1200/630] w-full rounded-dialog border border-line bg-sunken object-cover"
        />
      )}
    </div>
  );
}

function OrganizerLine({ event: { organizer } }: { event: EventDetails }) {
  const t = useText(messages);
  const inner = (
    <>
      <OrgMark name={organizer.name} src={organizer.logo_url} size="small" />
      <span className="font-semibold text-ink">{organizer.name}</span>
      {organizer.verified && <BadgeCheck role="img" aria-label={t('verified')} className="size-4 text-accent" />}
    </>
  );
  const row = 'inline-flex items-center gap-2 rounded-chip no-underline';
  if (organizer.slug == null) return <span className={row}>{inner}</span>;
  return (
    <AppLink to={paths.organization({ slug: organizer.slug })} className={`${row} hover:underline`}>
      {inner}
    </AppLink>
  );
}

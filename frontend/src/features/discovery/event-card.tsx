import { BadgeCheck, MapPin, Video } from 'lucide-react';
import type { Card } from './api';
import { AvailabilityNote } from './availability-note';
import { CreditChips } from './credit-chips';
import messages from './messages.en.json';
import { Price } from './price';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { When } from '@/ui/quantities';
import { AppLink } from '@/ui/text-link';

/** One event in a list: what, when in the reader's time, where, which credit, whether there is room. */
export function EventCard({ event, showOrganizer = true }: { event: Card; showOrganizer?: boolean }) {
  const t = useText(messages);
  const online = event.format === 'online';
  return (
    <article className="relative flex h-full flex-col gap-3 rounded-control border border-line bg-surface p-5 shadow-raised transition-[border-color,box-shadow] duration-120 hover:border-accent hover:shadow-floating">
      <p className="text-14 font-semibold text-accent">
        <When at={event.starts_at} zone={event.time_zone} style="long" />
      </p>
      <div className="space-y-1">
        <h3 className="text-20 font-semibold text-balance">
          <AppLink to={paths.event({ slug: event.slug })} className="text-ink no-underline after:absolute after:inset-0 hover:text-accent">
            {event.title}
          </AppLink>
        </h3>
        {showOrganizer && (
          <p className="flex items-center gap-1.5 text-14 text-ink-muted">
            {event.organizer.name}
            {event.organizer.verified && <BadgeCheck role="img" aria-label={t('verified')} className="size-4 text-accent" />}
          </p>
        )}
      </div>
      {event.summary != null && <p className="line-clamp-2 text-ink-muted">{event.summary}</p>}
      <div className="mt-auto flex flex-wrap items-center gap-x-4 gap-y-2 pt-1 text-14 text-ink-muted">
        <span className="inline-flex items-center gap-1.5">
          {online ? <Video aria-hidden className="size-4" /> : <MapPin aria-hidden className="size-4" />}
          {online ? t('format.online') : [event.venue_name, t.of('format', event.format)].filter(Boolean).join(' · ')}
        </span>
        <span className="font-semibold text-ink">
          <Price event={event} />
        </span>
        <AvailabilityNote availability={event.availability} seatsLeft={event.seats_left ?? null} />
      </div>
      <CreditChips credits={event.credits} />
    </article>
  );
}

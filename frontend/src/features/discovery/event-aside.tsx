import { CalendarDays, CalendarPlus, Globe, MapPin, Ticket, Video } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Entry, EventDetails } from './api';
import { CallToAction } from './call-to-action';
import { CreditList } from './credit-list';
import { languageName } from './language-name';
import messages from './messages.en.json';
import { EarlyBird, FeesNote, Price, TaxNote } from './price';
import { ShareEvent } from './share-event';
import { useText } from '@/lib/i18n/use-text';
import { When } from '@/ui/quantities';

/** The facts that decide, and the one press; beside the text, or right below the title on a phone. */
export function EventAside({ event, entry }: { event: EventDetails; entry: Entry }) {
  const t = useText(messages);
  return (
    <aside
      aria-label={t('facts')}
      className="space-y-5 rounded-dialog border border-line bg-surface p-5 shadow-raised lg:sticky lg:top-6 lg:col-start-2 lg:row-span-2 lg:row-start-1"
    >
      <ul className="grid gap-4">
        <Fact icon={<CalendarDays />}>
          <span className="font-semibold">
            <When at={event.starts_at} to={event.ends_at} zone={event.time_zone} />
          </span>
        </Fact>
        <Where event={event} />
        <Fact icon={<Ticket />}>
          <Price event={event} />
          <FeesNote event={event} />
          <TaxNote tax={event.registration.ticket_types.find(({ buyer_pays: pays }) => pays != null)?.tax} />
          <EarlyBird event={event} />
        </Fact>
        {event.languages.length > 0 && <Fact icon={<Globe />}>{event.languages.map(languageName).join(', ')}</Fact>}
      </ul>
      <CreditList credits={event.credits} />
      <CallToAction event={event} entry={entry} />
      <div className="flex flex-wrap gap-x-2 gap-y-1 border-t border-line pt-3">
        {event.status !== 'cancelled' && (
          <a
            href={event.calendar_url}
            className="-ms-3 inline-flex h-10 items-center gap-2 rounded-control px-3 font-semibold text-accent no-underline hover:bg-accent-soft pointer-coarse:h-11 [&_svg]:size-4.5"
          >
            <CalendarPlus aria-hidden />
            {t('calendar')}
          </a>
        )}
        <ShareEvent title={event.title} />
      </div>
    </aside>
  );
}

function Where({ event }: { event: EventDetails }) {
  const t = useText(messages);
  return (
    <>
      {event.format !== 'online' && (
        <Fact icon={<MapPin />}>
          <span className="font-semibold">{event.venue_name ?? t('format.in_person')}</span>
          {event.venue_address != null && <span className="block text-14 whitespace-pre-line text-ink-muted">{event.venue_address}</span>}
        </Fact>
      )}
      {event.format !== 'in_person' && (
        <Fact icon={<Video />}>
          {t('format.online')}
          <span className="block text-14 text-ink-muted">{event.joins_by === 'zoom' ? t('joins.zoom') : t('joins.link')}</span>
        </Fact>
      )}
    </>
  );
}

function Fact({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-3 [&>svg]:mt-0.5 [&>svg]:size-5 [&>svg]:shrink-0 [&>svg]:text-accent">
      {icon}
      <div className="min-w-0">{children}</div>
    </li>
  );
}

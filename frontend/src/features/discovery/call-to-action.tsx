import { useMyPlace, type Entry, type EventDetails } from './api';
import { AvailabilityNote } from './availability-note';
import messages from './messages.en.json';
import { formatWhen, ownZone } from '@/lib/format/time';
import { useText, type Text } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { ButtonLink } from '@/ui/text-link';

interface Props {
  event: EventDetails;
  entry: Entry;
}

const MINE: Partial<Record<NonNullable<ReturnType<typeof useMyPlace>>['status'], 'mine.confirmed' | 'mine.held' | 'mine.offered' | 'mine.requested'>> = {
  requested: 'mine.requested',
  confirmed: 'mine.confirmed',
  held: 'mine.held',
  offered: 'mine.offered',
};

/** Register, join the waiting list, open my place, or the sentence that says why not. */
export function CallToAction({ event, entry }: Props) {
  const t = useText(messages);
  const mine = useMyPlace(event.id);
  if (mine) {
    return (
      <div className="space-y-2">
        <ButtonLink wide variant="primary" size="large" to={paths.myEvent({ registrationId: mine.id })}>
          {t('openMine')}
        </ButtonLink>
        <p className="text-center text-14 text-ink-muted">{t(MINE[mine.status] ?? 'mine.waiting')}</p>
      </div>
    );
  }
  const closed = sentence(event, t);
  if (closed !== null) return <p className="rounded-control bg-sunken p-4 font-semibold">{closed}</p>;
  const waits = event.availability === 'waitlist';
  return (
    <div className="space-y-3">
      <ButtonLink
        wide
        variant="primary"
        size="large"
        to={paths.register({ slug: event.slug }, { key: entry.key ?? undefined, code: entry.code ?? undefined })}
      >
        {t(event.registration.approval_required ? 'ask' : waits ? 'joinWaitlist' : 'register')}
      </ButtonLink>
      <p className="flex flex-wrap items-center justify-center gap-x-3 gap-y-1 text-14 text-ink-muted">
        <AvailabilityNote availability={event.availability} seatsLeft={event.seats_left ?? null} />
        {event.registration.guests_allowed ? t('noAccount') : t('accountNeeded')}
      </p>
    </div>
  );
}

/** Why nobody can register now, or null. */
function sentence({ registration, availability }: EventDetails, t: Text<keyof typeof messages>): string | null {
  const { open, reason, opens_at: opens } = registration;
  if (!open && reason === 'not-open-yet' && opens != null) return t('closed.opens', { when: formatWhen(opens, ownZone(), 'long') });
  if (!open) return t(`closed.${reason ?? 'closed'}`);
  if (availability === 'sold_out') return t('closed.soldOut');
  return availability === 'closed' ? t('closed.closed') : null;
}

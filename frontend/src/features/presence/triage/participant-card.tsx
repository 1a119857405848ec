import { Hand } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Key } from './key';
import messages from './messages.en.json';
import type { Participant } from './participants';
import { PersonSearch } from './person-search';
import { Seen } from './seen';
import { Suggestions } from './suggestions';
import type { Event, Person } from '@/features/presence/api';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';

interface Props {
  event: Event;
  participant: Participant;
  people: Person[] | undefined;
  failure: unknown;
  onTake: (registration: string) => void;
  onSkip: () => void;
  onIgnore: () => void;
}

/** One unknown participant, and everything that can be done with it. */
export function ParticipantCard({ event, participant, people, failure, onTake, onSkip, onIgnore }: Props) {
  const t = useText(messages);
  const heading = useRef<HTMLHeadingElement>(null);
  const shown = useRef(participant.id);
  // The button that was pressed is gone with its participant; reading goes on at the next name.
  useEffect(() => {
    if (shown.current === participant.id) return;
    shown.current = participant.id;
    heading.current?.focus();
  }, [participant.id]);
  const { claim } = participant;
  return (
    <section aria-labelledby="participant" className="min-w-0 rounded-control border border-line bg-surface shadow-raised">
      <header className="space-y-1 border-b border-line px-4 py-4 md:px-5">
        <p className="text-14 text-ink-muted">{t('who')}</p>
        <h3 id="participant" ref={heading} tabIndex={-1} className="text-24 font-bold wrap-anywhere">
          <span dir="auto">{participant.display_name ?? t('nameless')}</span>
        </h3>
        <p className="flex flex-wrap gap-x-3 text-14 text-ink-muted">
          <span>{t.of('source', participant.source)}</span>
          {participant.role !== 'attendee' && <span>{t.of('role', participant.role)}</span>}
          <span className="wrap-anywhere">{participant.email ?? t('noAddress')}</span>
        </p>
      </header>
      <div className="space-y-6 p-4 md:p-5">
        {failure !== null && <ErrorState inline error={failure} />}
        {claim != null && (
          <p className="flex gap-3 rounded-control bg-info-soft p-4">
            <Hand aria-hidden className="size-5 shrink-0 text-info" />
            <span>{t('claim', { name: claim.full_name ?? t('unnamed') })}</span>
          </p>
        )}
        <Seen event={event} participant={participant} />
        <Suggestions key={participant.id} suggestions={participant.suggestions} people={people} onTake={onTake} />
        <PersonSearch key={`${participant.id}-search`} onTake={onTake} />
      </div>
      <footer className="flex flex-wrap gap-3 border-t border-line px-4 py-3 md:px-5">
        <Button aria-keyshortcuts="s" onClick={onSkip}>
          {t('skip')} <Key>s</Key>
        </Button>
        <Button aria-keyshortcuts="i" onClick={onIgnore}>
          {t('ignore')} <Key>i</Key>
        </Button>
        <p className="min-w-0 flex-1 basis-48 self-center text-14 text-ink-muted">{t('ignoreHint')}</p>
      </footer>
    </section>
  );
}

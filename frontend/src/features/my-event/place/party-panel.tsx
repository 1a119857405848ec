import { UserPlus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import type { PartySeat } from './api';
import messages from './messages.en.json';
import type { Holder, Personal } from '@/features/my-event/api';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { StatusPill } from '@/ui/states/status-pill';

// The form stack stays out of the first load of the personal link (UX-41).
const NameSeat = lazy(async () => ({ default: (await import('./name-seat')).NameSeat }));

/** The seats that somebody booked with their own: who has them, and which still wait for a name (RG-19). */
export function PartyPanel({ holder, personal: { party, questions, registration } }: { holder: Holder; personal: Personal }) {
  const t = useText(messages);
  const [naming, setNaming] = useState<string | null>(null);
  if (party.length === 0) return null;
  const unnamed = party.filter(({ unnamed: nobody }) => nobody);
  const open = unnamed.some(({ can_name: can }) => can);
  return (
    <Panel title={t('party')} flush>
      {unnamed.length > 0 && (
        <p className="max-w-prose px-5 pt-4 text-ink-muted">
          {open ? t('party.hint', { n: unnamed.length }) : t('party.locked')}{' '}
          {open && registration.names_locked_at != null && t.rich('party.until', { when: <When key="w" at={registration.names_locked_at} /> })}
        </p>
      )}
      <ol className="divide-y divide-line">
        {party.map((seat, at) => (
          <Seat key={seat.id} seat={seat} n={at + 2} onName={() => setNaming(seat.id)} />
        ))}
      </ol>
      <Suspense>
        {naming !== null && <NameSeat holder={holder} seat={naming} questions={questions} onClose={() => setNaming(null)} />}
      </Suspense>
    </Panel>
  );
}

function Seat({ seat: { full_name: name, email, ticket, status, unnamed, can_name: can }, n, onName }: { seat: PartySeat; n: number; onName: () => void }) {
  const t = useText(messages);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
      <div className="min-w-0 flex-1 basis-48">
        <p className={unnamed ? 'text-ink-muted' : 'font-semibold wrap-anywhere'} dir="auto">
          {unnamed ? t('party.unnamed') : (name ?? email)}
        </p>
        <p className="text-14 wrap-anywhere text-ink-muted">{[unnamed ? null : email, ticket].filter(Boolean).join(' · ')}</p>
      </div>
      <StatusPill kind="registration" status={status} />
      {can && (
        <Button size="small" aria-label={t('party.nameSeat', { n })} onClick={onName}>
          <UserPlus aria-hidden />
          {t('party.name')}
        </Button>
      )}
    </li>
  );
}

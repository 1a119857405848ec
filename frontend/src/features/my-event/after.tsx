import { useQuery } from '@tanstack/react-query';
import { myEvents, type Holder, type Personal, type PersonGates } from './api';
import { CertificatePanel } from './certificate-panel';
import messages from './messages.en.json';
import { MyPresence } from './my-presence';
import { Seeing } from './seeing';
import { ThatWasMe } from './that-was-me';
import { useText } from '@/lib/i18n/use-text';
import { isProblem } from '@/lib/http/problem';
import { Banner } from '@/ui/banner';
import { Checklist, type CheckItem } from '@/ui/checklist';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { Credits } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';

interface Props {
  holder: Holder;
  personal: Personal;
}

/** Afterwards: what is met and what is missing, the credit with its derivation, the certificate. */
export function After({ holder, personal }: Props) {
  const t = useText(messages);
  const { event, registration } = personal;
  const gates = useQuery(myEvents.gates(holder, event.id));
  const none = isProblem(gates.error) && gates.error.status === 404;
  return (
    <>
      {gates.data ? (
        <Result holder={holder} personal={personal} gates={gates.data} />
      ) : none ? (
        <Banner>{t('noCertificate')}</Banner>
      ) : gates.error ? (
        <ErrorState error={gates.error} onRetry={() => void gates.refetch()} />
      ) : (
        <SkeletonRows rows={3} />
      )}
      <MyPresence holder={holder} registrationId={registration.id} name={registration.full_name ?? ''} />
      {gates.data && !gates.data.all_met && event.status !== 'closed' && (
        <Panel title={t('thatWasMe')} description={t('thatWasMe.after')}>
          <ThatWasMe holder={holder} registrationId={registration.id} />
        </Panel>
      )}
      <Seeing organizer={event.organizer.name} />
    </>
  );
}

const STATES: Record<PersonGates['gates'][number]['state'], CheckItem['state']> = {
  met: 'done',
  waived: 'done',
  pending: 'waiting',
  open: 'missing',
  not_required: 'not-needed',
};

function Result({ holder, personal, gates }: Props & { gates: PersonGates }) {
  const t = useText(messages);
  const items = gates.gates
    .filter(({ state }) => state !== 'not_required')
    .map(({ gate, state, text, next_step: next }): CheckItem => ({ id: gate, state: STATES[state], label: t.of('gate', gate), detail: detailOf(text, next) }));
  return (
    <>
      <CertificatePanel holder={holder} personal={personal} gates={gates} />
      {items.length > 0 && (
        <Panel title={t('gates')} description={gates.settled ? undefined : t('gates.unsettled')}>
          <Checklist label={t('gates')} items={items} />
        </Panel>
      )}
      {gates.credits.length > 0 && (
        <Panel title={t('credits')}>
          <ul className="divide-y divide-line">
            {gates.credits.map(({ designation_id: id, session_id: session, credits_text: amount, unit, credit_type: type, body, derivation }) => (
              <li key={id + (session ?? '')} className="space-y-1 py-3 first:pt-0 last:pb-0">
                <p>
                  <strong className="text-18 font-semibold">
                    <Credits amount={amount} unit={unit} />
                  </strong>{' '}
                  {type} · {body}
                </p>
                <p className="text-14 text-ink-muted tabular-nums">{derivation}</p>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function detailOf(text: string, next: string | null | undefined): string {
  return next == null ? text : `${text} ${next}`;
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { actedOf, desk, type Difference, type PersonGates } from '@/features/certificates-desk/api';
import { useDesk } from '@/features/certificates-desk/use-desk';
import { AwardDialog } from './award-dialog';
import { waivableOf } from './gates';
import messages from './messages.en.json';
import { WaiveDialog } from './waive-dialog';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { Checklist, type CheckItem } from '@/ui/checklist';
import { Derivation } from '@/ui/derivation';
import { ErrorState } from '@/ui/error-state';
import { Credits } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';
import { StatusPill } from '@/ui/states/status-pill';
import { TextLink } from '@/ui/text-link';

const GATE: Record<string, CheckItem['state']> = { met: 'done', waived: 'done', open: 'missing', pending: 'waiting', not_required: 'not-needed' };

/** In the drawer of a person: what stands before the certificate, what can be done about it, and how the credit came about. */
export function PersonGatesPanel({ registrationId, email }: { registrationId: string; email: string }) {
  const { org, eventId } = useDesk();
  const query = useQuery(desk.person(org.id, eventId, email));
  const person = query.data?.data.find((one) => one.registration_id === registrationId);
  if (query.isPending) return <Skeleton className="h-16" />;
  if (query.error && !query.data) return <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />;
  return person ? <Gates person={person} /> : null;
}

function Gates({ person }: { person: PersonGates }) {
  const t = useText(messages);
  const { at, eventId, mayIssue } = useDesk();
  const [open, setOpen] = useState<'waive' | Difference | null>(null);
  const certified = person.certificates.some(({ status }) => status === 'active');
  return (
    <div className="space-y-4">
      <Checklist
        label={t('gates')}
        items={person.gates
          .filter(({ state }) => state !== 'not_required')
          .map(({ gate, state, text, next_step: next }) => ({ id: gate, state: GATE[state] ?? 'waiting', label: text, detail: next ?? undefined }))}
      />
      {mayIssue && !certified && waivableOf(person).length > 0 && (
        <Button size="small" onClick={() => setOpen('waive')}>
          {t('waive')}
        </Button>
      )}
      {person.credits.map((credit) => (
        <Derivation
          key={`${credit.designation_id}${credit.session_id ?? ''}`}
          steps={[credit.derivation.replace(/\s*→.*$/, '')]}
          result={<Credits amount={credit.credits_text} unit={`${credit.unit}, ${credit.body}`} />}
        />
      ))}
      {person.outcome != null && <Banner tone="warning">{t(`waits.${person.outcome === 'held_by_limit' ? 'held_by_limit' : 'refused'}`)}</Banner>}
      {person.differences.map((one) => (
        <Banner
          key={one.designation_id}
          tone="warning"
          title={t('differs')}
          actions={mayIssue && <Button size="small" onClick={() => setOpen(one)}>{t('awardAct.correct')}</Button>}
        >
          {one.text}
        </Banner>
      ))}
      <ul className="space-y-2 empty:hidden">
        {person.certificates.map(({ id, number, code, status }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <TextLink className="tabular-nums" to={paths.orgEventCertificates(at, { state: 'issued', certificate: id })}>
              {number}
            </TextLink>
            <StatusPill kind="certificate" status={status} />
            <TextLink to={paths.verdict({ code })}>{t('check')}</TextLink>
          </li>
        ))}
      </ul>
      {open === 'waive' && <WaiveDialog people={[person]} onClose={() => setOpen(null)} />}
      {open !== null && open !== 'waive' && (
        <AwardDialog on={actedOf(eventId, person, open)} act="correct" onClose={() => setOpen(null)}>
          {open.text}
        </AwardDialog>
      )}
    </div>
  );
}

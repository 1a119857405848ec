import { CalendarDays } from 'lucide-react';
import { ProblemError } from '@/lib/http/problem';
import { toast } from '@/lib/toasts';
import { Banner, type Tone } from '@/ui/banner';
import { Button } from '@/ui/button';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { SkeletonRows } from '@/ui/skeleton';
import { StatusPill, type StatusKind } from '@/ui/states/status-pill';
import { Timeline } from '@/ui/timeline';
import { Verdict } from '@/ui/verdict';

const STATES: [StatusKind, string[]][] = [
  ['event', ['draft', 'published', 'live', 'completed', 'closed', 'cancelled']],
  ['registration', ['requested', 'held', 'offered', 'waitlisted', 'confirmed', 'expired', 'cancelled', 'declined', 'transferred']],
  ['presence', ['pending', 'met', 'not_met', 'excused']],
  ['certificate', ['valid', 'expired', 'replaced', 'revoked']],
];

const TONES: Tone[] = ['info', 'success', 'warning', 'danger'];
const problem = (status: number, code: string, detail?: string) =>
  new ProblemError({ type: `/problems/${code}`, title: 'The request was refused', status, code, detail, instance: 'req_01J9Z3K8' });

export function Feedback() {
  return (
    <div className="grid gap-6 lg:grid-cols-2">
      <Panel title="States">
        <div className="space-y-3">
          {STATES.map(([kind, states]) => (
            <div key={kind} className="flex flex-wrap gap-2">
              {states.map((status) => (
                <StatusPill key={status} kind={kind} status={status} />
              ))}
            </div>
          ))}
        </div>
      </Panel>
      <div className="space-y-3">
        {TONES.map((tone) => (
          <Banner key={tone} tone={tone} title="The meeting has moved">
            Everybody who is registered has been told.
          </Banner>
        ))}
        <div className="flex flex-wrap gap-3">
          <Button onClick={() => toast('Invitation sent to jane@example.org')}>Toast</Button>
          <Button onClick={() => toast('Draft deleted', { undo: () => undefined })}>Toast with undo</Button>
        </div>
      </div>
      <div className="space-y-3 lg:col-span-2">
        <Verdict tone="genuine" word="Genuine" sentence="This certificate was issued by Alpine Pathology Society and is valid." />
        <Verdict tone="caution" word="Genuine, but expired" sentence="It was valid until 3 March 2026." />
        <Verdict tone="not-genuine" word="Revoked on 3 March 2026" sentence="The issuer has withdrawn this certificate." />
        <Verdict tone="not-found" word="Not found" sentence="No certificate has this code." />
      </div>
      <Panel title="One panel fails">
        <ErrorState error={problem(500, 'internal')} onRetry={() => undefined} />
      </Panel>
      <Panel title="Refused">
        <ErrorState error={problem(403, 'forbidden', 'Reading registrations needs the right “Read registrations”.')} />
      </Panel>
      <ErrorState inline error={problem(409, 'seat-limit-reached', 'All 50 seats are taken; 12 people wait.')} />
      <ErrorState inline error={new ProblemError({ type: '', title: '', status: 0, code: 'offline' })} onRetry={() => undefined} />
      <EmptyState icon={CalendarDays} title="No events yet" action={<Button variant="primary">New event</Button>}>
        Events that you create stand here. Publishing one takes about three minutes.
      </EmptyState>
      <SkeletonRows rows={3} />
      <Panel title="History">
        <Timeline
          label="History"
          zone="Europe/Zurich"
          entries={[
            { id: '1', at: '2026-03-03T18:31:00Z', title: 'Issued', actor: 'Accredit', tone: 'success' },
            { id: '2', at: '2026-03-04T08:12:30Z', title: 'Name corrected', actor: 'Jane Müller', detail: 'Łukasz Żółć instead of Lukasz Zolc', tone: 'accent' },
          ]}
        />
      </Panel>
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Award } from 'lucide-react';
import { useState } from 'react';
import { desk } from '@/features/certificates-desk/api';
import { IssueDialog } from './issue-dialog';
import { useKeptRun } from './kept-run';
import messages from './messages.en.json';
import { RunProgress } from './run-progress';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Button } from '@/ui/button';

/** Issues for everybody who is ready, or shows the run that is doing so; on the desk and in the closing funnel. */
export function IssueAll({ eventId }: { eventId: string }) {
  const t = useText(messages);
  const org = useOrganization();
  const [asking, setAsking] = useState(false);
  const [run, keep] = useKeptRun(eventId);
  const { data: summary } = useQuery(desk.summary(org.id, eventId));
  if (!org.can('issue-credentials')) return null;
  const ready = summary?.ready ?? 0;
  return (
    <div className="space-y-4 empty:hidden">
      {run !== null && <RunProgress key={run} id={run} onDone={() => keep(null)} />}
      {ready > 0 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <Button variant="primary" onClick={() => setAsking(true)}>
            <Award aria-hidden />
            {t('issue', { n: ready })}
          </Button>
          <p className="text-14 text-ink-muted">{t('readyHint', { n: ready })}</p>
        </div>
      )}
      {asking && <IssueDialog eventId={eventId} whom={{ all_eligible: true }} onClose={() => setAsking(false)} />}
    </div>
  );
}

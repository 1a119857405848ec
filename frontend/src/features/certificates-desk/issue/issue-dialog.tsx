import { useQuery } from '@tanstack/react-query';
import { desk, useIssue, type Whom } from '@/features/certificates-desk/api';
import messages from './messages.en.json';
import { useKeptRun } from './kept-run';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Confirm } from '@/ui/confirm';
import { ErrorState } from '@/ui/error-state';
import { Skeleton } from '@/ui/skeleton';

interface Props {
  eventId: string;
  whom: Whom;
  onClose: () => void;
  onStarted?: () => void;
}

/** Says first what would become of each person; the run then goes on by itself (CE-12). */
export function IssueDialog({ eventId, whom, onClose, onStarted }: Props) {
  const t = useText(messages);
  const org = useOrganization();
  const issue = useIssue(org.id, eventId);
  const [, keep] = useKeptRun(eventId);
  const trial = useQuery(desk.trial(org.id, eventId, whom));
  const start = async () => {
    const run = await issue.mutateAsync(whom);
    keep(run.id ?? null);
    onStarted?.();
  };
  return (
    <Confirm open onClose={onClose} title={t('ask')} action={trial.data ? t('issue', { n: trial.data.issued }) : t('issueAny')} onConfirm={start}>
      {trial.isPending && <Skeleton className="h-16" />}
      {trial.error && <ErrorState inline error={trial.error} onRetry={() => void trial.refetch()} />}
      {trial.data && (
        <>
          <p>{t('effect', { n: trial.data.issued })}</p>
          <ul className="list-disc space-y-1 ps-5 text-ink-muted empty:hidden">
            {trial.data.exists > 0 && <li>{t('willExist', { n: trial.data.exists })}</li>}
            {trial.data.gated > 0 && <li>{t('willGate', { n: trial.data.gated })}</li>}
            {trial.data.refused > 0 && <li>{t('willRefuse', { n: trial.data.refused })}</li>}
          </ul>
        </>
      )}
    </Confirm>
  );
}

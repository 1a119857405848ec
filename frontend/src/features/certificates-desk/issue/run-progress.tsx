import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { desk, useRefresh, type IssueRun } from '@/features/certificates-desk/api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { ProgressBar } from '@/ui/progress';

/** How far a run is, and afterwards who got nothing and why. */
export function RunProgress({ id, onDone }: { id: string; onDone: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const { data: run, error, refetch } = useQuery(desk.run(org.id, id));
  const refresh = useRefresh(org.id);
  const finished = run?.finished_at ?? null;
  useEffect(() => {
    if (finished !== null) void refresh();
  }, [finished, refresh]);
  if (error && !run) return <ErrorState inline error={error} onRetry={() => void refetch()} actions={<Button onClick={onDone}>{t('dismiss')}</Button>} />;
  if (!run) return null;
  if (finished === null) {
    const done = run.wanted - run.open;
    return (
      <div className="space-y-1" aria-live="polite">
        <ProgressBar label={t('running')} value={done} max={run.wanted} text={t('progress', { done, all: run.wanted })} />
        <p className="text-14 text-ink-muted">{t('leave')}</p>
      </div>
    );
  }
  return (
    <Banner
      tone={run.issued + run.exists === run.wanted ? 'success' : 'warning'}
      title={t('finished', { n: run.issued, all: run.wanted })}
      actions={
        <Button size="small" onClick={onDone}>
          {t('dismiss')}
        </Button>
      }
    >
      <Without run={run} />
    </Banner>
  );
}

const SHOWN = 20;

function Without({ run }: { run: IssueRun }) {
  const t = useText(messages);
  const without = run.items.filter(({ outcome }) => outcome !== 'issued' && outcome !== 'exists');
  if (without.length === 0) return null;
  return (
    <>
      <ul className="space-y-0.5 text-14">
        {without.slice(0, SHOWN).map(({ learner_id: learner, full_name: name, outcome, code }) => (
          <li key={learner} className="wrap-anywhere">
            <span dir="auto" className="font-semibold">
              {name ?? t('nameless')}
            </span>
            {`: ${code === 'template-field-missing' ? t('code.template-field-missing') : t.of('outcome', outcome ?? 'refused')}`}
          </li>
        ))}
      </ul>
      {without.length > SHOWN && <p className="text-14">{t('more', { n: without.length - SHOWN })}</p>}
    </>
  );
}

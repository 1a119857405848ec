import { useState } from 'react';
import { useLocation } from 'react-router';
import messages from './messages.en.json';
import { ReopenDialog } from './reopen-dialog';
import { useStep, type Event, type Step } from '@/features/events/api';
import { usePublish, useTrialNeeded } from '@/features/events/publishing';
import { ProblemError, type Problem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { Panel } from '@/ui/panel';
import { ButtonLink } from '@/ui/text-link';

/** The state in a sentence, and the one step that the law of its life allows now (EV-9). */
export function NextStep({ event }: { event: Event }) {
  const t = useText(messages);
  const org = useOrganization();
  const step = useStep(org.id, event.id);
  return (
    <Panel title={t.of('next', event.status)}>
      <div className="space-y-4">
        <p>{sentence(event, t)}</p>
        {step.error && <ErrorState inline error={step.error} />}
        {org.can('manage-events') && <Act event={event} step={step} />}
      </div>
    </Panel>
  );
}

function sentence(event: Event, t: ReturnType<typeof useText<keyof typeof messages>>): string {
  switch (event.status) {
    case 'draft':
      return event.missing.length === 0 ? t('next.draftReady') : t('next.draftMissing', { n: event.missing.length });
    case 'cancelled':
      return t('next.cancelledBody', { reason: event.cancel_reason ?? '–' });
    default:
      return t(`next.${event.status}Body`);
  }
}

function Act({ event, step }: { event: Event; step: ReturnType<typeof useStep> }) {
  const t = useText(messages);
  const org = useOrganization();
  const [reopening, setReopening] = useState(false);
  // The server's rule: at the earliest an hour before the time.
  const [early] = useState(() => Date.parse(event.starts_at) - Date.now() > 3_600_000);
  const go = (name: Exclude<Step, 'close'>) => step.mutate(name, { onSuccess: () => toast(t(`stepDone.${name}`)) });
  const button = (name: 'start' | 'complete' | 'resume', variant: 'primary' | 'secondary', reason?: string) => (
    <Button variant={variant} reason={reason} busy={step.isPending && step.variables === name} onClick={() => go(name)}>
      {t(`step.${name}`)}
    </Button>
  );
  switch (event.status) {
    case 'draft':
      return <Publish event={event} />;
    case 'published':
      return button('start', 'secondary', early ? t('step.early') : undefined);
    case 'live':
      return (
        <div className="flex flex-wrap gap-3">
          {org.can('manage-attendance') && (
            <ButtonLink variant="primary" to={paths.orgEventPresence({ orgId: org.id, eventId: event.id })}>
              {t('toPresence')}
            </ButtonLink>
          )}
          {button('complete', 'secondary')}
        </div>
      );
    case 'completed':
      return (
        <div className="flex flex-wrap gap-3">
          {org.can('manage-attendance') && (
            <ButtonLink variant="primary" to={paths.orgEventClose({ orgId: org.id, eventId: event.id })}>
              {t('toClose')}
            </ButtonLink>
          )}
          {button('resume', 'secondary')}
        </div>
      );
    case 'closed':
      return (
        <>
          <Button onClick={() => setReopening(true)}>{t('reopen')}</Button>
          <ReopenDialog event={event} open={reopening} onClose={() => setReopening(false)} />
        </>
      );
    case 'cancelled':
      return null;
  }
}

/** A refusal by the plan says limit, use and the way to more; the event stays a draft. One that the sheet met is shown here. */
function Publish({ event }: { event: Event }) {
  const t = useText(messages);
  const publish = usePublish();
  const trial = useTrialNeeded();
  const { state } = useLocation() as { state: { refused?: Problem } | null };
  const before = publish.isIdle && state?.refused !== undefined ? new ProblemError(state.refused) : null;
  const error = publish.error ?? before;
  return (
    <div className="space-y-4">
      {error && <ErrorState inline error={error} />}
      <Button variant="primary" busy={publish.isPending} onClick={() => publish.mutate(event.id, { onSuccess: () => toast(t('stepDone.publish')) })}>
        {t(trial ? 'step.tryPublish' : 'step.publish')}
      </Button>
      {trial && <p className="text-14 text-ink-muted">{t('step.tryHint')}</p>}
    </div>
  );
}

import { CloudOff, Gauge, LockKeyhole, SearchX, TriangleAlert } from 'lucide-react';
import { lazy, Suspense, useEffect, useState, type ReactNode } from 'react';
import { useLocation } from 'react-router';
import { Button } from './button';
import { cn } from './cn';
import { CopyValue } from './copy-value';
import messages from './messages.en.json';
import { ButtonLink } from './text-link';
import { useText, type Text } from '@/lib/i18n/use-text';
import { isProblem, type ProblemError } from '@/lib/http/problem';
import { paths } from '@/lib/paths';
import { planRefusal, type PlanRefusal } from '@/lib/plan/limit';

// Only organizers meet it, so it is no part of the first load of public pages.
const PlanRefusalText = lazy(async () => ({ default: (await import('./plan/plan-refusal')).PlanRefusalText }));

interface Props {
  error: unknown;
  onRetry?: () => void;
  /** Inside a form or dialog instead of in place of a panel. */
  inline?: boolean;
  /** In place of the whole page: its title is the one heading. */
  page?: boolean;
  /** What the reader can do instead, for 403, 404 and 410. */
  actions?: ReactNode;
}

/** A failure in words, with the next step (UX section 2.6). It never shows internals. */
export function ErrorState({ error, onRetry, inline = false, page = false, actions }: Props) {
  const t = useText(messages);
  const problem = isProblem(error) ? error : null;
  const refusal = planRefusal(error);
  const { icon, title, detail } = explain(problem, refusal, t);
  const Title = page ? 'h1' : 'p';
  return (
    <div
      role="alert"
      className={cn(
        inline
          ? 'flex gap-3 rounded-control bg-danger-soft p-4 [&>svg]:mt-0.5 [&>svg]:size-5 [&>svg]:text-danger'
          : 'mx-auto flex max-w-md flex-col items-center gap-3 px-4 py-12 text-center [&>svg]:size-10 [&>svg]:text-ink-subtle',
        '[&>svg]:shrink-0',
      )}
    >
      {icon}
      <div className="min-w-0 space-y-2">
        <Title className={cn('font-semibold text-ink', !inline && 'text-20')}>{title}</Title>
        {page && <title>{`${title} – Accredit`}</title>}
        {detail !== undefined && <p className={inline ? 'text-ink' : 'text-ink-muted'}>{detail}</p>}
        <Suspense>{refusal !== null && <PlanRefusalText refusal={refusal} />}</Suspense>
        {problem?.requestId && problem.status >= 500 && <CopyValue label={t('requestId')} value={problem.requestId} />}
        <div className={cn('flex flex-wrap gap-3 empty:hidden', !inline && 'justify-center pt-2')}>
          {onRetry && <Retry after={problem?.retryAfter ?? null} onRetry={onRetry} />}
          {actions ?? (problem?.is('unauthenticated') && <SignIn />)}
        </div>
      </div>
    </div>
  );
}

function explain(problem: ProblemError | null, refusal: PlanRefusal | null, t: Text<keyof typeof messages>) {
  if (refusal !== null) return { icon: <Gauge aria-hidden />, title: t.of('plan.title', refusal.kind === 'seats' && refusal.ending !== null ? 'seatsEnding' : refusal.kind), detail: undefined };
  if (problem?.offline) return { icon: <CloudOff aria-hidden />, title: t('offlineTitle'), detail: t('offlineDetail') };
  if (problem === null || problem.status >= 500) {
    return { icon: <TriangleAlert aria-hidden />, title: t('ours'), detail: t('oursDetail') };
  }
  const detail = problem.problem.detail;
  if (problem.status === 403) return { icon: <LockKeyhole aria-hidden />, title: t('refusedTitle'), detail };
  if (problem.status === 404) return { icon: <SearchX aria-hidden />, title: t('missingTitle'), detail: detail ?? t('missingDetail') };
  // The title of a problem is only its status in words; the detail is written for the reader.
  return { icon: <TriangleAlert aria-hidden />, title: detail ?? problem.problem.title, detail: undefined };
}

/** Back to here after signing in. */
function SignIn() {
  const t = useText(messages);
  const { pathname, search } = useLocation();
  return <ButtonLink to={paths.signIn(null, { next: pathname + search })}>{t('signIn')}</ButtonLink>;
}

function Retry({ after, onRetry }: { after: number | null; onRetry: () => void }) {
  const t = useText(messages);
  const [left, setLeft] = useState(after ?? 0);
  useEffect(() => {
    if (left <= 0) return;
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [left]);
  return (
    <Button onClick={onRetry} reason={left > 0 ? t('wait', { seconds: left }) : undefined}>
      {t('retry')}
    </Button>
  );
}

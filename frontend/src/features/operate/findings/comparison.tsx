import { useQuery } from '@tanstack/react-query';
import { operate } from '@/features/operate/api';
import messages from '@/features/operate/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { ErrorState } from '@/ui/error-state';
import { When } from '@/ui/quantities';

/** How the newest comparison with the payment service went, or goes. */
export function Comparison() {
  const t = useText(messages);
  const { data, error, refetch } = useQuery(operate.comparison);
  if (error && !data) return <ErrorState inline error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return null;
  if (data === null) return <p className="text-ink-muted">{t('comparison.none')}</p>;
  const { compared, repaired, found, started_at: started, finished_at: finished } = data;
  return (
    <p role="status" className="text-ink-muted">
      {finished == null ? t.rich('comparison.running', { when: <When key="w" at={started} /> }) : t.rich('comparison.finished', { when: <When key="w" at={finished} /> })}{' '}
      {t('comparison.figures', { compared, repaired, found })}
    </p>
  );
}

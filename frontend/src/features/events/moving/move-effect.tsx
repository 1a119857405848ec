import type { Moved } from './api';
import messages from './messages.en.json';
import { formatWhen } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';

/** Old and new, who is told, and who may have the money back. */
export function MoveEffect({ moved: { changes, people_to_tell: told, people_who_paid: paid, refund_until: until }, zone }: { moved: Moved; zone: string }) {
  const t = useText(messages);
  const start = changes.find(({ field }) => field === 'starts_at');
  const when = (at: string | null | undefined) => (at == null ? '–' : formatWhen(at, zone, 'long'));
  return (
    <>
      {start && (
        <dl className="grid gap-3 rounded-control bg-sunken p-4">
          <div>
            <dt className="text-14 text-ink-muted">{t('before')}</dt>
            <dd className="line-through">{when(start.from)}</dd>
          </div>
          <div>
            <dt className="text-14 text-ink-muted">{t('after')}</dt>
            <dd className="font-semibold">{when(start.to)}</dd>
          </div>
        </dl>
      )}
      <p>{t('tell', { n: told })}</p>
      {told > 0 && <p>{until == null ? t('noRefund', { n: paid }) : t('refund', { n: paid, when: when(until) })}</p>}
    </>
  );
}

import { PencilLine } from 'lucide-react';
import type { OfferedPlan } from '@/features/operate/api';
import messages from '@/features/operate/messages.en.json';
import { formatCount } from '@/lib/format/quantity';
import { useText, type Text } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Facts, Panel } from '@/ui/panel';
import { Money } from '@/ui/quantities';

const LIMITS = ['events_per_month', 'courses_per_month', 'certificates_per_month', 'attendees_per_event'] as const;

/** What a plan holds and costs now. */
export function PlanPanel({ plan, onChange }: { plan: OfferedPlan; onChange?: () => void }) {
  const t = useText(messages);
  const { name, plan: code, limits, included_seats: included, max_seats: most, trial_days: trial, prices } = plan;
  return (
    <Panel
      title={name}
      description={code}
      actions={
        onChange && (
          <Button size="small" aria-label={t('version.of', { name })} onClick={onChange}>
            <PencilLine aria-hidden />
            {t('version')}
          </Button>
        )
      }
    >
      <div className="space-y-5">
        <Facts
          columns={2}
          items={[
            ...LIMITS.map((limit) => ({ label: t(`limit.${limit}`), value: limitOf(limits[limit] ?? null, t) })),
            { label: t('limit.seats'), value: t('limit.seats.of', { included, most: most == null ? t('limit.free') : formatCount(most) }) },
            { label: t('limit.trial'), value: t('days', { n: trial }) },
          ]}
        />
        {prices.length === 0 ? (
          <p className="border-t border-line pt-4 text-ink-muted">{t('plans.free')}</p>
        ) : (
          <ul className="space-y-2 border-t border-line pt-4">
            {prices.map(({ interval, amount, seat_amount: seat }) => (
              <li key={interval + amount.currency} className="flex flex-wrap justify-between gap-x-6">
                <span className="text-ink-muted">{t(`interval.${interval}`)}</span>
                <span className="ms-auto text-end">
                  <Money {...amount} />
                  {seat != null && <span className="block text-14 text-ink-muted">{t.rich('plans.seat', { price: <Money key="p" {...seat} /> })}</span>}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Panel>
  );
}

function limitOf(limit: number | null, t: Text<keyof typeof messages>): string {
  return limit === null ? t('limit.free') : limit === 0 ? t('limit.none') : formatCount(limit);
}

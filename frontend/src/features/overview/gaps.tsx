import { ChevronRight } from 'lucide-react';
import type { Dashboard } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { CountBadge } from '@/ui/count-badge';
import { Panel } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { AppLink } from '@/ui/text-link';

const KINDS = ['unmatched', 'presence_pending', 'uncertified'] as const;

/** Finished events with something open; each row leads to its closing funnel. */
export function Gaps({ gaps }: { gaps: Dashboard['gaps'] }) {
  const t = useText(messages);
  const org = useOrganization();
  const to = (eventId: string) =>
    org.can('manage-attendance') ? paths.orgEventClose({ orgId: org.id, eventId }) : paths.orgEvent({ orgId: org.id, eventId });
  return (
    <Panel title={t('gaps')} description={gaps.length > 0 ? t('gapsHint') : undefined} flush={gaps.length > 0}>
      {gaps.length === 0 && <p className="text-ink-muted">{t('gapsNone')}</p>}
      <ul className="divide-y divide-line empty:hidden">
        {gaps.map((gap) => {
          const open = KINDS.filter((kind) => gap[kind] > 0);
          return (
            <li key={gap.event_id} className="relative flex items-center gap-4 px-4 py-3 hover:bg-sunken/60 md:px-5">
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-2">
                  <AppLink to={to(gap.event_id)} className="font-semibold text-ink no-underline after:absolute after:inset-0 hover:text-accent">
                    {gap.title}
                  </AppLink>
                  <CountBadge tone="accent" count={open.reduce((sum, kind) => sum + gap[kind], 0)} />
                </p>
                <p className="text-14 text-ink-muted">{open.map((kind) => t(`gap.${kind}`, { n: gap[kind] })).join(' · ')}</p>
                <p className="text-14 text-ink-muted">
                  {t('ended')} <When at={gap.ended_at} style="date" />
                </p>
              </div>
              <ChevronRight aria-hidden className="size-5 shrink-0 text-ink-subtle rtl:rotate-180" />
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}

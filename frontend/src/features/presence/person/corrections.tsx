import messages from './messages.en.json';
import { takenBack, type Preset } from './preset';
import { Section } from './section';
import type { Detail } from '@/features/presence/api';
import { useDesk } from '@/features/presence/use-desk';
import { formatWhen } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Timeline } from '@/ui/timeline';

/** What people said about it, with reason and author; nothing is deleted, it is answered by another. */
export function Corrections({ detail, onTakeBack }: { detail: Detail; onTakeBack: (preset: Preset) => void }) {
  const t = useText(messages);
  const { readOnly } = useDesk();
  const { adjustments, event, person } = detail;
  const clock = (at: string) => formatWhen(at, event.time_zone, 'exact');
  const titleOf = (id: string | null | undefined) => person.sessions.find(({ session_id: session }) => session === id)?.title;
  if (adjustments.length === 0) return null;
  return (
    <Section title={t('corrections')}>
      <Timeline
        label={t('corrections')}
        zone={event.time_zone}
        entries={[...adjustments].reverse().map((one) => {
          const back = takenBack(one, detail);
          const title = titleOf(one.session_id);
          return {
            id: one.id,
            at: one.at,
            actor: one.actor_name ?? undefined,
            title: t.of('kind', one.kind),
            detail: (
              <div className="space-y-1">
                <p className="text-ink-muted tabular-nums">
                  {[title, one.from != null && one.to != null ? t('stay', { from: clock(one.from), to: clock(one.to) }) : undefined].filter((part) => part !== undefined).join(' · ')}
                </p>
                <p className="wrap-anywhere">{t('because', { reason: one.reason })}</p>
                {back !== null && !readOnly && (
                  <Button size="small" variant="quiet" className="-ms-3" onClick={() => onTakeBack(back)}>
                    {t('takeBack')}
                  </Button>
                )}
              </div>
            ),
          };
        })}
      />
    </Section>
  );
}

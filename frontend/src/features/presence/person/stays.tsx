import { lazy, Suspense, useState } from 'react';
import messages from './messages.en.json';
import { Section } from './section';
import type { Detail } from '@/features/presence/api';
import { useDesk } from '@/features/presence/use-desk';
import { formatWhen } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { Menu, type MenuItem } from '@/ui/menu';

const UnmatchDialog = lazy(async () => ({ default: (await import('./unmatch-dialog')).UnmatchDialog }));

type Segment = Detail['segments'][number];

/** The facts as they were told, before any rule; they never change, but may be said to be wrong. */
export function Stays({ detail: { segments, event, person }, onWrong }: { detail: Detail; onWrong: (segment: Segment) => void }) {
  const t = useText(messages);
  const { readOnly } = useDesk();
  const [other, setOther] = useState<Segment | null>(null);
  const clock = (at: string | null | undefined) => (at == null ? t('unrecorded') : formatWhen(at, event.time_zone, 'exact'));
  return (
    <Section title={t('stays')}>
      {segments.length === 0 && <p className="text-ink-muted">{t('staysNone')}</p>}
      <ul aria-label={t('stays')} className="divide-y divide-line empty:hidden">
        {segments.map((segment) => (
          <li key={segment.id} className="flex items-start gap-3 py-2 first:pt-0">
            <div className="min-w-0 flex-1">
              <p className="tabular-nums">{t('stay', { from: clock(segment.from), to: clock(segment.to) })}</p>
              <p className="text-14 text-ink-muted">
                {t.of('source', segment.source)}
                {segment.display_name != null && (
                  <>
                    {' · '}
                    <span dir="auto">{t('as', { name: segment.display_name })}</span>
                  </>
                )}
                {!segment.counts && ` · ${t(segment.voided ? 'voided' : 'uncounted')}`}
              </p>
              {segment.flags.map((flag) => (
                <p key={flag} className="text-14 text-warning">
                  {t.of('flag', flag)}
                </p>
              ))}
            </div>
            {!readOnly && <StayMenu segment={segment} onWrong={onWrong} onOther={setOther} />}
          </li>
        ))}
      </ul>
      <Suspense>{other && <UnmatchDialog participant={other.participant_id} name={other.display_name ?? t('nameless')} person={person} onClose={() => setOther(null)} />}</Suspense>
    </Section>
  );
}

interface MenuProps {
  segment: Segment;
  onWrong: (segment: Segment) => void;
  onOther: (segment: Segment) => void;
}

function StayMenu({ segment, onWrong, onOther }: MenuProps) {
  const t = useText(messages);
  const seen = segment.source !== 'roll_call' && segment.source !== 'manual';
  const items: MenuItem[] = [
    ...(segment.voided ? [] : [{ label: t('wrong'), onSelect: () => onWrong(segment) }]),
    ...(seen ? [{ label: t('notThem'), onSelect: () => onOther(segment) }] : []),
  ];
  return items.length === 0 ? null : <Menu items={items} />;
}

import { Key } from './key';
import messages from './messages.en.json';
import type { Done } from './use-triage';
import { nameOf } from '@/features/presence/views';
import { formatDuration } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Panel } from '@/ui/panel';
import { StatusPill } from '@/ui/states/status-pill';

/** What was done since the page was opened, and what it changed; each can be undone. */
export function DoneHere({ done, onUndo }: { done: Done[]; onUndo: (one: Done) => void }) {
  const t = useText(messages);
  return (
    <>
      <p aria-live="polite" className="sr-only">
        {done[0] && wordsOf(done[0], t)}
      </p>
      {done.length > 0 && (
        <Panel flush title={t('done')}>
          <ul className="divide-y divide-line">
            {done.map((one, at) => (
              <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2 md:px-5">
                <div className="min-w-0 flex-1 basis-56">
                  <p className="wrap-anywhere">{one.person ? t('matchedTo', { name: one.name, person: nameOf(one.person.after, t('unnamed')) }) : t('ignoredNow', { name: one.name })}</p>
                  {one.person && <Effect {...one.person} />}
                </div>
                <Button size="small" aria-keyshortcuts={at === 0 ? 'u' : undefined} onClick={() => onUndo(one)}>
                  {t('undo')} {at === 0 && <Key>u</Key>}
                </Button>
              </li>
            ))}
          </ul>
        </Panel>
      )}
    </>
  );
}

function wordsOf({ name, person }: Done, t: ReturnType<typeof useText<keyof typeof messages>>): string {
  if (!person) return t('ignoredNow', { name });
  const to = t('matchedTo', { name, person: nameOf(person.after, t('unnamed')) });
  return `${to}. ${effect(person, t)}`;
}

function effect({ before, after }: NonNullable<Done['person']>, t: ReturnType<typeof useText<keyof typeof messages>>): string {
  const now = formatDuration(after.counted_seconds);
  return before ? t('effect', { before: formatDuration(before.counted_seconds), after: now }) : t('effectNow', { after: now });
}

function Effect(person: NonNullable<Done['person']>) {
  const t = useText(messages);
  return (
    <p className="flex flex-wrap items-center gap-2 text-14 text-ink-muted tabular-nums">
      {effect(person, t)}
      <StatusPill kind="presence" status={person.after.status} />
    </p>
  );
}

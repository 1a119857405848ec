import type { Entry } from './api';
import { Changes } from './changes';
import type { NONE } from './filter';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Timeline } from '@/ui/timeline';

interface Props {
  rows: Entry[];
  onNarrow: (change: Partial<typeof NONE>) => void;
}

/** Each entry with its author, its object and what changed. */
export function EntryList({ rows, onNarrow }: Props) {
  const t = useText(messages);
  const nameOf = ({ kind, name }: Entry['actor']) => name ?? t.of('actor', kind);
  return (
    <Timeline
      label={t('title')}
      entries={rows.map((entry) => ({
        id: entry.id,
        at: entry.at,
        title: titleOf(entry.action, t.of('act', entry.action)),
        actor: [nameOf(entry.actor), entry.ip_prefix].filter(Boolean).join(' · '),
        detail: (
          <div className="space-y-1 text-ink-muted">
            <p className="wrap-anywhere">
              {t.of('object', entry.target.kind)} {entry.target.id != null && <code className="font-mono text-12">{entry.target.id}</code>}
            </p>
            <Changes entry={entry} />
            <p className="-ms-3 flex flex-wrap empty:hidden">
              {entry.actor.id != null && <Narrow label={t('allOfPerson', { name: nameOf(entry.actor) })} onClick={() => onNarrow({ actor: entry.actor.id ?? '' })} />}
              {entry.target.id != null && <Narrow label={t('allOfObject')} onClick={() => onNarrow({ target: entry.target.id ?? '' })} />}
            </p>
          </div>
        ),
      }))}
    />
  );
}

/** The words where we have them, else the log's own `noun.verb`. */
function titleOf(action: string, words: string): string {
  return words === action.replace(/[_-]/g, ' ') ? action : words;
}

function Narrow({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <Button size="small" variant="quiet" onClick={onClick}>
      <span className="max-w-56 truncate">{label}</span>
    </Button>
  );
}

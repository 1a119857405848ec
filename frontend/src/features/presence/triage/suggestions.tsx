import { Key } from './key';
import messages from './messages.en.json';
import type { Suggestion } from './participants';
import type { Person } from '@/features/presence/api';
import { nameOf } from '@/features/presence/views';
import { formatDuration } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';
import { StatusPill } from '@/ui/states/status-pill';

interface Props {
  suggestions: Suggestion[];
  people: Person[] | undefined;
  onTake: (registration: string) => void;
}

/** Who it may be, the likeliest first, with the reasons and what is counted for them so far. */
export function Suggestions({ suggestions, people, onTake }: Props) {
  const t = useText(messages);
  if (suggestions.length === 0) return <p className="text-ink-muted">{t('noSuggestions')}</p>;
  return (
    <ol aria-label={t('suggestions')} className="space-y-2">
      {suggestions.map((suggestion, at) => (
        <li key={suggestion.registration_id}>
          <button
            type="button"
            aria-keyshortcuts={String(at + 1)}
            onClick={() => onTake(suggestion.registration_id)}
            className="flex w-full items-start gap-3 rounded-control border border-control bg-surface p-3 text-start transition-colors duration-120 hover:border-accent hover:bg-accent-soft"
          >
            <Key>{at + 1}</Key>
            <One suggestion={suggestion} person={people?.find(({ registration_id: id }) => id === suggestion.registration_id)} />
          </button>
        </li>
      ))}
    </ol>
  );
}

function One({ suggestion, person }: { suggestion: Suggestion; person: Person | undefined }) {
  const t = useText(messages);
  const name = nameOf(suggestion, t('unnamed'));
  return (
    <span className="grid min-w-0 flex-1 gap-x-4 gap-y-1 sm:grid-cols-[minmax(0,1fr)_auto]">
      <span className="min-w-0">
        <span className="block font-semibold wrap-anywhere">
          <span dir="auto">{name}</span>
        </span>
        {suggestion.email != null && <span className="block text-14 wrap-anywhere text-ink-muted">{suggestion.email}</span>}
        <span className="block text-14">{[t('score', { score: suggestion.score }), ...suggestion.reasons.map((reason) => t.of('reason', reason))].join(' · ')}</span>
      </span>
      {person && (
        <span className="flex flex-wrap items-center gap-2 self-center text-14 text-ink-muted">
          {t('soFar', { counted: formatDuration(person.counted_seconds) })}
          <StatusPill kind="presence" status={person.status} />
        </span>
      )}
    </span>
  );
}

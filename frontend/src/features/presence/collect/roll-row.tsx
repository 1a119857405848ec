import { Check } from 'lucide-react';
import messages from './messages.en.json';
import type { Mark, Person } from '@/features/presence/api';
import { nameOf } from '@/features/presence/views';
import { useText } from '@/lib/i18n/use-text';
import { cn } from '@/ui/cn';
import { FieldError } from '@/ui/field';

interface Props {
  person: Person;
  mark: Mark;
  /** Why the last press was not kept. */
  failure: string | undefined;
  onMark: (mark: Mark) => void;
}

export function RollRow({ person, mark, failure, onMark }: Props) {
  const t = useText(messages);
  const name = nameOf(person, t('unnamed'));
  return (
    <li className="px-3 py-2">
      <div role="group" aria-label={name} className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 basis-40 wrap-anywhere">
          <span dir="auto">{name}</span>
        </span>
        <span className="flex gap-2">
          {(['present', 'excused'] as const).map((one) => (
            <button
              key={one}
              type="button"
              aria-pressed={mark === one}
              onClick={() => onMark(mark === one ? 'absent' : one)}
              className={cn(
                'inline-flex h-9 items-center gap-1.5 rounded-full border px-3 text-14 font-semibold transition-colors duration-120 pointer-coarse:h-11',
                mark === one ? 'border-accent bg-accent-soft text-on-accent-soft' : 'border-control bg-surface text-ink-muted hover:text-ink',
              )}
            >
              {mark === one && <Check aria-hidden className="size-4" strokeWidth={3} />}
              {t(one)}
            </button>
          ))}
        </span>
      </div>
      {failure !== undefined && <FieldError id={`roll-${person.registration_id}`}>{failure}</FieldError>}
    </li>
  );
}

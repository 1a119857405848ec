import { Check, ChevronsUpDown } from 'lucide-react';
import { useId, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { cn } from './cn';
import type { ControlProps } from './field';
import { inputStyle } from './input-style';
import messages from './messages.en.json';
import type { Option } from './select';
import { useText } from '@/lib/i18n/use-text';

interface Props extends Partial<ControlProps> {
  name?: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  options: (Option & { hint?: string })[];
  placeholder?: string;
  /** Where the server searches: called with what is typed, and `options` are its answer. */
  onSearch?: (text: string) => void;
  loading?: boolean;
}

const SHOWN = 50;

/** A field with a list to search in, after the ARIA pattern; for more than twelve options. */
export function Combobox({ value, onChange, onBlur, options, placeholder, onSearch, loading, name, ...control }: Props) {
  const t = useText(messages);
  const listId = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const open = typed !== null;
  const chosen = options.find((option) => option.value === value);
  const shown = useMemo(() => {
    if (typed === null || typed === '' || onSearch) return options.slice(0, SHOWN);
    const words = fold(typed).split(/\s+/);
    return options.filter(({ label, hint = '' }) => words.every((word) => fold(`${label} ${hint}`).includes(word))).slice(0, SHOWN);
  }, [options, typed, onSearch]);

  const search = (text: string) => {
    setTyped(text);
    setActive(0);
    onSearch?.(text);
  };
  const take = (option: Option | undefined) => {
    if (option && !option.disabled) onChange(option.value);
    setTyped(null);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      if (open) setActive((active + step + shown.length) % Math.max(shown.length, 1));
      else search('');
    } else if (event.key === 'Enter' && open) {
      event.preventDefault();
      take(shown[active]);
    } else if (event.key === 'Escape' && open) {
      event.stopPropagation();
      setTyped(null);
    }
  };
  return (
    <div className="relative">
      <input
        {...control}
        ref={input}
        name={name}
        role="combobox"
        autoComplete="off"
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && shown[active] ? `${listId}-${active}` : undefined}
        placeholder={placeholder}
        value={typed ?? chosen?.label ?? ''}
        onChange={(event) => search(event.target.value)}
        onClick={() => { if (!open) search(''); }}
        onKeyDown={press}
        onBlur={() => {
          setTyped(null);
          onBlur?.();
        }}
        className={cn(inputStyle, 'truncate pe-10')}
      />
      <ChevronsUpDown aria-hidden className="pointer-events-none absolute inset-y-0 end-3 my-auto size-4.5 text-ink-muted" />
      <ul
        id={listId}
        role="listbox"
        hidden={!open}
        className="absolute inset-x-0 top-full z-drawer mt-1.5 max-h-72 overflow-y-auto rounded-control border border-line bg-raised p-1 shadow-floating"
      >
        {shown.map((option, at) => (
          <li
            key={option.value}
            id={`${listId}-${at}`}
            role="option"
            aria-selected={option.value === value}
            aria-disabled={option.disabled}
            onPointerDown={(event) => event.preventDefault()}
            onPointerEnter={() => setActive(at)}
            onClick={() => take(option)}
            onKeyDown={() => undefined}
            className={cn('flex min-h-10 cursor-pointer items-center gap-2 rounded-chip px-3 py-1.5 pointer-coarse:min-h-11', at === active && 'bg-sunken', option.disabled && 'text-ink-subtle')}
          >
            <span className="min-w-0 flex-1">
              {option.label}
              {option.hint !== undefined && <span className="block text-14 text-ink-muted">{option.hint}</span>}
            </span>
            {option.value === value && <Check aria-hidden className="size-4 text-accent" />}
          </li>
        ))}
        {shown.length === 0 && (
          <li role="option" aria-disabled aria-selected={false} className="px-3 py-2 text-ink-muted">
            {loading ? t('loading') : t('noneFound')}
          </li>
        )}
      </ul>
    </div>
  );
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLocaleLowerCase();
}

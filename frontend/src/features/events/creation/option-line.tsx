import { useState, type ReactNode } from 'react';
import { useFormState } from 'react-hook-form';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';

interface Props {
  /** The field that the line sets; a refusal of it opens the line. */
  name: string;
  label: string;
  /** What is set now, in words. */
  value: ReactNode;
  children: ReactNode;
}

/** One setting in one line, with "Change" to open its field (UX-52). */
export function OptionLine({ name, label, value, children }: Props) {
  const t = useText(messages);
  const [wanted, setWanted] = useState(false);
  const { errors } = useFormState({ name });
  const open = wanted || name in errors;
  return (
    <li className="py-3">
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 sm:grid sm:grid-cols-[8rem_1fr] sm:gap-4">
          <span className="block text-ink-muted">{label}</span>
          <span className="block min-w-0 font-semibold">{value}</span>
        </p>
        <Button variant="quiet" size="small" aria-expanded={open} aria-label={open ? undefined : t('changeOf', { what: label })} onClick={() => setWanted(!open)}>
          {open ? t('done') : t('change')}
        </Button>
      </div>
      {open && <div className="pt-3 pb-2 sm:ps-36">{children}</div>}
    </li>
  );
}

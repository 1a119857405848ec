import { Plus, Trash2 } from 'lucide-react';
import type { Pair } from './draft-values';
import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { cn } from '@/ui/cn';
import { FormField } from '@/ui/form/fields';
import { IconButton } from '@/ui/icon-button';
import { TextInput } from '@/ui/text-input';

interface Props {
  name: string;
  label: string;
  hint: string;
  left: string;
  right: string;
  numeric?: boolean;
}

const ROW = 'grid grid-cols-[minmax(0,1fr)_minmax(0,1.5fr)_2.5rem] items-center gap-2';

/** A short table of two columns, such as minutes and the credit they give. */
export function Pairs({ name, label, hint, left, right, numeric = false }: Props) {
  const t = useText(messages);
  return (
    <FormField<Pair[]> group optional name={name} label={label} hint={hint}>
      {({ value, onChange, onBlur }) => {
        const set = (at: number, change: Partial<Pair>) => onChange(value.map((one, i) => (i === at ? { ...one, ...change } : one)));
        const cell = (at: number, side: keyof Pair, text: string) => (
          <TextInput
            aria-label={t('pairs.cell', { column: text, n: at + 1 })}
            placeholder={text}
            inputMode={numeric ? 'decimal' : undefined}
            value={value[at]?.[side] ?? ''}
            onChange={({ target }) => set(at, { [side]: target.value })}
            onBlur={onBlur}
          />
        );
        return (
          <div className="space-y-2">
            {value.length > 0 && (
              <p aria-hidden className={cn(ROW, 'text-14 text-ink-muted')}>
                <span>{left}</span>
                <span>{right}</span>
              </p>
            )}
            {value.map((_, at) => (
              <div key={at} className={ROW}>
                {cell(at, 'left', left)}
                {cell(at, 'right', right)}
                <IconButton label={t('pairs.remove', { n: at + 1 })} icon={<Trash2 />} onClick={() => onChange(value.filter((__, i) => i !== at))} />
              </div>
            ))}
            <Button size="small" onClick={() => onChange([...value, { left: '', right: '' }])}>
              <Plus aria-hidden />
              {t('pairs.add')}
            </Button>
          </div>
        );
      }}
    </FormField>
  );
}

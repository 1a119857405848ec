import { Plus, Trash2 } from 'lucide-react';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Field } from '@/ui/field';
import { IconButton } from '@/ui/icon-button';
import { MoneyInput } from '@/ui/money-input';
import { NumberInput } from '@/ui/number-input';

export interface TypedRung {
  hours: number | null;
  percent: number | null;
  keep: number | null;
}

interface Props {
  value: TypedRung[];
  onChange: (value: TypedRung[]) => void;
  currency: string;
}

/** As the server wants them: from the longest notice down. */
export const byNotice = (rungs: TypedRung[]): TypedRung[] => [...rungs].sort((one, two) => (two.hours ?? 0) - (one.hours ?? 0));

export function RungFields({ value, onChange, currency }: Props) {
  const t = useText(messages);
  const change = (at: number, part: Partial<TypedRung>) => onChange(value.map((rung, index) => (index === at ? { ...rung, ...part } : rung)));
  return (
    <div className="space-y-4">
      {value.map((rung, at) => (
        // Rungs have no identity but their place; each keeps its fields while it is typed in.
        <fieldset key={at} className="grid items-end gap-3 rounded-control border border-line p-3 sm:grid-cols-[1fr_1fr_1fr_auto]">
          <legend className="sr-only">{t('rung.at', { n: at + 1 })}</legend>
          <Field label={t('rung.hours')}>{(control) => <NumberInput {...control} value={rung.hours} onChange={(hours) => change(at, { hours })} />}</Field>
          <Field label={t('rung.percent')}>
            {(control) => <NumberInput {...control} decimals={2} suffix="%" value={rung.percent} onChange={(percent) => change(at, { percent })} />}
          </Field>
          <Field label={t('rung.kept')} optional>
            {(control) => <MoneyInput {...control} currency={currency} value={rung.keep} onChange={(keep) => change(at, { keep })} />}
          </Field>
          <IconButton label={t('rung.remove', { n: at + 1 })} icon={<Trash2 />} onClick={() => onChange(value.filter((_, index) => index !== at))} />
        </fieldset>
      ))}
      <Button size="small" onClick={() => onChange([...value, { hours: null, percent: null, keep: null }])}>
        <Plus aria-hidden />
        {t('rung.add')}
      </Button>
    </div>
  );
}

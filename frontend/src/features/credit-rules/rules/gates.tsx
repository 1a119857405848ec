import type { Draft } from './draft-values';
import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Checkbox } from '@/ui/checkbox';
import { FormField } from '@/ui/form/fields';

/** A designation is always needed, which is why it is not asked (CR-19). */
const GATES = ['presence', 'checks', 'assessment', 'feedback', 'attestation', 'identifiers', 'companion', 'deadline', 'payment', 'claim'] as const satisfies Draft['gates'];

export function Gates() {
  const t = useText(messages);
  return (
    <FormField<Draft['gates']> group name="gates" label={t('gates')} hint={t('gates.hint')}>
      {({ value, onChange }) => (
        <div className="grid gap-3 sm:grid-cols-2">
          {GATES.map((gate) => (
            <Checkbox
              key={gate}
              label={t(`gate.${gate}`)}
              checked={value.includes(gate)}
              onCheckedChange={(on) => onChange(on === true ? [...value, gate] : value.filter((one) => one !== gate))}
            />
          ))}
        </div>
      )}
    </FormField>
  );
}

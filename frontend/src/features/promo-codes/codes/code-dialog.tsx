import * as z from 'zod/mini';
import { RuleFields } from './rule-fields';
import { ruleChecks, ruleParts } from './rule-schema';
import { rulesOf, valuesOf, type RuleValues } from './rule-values';
import { useSaveCode, type Code } from '@/features/promo-codes/api';
import messages from '@/features/promo-codes/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

type Values = RuleValues & { code: string };

const WORD = /^[A-Z0-9_-]{3,40}$/;
/** As the server stores and compares it (PC-1). */
const wordOf = (typed: string): string => typed.normalize('NFKC').trim().toUpperCase();

/** Pointers into the rules name the fields of the form, which has no rules of its own. */
export const RENAME = Object.fromEntries([
  ...Object.keys(valuesOf(null)).map((key) => [`/rules/${key}`, key]),
  ['/rules/percent_bp', 'percent'],
  ['/rules/amount/amount', 'amount'],
  ['/rules/amount/currency', 'currency'],
  ['/rules/cap/amount', 'cap'],
  ['/rules/min_price/amount', 'min_price'],
]) as Record<string, string>;

interface Props {
  code: Code | null;
  /** The currency of a new code. */
  soldIn?: string;
  onClose: () => void;
  onSaved?: (code: Code) => void;
}

export function CodeDialog({ code, soldIn, onClose, onSaved }: Props) {
  const t = useText(messages);
  const org = useOrganization();
  const save = useSaveCode(org.id);
  const used = code !== null && code.redeemed + code.reserved > 0;
  const schema = z
    .object({ code: z.string().check(z.refine((typed) => WORD.test(wordOf(typed)), t('code.wrong'))), ...ruleParts(t) })
    .check(...ruleChecks<Values>(t));
  const form = useAppForm<Values, Values>(schema, { defaults: { code: code?.code ?? '', ...valuesOf(code?.rules ?? null, soldIn) } });
  return (
    <Dialog open onClose={onClose} size="medium" title={code === null ? t('add') : t('edit.of', { code: code.code })}>
      <Form
        form={form}
        rename={RENAME}
        onSubmit={async (values) => {
          const body = { code: wordOf(values.code), rules: rulesOf(values, false) };
          const saved = await save.mutateAsync({ code, body });
          toast(t('saved', { code: saved.code }));
          onClose();
          onSaved?.(saved);
        }}
      >
        {!used && <TextField name="code" label={t('code')} hint={t('code.hint')} autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={40} className="font-mono uppercase" />}
        <RuleFields frozen={used} />
        <Submit>{t('save')}</Submit>
      </Form>
    </Dialog>
  );
}

import * as z from 'zod/mini';
import { useCreateBatch } from '@/features/promo-codes/api';
import { RENAME } from '@/features/promo-codes/codes/code-dialog';
import { RuleFields } from '@/features/promo-codes/codes/rule-fields';
import { ruleChecks, ruleParts } from '@/features/promo-codes/codes/rule-schema';
import { rulesOf, valuesOf, type RuleValues } from '@/features/promo-codes/codes/rule-values';
import messages from '@/features/promo-codes/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { NumberField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

type Values = RuleValues & { prefix: string; count: number | null };

const MOST = 10_000;

export function BatchDialog({ soldIn, onClose }: { soldIn: string; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const create = useCreateBatch(org.id);
  const fits = (count: number | null) => count !== null && Number.isInteger(count) && count >= 1 && count <= MOST;
  const schema = z
    .object({
      prefix: z.string().check(z.refine((typed) => /^[A-Za-z0-9_-]{0,12}$/.test(typed.trim()), t('batch.prefix.wrong'))),
      count: z.nullable(z.number()).check(z.refine(fits, t('batch.count.wrong'))),
      ...ruleParts(t),
    })
    .check(...ruleChecks<Values>(t));
  const form = useAppForm<Values, Values>(schema, { defaults: { prefix: '', count: 100, ...valuesOf(null, soldIn) } });
  return (
    <Dialog open onClose={onClose} size="medium" title={t('batch.add')} description={t('batch.lead')}>
      <Form
        form={form}
        rename={RENAME}
        onSubmit={async (values) => {
          const { count } = await create.mutateAsync({ count: values.count ?? 0, prefix: values.prefix.trim().toUpperCase(), rules: rulesOf(values, true) });
          toast(t('batch.done', { n: count }));
          onClose();
        }}
      >
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <NumberField name="count" label={t('batch.count')} />
          <TextField name="prefix" label={t('batch.prefix')} optional autoComplete="off" autoCapitalize="characters" spellCheck={false} maxLength={12} className="font-mono uppercase" />
        </div>
        <RuleFields single />
        <Submit>{t('batch.make')}</Submit>
      </Form>
    </Dialog>
  );
}

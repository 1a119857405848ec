import * as z from 'zod/mini';
import { caseOf, routeOf } from './tax-words';
import { useSignOffTaxRule, type TaxRule } from '@/features/operate/api';
import messages from '@/features/operate/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { Facts } from '@/ui/panel';
import { When } from '@/ui/quantities';

/** From here on the rule stands as it is, so all of it is read once more before. */
export function SignOffDialog({ rule, onClose }: { rule: TaxRule; onClose: () => void }) {
  const t = useText(messages);
  const signOff = useSignOffTaxRule(rule.id);
  const schema = z.object({
    adviser: z.string().check(z.trim(), z.minLength(1, t('tax.signOff.adviser.missing')), z.maxLength(200)),
    reason: z.string().check(z.trim(), z.minLength(1, t('reason.missing')), z.maxLength(500)),
  });
  const form = useAppForm(schema, { defaults: { adviser: '', reason: '' } });
  return (
    <Dialog open size="medium" onClose={onClose} title={t('tax.signOff.of', { rule: `${caseOf(rule, t)}, ${routeOf(rule, t)}` })} description={t('tax.signOff.effect')}>
      <Form
        form={form}
        onSubmit={async (body) => {
          await signOff.mutateAsync(body);
          toast(t('tax.signOff.done'));
          onClose();
        }}
      >
        <Facts
          columns={2}
          items={[
            { label: t('tax.owed'), value: t(`tax.owed.${rule.seller_of_record}`) },
            { label: t('tax.place'), value: t(`tax.place.${rule.place}`) },
            { label: t('tax.code'), value: <span className="font-mono">{rule.stripe_tax_code}</span> },
            { label: t('tax.from'), value: <When at={rule.valid_from} /> },
            { label: t('tax.law'), value: <span className="wrap-anywhere">{rule.legal_reference}</span> },
          ]}
        />
        <TextField name="adviser" label={t('tax.signOff.adviser')} hint={t('tax.signOff.adviser.hint')} autoComplete="off" maxLength={200} />
        <TextAreaField name="reason" label={t('reason')} hint={t('reason.hint')} rows={3} maxLength={500} />
        <Submit>{t('tax.signOff')}</Submit>
      </Form>
    </Dialog>
  );
}

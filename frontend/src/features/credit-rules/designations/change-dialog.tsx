import * as z from 'zod/mini';
import { PaperFields, papersOf, type Papers } from './fields';
import { DECIMALS, ofCredits, toCredits } from '@/features/credit-rules/amounts';
import { useChangeDesignation, type Designation } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { NumberField, RadioField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

type Values = Papers & { status: Designation['status']; most: number | null };

/** The next step with the body. What is approved keeps its amount, its rules and its lines (CR-1). */
export function ChangeDialog({ designation: one, onClose }: { designation: Designation; onClose: () => void }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const change = useChangeDesignation(orgId, one);
  const open = one.status === 'draft' || one.status === 'applied';
  const schema = z.object({
    status: z.custom<Designation['status']>(),
    most: z.nullable(z.number().check(z.gt(0, t('most.wrong')))),
    approval_number: z.string(), valid_from: z.string(), valid_to: z.string(), wording: z.string(),
  });
  const form = useAppForm<Values, Values>(schema, {
    defaults: {
      status: one.status, most: toCredits(one.max_credits), approval_number: one.approval_number ?? '',
      valid_from: one.valid_from ?? '', valid_to: one.valid_to ?? '', wording: one.wording ?? '',
    },
  });
  const steps = [one.status, ...one.next].map((status) => ({
    value: status,
    label: t(status === one.status ? 'designations.stays' : `move.${status}`, { status: t(`designation.${one.status}`) }),
    hint: t(`effect.${status}`),
  }));
  return (
    <Dialog open onClose={onClose} title={t('designations.changeOf', { credit: one.credit_type })} description={t('designations.effect')}>
      <Form
        form={form}
        rename={{ '/max_credits': 'most' }}
        onSubmit={async ({ status, most, ...papers }) => {
          await change.mutateAsync({
            ...papersOf(papers),
            ...(status !== one.status && { status }),
            ...(open && most !== null && ofCredits(most) !== one.max_credits && { max_credits: ofCredits(most) }),
          });
          toast(t('designations.saved'));
          onClose();
        }}
      >
        <RadioField name="status" label={t('status')} choices={steps} />
        {open && <NumberField name="most" label={t('most')} hint={t('most.hint')} decimals={DECIMALS} className="max-w-40" />}
        <PaperFields />
        <Submit>{t('save')}</Submit>
      </Form>
    </Dialog>
  );
}

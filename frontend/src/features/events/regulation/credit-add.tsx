import { useQuery } from '@tanstack/react-query';
import * as z from 'zod/mini';
import messages from './messages.en.json';
import type { Event } from '@/features/events/api';
import { designations, useDesignate, type Designation } from '@/features/events/designations';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Combobox } from '@/ui/combobox';
import { FormField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

/** One choice: the body's rules give amount, wording and conditions. */
export function CreditAdd({ event, given }: { event: Event; given: Designation[] }) {
  const t = useText(messages);
  const org = useOrganization();
  const types = useQuery(designations.types(org.id));
  const designate = useDesignate(org.id);
  const schema = z.object({ credit_type_id: z.string().check(z.minLength(1, t('creditChoose'))) });
  const form = useAppForm(schema, { defaults: { credit_type_id: '' } });
  const open = (types.data?.data ?? []).filter(({ id }) => !given.some((one) => one.credit_type_id === id && one.session_id == null));
  if (open.length === 0) return null;
  return (
    <Form
      form={form}
      onSubmit={async ({ credit_type_id: creditType }) => {
        await designate.mutateAsync({ event: event.id, creditType });
        form.reset();
        toast(t('creditSaved'));
      }}
    >
      <FormField<string> name="credit_type_id" label={t('creditType')}>
        {(control) => (
          <Combobox {...control} placeholder={t('creditChoose')} options={open.map((one) => ({ value: one.id, label: `${one.body}: ${one.name}`, hint: one.rule_sets[0]?.summary }))} />
        )}
      </FormField>
      <Submit>{t('creditAdd')}</Submit>
    </Form>
  );
}

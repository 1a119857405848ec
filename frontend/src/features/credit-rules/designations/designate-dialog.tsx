import { useQuery } from '@tanstack/react-query';
import { useWatch } from 'react-hook-form';
import * as z from 'zod/mini';
import { PaperFields, papersOf, type Papers } from './fields';
import { DECIMALS, ofCreditsOrNone } from '@/features/credit-rules/amounts';
import { credit, offeringOf, useDesignate, type CreditType } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Combobox } from '@/ui/combobox';
import { Dialog } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { FormField, NumberField, RadioField, SelectField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { Skeleton } from '@/ui/skeleton';

const WHOLE = 'whole';
const IN_FORCE = 'in-force';
type Start = 'draft' | 'applied' | 'approved';
type Values = Papers & { type: string; session: string; rules: string; status: Start; most: number | null };

/** Credit of one kind for the whole event or one session of it, never both (CR-18). */
export function DesignateDialog({ event, onClose }: { event: string; onClose: () => void }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const types = useQuery(credit.types(orgId));
  return (
    <Dialog open onClose={onClose} title={t('designations.add')} description={t('designations.effect')}>
      {types.error && !types.data && <ErrorState inline error={types.error} onRetry={() => void types.refetch()} />}
      {types.isPending && <Skeleton className="h-64" />}
      {types.data && <DesignateForm event={event} types={types.data.data} onClose={onClose} />}
    </Dialog>
  );
}

function DesignateForm({ event, types, onClose }: { event: string; types: CreditType[]; onClose: () => void }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const sessions = useQuery(credit.sessions(orgId, event)).data?.data ?? [];
  const designate = useDesignate(orgId);
  const schema = z.object({
    type: z.string().check(z.minLength(1, t('credit.missing'))), session: z.string(), rules: z.string(), status: z.custom<Start>(),
    most: z.nullable(z.number().check(z.gt(0, t('most.wrong')))),
    approval_number: z.string(), valid_from: z.string(), valid_to: z.string(), wording: z.string(),
  });
  const form = useAppForm<Values, Values>(schema, {
    defaults: { type: '', session: WHOLE, rules: IN_FORCE, status: 'applied', most: null, approval_number: '', valid_from: '', valid_to: '', wording: '' },
  });
  return (
    <Form
      form={form}
      rename={{ '/max_credits': 'most', '/credit_type_id': 'type', '/rule_set_id': 'rules' }}
      onSubmit={async ({ type, session, rules, status, most, ...papers }) => {
        await designate.mutateAsync({
          ...papersOf(papers),
          offering: offeringOf(event), credit_type_id: type, status,
          session_id: session === WHOLE ? null : session,
          rule_set_id: rules === IN_FORCE ? null : rules,
          max_credits: ofCreditsOrNone(most),
        });
        toast(t('designations.saved'));
        onClose();
      }}
    >
      <FormField<string> name="type" label={t('credit')}>
        {(control) => <Combobox {...control} placeholder={t('credit.find')} options={types.map(({ id, body, name, rule_sets: rules }) => ({ value: id, label: `${body}: ${name}`, hint: rules[0]?.summary }))} />}
      </FormField>
      {sessions.length > 1 && (
        <SelectField name="session" label={t('designations.for')} options={[{ value: WHOLE, label: t('designations.whole') }, ...sessions.map(({ id, title }) => ({ value: id, label: title }))]} />
      )}
      <Rules types={types} />
      <RadioField name="status" label={t('status')} choices={(['applied', 'approved', 'draft'] as const).map((value) => ({ value, label: t(`designation.${value}`), hint: t(`effect.${value}`) }))} />
      <NumberField name="most" label={t('most')} hint={t('most.hint')} optional decimals={DECIMALS} className="max-w-40" />
      <PaperFields />
      <Submit>{t('designations.add')}</Submit>
    </Form>
  );
}

/** Only published rules of the chosen body compute anything. */
function Rules({ types }: { types: CreditType[] }) {
  const t = useText(messages);
  const chosen = useWatch<Values, 'type'>({ name: 'type' });
  const usable = types.find(({ id }) => id === chosen)?.rule_sets ?? [];
  if (usable.length === 0) return null;
  const options = usable.map(({ id, code, number, summary }) => ({ value: id, label: t('designations.rules', { code, number, rule: summary }) }));
  return <SelectField name="rules" label={t('designations.by')} options={[{ value: IN_FORCE, label: t('designations.inForce') }, ...options]} />;
}

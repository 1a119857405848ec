import * as z from 'zod/mini';
import { useWaive, type PersonGates } from '@/features/certificates-desk/api';
import { useDesk } from '@/features/certificates-desk/use-desk';
import { waivableAmong } from './gates';
import messages from './messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { RadioField, TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

interface Props {
  people: PersonGates[];
  onClose: () => void;
  onDone?: () => void;
}

/** Lets a gate pass for people, with a reason that is kept for ever (CR-14). */
export function WaiveDialog({ people, onClose, onDone }: Props) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const waive = useWaive(org.id, eventId);
  const open = waivableAmong(people);
  const schema = z.object({ gate: z.string(), reason: z.string().check(z.trim(), z.minLength(3, t('reasonMissing')), z.maxLength(1000)) });
  const form = useAppForm(schema, { defaults: { gate: open[0]?.gate ?? '', reason: '' } });
  const send = async ({ gate: chosen, reason }: { gate: string; reason: string }) => {
    const found = open.find(({ gate }) => gate === chosen);
    if (!found) return;
    const { waived } = await waive.mutateAsync({ gate: found.gate, learner_ids: found.learners, reason });
    toast(t('waived', { n: waived }));
    onDone?.();
    onClose();
  };
  const [first, second] = people;
  const title = first && !second ? t('waiveOne', { name: first.full_name ?? first.email ?? t('nameless') }) : t('waiveMany', { n: people.length });
  return (
    <Dialog open onClose={onClose} title={title} description={t('waiveBody')}>
      <Form form={form} onSubmit={send}>
        <RadioField
          name="gate"
          label={t('gate')}
          choices={open.map(({ gate, learners }) => ({ value: gate, label: t.of('gate', gate), hint: second ? t('forPeople', { n: learners.length }) : undefined }))}
        />
        <TextAreaField name="reason" label={t('reason')} hint={t('reasonHint')} maxLength={1000} rows={3} />
        <Submit beside={<Button variant="quiet" onClick={onClose}>{t('cancel')}</Button>}>{t('waive')}</Submit>
      </Form>
    </Dialog>
  );
}

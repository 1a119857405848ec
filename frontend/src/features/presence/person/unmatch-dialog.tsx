import * as z from 'zod/mini';
import messages from './messages.en.json';
import { useUnmatch, type Person } from '@/features/presence/api';
import { useDesk } from '@/features/presence/use-desk';
import { nameOf } from '@/features/presence/views';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

interface Props {
  participant: string;
  /** As which name somebody was seen. */
  name: string;
  person: Pick<Person, 'full_name' | 'email'>;
  onClose: () => void;
}

/** "That is somebody else": all stays under that name go back to triage. */
export function UnmatchDialog({ participant, name, person, onClose }: Props) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const unmatch = useUnmatch(org.id, eventId);
  const schema = z.object({ reason: z.string().check(z.trim(), z.minLength(3, t('reasonMissing')), z.maxLength(1000)) });
  const form = useAppForm(schema, { defaults: { reason: '' } });
  return (
    <Dialog open onClose={onClose} title={t('notThem')} description={t('notThemBody', { name, person: nameOf(person, t('unnamed')) })}>
      <Form
        form={form}
        onSubmit={async ({ reason }) => {
          await unmatch.mutateAsync({ id: participant, reason });
          toast(t('unmatched', { name }));
          onClose();
        }}
      >
        <TextAreaField name="reason" label={t('reason')} rows={2} maxLength={1000} />
        <Submit>{t('notThemDo')}</Submit>
      </Form>
    </Dialog>
  );
}

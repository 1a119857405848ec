import * as z from 'zod/mini';
import messages from './messages.en.json';
import { useReopen, type Event } from '@/features/events/api';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Dialog } from '@/ui/dialog';
import { TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

export function ReopenDialog({ event, open, onClose }: { event: Pick<Event, 'id'>; open: boolean; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const reopen = useReopen(org.id, event.id);
  const schema = z.object({ reason: z.string().check(z.trim(), z.minLength(3, t('reasonMissing')), z.maxLength(1000)) });
  const form = useAppForm(schema, { defaults: { reason: '' } });
  return (
    <Dialog open={open} onClose={onClose} title={t('reopenTitle')} description={t('reopenBody')}>
      <Form form={form} onSubmit={({ reason }) => reopen.mutateAsync(reason).then(onClose)}>
        <TextAreaField name="reason" label={t('reason')} maxLength={1000} rows={3} />
        <Submit>{t('reopen')}</Submit>
      </Form>
    </Dialog>
  );
}

import * as z from 'zod/mini';
import { useOffer } from './api';
import messages from './messages.en.json';
import { useDesk } from './use-desk';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

export function OfferDialog({ person, onClose }: { person: { id: string; full_name?: string | null; email?: string | null }; onClose: () => void }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const offer = useOffer(org.id, eventId);
  const name = person.full_name ?? person.email ?? t('unnamed');
  const schema = z.object({ reason: z.string().check(z.trim(), z.minLength(3, t('reasonMissing')), z.maxLength(1000)) });
  const form = useAppForm(schema, { defaults: { reason: '' } });
  return (
    <Dialog open onClose={onClose} title={t('offerTitle', { name })} description={t('offerBody', { name })}>
      <Form
        form={form}
        onSubmit={async ({ reason }) => {
          await offer.mutateAsync({ id: person.id, reason });
          toast(t('offered', { name }));
          onClose();
        }}
      >
        <TextAreaField name="reason" label={t('reason')} hint={t('reasonHint')} rows={2} maxLength={1000} />
        <Submit>{t('offer')}</Submit>
      </Form>
    </Dialog>
  );
}

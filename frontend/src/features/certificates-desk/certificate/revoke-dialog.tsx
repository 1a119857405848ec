import * as z from 'zod/mini';
import { useRevoke, type Certificate } from '@/features/certificates-desk/api';
import messages from './messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { CheckboxField, RadioField, TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

const REASONS = ['issued_in_error', 'duplicate', 'withdrawn_by_body', 'fraud', 'other'] as const;
const schema = z.object({ reason: z.enum(REASONS), note: z.string().check(z.trim(), z.maxLength(1000)), keep_awards: z.boolean() });

/** Says exactly what it does; it cannot be taken back, only issued anew (CE-11). */
export function RevokeDialog({ certificate, onClose }: { certificate: Certificate; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const revoke = useRevoke(org.id, certificate.id);
  const form = useAppForm(schema, { defaults: { reason: 'issued_in_error' as const, note: '', keep_awards: false } });
  const send = async ({ note, ...rest }: z.infer<typeof schema>) => {
    await revoke.mutateAsync({ ...rest, ...(note !== '' && { note }) });
    toast(t('became.revoked'));
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t('revokeTitle', { number: certificate.number })} description={t('revokeEffect')}>
      <Form form={form} onSubmit={send}>
        <RadioField name="reason" label={t('why')} choices={REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))} />
        <TextAreaField name="note" label={t('note')} hint={t('noteHint')} optional maxLength={1000} rows={2} />
        {certificate.credits.length > 0 && <CheckboxField name="keep_awards" label={t('keepAwards')} hint={t('keepAwardsHint')} />}
        <Submit beside={<Button variant="quiet" onClick={onClose}>{t('cancel')}</Button>}>{t('revokeForGood')}</Submit>
      </Form>
    </Dialog>
  );
}

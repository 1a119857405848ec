import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'react-router';
import * as z from 'zod/mini';
import { desk, useReissue, type Certificate } from '@/features/certificates-desk/api';
import { CERTIFICATE } from '@/features/certificates-desk/use-desk';
import messages from './messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { SelectField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

/** The next revision with a new number and code; the old one stays checkable and points to it (CE-11). */
export function ReissueDialog({ certificate, onClose }: { certificate: Certificate; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const [, setParams] = useSearchParams();
  const reissue = useReissue(org.id, certificate.id);
  const designs = useQuery({ ...desk.templates(org.id), enabled: org.can('manage-templates') });
  const schema = z.object({
    name: z.string().check(z.trim(), z.minLength(1, t('nameMissing')), z.maxLength(200)),
    template_id: z.string(),
    reason: z.string().check(z.trim(), z.minLength(3, t('reasonMissing')), z.maxLength(1000)),
  });
  const form = useAppForm(schema, { defaults: { name: certificate.full_name ?? '', template_id: '', reason: '' } });
  const send = async ({ name, template_id: design, reason }: z.infer<typeof schema>) => {
    const made = await reissue.mutateAsync({ reason, ...(name !== certificate.full_name && { name }), ...(design !== '' && { template_id: design }) });
    toast(t('reissued', { number: made.number }));
    onClose();
    setParams(
      (before) => {
        const after = new URLSearchParams(before);
        after.set(CERTIFICATE, made.id);
        return after;
      },
      { replace: true, preventScrollReset: true },
    );
  };
  const options = [{ value: '', label: t('sameDesign') }, ...(designs.data?.data ?? []).map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <Dialog open onClose={onClose} title={t('reissueTitle', { number: certificate.number })} description={t('reissueEffect')}>
      <Form form={form} onSubmit={send}>
        <TextField name="name" label={t('name')} hint={t('nameHint')} autoComplete="off" dir="auto" />
        {options.length > 1 && <SelectField name="template_id" label={t('design')} options={options} />}
        <TextAreaField name="reason" label={t('reissueReason')} maxLength={1000} rows={2} />
        <Submit beside={<Button variant="quiet" onClick={onClose}>{t('cancel')}</Button>}>{t('reissue')}</Submit>
      </Form>
    </Dialog>
  );
}

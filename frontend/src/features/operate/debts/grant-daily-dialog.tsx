import * as z from 'zod/mini';
import { useGrantDaily } from '@/features/operate/api';
import messages from '@/features/operate/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

/** PA-13: money that leaves before its event, for those who owe nothing. */
export function GrantDailyDialog({ onClose }: { onClose: () => void }) {
  const t = useText(messages);
  const grant = useGrantDaily();
  const schema = z.object({
    organization: z.string().check(z.trim(), z.minLength(1, t('grant.organization.missing')), z.maxLength(100)),
    reason: z.string().check(z.trim(), z.minLength(1, t('reason.missing')), z.maxLength(500)),
  });
  const form = useAppForm(schema, { defaults: { organization: '', reason: '' } });
  return (
    <Dialog open onClose={onClose} title={t('daily.grant')} description={t('daily.grant.effect')}>
      <Form
        form={form}
        onSubmit={async (body) => {
          const { organization_name: name } = await grant.mutateAsync(body);
          toast(t('daily.granted', { name }));
          onClose();
        }}
      >
        <TextField name="organization" label={t('grant.organization')} hint={t('grant.organization.hint')} autoComplete="off" maxLength={100} />
        <TextAreaField name="reason" label={t('reason')} hint={t('reason.hint')} rows={3} maxLength={500} />
        <Submit>{t('daily.grant')}</Submit>
      </Form>
    </Dialog>
  );
}

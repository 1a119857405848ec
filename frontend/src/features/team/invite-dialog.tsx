import * as z from 'zod/mini';
import { useInvite } from './api';
import messages from './messages.en.json';
import { RoleChoice } from './role-choice';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { FormField, TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

// Roles that hold for the whole organization; ownership is not given by invitation.
const OFFERED = ['admin', 'organizer', 'finance', 'viewer'];

export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText(messages);
  return (
    <Dialog open={open} onClose={onClose} title={t('invite')} description={t('inviteBody')}>
      <InviteForm onDone={onClose} />
    </Dialog>
  );
}

function InviteForm({ onDone }: { onDone: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const invite = useInvite(org.id);
  const schema = z.object({
    email: z.string().check(z.trim(), z.email(t('emailWrong'))),
    roles: z.array(z.string()).check(z.minLength(1, t('rolesMissing'))),
    message: z.string().check(z.trim(), z.maxLength(1000)),
  });
  const form = useAppForm(schema, { defaults: { email: '', roles: ['organizer'], message: '' } });
  return (
    <Form
      form={form}
      onSubmit={async ({ message, ...rest }) => {
        await invite.mutateAsync({ ...rest, ...(message !== '' && { message }) });
        toast(t('invited', { email: rest.email }));
        onDone();
      }}
    >
      <TextField name="email" type="email" label={t('email')} autoComplete="off" />
      <FormField<string[]> name="roles" labelHidden group label={t('roles')}>
        {({ value, onChange }) => <RoleChoice choices={OFFERED} roles={value} onChange={onChange} />}
      </FormField>
      <TextAreaField name="message" optional label={t('message')} maxLength={1000} rows={3} />
      <Submit>{t('send')}</Submit>
    </Form>
  );
}

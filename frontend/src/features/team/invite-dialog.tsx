import * as z from 'zod/mini';
import { useInvite, type Role, type Scopes, type SeatPayer } from './api';
import messages from './messages.en.json';
import { EVERYTHING, isScoped, offered, reachesSomething, takesSeat } from './roles';
import { RolesFields } from './roles-fields';
import { SeatField } from './seat-field';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

export function InviteDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const t = useText(messages);
  return (
    <Dialog open={open} onClose={onClose} title={t('invite')} description={t('inviteBody')}>
      <InviteForm onDone={onClose} />
    </Dialog>
  );
}

interface Wanted {
  email: string;
  roles: Role[];
  scopes: Scopes;
  seat_payer: SeatPayer;
  message: string;
}

function InviteForm({ onDone }: { onDone: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const invite = useInvite(org.id);
  const schema = z
    .object({
      email: z.string().check(z.trim(), z.email(t('emailWrong'))),
      roles: z.custom<Role[]>().check(z.refine((roles) => roles.length > 0, t('rolesMissing'))),
      scopes: z.custom<Scopes>(),
      seat_payer: z.enum(['organization', 'member']),
      message: z.string().check(z.trim(), z.maxLength(500)),
    })
    .check(z.refine(reachesSomething, { error: t('scopesMissing'), path: ['scopes'] }));
  const form = useAppForm<Wanted, Wanted>(schema, { defaults: { email: '', roles: ['organizer'], scopes: EVERYTHING, seat_payer: 'organization', message: '' } });
  return (
    <Form
      form={form}
      onSubmit={async ({ email, roles, scopes, seat_payer: payer, message }) => {
        const own = payer === 'member' && takesSeat(roles) && { seat_payer: payer };
        await invite.mutateAsync({ email, roles, ...(isScoped(roles) && scopes), ...own, ...(message !== '' && { message }) });
        toast(t('invited', { email }));
        onDone();
      }}
    >
      <TextField name="email" type="email" inputMode="email" label={t('email')} autoComplete="off" maxLength={254} />
      <RolesFields choices={offered(org.can('own-organization'))} />
      <SeatField />
      <TextAreaField name="message" optional label={t('message')} maxLength={500} rows={3} counter />
      <Submit>{t('send')}</Submit>
    </Form>
  );
}

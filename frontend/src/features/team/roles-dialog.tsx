import * as z from 'zod/mini';
import { useChangeRoles, type Member, type Role, type Scopes, type SeatPayer } from './api';
import messages from './messages.en.json';
import { isScoped, reachesSomething } from './roles';
import { RolesFields } from './roles-fields';
import { SeatField } from './seat-field';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

interface Held {
  roles: Role[];
  scopes: Scopes;
  seat_payer: SeatPayer;
}

/** The server says which roles one may give this person. */
export function RolesDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const change = useChangeRoles(org.id, member);
  const schema = z
    .object({
      roles: z.custom<Role[]>().check(z.refine((roles) => roles.length > 0, t('rolesMissing'))),
      scopes: z.custom<Scopes>(),
      seat_payer: z.enum(['organization', 'member']),
    })
    .check(z.refine(reachesSomething, { error: t('scopesMissing'), path: ['scopes'] }));
  const form = useAppForm<Held, Held>(schema, {
    defaults: {
      roles: member.grantable.filter((role) => member.roles.includes(role)),
      scopes: { all_events: member.all_events, event_ids: member.event_ids },
      seat_payer: member.seat_payer,
    },
  });
  const save = async ({ roles, scopes, seat_payer: payer }: Held) => {
    await change.mutateAsync({ roles, ...(isScoped(roles) && scopes), ...(payer !== member.seat_payer && { seat_payer: payer }) });
    toast(t('rolesSaved', { name: member.full_name }));
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t('rolesOf', { name: member.full_name })} description={t('rolesEffect')}>
      <Form form={form} onSubmit={save}>
        <RolesFields choices={member.grantable} />
        <SeatField />
        <Submit>{t('save')}</Submit>
      </Form>
    </Dialog>
  );
}

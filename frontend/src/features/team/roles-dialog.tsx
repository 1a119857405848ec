import { useState } from 'react';
import { useChangeRoles, type Member } from './api';
import messages from './messages.en.json';
import { RoleChoice } from './role-choice';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Confirm } from '@/ui/confirm';

/** Only roles that the server says one may give; the others stay as they are. */
export function RolesDialog({ member, onClose }: { member: Member; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const change = useChangeRoles(org.id, member);
  const [roles, setRoles] = useState(member.roles);
  const choices = [...new Set([...member.grantable, ...member.roles])];
  return (
    <Confirm open onClose={onClose} title={t('rolesOf', { name: member.full_name })} action={t('save')} onConfirm={() => change.mutateAsync(roles)}>
      <RoleChoice choices={choices} fixed={member.roles.filter((role) => !member.grantable.includes(role))} roles={roles} onChange={setRoles} />
    </Confirm>
  );
}

import { useWatch } from 'react-hook-form';
import type { Role, Scopes } from './api';
import messages from './messages.en.json';
import { isScoped } from './roles';
import { ScopeChoice } from './scope-choice';
import { useText } from '@/lib/i18n/use-text';
import { Checkbox } from '@/ui/checkbox';
import { FormField } from '@/ui/form/fields';

/** Roles in words, with what each may do; and which events, only where a chosen role asks for it. */
export function RolesFields({ choices }: { choices: Role[] }) {
  const t = useText(messages);
  const roles = useWatch<{ roles: Role[] }, 'roles'>({ name: 'roles' });
  return (
    <>
      <FormField<Role[]> name="roles" group label={t('roles')} hint={t('rolesHint')}>
        {({ value, onChange }) => (
          <div className="space-y-3">
            {choices.map((role) => (
              <Checkbox
                key={role}
                label={t(`role.${role}`)}
                hint={t(`may.${role}`)}
                checked={value.includes(role)}
                onCheckedChange={(on) => onChange(on === true ? [...value, role] : value.filter((one) => one !== role))}
              />
            ))}
          </div>
        )}
      </FormField>
      {isScoped(roles) && (
        <FormField<Scopes> name="scopes" group label={t('scopes')}>
          {({ value, onChange }) => <ScopeChoice scopes={value} onChange={onChange} />}
        </FormField>
      )}
    </>
  );
}

import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Checkbox } from '@/ui/checkbox';
import { Field } from '@/ui/field';

interface Props {
  choices: string[];
  roles: string[];
  onChange: (roles: string[]) => void;
  /** Held, but not ours to take. */
  fixed?: string[];
  error?: string;
}

/** Roles in words, with what each may do. */
export function RoleChoice({ choices, roles, onChange, fixed = [], error }: Props) {
  const t = useText(messages);
  return (
    <Field group label={t('roles')} error={error}>
      {() => (
        <div className="space-y-3">
          {choices.map((role) => (
            <Checkbox
              key={role}
              label={t.of('role', role)}
              hint={t.of('may', role)}
              disabled={fixed.includes(role)}
              checked={roles.includes(role)}
              onCheckedChange={(on) => onChange(on === true ? [...roles, role] : roles.filter((one) => one !== role))}
            />
          ))}
        </div>
      )}
    </Field>
  );
}

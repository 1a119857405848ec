import { useWatch } from 'react-hook-form';
import type { Role } from './api';
import messages from './messages.en.json';
import { takesSeat } from './roles';
import { useText } from '@/lib/i18n/use-text';
import { RadioField } from '@/ui/form/fields';

/** BI-13: roles that take a seat may be paid for by the person, with a plan of one's own. */
export function SeatField() {
  const t = useText(messages);
  const roles = useWatch<{ roles: Role[] }, 'roles'>({ name: 'roles' });
  if (!takesSeat(roles)) return null;
  return (
    <RadioField
      name="seat_payer"
      label={t('seat')}
      choices={[
        { value: 'organization', label: t('seat.organization') },
        { value: 'member', label: t('seat.member'), hint: t('seat.member.hint') },
      ]}
    />
  );
}

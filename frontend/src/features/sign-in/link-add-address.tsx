import { useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate } from 'react-router';
import { signIn } from './api';
import messages from './messages.en.json';
import { Press } from './press';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useSession } from '@/lib/session/use-session';
import { toast } from '@/lib/toasts';

/** The press belongs to the account that is signed in here; the mail says so too. */
export function AddAddress({ secret }: { secret: string }) {
  const t = useText(messages);
  const navigate = useNavigate();
  const client = useQueryClient();
  if (useSession() === 'out') return <Navigate replace to={paths.signIn(null, { next: paths.mySecurity() })} />;
  const press = async () => {
    await signIn.verifyAddress(secret);
    await client.invalidateQueries();
    toast(t('address.done'));
    await navigate(paths.mySecurity(), { replace: true });
  };
  return <Press purpose="add-address" title={t('address')} lead={t('address.lead')} action={t('address.press')} onPress={press} />;
}

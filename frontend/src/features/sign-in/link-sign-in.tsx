import { signIn, useEntered } from './api';
import messages from './messages.en.json';
import { Press } from './press';
import { useText } from '@/lib/i18n/use-text';

export function ConfirmSignIn({ secret }: { secret: string }) {
  const t = useText(messages);
  const entered = useEntered();
  const press = async () => {
    const { login, next } = await signIn.completeLink(secret);
    await entered(login, next);
  };
  return <Press purpose="sign-in" title={t('signIn')} lead={t('signIn.linkLead')} action={t('signIn.press')} onPress={press} />;
}

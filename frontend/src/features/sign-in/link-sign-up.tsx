import { useMemo, useState } from 'react';
import * as z from 'zod/mini';
import { signIn, useEntered } from './api';
import { newPassword } from './checks';
import { endedDetail, LinkEnded } from './link-ended';
import messages from './messages.en.json';
import { Narrow } from './narrow';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

/** The address is proven by the press; a password can be set now, or never. */
export function ConfirmSignUp({ secret }: { secret: string }) {
  const t = useText(messages);
  const entered = useEntered();
  const [ended, setEnded] = useState<string | null>(null);
  const schema = useMemo(() => z.object({ password: newPassword(t('password.short'), { optional: true }) }), [t]);
  const form = useAppForm(schema, { defaults: { password: '' } });
  if (ended !== null) return <LinkEnded purpose="sign-up" detail={ended} />;
  const confirm = async ({ password }: { password: string }) => {
    try {
      const { next, accepted_organization: joined, ...login } = await signIn.completeSignUp(secret, password);
      await entered(login, joined ? paths.org({ orgId: joined.id }) : next, paths.welcome());
    } catch (error) {
      const detail = endedDetail(error);
      if (detail === null) throw error;
      setEnded(detail);
    }
  };
  return (
    <Narrow title={t('confirm')} lead={t('confirm.lead')}>
      <Form form={form} onSubmit={confirm}>
        <TextField name="password" label={t('password')} hint={t('password.optional')} optional type="password" autoComplete="new-password" maxLength={200} />
        <p className="text-14 text-ink-muted">{t('terms')}</p>
        <Submit wide>{t('confirm.press')}</Submit>
      </Form>
    </Narrow>
  );
}

import { useMemo, useState } from 'react';
import * as z from 'zod/mini';
import { signIn } from './api';
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
import { ButtonLink } from '@/ui/text-link';

/** A new password; all other devices are signed out by it. */
export function NewPassword({ secret }: { secret: string }) {
  const t = useText(messages);
  const [state, setState] = useState<{ done: boolean; ended: string | null }>({ done: false, ended: null });
  const schema = useMemo(() => z.object({ password: newPassword(t('password.short')) }), [t]);
  const form = useAppForm(schema, { defaults: { password: '' } });
  if (state.ended !== null) return <LinkEnded purpose="password-reset" detail={state.ended} />;
  if (state.done) {
    return (
      <Narrow title={t('reset.done')} lead={t('reset.doneBody')}>
        <ButtonLink variant="primary" to={paths.signIn()}>
          {t('signIn')}
        </ButtonLink>
      </Narrow>
    );
  }
  const save = async ({ password }: { password: string }) => {
    try {
      await signIn.completeReset(secret, password);
      setState({ done: true, ended: null });
    } catch (error) {
      const ended = endedDetail(error);
      if (ended === null) throw error;
      setState({ done: false, ended });
    }
  };
  return (
    <Narrow title={t('reset')} lead={t('reset.lead')}>
      <Form form={form} onSubmit={save}>
        <TextField name="password" label={t('password.new')} hint={t('password.hint')} type="password" autoComplete="new-password" maxLength={200} />
        <Submit wide>{t('reset.save')}</Submit>
      </Form>
    </Narrow>
  );
}

import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import * as z from 'zod/mini';
import { signIn, useEntered } from './api';
import { emailField, filled } from './checks';
import { MailSent } from './mail-sent';
import messages from './messages.en.json';
import { Narrow } from './narrow';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';
import { CheckboxField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { TextLink } from '@/ui/text-link';

/** A1: address and password, or a mailed link for whoever has none. */
export default function SignInPage() {
  const t = useText(messages);
  const [search] = useSearchParams();
  const next = search.get('next');
  const [sentTo, setSentTo] = useState<string | null>(null);
  return (
    <Narrow title={t('signIn')} lead={next === null ? undefined : t('signIn.next')}>
      {sentTo === null ? (
        <SignInForm next={next} onSent={setSentTo} />
      ) : (
        <MailSent email={sentTo} body={t('signIn.sent')} onAgain={() => setSentTo(null)} />
      )}
      <p className="border-t border-line pt-6">
        {t.rich('signIn.new', { link: (inner) => <TextLink to={paths.signUp(null, { next: next ?? undefined })}>{inner}</TextLink> })}
      </p>
    </Narrow>
  );
}

function SignInForm({ next, onSent }: { next: string | null; onSent: (email: string) => void }) {
  const t = useText(messages);
  const entered = useEntered();
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const schema = useMemo(
    () => z.object({ email: emailField(t('email.wrong')), password: filled(t('password.missing')), remember: z.boolean() }),
    [t],
  );
  const form = useAppForm(schema, { defaults: { email: '', password: '', remember: true } });
  const mail = async () => {
    if (!(await form.trigger('email', { shouldFocus: true }))) return;
    const email = form.getValues('email').trim();
    setBusy(true);
    setFailure(null);
    try {
      await signIn.link(email, next);
      onSent(email);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Form
      form={form}
      onSubmit={async (values) => {
        const { login } = await signIn.password({ ...values, email: values.email.trim() });
        await entered(login, next);
      }}
    >
      <TextField name="email" label={t('email')} type="email" inputMode="email" autoComplete="username" maxLength={254} />
      <TextField name="password" label={t('password')} type="password" autoComplete="current-password" maxLength={200} />
      <CheckboxField name="remember" label={t('remember')} />
      <Submit wide>{t('signIn')}</Submit>
      <p>
        <TextLink to={paths.forgotPassword()}>{t('forgot')}</TextLink>
      </p>
      <div className="space-y-3 rounded-control border border-line bg-surface p-4">
        <p>{t('signIn.linkHint')}</p>
        {failure !== null && <ErrorState inline error={failure} />}
        <Button wide busy={busy} onClick={() => void mail()}>
          {t('signIn.link')}
        </Button>
      </div>
    </Form>
  );
}

import { GraduationCap, Presentation } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useSearchParams } from 'react-router';
import * as z from 'zod/mini';
import { signUp } from './api';
import { emailField, filled } from './checks';
import { takeInvitation } from './kept-invitation';
import { MailSent } from './mail-sent';
import messages from './messages.en.json';
import { Narrow } from './narrow';
import { useAppForm } from '@/lib/form/use-app-form';
import { ownZone } from '@/lib/format/time';
import { useLanguage } from '@/lib/i18n/locale';
import { useText } from '@/lib/i18n/use-text';
import { paths, safeNext } from '@/lib/paths';
import { RadioField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { TextLink } from '@/ui/text-link';

/** A4: name, address and what for; the mailed link makes the account. */
export default function SignUpPage() {
  const t = useText(messages);
  const [sentTo, setSentTo] = useState<string | null>(null);
  const [search] = useSearchParams();
  const next = search.get('next') ?? undefined;
  return (
    <Narrow title={t('signUp')} lead={t('signUp.lead')}>
      {sentTo === null ? <SignUpForm onSent={setSentTo} /> : <MailSent email={sentTo} body={t('signUp.sent')} onAgain={() => setSentTo(null)} />}
      <p className="border-t border-line pt-6">
        {t.rich('signUp.known', { link: (inner) => <TextLink to={paths.signIn(null, { next })}>{inner}</TextLink> })}
      </p>
    </Narrow>
  );
}

function SignUpForm({ onSent }: { onSent: (email: string) => void }) {
  const t = useText(messages);
  const language = useLanguage();
  const [search] = useSearchParams();
  const invitation = takeInvitation() ?? undefined;
  const schema = useMemo(
    () => z.object({ full_name: filled(t('name.missing')), email: emailField(t('email.wrong')), intent: filled(t('intent.missing')) }),
    [t],
  );
  const intent = search.get('intent') === 'organizer' || invitation !== undefined ? 'organizer' : search.get('next') === null ? '' : 'learner';
  const form = useAppForm(schema, { defaults: { full_name: '', email: '', intent } });
  return (
    <Form
      form={form}
      onSubmit={async ({ full_name: name, email, intent: chosen }) => {
        await signUp({
          full_name: name.trim(),
          email: email.trim(),
          intent: chosen === 'organizer' && invitation === undefined ? 'organizer' : 'learner',
          locale: language,
          time_zone: ownZone(),
          invitation,
          next: safeNext(search.get('next')) ?? undefined,
        });
        onSent(email.trim());
      }}
    >
      <TextField name="full_name" label={t('name')} hint={t('name.hint')} autoComplete="name" maxLength={200} dir="auto" />
      <TextField name="email" label={t('email')} type="email" inputMode="email" autoComplete="email" maxLength={254} />
      {invitation === undefined && (
        <RadioField
          name="intent"
          label={t('intent')}
          look="card"
          choices={[
            { value: 'learner', label: t('intent.learner'), hint: t('intent.learnerHint'), icon: <GraduationCap /> },
            { value: 'organizer', label: t('intent.organizer'), hint: t('intent.organizerHint'), icon: <Presentation /> },
          ]}
        />
      )}
      <p className="text-14 text-ink-muted">{t('terms')}</p>
      <Submit wide>{t('signUp.send')}</Submit>
    </Form>
  );
}

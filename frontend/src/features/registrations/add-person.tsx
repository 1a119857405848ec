import * as z from 'zod/mini';
import { useState } from 'react';
import { useAdd } from './api';
import messages from './messages.en.json';
import { useDesk } from './use-desk';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Banner } from '@/ui/banner';
import { Dialog } from '@/ui/dialog';
import { CheckboxField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

export function AddPerson({ onClose }: { onClose: () => void }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const add = useAdd(org.id, eventId);
  const [refusal, setRefusal] = useState<string | null>(null);
  const schema = z.object({
    full_name: z.string().check(z.trim(), z.minLength(1, t('nameMissing')), z.maxLength(200)),
    email: z.string().check(z.trim(), z.regex(/^\S+@\S+\.\S+$/, t('emailWrong'))),
    professional_title: z.string().check(z.trim()),
    organization_name: z.string().check(z.trim()),
    waitlist: z.boolean(),
  });
  const form = useAppForm(schema, { defaults: { full_name: '', email: '', professional_title: '', organization_name: '', waitlist: true } });
  return (
    <Dialog open onClose={onClose} title={t('add')} description={t('addHint')}>
      <Form
        form={form}
        rename={{ '/rows/0/email': 'email', '/rows/0/full_name': 'full_name' }}
        onSubmit={async ({ full_name, email, professional_title: title, organization_name: employer, waitlist }) => {
          const row = { full_name, email, ...(title !== '' && { professional_title: title }), ...(employer !== '' && { organization_name: employer }) };
          const { rows } = await add.mutateAsync({ row, over: waitlist ? 'waitlist' : 'refuse' });
          const outcome = rows[0]?.outcome;
          if (outcome === 'created' || outcome === 'waitlisted') {
            toast(t(outcome === 'created' ? 'added' : 'addedWaiting', { name: full_name }));
            onClose();
          } else setRefusal(outcome === 'exists' ? t('addExists') : (rows[0]?.detail ?? t('addRefused')));
        }}
      >
        {refusal !== null && <Banner tone="danger">{refusal}</Banner>}
        <TextField name="full_name" label={t('name')} autoComplete="off" />
        <TextField name="email" label={t('email')} type="email" inputMode="email" autoComplete="off" />
        <TextField name="professional_title" label={t('function')} optional autoComplete="off" />
        <TextField name="organization_name" label={t('employer')} optional autoComplete="off" />
        <CheckboxField name="waitlist" label={t('addOver')} />
        <Submit>{t('add')}</Submit>
      </Form>
    </Dialog>
  );
}

import { useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import * as z from 'zod/mini';
import { useCreateOrganization } from './api';
import messages from './messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { ownZone } from '@/lib/format/time';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Button } from '@/ui/button';
import { RadioField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { Panel } from '@/ui/panel';

/** A team to invite colleagues into, or one's own name to run events under. */
export function NewOrganization({ hasPersonal }: { hasPersonal: boolean }) {
  const t = useText(messages);
  const [open, setOpen] = useState(false);
  if (!open) return <Button onClick={() => setOpen(true)}>{t('orgs.new')}</Button>;
  return (
    <Panel title={t('orgs.new')}>
      <NewForm hasPersonal={hasPersonal} onClose={() => setOpen(false)} />
    </Panel>
  );
}

function NewForm({ hasPersonal, onClose }: { hasPersonal: boolean; onClose: () => void }) {
  const t = useText(messages);
  const navigate = useNavigate();
  const create = useCreateOrganization();
  const schema = useMemo(
    () => z.object({ kind: z.string(), name: z.string().check(z.refine((name) => name.trim() !== '', t('orgs.nameMissing'))) }),
    [t],
  );
  const form = useAppForm(schema, { defaults: { kind: 'team', name: '' } });
  const save = async ({ kind, name }: { kind: string; name: string }) => {
    const made = await create.mutateAsync({ kind: kind === 'personal' ? 'personal' : 'team', name: name.trim(), time_zone: ownZone() });
    await navigate(paths.org({ orgId: made.id }));
  };
  return (
    <Form form={form} onSubmit={save}>
      {!hasPersonal && (
        <RadioField
          name="kind"
          label={t('orgs.kind')}
          look="card"
          columns={2}
          choices={[
            { value: 'team', label: t('orgs.team'), hint: t('orgs.teamHint') },
            { value: 'personal', label: t('orgs.personal'), hint: t('orgs.personalHint') },
          ]}
        />
      )}
      <TextField name="name" label={t('orgs.name')} hint={t('orgs.nameHint')} autoComplete="organization" maxLength={200} />
      <Submit
        beside={
          <Button variant="quiet" onClick={onClose}>
            {t('orgs.notNow')}
          </Button>
        }
      >
        {t('orgs.create')}
      </Submit>
    </Form>
  );
}

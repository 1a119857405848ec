import { useState } from 'react';
import * as z from 'zod/mini';
import { useConvert, type Organization } from './api';
import { nameOf } from './checks';
import messages from './messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { Panel } from '@/ui/panel';

/** A personal organization becomes a team and keeps everything it has (OR-17); there is no way back. */
export function ConvertPanel({ organization }: { organization: Organization }) {
  const t = useText(messages);
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <Panel title={t('convert')}>
      <div className="space-y-4">
        <p className="text-ink-muted">{t('convert.body')}</p>
        <Button onClick={() => setOpen(true)}>{t('convert.press')}</Button>
      </div>
      <Dialog open={open} onClose={close} title={t('convert.title')} description={t('convert.effect')}>
        <ConvertForm organization={organization} onDone={close} />
      </Dialog>
    </Panel>
  );
}

function ConvertForm({ organization, onDone }: { organization: Organization; onDone: () => void }) {
  const t = useText(messages);
  const convert = useConvert(organization.id);
  const form = useAppForm(z.object({ name: nameOf(t('name.wrong')) }), { defaults: { name: '' } });
  return (
    <Form
      form={form}
      onSubmit={async ({ name }) => {
        await convert.mutateAsync(name);
        toast(t('convert.done', { name }));
        onDone();
      }}
    >
      <TextField name="name" label={t('convert.name')} hint={t('name.hint')} autoComplete="organization" maxLength={120} dir="auto" />
      <Submit beside={<Button variant="quiet" onClick={onDone}>{t('convert.not')}</Button>}>{t('convert.press')}</Submit>
    </Form>
  );
}

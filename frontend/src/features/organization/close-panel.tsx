import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as z from 'zod/mini';
import { organizations, useClose, useReopen, type Closing } from './api';
import { InTheWay } from './in-the-way';
import messages from './messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { Panel } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';

/** The end of the organization: what stands in its way, what it means, and the way back (OR-18). */
export function ClosePanel() {
  const t = useText(messages);
  const org = useOrganization();
  const query = useQuery(organizations.closing(org.id));
  const closing = query.data;
  return (
    <Panel title={t('close')} description={t('close.lead')}>
      {query.error && !closing && <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-24" />}
      {closing && (closing.closes_at == null ? <Open closing={closing} /> : <Reopen at={closing.closes_at} />)}
    </Panel>
  );
}

function Open({ closing }: { closing: Closing }) {
  const t = useText(messages);
  const [asking, setAsking] = useState(false);
  if (closing.open_events.length > 0 || closing.open_money.length > 0) return <InTheWay closing={closing} />;
  return (
    <div className="space-y-4">
      <p className="text-ink-muted">{t('close.body')}</p>
      <Button onClick={() => setAsking(true)}>{t('close.press')}</Button>
      {asking && <CloseDialog closing={closing} onClose={() => setAsking(false)} />}
    </div>
  );
}

function CloseDialog({ closing, onClose }: { closing: Closing; onClose: () => void }) {
  const t = useText(messages);
  const org = useOrganization();
  const close = useClose(org.id);
  const schema = z.object({ name: z.string().check(z.refine((typed) => typed.trim() === org.name, t('close.nameWrong'))) });
  const form = useAppForm(schema, { defaults: { name: '' } });
  return (
    <Dialog open onClose={onClose} title={t('close.title', { name: org.name })}>
      <div className="space-y-4">
        <ul className="list-disc space-y-2 ps-5">
          <li>{t('close.readOnly')}</li>
          <li>{t('close.page')}</li>
          <li>{t(closing.ends_plan ? 'close.plan' : 'close.noPlan')}</li>
          <li>{t('close.days')}</li>
          <li>{t('close.certificates')}</li>
        </ul>
        <Form
          form={form}
          onSubmit={async ({ name }) => {
            await close.mutateAsync(name.trim());
            toast(t('close.done', { name: org.name }));
            onClose();
          }}
        >
          <TextField name="name" label={t('close.name', { name: org.name })} autoComplete="off" dir="auto" />
          <Submit danger beside={<Button variant="quiet" onClick={onClose}>{t('close.not')}</Button>}>{t('close.press')}</Submit>
        </Form>
      </div>
    </Dialog>
  );
}

function Reopen({ at }: { at: string }) {
  const t = useText(messages);
  const org = useOrganization();
  const reopen = useReopen(org.id);
  return (
    <div className="space-y-4">
      <p>{t.rich('reopen.body', { when: <When key="w" at={at} /> })}</p>
      <p className="text-ink-muted">{t('reopen.plan')}</p>
      {reopen.error && <ErrorState inline error={reopen.error} />}
      <Button variant="primary" busy={reopen.isPending} onClick={() => reopen.mutate(undefined, { onSuccess: () => toast(t('reopen.done', { name: org.name })) })}>
        {t('reopen')}
      </Button>
    </div>
  );
}

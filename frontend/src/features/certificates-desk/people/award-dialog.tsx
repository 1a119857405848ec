import type { ReactNode } from 'react';
import * as z from 'zod/mini';
import { useAwardAct, type Acted, type AwardAct } from '@/features/certificates-desk/api';
import messages from './messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

interface Props {
  on: Acted;
  act: AwardAct;
  children: ReactNode;
  onClose: () => void;
}

/** Accepts what the facts give now, or takes credit back; both need a reason (CR-9). */
export function AwardDialog({ on, act, children, onClose }: Props) {
  const t = useText(messages);
  const org = useOrganization();
  const change = useAwardAct(org.id);
  const schema = z.object({ reason: z.string().check(z.trim(), z.minLength(3, t('reasonMissing')), z.maxLength(1000)) });
  const form = useAppForm(schema, { defaults: { reason: '' } });
  const send = async ({ reason }: { reason: string }) => {
    await change.mutateAsync({ on, act, reason });
    toast(t(`awardDone.${act}`));
    onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t(`award.${act}`)} description={t(`awardEffect.${act}`)}>
      <Form form={form} onSubmit={send}>
        <div>{children}</div>
        <TextAreaField name="reason" label={t('reason')} maxLength={1000} rows={3} />
        <Submit beside={<Button variant="quiet" onClick={onClose}>{t('cancel')}</Button>}>{t(`awardAct.${act}`)}</Submit>
      </Form>
    </Dialog>
  );
}

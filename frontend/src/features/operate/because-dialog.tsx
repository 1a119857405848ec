import type { ReactNode } from 'react';
import * as z from 'zod/mini';
import messages from './messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

interface Props {
  title: string;
  /** What happens then, exactly. */
  effect: ReactNode;
  action: string;
  done: string;
  onAct: (reason: string) => Promise<unknown>;
  onClose: () => void;
}

/** Nothing is done for somebody else without a reason that stays. */
export function BecauseDialog({ title, effect, action, done, onAct, onClose }: Props) {
  const t = useText(messages);
  const schema = z.object({ reason: z.string().check(z.trim(), z.minLength(1, t('reason.missing')), z.maxLength(500)) });
  const form = useAppForm(schema, { defaults: { reason: '' } });
  return (
    <Dialog open onClose={onClose} title={title} description={effect}>
      <Form
        form={form}
        onSubmit={async ({ reason }) => {
          await onAct(reason);
          toast(done);
          onClose();
        }}
      >
        <TextAreaField name="reason" label={t('reason')} hint={t('reason.hint')} rows={3} maxLength={500} counter />
        <Submit>{action}</Submit>
      </Form>
    </Dialog>
  );
}

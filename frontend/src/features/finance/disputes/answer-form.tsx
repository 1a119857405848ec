import { useState } from 'react';
import * as z from 'zod/mini';
import { useAnswerDispute, type Dispute } from './api';
import { EvidenceFiles } from './evidence-files';
import { EXHIBITS, type Exhibit, type Exhibits } from './exhibits';
import messages from '@/features/finance/messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { formatMoney } from '@/lib/format/money';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Confirm } from '@/ui/confirm';
import { TextAreaField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';

/** The bank hears the organizer once; both answers are therefore asked about. */
export function AnswerForm({ dispute }: { dispute: Dispute }) {
  const t = useText(messages);
  const org = useOrganization();
  const answer = useAnswerDispute(org.id, dispute.id);
  const [text, setText] = useState<string | null>(null);
  const [files, setFiles] = useState<Exhibits>({});
  const [refused, setRefused] = useState<Partial<Record<Exhibit, string>>>({});
  const [yielding, setYielding] = useState(false);
  const schema = z.object({ text: z.string().check(z.trim(), z.minLength(1, t('evidence.missing')), z.maxLength(20_000)) });
  const form = useAppForm(schema, { defaults: { text: '' }, draft: `dispute:${dispute.id}` });
  const amount = formatMoney(dispute.amount.amount, dispute.amount.currency);
  const send = async (said: string) => {
    try {
      await answer.mutateAsync({ text: said, files });
      toast(t('evidence.sent'));
    } catch (error) {
      const faults = faultsOf(error);
      if (Object.keys(faults).length === 0) throw error;
      // What is wrong with a file stands beside it, so the question is closed.
      setRefused(faults);
    }
  };
  return (
    <>
      <Form
        form={form}
        onSubmit={({ text: said }) => {
          setText(said);
          return Promise.resolve();
        }}
      >
        <TextAreaField name="text" label={t('evidence')} hint={t('evidence.hint')} rows={6} maxLength={20_000} counter />
        <EvidenceFiles
          files={files}
          refused={refused}
          onChange={(next) => {
            setFiles(next);
            setRefused({});
          }}
        />
        <Submit
          beside={
            <Button variant="quiet" onClick={() => setYielding(true)}>
              {t('dispute.accept')}
            </Button>
          }
        >
          {t('evidence.send')}
        </Submit>
      </Form>
      <Confirm
        open={text !== null}
        onClose={() => setText(null)}
        title={t('evidence.confirm')}
        action={t('evidence.send')}
        onConfirm={() => send(text ?? '')}
      >
        <p>{t('evidence.effect')}</p>
      </Confirm>
      <Confirm
        danger
        open={yielding}
        onClose={() => setYielding(false)}
        title={t('dispute.accept.title')}
        action={t('dispute.accept')}
        onConfirm={async () => {
          await answer.mutateAsync(null);
          toast(t('dispute.accepted'));
        }}
      >
        <p>{t('dispute.accept.body', { amount })}</p>
      </Confirm>
    </>
  );
}

/** What the server said of files, by what they show. */
function faultsOf(error: unknown): Partial<Record<Exhibit, string>> {
  const errors = isProblem(error) ? error.errors : [];
  return Object.fromEntries(
    EXHIBITS.flatMap((exhibit) => {
      const fault = errors.find(({ pointer }) => pointer === `/${exhibit}`);
      return fault ? [[exhibit, fault.detail]] : [];
    }),
  );
}

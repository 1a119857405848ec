import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { TextAreaField, TextField } from '@/ui/form/fields';

export interface Papers {
  approval_number: string;
  valid_from: string;
  valid_to: string;
  wording: string;
}

/** An empty field says that there is none. */
export function papersOf({ approval_number: number, valid_from: from, valid_to: to, wording }: Papers) {
  const given = (text: string) => (text.trim() === '' ? null : text.trim());
  return { approval_number: given(number), valid_from: given(from), valid_to: given(to), wording: given(wording) };
}

/** What the body wrote: its number, the days and the sentence. */
export function PaperFields() {
  const t = useText(messages);
  return (
    <>
      <TextField name="approval_number" label={t('approval')} hint={t('approval.hint')} optional autoComplete="off" maxLength={100} />
      <div className="grid items-start gap-5 sm:grid-cols-2">
        <TextField name="valid_from" type="date" label={t('valid.from')} optional />
        <TextField name="valid_to" type="date" label={t('valid.to')} optional />
      </div>
      <TextAreaField name="wording" label={t('wording')} hint={t('wording.hint')} optional rows={3} maxLength={1000} />
    </>
  );
}

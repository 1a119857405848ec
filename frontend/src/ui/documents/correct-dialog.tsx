import * as z from 'zod/mini';
import messages from './messages.en.json';
import type { Schema } from '@/api/contract';
import { useCorrectDocument, type DocumentReader } from '@/lib/documents/file';
import { useAppForm } from '@/lib/form/use-app-form';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Dialog } from '@/ui/dialog';
import { TextAreaField, TextField } from '@/ui/form/fields';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { When } from '@/ui/quantities';

interface Props {
  document: Schema<'PaymentDocument'>;
  reader: DocumentReader;
  onClose: () => void;
}

const given = (text: string) => (text.trim() === '' ? null : text.trim());

/** A document is frozen: a wrong buyer is put right by a credit note and a new invoice. */
export function CorrectDialog({ document: { id, number, buyer, correctable_until: until }, reader, onClose }: Props) {
  const t = useText(messages);
  const correct = useCorrectDocument(reader);
  const schema = z.object({
    name: z.string().check(z.trim(), z.minLength(1, t('buyer.missing')), z.maxLength(200)),
    attention: z.string().check(z.maxLength(200)),
    address: z.string().check(z.maxLength(500)),
    country: z.string().check(z.trim(), z.toUpperCase(), z.regex(/^([A-Z]{2})?$/, t('country.wrong'))),
    tax_id: z.string().check(z.maxLength(40)),
  });
  const form = useAppForm(schema, {
    defaults: { name: buyer.name, attention: buyer.attention ?? '', address: buyer.address ?? '', country: buyer.country ?? '', tax_id: buyer.tax_id ?? '' },
  });
  return (
    <Dialog open onClose={onClose} title={t('correctOf', { name: number })} description={t('correct.lead')}>
      <Form
        form={form}
        onSubmit={async ({ name, attention, address, country, tax_id: tax }) => {
          await correct.mutateAsync({ id, body: { name, attention: given(attention), address: given(address), country: given(country), tax_id: given(tax) } });
          toast(t('correct.done'));
          onClose();
        }}
      >
        <TextField name="name" label={t('buyer')} hint={t('buyer.hint')} autoComplete="organization" maxLength={200} />
        <TextField name="attention" label={t('attention')} optional autoComplete="name" maxLength={200} />
        <TextAreaField name="address" label={t('address')} optional rows={3} maxLength={500} autoComplete="street-address" />
        <TextField name="country" label={t('country')} hint={t('country.hint')} optional autoComplete="country" maxLength={2} className="max-w-24" />
        <TextField name="tax_id" label={t('taxId')} optional autoComplete="off" maxLength={40} />
        {until != null && <p className="text-14 text-ink-muted">{t.rich('correct.until', { when: <When key="w" at={until} style="date" /> })}</p>}
        <Submit>{t('correct.action')}</Submit>
      </Form>
    </Dialog>
  );
}

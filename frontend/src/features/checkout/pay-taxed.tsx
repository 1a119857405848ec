import { useEffect, useState } from 'react';
import * as z from 'zod/mini';
import { useOpenCheckout, type Buyer, type Payment } from './api';
import type { EarlierTry } from './earlier-try';
import messages from './messages.en.json';
import { useAppForm } from '@/lib/form/use-app-form';
import { formatMoney } from '@/lib/format/money';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { leaveFor } from '@/lib/navigation';
import { Form } from '@/ui/form/form';
import { Submit } from '@/ui/form/submit';
import { invoiceOf, invoiceTo } from '@/ui/invoice/invoice';
import InvoiceFields from '@/ui/invoice/invoice-fields';

const COUNTRY = '/buyer/country';
const schema = z.object({ buyer: z.object({ company: z.string(), tax_id: z.string(), country: z.string() }) });

interface Props {
  buyer: Buyer;
  payment: Payment;
  back: string;
  earlier: EarlierTry;
  /** Another try begins; what an earlier one said is over. */
  onTry: () => void;
}

/** PA-7: whose tax it is may depend on where the buyer is and whether a company buys, so both can be said here. */
export default function PayTaxed({ buyer, payment: { total, tax, buyer: known }, back, earlier: { invoice, refused }, onTry }: Props) {
  const t = useText(messages);
  const open = useOpenCheckout(buyer);
  const missing = refused?.errors.find(({ pointer }) => pointer === COUNTRY)?.detail;
  const [needed, setNeeded] = useState(missing !== undefined);
  const form = useAppForm(schema, { defaults: { buyer: invoice ?? invoiceOf(known) } });
  const { setError } = form;
  useEffect(() => {
    if (missing !== undefined) setError('buyer.country', { type: 'server', message: missing });
  }, [missing, setError]);
  return (
    <Form
      form={form}
      className="rounded-control bg-surface p-4 text-ink"
      onSubmit={async (values) => {
        onTry();
        try {
          const { checkout_url: url } = await open.mutateAsync({ back, invoice: invoiceTo(values.buyer) });
          leaveFor(url);
        } catch (error) {
          if (isProblem(error) && error.errors.some(({ pointer }) => pointer === COUNTRY)) setNeeded(true);
          throw error;
        }
      }}
    >
      <InvoiceFields taxed at="buyer" countryNeeded={needed} />
      <Submit>{t(tax?.behavior === 'exclusive' ? 'pay.plusTax' : 'pay', { price: formatMoney(total.amount, total.currency) })}</Submit>
    </Form>
  );
}

import { caller, type Buyer, type Payment } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { DocumentList } from '@/ui/documents/document-list';
import { Panel } from '@/ui/panel';

/** Invoice and credit notes, for whoever paid, by account or by the payment's link. */
export function PaymentDocuments({ buyer, payment: { documents } }: { buyer: Buyer; payment: Payment }) {
  const t = useText(messages);
  if (documents.length === 0) return null;
  return (
    <Panel title={t('documents')}>
      <DocumentList documents={documents} reader={{ as: caller(buyer), of: 'sales' }} />
    </Panel>
  );
}

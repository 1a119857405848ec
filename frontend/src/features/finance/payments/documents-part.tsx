import type { Payment } from './api';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { DocumentList } from '@/ui/documents/document-list';
import { Panel } from '@/ui/panel';
import { TextLink } from '@/ui/text-link';

/** What the buyer was sent for it. */
export function DocumentsPart({ payment: { documents } }: { payment: Payment }) {
  const t = useText(messages);
  const org = useOrganization();
  if (documents.length === 0) return null;
  return (
    <Panel title={t('tab.documents')} actions={<TextLink to={paths.orgFinanceDocuments({ orgId: org.id })}>{t('document.all')}</TextLink>}>
      <DocumentList documents={documents} reader={{ as: { org: org.id }, of: 'sales' }} />
    </Panel>
  );
}

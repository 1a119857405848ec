import type { SalesDocument } from './api';
import messages from '@/features/finance/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { DataList } from '@/ui/data-list';
import { DownloadDocument } from '@/ui/documents/download-document';
import { Money, When } from '@/ui/quantities';
import { TextLink } from '@/ui/text-link';

export function DocumentRows({ rows }: { rows: SalesDocument[] }) {
  const t = useText(messages);
  return (
    <DataList
      label={t('tab.documents')}
      rows={rows}
      id={({ id }) => id}
      name={{ key: 'number', header: t('document.number'), cell: (row) => <Numbered row={row} /> }}
      columns={[
        { key: 'buyer', header: t('buyer'), cell: (row) => <Buyer row={row} /> },
        { key: 'at', header: t('document.at'), wideOnly: 'widest', cell: ({ issued_at: at }) => <When className="whitespace-nowrap" at={at} style="date" /> },
        { key: 'total', header: t('total'), numeric: true, cell: ({ total }) => <Money {...total} /> },
        { key: 'acts', header: t('document.file'), cell: (row) => <File row={row} /> },
      ]}
    />
  );
}

/** Below 1280 px the day stands here, so that the columns beside it are wide enough for whole words. */
function Numbered({ row: { kind, number, issued_at: at, replaced_by_id: replaced } }: { row: SalesDocument }) {
  const t = useText(messages);
  return (
    <>
      <span className="xl:whitespace-nowrap">{number}</span>
      <span className="block text-14 font-normal text-ink-muted">{t(kind === 'invoice' && replaced != null ? 'document.corrected' : `document.${kind}`)}</span>
      <When className="block text-14 font-normal text-ink-muted xl:hidden" at={at} style="date" />
    </>
  );
}

function Buyer({ row: { buyer_name: name, event_title: title, payment_id: paymentId } }: { row: SalesDocument }) {
  const { id: orgId } = useOrganization();
  return (
    <>
      <TextLink to={paths.orgPayment({ orgId, paymentId })}>{name}</TextLink>
      {title != null && <span className="block text-14 text-ink-muted">{title}</span>}
    </>
  );
}

function File({ row: { id, kind, number } }: { row: SalesDocument }) {
  const t = useText(messages);
  const org = useOrganization();
  return <DownloadDocument id={id} name={t('document.name', { kind: t(`document.${kind}`), number })} reader={{ as: { org: org.id }, of: 'sales' }} />;
}

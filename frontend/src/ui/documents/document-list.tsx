import { FileText } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { DownloadDocument } from './download-document';
import messages from './messages.en.json';
import type { Schema } from '@/api/contract';
import type { DocumentReader } from '@/lib/documents/file';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Money, When } from '@/ui/quantities';

// Few ever correct one, and forms are no part of the first load of public pages.
const CorrectDialog = lazy(async () => ({ default: (await import('./correct-dialog')).CorrectDialog }));

type PaymentDocument = Schema<'PaymentDocument'>;

/** The documents of a payment, each to download; an invoice to the wrong name can be corrected. */
export function DocumentList({ documents, reader }: { documents: PaymentDocument[]; reader: DocumentReader }) {
  return (
    <ul className="-my-3 divide-y divide-line">
      {documents.map((one) => (
        <Line key={one.id} document={one} reader={reader} />
      ))}
    </ul>
  );
}

function Line({ document, reader }: { document: PaymentDocument; reader: DocumentReader }) {
  const t = useText(messages);
  const [correcting, setCorrecting] = useState(false);
  const { id, kind, number, total, issued_at: at, buyer, replaced_by_id: replaced } = document;
  const name = t('name', { kind: t(`kind.${kind}`), number });
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 py-3">
      <FileText aria-hidden className="mt-0.5 size-5 shrink-0 text-ink-muted" />
      <div className="min-w-0 flex-1 basis-40">
        <p className="font-semibold wrap-anywhere">{name}</p>
        <p className="text-14 text-ink-muted">
          <Money {...total} /> · <When at={at} style="date" />
        </p>
        <p className="text-14 wrap-anywhere text-ink-muted">{replaced == null ? t('for', { name: buyer.name }) : t('replaced')}</p>
      </div>
      <div className="flex flex-wrap gap-2">
        {document.correctable_until != null && (
          <Button size="small" variant="quiet" aria-label={t('correctOf', { name })} onClick={() => setCorrecting(true)}>
            {t('correct')}
          </Button>
        )}
        <DownloadDocument id={id} name={name} reader={reader} />
      </div>
      <Suspense>{correcting && <CorrectDialog document={document} reader={reader} onClose={() => setCorrecting(false)} />}</Suspense>
    </li>
  );
}

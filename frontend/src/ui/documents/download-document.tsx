import { Download } from 'lucide-react';
import messages from './messages.en.json';
import { useDocumentFile, type DocumentReader } from '@/lib/documents/file';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';

interface Props {
  id: string;
  /** With its number, for whoever hears the button alone. */
  name: string;
  /** In place of "Download", where several stand side by side. */
  label?: string;
  reader: DocumentReader;
}

/** One that was just ordered may take a few seconds: that is waited for, then said. */
export function DownloadDocument({ id, name, label, reader }: Props) {
  const t = useText(messages);
  const file = useDocumentFile(reader);
  const making = isProblem(file.error) && file.error.is('document-not-ready');
  return (
    <>
      <Button size="small" aria-label={t('downloadOf', { name })} busy={file.isPending} onClick={() => file.mutate(id)}>
        <Download aria-hidden />
        {label ?? t('download')}
      </Button>
      {making && (
        <p role="alert" className="w-full text-14 text-ink-muted">
          {t('making')}
        </p>
      )}
      {file.error && !making && (
        <div className="w-full">
          <ErrorState inline error={file.error} />
        </div>
      )}
    </>
  );
}

import { useMutation } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { paymentsFile, type Filter } from './api';
import messages from '@/features/finance/messages.en.json';
import { saveText } from '@/lib/download';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { Button } from '@/ui/button';
import { ErrorState } from '@/ui/error-state';

/** Exactly what the filter shows, made by the server. */
export function ExportPayments({ filter }: { filter: Filter }) {
  const t = useText(messages);
  const org = useOrganization();
  const file = useMutation({ mutationFn: () => paymentsFile(org.id, filter), onSuccess: (text) => saveText(text, 'payments.csv') });
  return (
    <div className="space-y-3">
      {file.error && <ErrorState inline error={file.error} />}
      <Button busy={file.isPending} onClick={() => file.mutate()}>
        <Download aria-hidden />
        {t('export')}
      </Button>
    </div>
  );
}

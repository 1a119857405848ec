import { Download } from 'lucide-react';
import { useState } from 'react';
import { exportCsv, type Filter } from './api';
import messages from './messages.en.json';
import { saveText } from '@/lib/download';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';

/** A file of exactly what the filter shows (UX-16). */
export function ExportButton({ filter }: { filter: Filter }) {
  const t = useText(messages);
  const org = useOrganization();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      saveText(await exportCsv(org.id, filter), 'certificates.csv');
    } catch (error) {
      toast(isProblem(error) ? error.message : t('exportFailed'), { tone: 'danger' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button busy={busy} onClick={() => void save()}>
      <Download aria-hidden />
      {t('export')}
    </Button>
  );
}

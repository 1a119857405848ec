import { ClipboardCheck, Download, FileUp, Info, RefreshCw, Video } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { exportCsv, useAskAgain, type Event, type Filter } from './api';
import { Measured } from './measured';
import messages from './messages.en.json';
import { useDesk } from './use-desk';
import { saveText } from '@/lib/download';
import { isProblem } from '@/lib/http/problem';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { Menu, type MenuItem } from '@/ui/menu';

const ImportReport = lazy(async () => ({ default: (await import('./collect/import-report')).ImportReport }));

interface Props {
  event: Event;
  filter: Filter;
  /** What is shown cannot be asked of the server, so the file holds everybody and says so. */
  whole: boolean;
  onRoll: (session: string) => void;
  /** Something runs in the background and its results are worth waiting for. */
  onAsked: () => void;
}

export function PresenceActions({ event, filter, whole, onRoll, onAsked }: Props) {
  const t = useText(messages);
  const { org, eventId, readOnly } = useDesk();
  const again = useAskAgain(org.id, eventId);
  const [open, setOpen] = useState<'import' | 'measured' | null>(null);
  const ask = (what: 'recompute' | 'reports/pull') =>
    again.mutate(what, {
      onSuccess: ({ jobs }) => {
        toast(what === 'recompute' ? t('recomputing') : t('pulling', { n: jobs }), { tone: 'info' });
        onAsked();
      },
      onError: (error) => toast(isProblem(error) ? error.message : t('askFailed'), { tone: 'danger' }),
    });
  const download = () =>
    void exportCsv(org.id, eventId, filter)
      .then((text) => saveText(text, 'presence.csv'))
      .catch(() => toast(t('exportFailed'), { tone: 'danger' }));
  const items: MenuItem[] = [
    ...(readOnly || !event.zoom_planned ? [] : [{ label: t('pull'), icon: <Video />, onSelect: () => ask('reports/pull') }]),
    ...(readOnly ? [] : [{ label: t('recompute'), icon: <RefreshCw />, onSelect: () => ask('recompute') }]),
    { label: t(whole ? 'exportAll' : 'export'), icon: <Download />, onSelect: download },
    { label: t('how'), icon: <Info />, onSelect: () => setOpen('measured') },
  ];
  return (
    <div className="flex flex-wrap items-center gap-2">
      {!readOnly && (
        <>
          <Button onClick={() => onRoll(filter.session_id ?? '')}>
            <ClipboardCheck aria-hidden />
            {t('roll')}
          </Button>
          <Button onClick={() => setOpen('import')}>
            <FileUp aria-hidden />
            {t('import')}
          </Button>
        </>
      )}
      <Menu items={items} />
      <Suspense>{open === 'import' && <ImportReport event={event} onClose={() => setOpen(null)} />}</Suspense>
      <Dialog size="medium" open={open === 'measured'} onClose={() => setOpen(null)} title={t('how')}>
        <Measured event={event} />
      </Dialog>
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Download, Printer } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { closing, reportOf, type Closing, type Report } from './api';
import messages from './messages.en.json';
import { saveText } from '@/lib/download';
import { useText } from '@/lib/i18n/use-text';
import { useOrganization } from '@/lib/permissions';
import { toast } from '@/lib/toasts';
import { Banner } from '@/ui/banner';
import { Button } from '@/ui/button';
import { When } from '@/ui/quantities';

/** The dialog that opens an event again; another feature's, put here by `app`. */
export type Reopening = (eventId: string, onClose: () => void) => ReactNode;

/** A closed event's record: when and by whom it was closed, and the files behind the figures. */
export function RecordPanel({ event, reopening }: { event: Closing['event']; reopening?: Reopening }) {
  const t = useText(messages);
  const org = useOrganization();
  const history = useQuery(closing.history(org.id, event.id));
  const [asking, setAsking] = useState(false);
  const closed = history.data?.data.filter(({ to_status: to }) => to === 'closed').sort((one, two) => Date.parse(two.at) - Date.parse(one.at))[0];
  const reports: Report[] = [
    ...(org.can('read-registrations') ? (['registrations'] as const) : []),
    'presence',
    ...(org.can('read-credentials') ? (['certificates'] as const) : []),
  ];
  return (
    <Banner
      tone="success"
      title={t('closedTitle')}
      actions={
        <>
          {reports.map((report) => (
            <ReportButton key={report} report={report} eventId={event.id} />
          ))}
          <Button size="small" onClick={() => globalThis.print()}>
            <Printer aria-hidden />
            {t('print')}
          </Button>
          {reopening && org.can('manage-events') && (
            <Button size="small" onClick={() => setAsking(true)}>
              {t('reopen')}
            </Button>
          )}
        </>
      }
    >
      {closed && (
        <p>
          <When at={closed.at} zone={event.time_zone} first="event" /> · {closed.actor?.name ?? t('byItself')}
        </p>
      )}
      <p>{t('closedBody')}</p>
      {asking && reopening?.(event.id, () => setAsking(false))}
    </Banner>
  );
}

function ReportButton({ report, eventId }: { report: Report; eventId: string }) {
  const t = useText(messages);
  const org = useOrganization();
  const [busy, setBusy] = useState(false);
  const save = () => {
    setBusy(true);
    reportOf(org.id, eventId, report)
      .then((text) => saveText(text, `${report}.csv`))
      .catch(() => toast(t('reportFailed'), { tone: 'danger' }))
      .finally(() => setBusy(false));
  };
  return (
    <Button size="small" busy={busy} onClick={save}>
      <Download aria-hidden />
      {t(`report.${report}`)}
    </Button>
  );
}

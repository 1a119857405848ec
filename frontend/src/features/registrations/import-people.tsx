import { useState } from 'react';
import { useImport, type BulkReport } from './api';
import messages from './messages.en.json';
import { useDesk } from './use-desk';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { Dialog } from '@/ui/dialog';
import { ErrorState } from '@/ui/error-state';
import { FileDrop } from '@/ui/file-drop';

const LIMIT = 2 * 1_048_576;

/** A file first says what it would do; only then it does it. */
export function ImportPeople({ onClose }: { onClose: () => void }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const run = useImport(org.id, eventId);
  const [file, setFile] = useState<File | null>(null);
  const [notify, setNotify] = useState(true);
  const report = run.data;
  const done = report !== undefined && !report.dry_run;
  const take = (next: File) => {
    setFile(next);
    run.mutate({ file: next, dryRun: true, over: 'waitlist', notify });
  };
  const commit = () => {
    if (file) run.mutate({ file, dryRun: false, over: 'waitlist', notify }, { onSuccess: () => toast(t('importAll')) });
  };
  const fresh = (report?.created ?? 0) + (report?.waitlisted ?? 0);
  return (
    <Dialog
      size="medium"
      open
      onClose={onClose}
      title={t('import')}
      description={t('importHint')}
      actions={
        done ? (
          <Button variant="primary" onClick={onClose}>
            {t('close')}
          </Button>
        ) : (
          report && fresh > 0 && (
            <Button variant="primary" busy={run.isPending} onClick={commit}>
              {t('importCommit', { n: fresh })}
            </Button>
          )
        )
      }
    >
      <div className="space-y-4">
        {!done && <FileDrop types={['.csv', '.txt']} limitBytes={LIMIT} prompt={t('importPrompt')} onFile={take} current={file && { name: file.name }} onClear={() => { setFile(null); run.reset(); }} />}
        {run.error && <ErrorState inline error={run.error} />}
        {report && <Report report={report} />}
        {report && !done && fresh > 0 && <Checkbox label={t('importNotify')} checked={notify} onCheckedChange={(checked) => setNotify(checked === true)} />}
      </div>
    </Dialog>
  );
}

function Report({ report }: { report: BulkReport }) {
  const t = useText(messages);
  const trouble = report.rows.filter(({ outcome }) => outcome === 'refused' || outcome === 'exists');
  const parts = [
    t('importCreated', { n: report.created }),
    ...(report.waitlisted > 0 ? [t('importWaitlisted', { n: report.waitlisted })] : []),
    ...(report.exists > 0 ? [t('importExists', { n: report.exists })] : []),
    ...(report.refused > 0 ? [t('importRefused', { n: report.refused })] : []),
  ];
  return (
    <section aria-live="polite" className="space-y-2">
      <h3 className="font-semibold">{t(report.dry_run ? 'importPreview' : 'importDone')}</h3>
      <p>{report.created + report.waitlisted === 0 && report.dry_run ? t('importNothing') : parts.join(' · ')}</p>
      <ul className="max-h-60 divide-y divide-line overflow-y-auto text-14 empty:hidden">
        {trouble.map(({ row, email, outcome, detail }) => (
          <li key={row} className="py-2">
            <span className="font-semibold">{t('importRow', { n: row, email })}</span>
            <span className="block text-ink-muted">{outcome === 'exists' ? t('addExists') : (detail ?? t('addRefused'))}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

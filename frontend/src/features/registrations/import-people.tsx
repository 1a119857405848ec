import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { FormProvider } from 'react-hook-form';
import * as z from 'zod/mini';
import { registrations, useImport, type BulkReport } from './api';
import messages from './messages.en.json';
import settling from './settlement/messages.en.json';
import { faultsOf, priceOf, settlementOf, settlingSchema, UNSETTLED, type Settling } from './settlement/settlement';
import { SettlementFields } from './settlement/settlement-fields';
import { useDesk } from './use-desk';
import { useAppForm } from '@/lib/form/use-app-form';
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
  const { form, costs, settlement } = useSettlement();
  const [file, setFile] = useState<File | null>(null);
  const [notify, setNotify] = useState(true);
  const report = run.data;
  const done = report !== undefined && !report.dry_run;
  const send = async (chosen: File, dryRun: boolean) => {
    // Without a word about the money no place that costs something is given.
    if (costs && !(await form.trigger())) return;
    const { dry_run: tried } = await run.mutateAsync({ file: chosen, dryRun, over: 'waitlist', notify, payment: settlement() });
    if (!tried) toast(t('importAll'));
  };
  const take = (next: File) => {
    setFile(next);
    void send(next, true).catch(() => undefined);
  };
  const clear = () => {
    setFile(null);
    run.reset();
  };
  const fresh = (report?.created ?? 0) + (report?.waitlisted ?? 0);
  const act = done ? (
    <Button variant="primary" onClick={onClose}>
      {t('close')}
    </Button>
  ) : file !== null && report === undefined && !run.isPending ? (
    <Button variant="primary" onClick={() => take(file)}>
      {t('importTry')}
    </Button>
  ) : file !== null && fresh > 0 ? (
    <Button variant="primary" busy={run.isPending} onClick={() => void send(file, false).catch(() => undefined)}>
      {t('importCommit', { n: fresh })}
    </Button>
  ) : undefined;
  return (
    <Dialog size="medium" open onClose={onClose} title={t('import')} description={t('importHint')} actions={act}>
      <div className="space-y-6">
        {costs && !done && (
          <FormProvider {...form}>
            <SettlementFields price={null} />
          </FormProvider>
        )}
        {!done && <FileDrop types={['.csv', '.txt']} limitBytes={LIMIT} prompt={t('importPrompt')} onFile={take} current={file && { name: file.name }} onClear={clear} />}
        {run.error && <ErrorState inline error={run.error} />}
        {report && <Report report={report} />}
        {report && !done && fresh > 0 && <Checkbox label={t('importNotify')} checked={notify} onCheckedChange={(checked) => setNotify(checked === true)} />}
      </div>
    </Dialog>
  );
}

/** Asked where any ticket costs something: a row may be about it. */
function useSettlement() {
  const { org, eventId } = useDesk();
  const of = useText(settling);
  const tickets = useQuery(registrations.tickets(org.id, eventId));
  const [now] = useState(() => Date.now());
  const schema = useMemo(
    () =>
      z.object({
        payment: settlingSchema.check(({ value, issues }) => {
          for (const { field, message } of faultsOf(value, of)) issues.push({ code: 'custom', path: [field], message, input: value, continue: true });
        }),
      }),
    [of],
  );
  const form = useAppForm<{ payment: Settling }, { payment: Settling }>(schema, { defaults: { payment: UNSETTLED } });
  const costs = tickets.data?.data.some((ticket) => priceOf(ticket, now) !== null) ?? false;
  return { form, costs, settlement: () => (costs ? settlementOf(form.getValues('payment')) : null) };
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

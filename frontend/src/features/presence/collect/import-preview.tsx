import messages from './messages.en.json';
import type { Schema } from '@/api/contract';
import { useText } from '@/lib/i18n/use-text';
import { DataList } from '@/ui/data-list';
import { Facts } from '@/ui/panel';
import { Duration } from '@/ui/quantities';
import { StatusPill } from '@/ui/states/status-pill';

type Report = Schema<'Import'>;

const SKIPPED = ['waiting_room', 'not_attended', 'empty', 'repeated'] as const;

/** What the file holds, what of it counts nothing and why, and whose result it changes. */
export function ImportPreview({ report }: { report: Report }) {
  const t = useText(messages);
  const skipped = SKIPPED.filter((why) => report.skipped[why] > 0);
  return (
    <div className="space-y-5">
      <h3 className="text-18 font-semibold">{t(report.committed_at == null ? 'preview' : 'done')}</h3>
      <Facts
        columns={2}
        items={[
          { label: t('layout'), value: t(`layout.${report.layout}`) },
          { label: t('rows'), value: t('rowsOf', { rows: report.rows, people: report.people }) },
          { label: t('matched'), value: t('matchedOf', { n: report.matched }) },
          { label: t('unmatched'), value: report.unmatched === 0 ? t('unmatchedNone') : t('unmatchedOf', { n: report.unmatched }) },
        ]}
      />
      {skipped.length > 0 && (
        <section className="space-y-1">
          <h4 className="font-semibold">{t('skipped')}</h4>
          <ul className="list-disc ps-5 text-14">
            {skipped.map((why) => (
              <li key={why}>{t(`skipped.${why}`, { n: report.skipped[why] })}</li>
            ))}
          </ul>
        </section>
      )}
      {report.warnings.length > 0 && (
        <section className="space-y-1">
          <h4 className="font-semibold">{t('warnings', { n: report.warnings.length })}</h4>
          <ul className="max-h-48 divide-y divide-line overflow-y-auto text-14">
            {report.warnings.map(({ line, code, text }, at) => (
              <li key={`${code}-${at}`} className="py-1.5">
                {line != null && <span className="me-2 font-semibold tabular-nums">{t('line', { line })}</span>}
                {text}
              </li>
            ))}
          </ul>
        </section>
      )}
      <section className="space-y-2">
        <h4 className="font-semibold">{t('changes', { n: report.changes.length })}</h4>
        {report.changes.length === 0 ? <p className="text-14 text-ink-muted">{t('changesNone')}</p> : <Changes changes={report.changes} />}
      </section>
    </div>
  );
}

function Changes({ changes }: { changes: Report['changes'] }) {
  const t = useText(messages);
  return (
    <div className="max-h-96 overflow-y-auto">
      <DataList
        dense
        label={t('changes', { n: changes.length })}
        rows={changes}
        id={({ registration_id: id }) => id}
        name={{ key: 'person', header: t('person'), cell: ({ full_name: name }) => <span dir="auto">{name ?? t('unnamed')}</span> }}
        columns={[
          { key: 'before', header: t('before'), cell: (one) => <Side seconds={one.before_seconds} status={one.before} /> },
          { key: 'after', header: t('after'), cell: (one) => <Side seconds={one.after_seconds} status={one.after} /> },
        ]}
      />
    </div>
  );
}

function Side({ seconds, status }: { seconds: number; status: string }) {
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <Duration seconds={seconds} />
      <StatusPill kind="presence" status={status} />
    </span>
  );
}

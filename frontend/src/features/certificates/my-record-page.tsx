import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { BadgeCheck, ChartLine } from 'lucide-react';
import { record, type Entry } from './api';
import messages from './messages.en.json';
import { rowsOf } from '@/lib/http/pages';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useUrlState } from '@/lib/url-state';
import { DataList, Pager } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { ErrorState } from '@/ui/error-state';
import { Field } from '@/ui/field';
import { PageHeader } from '@/ui/page-header';
import { CalendarDate, Credits, Duration } from '@/ui/quantities';
import { SkeletonRows } from '@/ui/skeleton';
import { Pill } from '@/ui/states/status-pill';
import { TextInput } from '@/ui/text-input';
import { ButtonLink } from '@/ui/text-link';

/** M11: the verified list of what was earned, with sums from the server. */
export default function MyRecordPage() {
  const t = useText(messages);
  const [{ from, to }, change] = useUrlState({ from: '', to: '' });
  const list = useInfiniteQuery(record.entries(from, to));
  const rows = rowsOf(list.data);
  return (
    <div className="space-y-6">
      <PageHeader title={t('record')} lead={t('record.lead')} />
      <div className="grid max-w-form gap-3 sm:grid-cols-2">
        <Field label={t('from')} filter>
          {({ id }) => <TextInput id={id} type="date" value={from} onChange={({ target }) => change({ from: target.value })} />}
        </Field>
        <Field label={t('to')} filter>
          {({ id }) => <TextInput id={id} type="date" value={to} onChange={({ target }) => change({ to: target.value })} />}
        </Field>
      </div>
      <Totals from={from} to={to} />
      {list.isPending && <SkeletonRows rows={3} />}
      {list.error && !list.data && <ErrorState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && rows.length === 0 && (
        <EmptyState icon={ChartLine} title={t('record.none')} action={<ButtonLink to={paths.events()}>{t('find')}</ButtonLink>}>
          {t('record.noneBody')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataList<Entry>
          label={t('record')}
          rows={rows}
          id={({ id }) => id}
          name={{ key: 'title', header: t('activity'), cell: (entry) => <EntryName entry={entry} /> }}
          columns={[
            { key: 'date', header: t('date'), cell: ({ activity_date: date }) => <CalendarDate date={date} /> },
            { key: 'credits', header: t('credit'), cell: (entry) => <EntryCredits entry={entry} /> },
            { key: 'provider', header: t('organizer'), cell: ({ provider }) => provider, wideOnly: true },
            { key: 'time', header: t('time'), cell: ({ seconds }) => <Duration seconds={seconds ?? null} />, numeric: true, wideOnly: true },
            { key: 'proof', header: t('proof'), cell: (entry) => <Proof entry={entry} /> },
          ]}
        />
      )}
      <Pager
        hasMore={list.hasNextPage}
        busy={list.isFetchingNextPage}
        failed={list.isFetchNextPageError}
        onMore={() => void list.fetchNextPage()}
        shown={rows.length}
      />
    </div>
  );
}

function EntryName({ entry: { title, withdrawn_at: withdrawn, withdrawn_note: note } }: { entry: Entry }) {
  const t = useText(messages);
  return (
    <>
      <span className={withdrawn == null ? undefined : 'line-through'}>{title}</span>
      {withdrawn != null && <span className="block text-14 font-normal text-danger">{note ?? t('withdrawn')}</span>}
    </>
  );
}

function EntryCredits({ entry: { credits_text: amount, unit, credit_type: type } }: { entry: Entry }) {
  if (amount == null) return null;
  return (
    <>
      <Credits amount={amount} unit={unit ?? ''} /> <span className="text-14 text-ink-muted">{type}</span>
    </>
  );
}

function Proof({ entry: { verified, certificate } }: { entry: Entry }) {
  const t = useText(messages);
  return (
    <span className="relative z-1 inline-flex flex-wrap items-center gap-2">
      {verified && <Pill icon={BadgeCheck} tone="success" label={t('verified')} />}
      {certificate != null && (
        <ButtonLink size="small" variant="quiet" to={paths.myCertificate({ certificateId: certificate.id })}>
          {t('certificate')}
        </ButtonLink>
      )}
    </span>
  );
}

function Totals({ from, to }: { from: string; to: string }) {
  const t = useText(messages);
  const { data } = useQuery(record.totals(from, to));
  if (!data || data.totals.length === 0) return null;
  return (
    <ul aria-label={t('totals')} className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
      {data.totals.map(({ credit_type: type, unit, credits_text: amount, entries }) => (
        <li key={type + unit} className="rounded-control border border-line bg-surface p-4 shadow-raised">
          <p className="text-24 font-bold">
            <Credits amount={amount} unit={unit} />
          </p>
          <p className="text-14 text-ink-muted">{t('totals.of', { type, n: entries })}</p>
        </li>
      ))}
    </ul>
  );
}

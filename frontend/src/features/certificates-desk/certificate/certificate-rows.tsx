import { useSearchParams } from 'react-router';
import type { Certificate } from '@/features/certificates-desk/api';
import { addressWith, CERTIFICATE } from '@/features/certificates-desk/use-desk';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { DataList, type Column } from '@/ui/data-list';
import { CalendarDate, Credits } from '@/ui/quantities';
import { StatusPill } from '@/ui/states/status-pill';

/** Expired is not a state of the row but of the day (CE-14). */
export const statusOf = ({ status, expired }: Pick<Certificate, 'status' | 'expired'>): string => (status === 'active' && expired ? 'expired' : status);

export const reasonOf = ({ revoke_reason: reason, revoke_note: note }: Certificate, word: (reason: string) => string): string =>
  [reason == null ? null : word(reason), note].filter(Boolean).join('. ');

interface Props {
  rows: Certificate[];
  /** The list is of one event, whose title would be the same in each row. */
  ofEvent?: boolean;
}

export function CertificateRows({ rows, ofEvent = false }: Props) {
  const t = useText(messages);
  const [params] = useSearchParams();
  const columns: (Column<Certificate> | false)[] = [
    { key: 'status', header: t('col.status'), cell: (row) => <Status row={row} /> },
    !ofEvent && { key: 'activity', header: t('col.activity'), cell: ({ title }) => title },
    { key: 'credit', header: t('col.credit'), cell: (row) => <CreditsOf row={row} /> },
    { key: 'number', header: t('col.number'), wideOnly: true, cell: ({ number }) => <span className="whitespace-nowrap tabular-nums">{number}</span> },
    { key: 'issued', header: t('col.issued'), cell: ({ issued_at: at }) => <span className="whitespace-nowrap"><CalendarDate date={at} /></span> },
  ];
  return (
    <DataList
      label={t('certificates')}
      rows={rows}
      id={({ id }) => id}
      href={({ id }) => addressWith(params, CERTIFICATE, id)}
      name={{ key: 'holder', header: t('col.holder'), cell: ({ full_name: name }) => <span dir="auto">{name ?? t('erasedName')}</span> }}
      columns={columns.filter((column) => column !== false)}
    />
  );
}

function Status({ row }: { row: Certificate }) {
  const t = useText(messages);
  const reason = row.status === 'revoked' ? reasonOf(row, (word) => t.of('reason', word)) : '';
  return (
    <>
      <StatusPill kind="certificate" status={statusOf(row)} />
      {row.status === 'active' && !row.ready && <span className="block text-14 text-ink-muted">{t('rendering')}</span>}
      {reason !== '' && <span className="block text-14 text-ink-muted">{reason}</span>}
    </>
  );
}

export function CreditsOf({ row: { credits } }: { row: Certificate }) {
  const t = useText(messages);
  if (credits.length === 0) return <span className="text-ink-muted">{t('attendance')}</span>;
  return (
    <ul>
      {credits.map(({ credit_type: type, credits_text: amount, unit, body }) => (
        <li key={`${body}${type}`} className="md:whitespace-nowrap">
          <Credits amount={amount} unit={`${unit}, ${body}`} />
        </li>
      ))}
    </ul>
  );
}

import type { Listed } from './api';
import messages from './messages.en.json';
import { useText, type Text } from '@/lib/i18n/use-text';
import { DataList } from '@/ui/data-list';
import { Duration, When } from '@/ui/quantities';
import { StatusPill } from '@/ui/states/status-pill';

/** Opening a person keeps the filter of the list in the address. */
export const personAddress = (params: URLSearchParams, id: string): string => {
  const next = new URLSearchParams(params);
  next.set('person', id);
  return `?${next.toString()}`;
};

export function RegistrationRows({ rows, params }: { rows: Listed[]; params: URLSearchParams }) {
  const t = useText(messages);
  return (
    <DataList
      label={t('title')}
      rows={rows}
      id={({ id }) => id}
      href={({ id }) => personAddress(params, id)}
      name={{ key: 'person', header: t('col.person'), cell: (row) => <Name row={row} /> }}
      columns={[
        { key: 'email', header: t('col.email'), wideOnly: 'widest', cell: ({ email }) => <span className="wrap-anywhere">{email}</span> },
        { key: 'status', header: t('col.status'), cell: ({ status }) => <StatusPill kind="registration" status={status} /> },
        { key: 'presence', header: t('col.presence'), cell: (row) => <Presence row={row} /> },
        { key: 'since', header: t('col.since'), cell: ({ created_at: at }) => <span className="whitespace-nowrap"><When at={at} style="date" /></span> },
      ]}
    />
  );
}

/** A seat without a name waits for one; a person who is erased has none any more. */
export function nameOf({ unnamed, full_name: name, email }: Pick<Listed, 'unnamed' | 'full_name' | 'email'>, t: Text<keyof typeof messages>): string {
  return name ?? email ?? t(unnamed ? 'noName' : 'unnamed');
}

function Name({ row }: { row: Listed }) {
  const t = useText(messages);
  const details = [row.professional_title, row.organization_name].filter(Boolean).join(', ');
  return (
    <>
      <span dir="auto" className={row.unnamed ? 'text-ink-muted' : undefined}>
        {nameOf(row, t)}
      </span>
      {details !== '' && <span className="block text-14 font-normal text-ink-muted">{details}</span>}
    </>
  );
}

function Presence({ row: { presence, counted_seconds: seconds } }: { row: Listed }) {
  if (presence == null) return <span className="text-ink-muted">–</span>;
  return (
    <span className="inline-flex flex-wrap items-center gap-2">
      <StatusPill kind="presence" status={presence} />
      {seconds != null && seconds > 0 && <Duration seconds={seconds} />}
    </span>
  );
}

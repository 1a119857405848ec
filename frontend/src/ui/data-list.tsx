import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Button } from './button';
import { cn } from './cn';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';

export interface Column<Row> {
  key: string;
  header: ReactNode;
  cell: (row: Row) => ReactNode;
  /** Figures stand at the end with tabular digits. */
  numeric?: boolean;
  /** Left out of the card below 768 px, where three leading facts are enough; or of the table below 1280 px as well. */
  wideOnly?: boolean | 'widest';
}

interface Props<Row> {
  label: string;
  rows: Row[];
  id: (row: Row) => string;
  /** The name of the object, first in the row and the card. */
  name: Column<Row>;
  columns: Column<Row>[];
  /** Rows are links to their object (UX-14). */
  href?: (row: Row) => string;
  /** A checkbox before the name, a menu at the end. */
  lead?: (row: Row) => ReactNode;
  menu?: (row: Row) => ReactNode;
  dense?: boolean;
}

/** A table from 768 px, cards below: the same facts in the same order. */
export function DataList<Row>({ label, rows, id, name, columns, href, lead, menu, dense = false }: Props<Row>) {
  const cell = cn('px-4 align-middle', dense ? 'py-1.5' : 'py-3');
  return (
    <div className="min-w-0 rounded-control border border-line bg-surface shadow-raised">
      <table className="hidden w-full border-collapse text-start text-16 md:table">
        <caption className="sr-only">{label}</caption>
        <thead className="bg-sunken text-14 text-ink-muted">
          <tr className="[&>th]:h-10 [&>th]:px-4 [&>th]:text-start [&>th]:font-semibold [&>th:first-child]:rounded-ss-control [&>th:last-child]:rounded-se-control">
            {lead && <td className="w-8 ps-4" />}
            <th scope="col">{name.header}</th>
            {columns.map(({ key, header, numeric, wideOnly }) => (
              <th key={key} scope="col" className={cn(numeric && 'text-end!', wideOnly === 'widest' && 'hidden xl:table-cell')}>
                {header}
              </th>
            ))}
            {menu && <td className="w-12" />}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={id(row)} className="relative transition-colors duration-120 hover:bg-sunken/60">
              {lead && <td className={cn(cell, 'relative z-1 w-8 pe-0')}>{lead(row)}</td>}
              <th scope="row" className={cn(cell, 'min-w-40 text-start font-semibold wrap-anywhere')}>
                <Name row={row} name={name} href={href} />
              </th>
              {columns.map(({ key, cell: content, numeric, wideOnly }) => (
                <td key={key} className={cn(cell, numeric ? 'text-end tabular-nums' : 'wrap-anywhere', wideOnly === 'widest' && 'hidden xl:table-cell')}>
                  {content(row)}
                </td>
              ))}
              {menu && <td className={cn(cell, 'relative z-1 py-1 ps-0 text-end')}>{menu(row)}</td>}
            </tr>
          ))}
        </tbody>
      </table>
      <ul aria-label={label} className="divide-y divide-line md:hidden">
        {rows.map((row) => (
          <li key={id(row)} className="relative flex items-start gap-3 p-4">
            {lead && <div className="relative z-1 pt-0.5">{lead(row)}</div>}
            <div className="min-w-0 flex-1">
              <div className="font-semibold">
                <Name row={row} name={name} href={href} />
              </div>
              <dl className="mt-1.5 grid gap-1 text-14">
                {columns
                  .filter(({ wideOnly }) => !wideOnly)
                  .map(({ key, header, cell: content }) => (
                    <div key={key} className="flex flex-wrap items-baseline gap-x-2">
                      <dt className="text-ink-muted">{header}</dt>
                      <dd className="min-w-0 wrap-anywhere">{content(row)}</dd>
                    </div>
                  ))}
              </dl>
            </div>
            {menu && <div className="relative z-1 -my-1 -me-2">{menu(row)}</div>}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Name<Row>({ row, name, href }: { row: Row; name: Column<Row>; href?: (row: Row) => string }) {
  if (!href) return name.cell(row);
  return (
    <Link to={href(row)} preventScrollReset={href(row).startsWith('?')} className="text-ink no-underline after:absolute after:inset-0 hover:text-accent">
      {name.cell(row)}
    </Link>
  );
}

interface PagerProps {
  hasMore: boolean;
  busy: boolean;
  onMore: () => void;
  /** How many rows stand on the screen; spoken when it grows. */
  shown: number;
  failed?: boolean;
}

/** "Show more" for keyset pages: no page numbers, no invented totals. */
export function Pager({ hasMore, busy, onMore, shown, failed = false }: PagerProps) {
  const t = useText(messages);
  return (
    <div className="flex flex-col items-center gap-2 py-4">
      <p aria-live="polite" className="sr-only">
        {t('count', { n: shown })}
      </p>
      {hasMore ? (
        <Button busy={busy} onClick={onMore}>
          {failed ? t('retry') : t('showMore')}
        </Button>
      ) : (
        shown > 20 && <p className="text-14 text-ink-muted">{t('end')}</p>
      )}
    </div>
  );
}

import { Check, X } from 'lucide-react';
import { useState } from 'react';
import type { Decision } from './api';
import { DecideDialog } from './decide-dialog';
import messages from './messages.en.json';
import type { Listed } from '@/features/registrations/api';
import { personAddress } from '@/features/registrations/registration-rows';
import { useDesk } from '@/features/registrations/use-desk';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { DataList } from '@/ui/data-list';
import { Menu } from '@/ui/menu';
import { When } from '@/ui/quantities';

/** As many as the server answers at once. */
const MOST = 200;

/** Who asked for a place; answered one by one or many at once (UX-15). */
export function RequestList({ rows, params }: { rows: Listed[]; params: URLSearchParams }) {
  const t = useText(messages);
  const { org } = useDesk();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asked, setAsked] = useState<{ ids: string[]; decision: Decision } | null>(null);
  const manages = org.can('manage-registrations');
  // Who was answered meanwhile is not in the list any more.
  const ids = rows.map(({ id }) => id).filter((id) => chosen.has(id));
  const tick = (id: string, on: boolean) => setChosen(new Set(on ? [...ids, id] : ids.filter((other) => other !== id)));
  const name = (row: Listed) => row.full_name ?? row.email ?? t('unnamed');
  return (
    <>
      <p className="text-ink-muted">{t('hint')}</p>
      {manages && (
        <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-2">
          <Checkbox
            label={ids.length === 0 ? t('selectAll', { n: Math.min(rows.length, MOST) }) : t('chosen', { n: ids.length })}
            checked={ids.length === Math.min(rows.length, MOST) ? true : ids.length === 0 ? false : 'indeterminate'}
            onCheckedChange={(on) => setChosen(new Set(on === true ? rows.slice(0, MOST).map(({ id }) => id) : []))}
          />
          {ids.length > 0 && (
            <>
              <Button size="small" variant="primary" onClick={() => setAsked({ ids, decision: 'approve' })}>
                <Check aria-hidden />
                {t('approveMany', { n: ids.length })}
              </Button>
              <Button size="small" onClick={() => setAsked({ ids, decision: 'decline' })}>
                <X aria-hidden />
                {t('declineMany', { n: ids.length })}
              </Button>
            </>
          )}
        </div>
      )}
      <DataList
        label={t('label')}
        rows={rows}
        id={({ id }) => id}
        href={({ id }) => personAddress(params, id)}
        lead={
          manages
            ? (row) => (
                <Checkbox labelHidden label={t('select', { name: name(row) })} checked={chosen.has(row.id)} onCheckedChange={(on) => tick(row.id, on === true)} />
              )
            : undefined
        }
        name={{ key: 'person', header: t('col.person'), cell: (row) => <span dir="auto">{name(row)}</span> }}
        columns={[
          { key: 'email', header: t('col.email'), cell: ({ email }) => email ?? '–' },
          { key: 'since', header: t('col.since'), cell: ({ created_at: at }) => <When at={at} style="short" /> },
        ]}
        menu={
          manages
            ? ({ id }) => (
                <Menu
                  items={[
                    { label: t('approve'), icon: <Check />, onSelect: () => setAsked({ ids: [id], decision: 'approve' }) },
                    { label: t('decline'), icon: <X />, onSelect: () => setAsked({ ids: [id], decision: 'decline' }) },
                  ]}
                />
              )
            : undefined
        }
      />
      {asked && <DecideDialog {...asked} onClose={() => setAsked(null)} />}
    </>
  );
}

import type { QueryClient } from '@tanstack/react-query';
import { CalendarCheck, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { DailyList } from './daily-list';
import { GrantDailyDialog } from './grant-daily-dialog';
import { WriteOffDialog } from './write-off-dialog';
import { operate, type OrganizerDebt } from '@/features/operate/api';
import messages from '@/features/operate/messages.en.json';
import { Rows } from '@/features/operate/rows';
import { useStaff } from '@/features/operate/staff';
import { formatMoney } from '@/lib/format/money';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { DataList } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';
import { PageTitle } from '@/ui/page-header';
import { Money } from '@/ui/quantities';

export function prefetch(client: QueryClient): void {
  client.infiniteQuery(operate.debts()).catch(() => undefined);
  client.infiniteQuery(operate.daily()).catch(() => undefined);
}

/** LG-1, LG-2: what organizers owe, what is given up of it, and who is paid out every day. */
export default function DebtsPage() {
  const t = useText(messages);
  const staff = useStaff();
  const [granting, setGranting] = useState(false);
  return (
    <div className="space-y-6">
      <PageTitle title={t('tab.debts')} />
      <section aria-label={t('debts')} className="space-y-4">
        <p className="max-w-prose text-ink-muted">{t('debts.lead')}</p>
        <Rows query={operate.debts()} empty={<EmptyState icon={CircleCheck} title={t('debts.none')}>{t('debts.none.body')}</EmptyState>}>
          {(rows) => (
            <DataList
              label={t('debts')}
              rows={rows}
              id={({ organization_id: id, debt }) => `${id} ${debt.currency}`}
              name={{ key: 'organization', header: t('debts.of'), cell: ({ organization_name: name }) => name }}
              columns={[
                { key: 'debt', header: t('debts.debt'), numeric: true, cell: ({ debt }) => <Money {...debt} /> },
                { key: 'fees', header: t('debts.fees'), numeric: true, cell: ({ fees }) => <Money {...fees} /> },
                ...(staff.acts ? [{ key: 'acts', header: t('flagged.decide'), cell: (row: OrganizerDebt) => <GiveUp row={row} /> }] : []),
              ]}
            />
          )}
        </Rows>
      </section>
      <section aria-labelledby="daily" className="space-y-4">
        <div className="flex flex-wrap items-center justify-between gap-4">
          <div>
            <h2 id="daily" className="text-20 font-bold">
              {t('daily')}
            </h2>
            <p className="max-w-prose text-ink-muted">{t('daily.lead')}</p>
          </div>
          {staff.acts && (
            <Button onClick={() => setGranting(true)}>
              <CalendarCheck aria-hidden />
              {t('daily.grant')}
            </Button>
          )}
        </div>
        <DailyList />
      </section>
      {granting && <GrantDailyDialog onClose={() => setGranting(false)} />}
    </div>
  );
}

function GiveUp({ row }: { row: OrganizerDebt }) {
  const t = useText(messages);
  const [open, setOpen] = useState(false);
  const words = { name: row.organization_name, debt: formatMoney(row.debt.amount, row.debt.currency) };
  return (
    <>
      <Button size="small" aria-label={t('writeOff.of', words)} onClick={() => setOpen(true)}>
        {t('writeOff')}
      </Button>
      {open && <WriteOffDialog row={row} title={t('writeOff.of', words)} onClose={() => setOpen(false)} />}
    </>
  );
}

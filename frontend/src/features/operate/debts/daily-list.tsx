import { CalendarOff } from 'lucide-react';
import { useState } from 'react';
import { operate, useEndDaily, type DailyPayouts } from '@/features/operate/api';
import { BecauseDialog } from '@/features/operate/because-dialog';
import messages from '@/features/operate/messages.en.json';
import { Rows } from '@/features/operate/rows';
import { useStaff } from '@/features/operate/staff';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { DataList } from '@/ui/data-list';
import { EmptyState } from '@/ui/empty-state';

/** Organizations that are paid out every day. */
export function DailyList() {
  const t = useText(messages);
  const staff = useStaff();
  return (
    <Rows query={operate.daily()} empty={<EmptyState icon={CalendarOff} title={t('daily.none')}>{t('daily.none.body')}</EmptyState>}>
      {(rows) => (
        <DataList
          label={t('daily')}
          rows={rows}
          id={({ organization_id: id }) => id}
          name={{ key: 'organization', header: t('debts.of'), cell: ({ organization_name: name }) => name }}
          columns={staff.acts ? [{ key: 'acts', header: t('flagged.decide'), cell: (row: DailyPayouts) => <End row={row} /> }] : []}
        />
      )}
    </Rows>
  );
}

function End({ row }: { row: DailyPayouts }) {
  const t = useText(messages);
  const end = useEndDaily(row.organization_id);
  const [open, setOpen] = useState(false);
  const title = t('daily.end.of', { name: row.organization_name });
  return (
    <>
      <Button size="small" aria-label={title} onClick={() => setOpen(true)}>
        {t('daily.end')}
      </Button>
      {open && (
        <BecauseDialog title={title} effect={t('daily.end.effect')} action={t('daily.end')} done={t('daily.end.done')} onAct={(reason) => end.mutateAsync(reason)} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

import { Download, FileUp, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { AddPerson } from './add-person';
import { exportCsv, type Filter } from './api';
import { ImportPeople } from './import-people';
import messages from './messages.en.json';
import { useDesk } from './use-desk';
import { saveText } from '@/lib/download';
import { useText } from '@/lib/i18n/use-text';
import { toast } from '@/lib/toasts';
import { Button } from '@/ui/button';
import { Menu, type MenuItem } from '@/ui/menu';

/** The export holds exactly what the filter shows (UX-16). */
export function DeskActions({ filter }: { filter: Filter }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const [open, setOpen] = useState<'add' | 'import' | null>(null);
  const manage = org.can('manage-registrations');
  const download = () =>
    void exportCsv(org.id, eventId, filter)
      .then((text) => saveText(text, 'registrations.csv'))
      .catch(() => toast(t('exportFailed'), { tone: 'danger' }));
  const items: MenuItem[] = [
    ...(manage ? [{ label: t('import'), icon: <FileUp />, onSelect: () => setOpen('import') }] : []),
    { label: t('export'), icon: <Download />, onSelect: download },
  ];
  return (
    <div className="flex items-center gap-2">
      {manage && (
        <Button onClick={() => setOpen('add')}>
          <UserPlus aria-hidden />
          {t('add')}
        </Button>
      )}
      <Menu label={t('more')} items={items} />
      {open === 'add' && <AddPerson onClose={() => setOpen(null)} />}
      {open === 'import' && <ImportPeople onClose={() => setOpen(null)} />}
    </div>
  );
}

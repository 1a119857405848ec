import { useState } from 'react';
import { useCloseFinding, type Finding } from '@/features/operate/api';
import { BecauseDialog } from '@/features/operate/because-dialog';
import messages from '@/features/operate/messages.en.json';
import { useStaff } from '@/features/operate/staff';
import { Value } from '@/features/operate/value';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { DataList } from '@/ui/data-list';
import { When } from '@/ui/quantities';

export function FindingRows({ rows }: { rows: Finding[] }) {
  const t = useText(messages);
  return (
    <DataList
      label={t('tab.findings')}
      rows={rows}
      id={({ id }) => id}
      name={{ key: 'kind', header: t('finding.what'), cell: (row) => <Named row={row} /> }}
      columns={[
        { key: 'local', header: t('finding.local'), cell: ({ local }) => <Value value={local} /> },
        { key: 'expected', header: t('finding.expected'), cell: ({ expected }) => <Value value={expected} /> },
        { key: 'seen', header: t('finding.seen'), wideOnly: 'widest', cell: ({ found_at: found, seen_at: seen }) => <Seen found={found} seen={seen} /> },
        { key: 'end', header: t('finding.end'), cell: (row) => <End row={row} /> },
      ]}
    />
  );
}

function Named({ row: { kind, object, organization_name: organization } }: { row: Finding }) {
  const t = useText(messages);
  return (
    <>
      {kind}
      <span className="block font-mono text-14 font-normal text-ink-muted">{object}</span>
      <span className="block text-14 font-normal text-ink-muted">{organization ?? t('finding.nobody')}</span>
    </>
  );
}

function Seen({ found, seen }: { found: string; seen: string }) {
  const t = useText(messages);
  return (
    <>
      <When at={seen} />
      {seen !== found && <span className="block text-14 text-ink-muted">{t.rich('finding.since', { when: <When key="w" at={found} style="date" /> })}</span>}
    </>
  );
}

function End({ row }: { row: Finding }) {
  const t = useText(messages);
  const staff = useStaff();
  const close = useCloseFinding(row.id);
  const [open, setOpen] = useState(false);
  if (row.fixed_at != null) return t.rich('finding.fixed', { when: <When key="w" at={row.fixed_at} /> });
  if (row.closed_at != null) {
    return (
      <>
        {t.rich('finding.closedAt', { when: <When key="w" at={row.closed_at} /> })}
        <span className="block text-14 text-ink-muted">{row.closed_reason}</span>
      </>
    );
  }
  if (!staff.acts) return t('finding.open');
  return (
    <>
      <Button size="small" aria-label={t('finding.closeOf', { kind: row.kind, object: row.object })} onClick={() => setOpen(true)}>
        {t('finding.close')}
      </Button>
      {open && (
        <BecauseDialog title={t('finding.close.title')} effect={t('finding.close.effect')} action={t('finding.close.title')} done={t('finding.close.done')} onAct={(reason) => close.mutateAsync(reason)} onClose={() => setOpen(false)} />
      )}
    </>
  );
}

import { CircleCheck, CircleDashed, CircleSlash, Clock, type LucideIcon } from 'lucide-react';
import { caseOf, owedOf, routeOf, stateOf, type RuleState } from './tax-words';
import type { TaxRule } from '@/features/operate/api';
import messages from '@/features/operate/messages.en.json';
import { useStaff } from '@/features/operate/staff';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { DataList } from '@/ui/data-list';
import { When } from '@/ui/quantities';
import { Pill, type Look } from '@/ui/states/pill';

const LOOKS: Record<RuleState, [LucideIcon, Look]> = {
  unsigned: [CircleDashed, 'warning'],
  used: [CircleCheck, 'success'],
  coming: [Clock, 'info'],
  replaced: [CircleSlash, 'neutral'],
  withdrawn: [CircleSlash, 'neutral'],
};

interface Props {
  rows: TaxRule[];
  onSignOff: (id: string) => void;
  onWithdraw: (id: string) => void;
}

export function RuleRows({ rows, onSignOff, onWithdraw }: Props) {
  const t = useText(messages);
  const staff = useStaff();
  const acts = (row: TaxRule) => <Acts row={row} onSignOff={() => onSignOff(row.id)} onWithdraw={() => onWithdraw(row.id)} />;
  return (
    <DataList
      label={t('tab.tax')}
      rows={rows}
      id={({ id }) => id}
      name={{ key: 'case', header: t('tax.what'), cell: (row) => <Named row={row} /> }}
      columns={[
        { key: 'law', header: t('tax.law'), cell: (row) => <Basis row={row} /> },
        { key: 'state', header: t('tax.state'), cell: (row) => <Standing row={row} /> },
        ...(staff.acts ? [{ key: 'acts', header: t('flagged.decide'), cell: acts }] : []),
      ]}
    />
  );
}

function Named({ row }: { row: TaxRule }) {
  const t = useText(messages);
  return (
    <>
      {caseOf(row, t)}
      <span className="block text-14 font-normal text-ink-muted">{routeOf(row, t)}</span>
      <span className="block text-14 font-normal">{owedOf(row, t)}</span>
    </>
  );
}

function Basis({ row: { legal_reference: law, stripe_tax_code: code } }: { row: TaxRule }) {
  return (
    <>
      {law}
      <span className="block font-mono text-14 whitespace-nowrap text-ink-muted">{code}</span>
    </>
  );
}

function Standing({ row }: { row: TaxRule }) {
  const t = useText(messages);
  const state = stateOf(row, new Date());
  const [icon, tone] = LOOKS[state];
  const { valid_from: from, signed_off_by: adviser, signed_off_at: signed, withdrawn_at: withdrawn, replaced_at: replaced } = row;
  return (
    <>
      <Pill icon={icon} tone={tone} label={t(`tax.state.${state}`)} />
      <span className="mt-1 block text-14">{t.rich('tax.from.when', { when: <When key="w" at={from} /> })}</span>
      {replaced != null && signed != null && withdrawn == null && <span className="block text-14">{t.rich(state === 'replaced' ? 'tax.replacedSince' : 'tax.replacedAt', { when: <When key="w" at={replaced} /> })}</span>}
      {adviser != null && signed != null && (
        <span className="block text-14 text-ink-muted">{t.rich('tax.signedBy', { adviser, when: <When key="w" at={signed} style="date" /> })}</span>
      )}
      {withdrawn != null && <span className="block text-14 text-ink-muted">{t.rich('tax.withdrawnAt', { when: <When key="w" at={withdrawn} style="date" /> })}</span>}
    </>
  );
}

/** What is out of use stays so; what is signed off can only be taken out of use. */
function Acts({ row, onSignOff, onWithdraw }: { row: TaxRule; onSignOff: () => void; onWithdraw: () => void }) {
  const t = useText(messages);
  const state = stateOf(row, new Date());
  if (state === 'withdrawn') return t('tax.over');
  const rule = `${caseOf(row, t)}, ${routeOf(row, t)}`;
  return (
    <div className="flex flex-wrap gap-2">
      {state === 'unsigned' && (
        <Button size="small" aria-label={t('tax.signOff.of', { rule })} onClick={onSignOff}>
          {t('tax.signOff')}
        </Button>
      )}
      <Button size="small" aria-label={t('tax.withdraw.of', { rule })} onClick={onWithdraw}>
        {t('tax.withdraw')}
      </Button>
    </div>
  );
}

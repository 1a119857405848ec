import { BadgeCheck, CircleDashed, CircleX, Hourglass } from 'lucide-react';
import { useState } from 'react';
import { ChangeDialog } from './change-dialog';
import type { Designation } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Button } from '@/ui/button';
import { DataList } from '@/ui/data-list';
import { CalendarDate, Credits } from '@/ui/quantities';
import { Pill } from '@/ui/states/status-pill';

const LOOK = {
  draft: [CircleDashed, 'neutral'],
  applied: [Hourglass, 'info'],
  approved: [BadgeCheck, 'success'],
  denied: [CircleX, 'danger'],
  expired: [CircleX, 'warning'],
  withdrawn: [CircleX, 'neutral'],
} as const;

export function DesignationRows({ rows }: { rows: Designation[] }) {
  const t = useText(messages);
  const [changing, setChanging] = useState<Designation | null>(null);
  return (
    <>
      <DataList
        label={t('tab.designations')}
        rows={rows}
        id={({ id }) => id}
        name={{ key: 'type', header: t('credit'), cell: (one) => <Name designation={one} /> }}
        columns={[
          { key: 'status', header: t('status'), cell: ({ status }) => <Pill icon={LOOK[status][0]} tone={LOOK[status][1]} label={t(`designation.${status}`)} /> },
          { key: 'number', header: t('approval'), cell: ({ approval_number: number }) => number ?? t('approval.none') },
          { key: 'most', header: t('most'), cell: ({ max_credits_text: amount, unit }) => <Credits amount={amount} unit={unit} /> },
          { key: 'valid', header: t('valid'), wideOnly: true, cell: (one) => <Validity designation={one} /> },
        ]}
        menu={(one) =>
          (one.next.length > 0 || one.status === 'approved') && (
            <Button size="small" aria-label={t('designations.changeOf', { credit: one.credit_type })} onClick={() => setChanging(one)}>
              {t('designations.change')}
            </Button>
          )
        }
      />
      {changing && <ChangeDialog designation={changing} onClose={() => setChanging(null)} />}
    </>
  );
}

function Name({ designation: { body, credit_type: type, session, rule_set: rules } }: { designation: Designation }) {
  const t = useText(messages);
  return (
    <>
      {t('designations.named', { body, type })}
      <span className="block text-14 font-normal text-ink-muted">
        {[session, rules && t('designations.rules', { code: rules.code, number: rules.number, rule: rules.summary })].filter(Boolean).join(' · ')}
      </span>
    </>
  );
}

function Validity({ designation: { valid_from: from, valid_to: to } }: { designation: Designation }) {
  const t = useText(messages);
  if (from == null && to == null) return t('valid.always');
  return t.rich('valid.range', { from: <CalendarDate key="f" date={from ?? null} />, to: <CalendarDate key="t" date={to ?? null} /> });
}

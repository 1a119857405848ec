import type { Code } from '@/features/promo-codes/api';
import { CodeState } from '@/features/promo-codes/code-state';
import { givesOf } from '@/features/promo-codes/code-words';
import messages from '@/features/promo-codes/messages.en.json';
import { formatCount } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { DataList } from '@/ui/data-list';
import { When } from '@/ui/quantities';

export function CodeRows({ rows }: { rows: Code[] }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  return (
    <DataList
      label={t('title')}
      rows={rows}
      id={({ id }) => id}
      href={({ id }) => paths.orgPromoCode({ orgId, promoCodeId: id })}
      name={{ key: 'code', header: t('code'), cell: ({ code }) => <span className="font-mono">{code}</span> }}
      columns={[
        { key: 'gives', header: t('gives'), cell: ({ rules }) => <span className="inline-block min-w-24 wrap-normal">{givesOf(rules, t)}</span> },
        { key: 'status', header: t('state'), cell: ({ status }) => <CodeState status={status} /> },
        { key: 'uses', header: t('uses'), numeric: true, cell: (row) => <Uses code={row} /> },
        { key: 'until', header: t('until'), wideOnly: 'widest', cell: ({ rules }) => (rules.valid_until == null ? t('forGood') : <When className="inline-block min-w-28" at={rules.valid_until} />) },
        { key: 'attribution', header: t('attribution'), wideOnly: 'widest', cell: ({ rules }) => rules.attribution },
      ]}
    />
  );
}

/** Paid uses of as many as there may be; those that wait for a payment stand beside. */
export function Uses({ code: { redeemed, reserved, rules } }: { code: Code }) {
  const t = useText(messages);
  return (
    <>
      {rules.max_uses == null ? formatCount(redeemed) : t('usesOf', { n: formatCount(redeemed), of: formatCount(rules.max_uses) })}
      {reserved > 0 && <span className="block text-14 text-ink-muted">{t('reserved', { n: reserved })}</span>}
    </>
  );
}

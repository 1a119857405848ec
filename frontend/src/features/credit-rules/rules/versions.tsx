import { useQuery } from '@tanstack/react-query';
import { credit, type RuleSet } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { RuleState } from '@/features/credit-rules/rule-state';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Panel } from '@/ui/panel';
import { TextLink } from '@/ui/text-link';

/** The other versions of the same rules, newest first; there is nothing to show of an only one. */
export function Versions({ set }: { set: RuleSet }) {
  const t = useText(messages);
  const { id: orgId } = useOrganization();
  const { data } = useQuery(credit.ruleSets(orgId, { body_id: set.body_id }));
  const others = data?.data.filter(({ id, code }) => code === set.code && id !== set.id) ?? [];
  if (others.length === 0) return null;
  return (
    <Panel title={t('versions')}>
      <ul className="divide-y divide-line">
        {others.map(({ id, number, status }) => (
          <li key={id} className="flex items-center justify-between gap-3 py-3 first:pt-0 last:pb-0">
            <TextLink to={paths.orgCreditRule({ orgId, ruleSetId: id })}>{t('versions.number', { number })}</TextLink>
            <RuleState status={status} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

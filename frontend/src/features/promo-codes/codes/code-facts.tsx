import { useQueries } from '@tanstack/react-query';
import { Uses } from './code-rows';
import { codes, type Code } from '@/features/promo-codes/api';
import messages from '@/features/promo-codes/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Facts, Panel } from '@/ui/panel';
import { Money, When } from '@/ui/quantities';
import { TextLink } from '@/ui/text-link';

export function CodeFacts({ code }: { code: Code }) {
  const t = useText(messages);
  const { rules } = code;
  const who = [rules.first_time_only && t('first_time_only'), rules.verified_only && t('verified_only')].filter((one) => one !== false && one !== undefined);
  return (
    <Panel title={t('rules')}>
      <Facts
        columns={2}
        items={[
          { label: t('uses'), value: <Uses code={code} /> },
          { label: t('max_uses_per_person'), value: rules.max_uses_per_person ?? t('noLimit') },
          { label: t('scope'), value: <Targets code={code} /> },
          { label: t('min_price'), value: rules.min_price == null ? t('noLimit') : <Money {...rules.min_price} /> },
          { label: t('valid_from'), value: rules.valid_from == null ? t('always') : <When at={rules.valid_from} /> },
          { label: t('valid_until'), value: rules.valid_until == null ? t('forGood') : <When at={rules.valid_until} /> },
          { label: t('who'), value: who.length === 0 ? t('everybody') : who.join(', ') },
          { label: t('attribution'), value: rules.attribution ?? t('attribution.none') },
        ]}
      />
    </Panel>
  );
}

function Targets({ code: { rules } }: { code: Code }) {
  const t = useText(messages);
  const org = useOrganization();
  const events = rules.event_ids ?? [];
  const tickets = rules.ticket_type_ids?.length ?? 0;
  const named = useQueries({ queries: events.map((id) => ({ ...codes.event(org.id, id), enabled: org.can('read-events') })) });
  if (rules.scope !== 'listed') return t('scope.all');
  return (
    <ul>
      {events.map((id, at) => (
        <li key={id}>
          <TextLink to={paths.orgEvent({ orgId: org.id, eventId: id })}>{named[at]?.data?.title ?? t('target.event')}</TextLink>
        </li>
      ))}
      {tickets > 0 && <li>{t('target.tickets', { n: tickets })}</li>}
    </ul>
  );
}

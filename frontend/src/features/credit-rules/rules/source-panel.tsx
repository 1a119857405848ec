import type { RuleSet } from '@/features/credit-rules/api';
import messages from '@/features/credit-rules/messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { Facts, Panel } from '@/ui/panel';
import { CalendarDate } from '@/ui/quantities';
import { ExternalTextLink } from '@/ui/text-link';

/** Where the rules were read, when, and for which days they hold. */
export function SourcePanel({ set: { source, effective_from: from, effective_to: to } }: { set: RuleSet }) {
  const t = useText(messages);
  return (
    <Panel title={t('source')}>
      <Facts
        items={[
          { label: t('source.document'), value: source ? <ExternalTextLink href={source.url}>{source.title}</ExternalTextLink> : t('source.none') },
          ...(source ? [{ label: t('source.checked'), value: <CalendarDate date={source.checked_on} /> }] : []),
          { label: t('rules.from'), value: <CalendarDate date={from ?? null} /> },
          ...(to == null ? [] : [{ label: t('rules.to'), value: <CalendarDate date={to} /> }]),
        ]}
      />
    </Panel>
  );
}

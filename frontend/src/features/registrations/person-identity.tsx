import type { Registration } from './api';
import messages from './messages.en.json';
import { Section } from './section';
import { useText } from '@/lib/i18n/use-text';
import { Facts } from '@/ui/panel';
import { When } from '@/ui/quantities';
import { StatusPill } from '@/ui/states/status-pill';
import { Timeline } from '@/ui/timeline';

export function PersonIdentity({ person }: { person: Registration }) {
  const t = useText(messages);
  const items = [
    { label: t('person.state'), value: <StatusPill kind="registration" status={person.status} /> },
    { label: t('email'), value: person.email == null ? '–' : <span className="wrap-anywhere">{`${person.email} (${t(person.email_verified ? 'person.verified' : 'person.unverified')})`}</span> },
    { label: t('function'), value: person.professional_title ?? '–' },
    { label: t('employer'), value: person.organization_name ?? '–' },
    { label: t('ticket'), value: person.ticket.name },
    { label: t('mode'), value: t(`mode.${person.mode}`) },
    { label: t('person.since'), value: <When at={person.created_at} /> },
    { label: t('person.source'), value: t.of('source', person.source) },
    ...(person.waitlist_position == null ? [] : [{ label: t('person.position'), value: String(person.waitlist_position) }]),
  ];
  return (
    <>
      <Section title={t('person.identity')}>
        <Facts columns={2} items={items} />
      </Section>
      {person.answers.length > 0 && (
        <Section title={t('person.answers')}>
          <Facts items={person.answers.map(({ label, shown }) => ({ label, value: shown }))} />
        </Section>
      )}
    </>
  );
}

export function PersonLog({ person }: { person: Registration }) {
  const t = useText(messages);
  if (person.changes.length === 0) return null;
  return (
    <Section title={t('person.log')}>
      <Timeline
        label={t('person.log')}
        entries={person.changes.map(({ at, to_status: to, actor, reason }) => ({
          id: at + to,
          at,
          title: <StatusPill kind="registration" status={to} />,
          actor: actor?.name,
          detail: reason ?? undefined,
        }))}
      />
    </Section>
  );
}

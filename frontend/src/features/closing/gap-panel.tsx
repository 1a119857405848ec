import type { Gap } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Panel } from '@/ui/panel';
import { Duration } from '@/ui/quantities';
import { ButtonLink } from '@/ui/text-link';

/** The list of a gap with the one action that lessens it. */
export function GapPanel({ gap: { kind, count, people }, eventId }: { gap: Gap; eventId: string }) {
  const t = useText(messages);
  const org = useOrganization();
  const at = { orgId: org.id, eventId };
  const to = {
    not_joined: org.can('read-registrations') ? paths.orgEventRegistrations(at) : null,
    unmatched_names: paths.orgEventTriage(at),
    presence_pending: paths.orgEventPresence(at, { status: 'pending' }),
    not_met: paths.orgEventPresence(at, { status: 'not_met' }),
    not_certified: org.can('read-credentials') ? paths.orgEventCertificates(at) : null,
  }[kind];
  return (
    <Panel
      title={t(`gap.${kind}`, { n: count })}
      description={t(`why.${kind}`)}
      actions={to === null ? undefined : <ButtonLink to={to}>{t(`act.${kind}`)}</ButtonLink>}
    >
      <ul className="divide-y divide-line">
        {people.map((one, nth) => (
          <li key={one.registration_id ?? one.participant_id ?? nth} className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-2 first:pt-0 last:pb-0">
            <span className="min-w-0 wrap-anywhere">
              {one.name ?? t('nameless')}
              {one.email !== null && <span className="ms-2 text-14 text-ink-muted">{one.email}</span>}
            </span>
            {one.counted_seconds !== null && <Duration seconds={one.counted_seconds} />}
          </li>
        ))}
      </ul>
      {count > people.length && <p className="pt-3 text-14 text-ink-muted">{t('more', { n: count - people.length })}</p>}
    </Panel>
  );
}

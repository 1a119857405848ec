import { useSearchParams } from 'react-router';
import type { Gap } from './api';
import messages from './messages.en.json';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { useOrganization } from '@/lib/permissions';
import { Panel } from '@/ui/panel';
import { Duration } from '@/ui/quantities';
import { ButtonLink, TextLink } from '@/ui/text-link';

interface Props {
  gap: Gap;
  eventId: string;
  closed: boolean;
}

/** The list of a gap with the one action that lessens it; each name leads to what can be done for that person. */
export function GapPanel({ gap: { kind, count, people }, eventId, closed }: Props) {
  const t = useText(messages);
  const org = useOrganization();
  const at = { orgId: org.id, eventId };
  const to = {
    not_joined: org.can('read-credentials') ? paths.orgEventCertificates(at, { state: 'missing' }) : null,
    unmatched_names: paths.orgEventTriage(at),
    presence_pending: paths.orgEventPresence(at, { status: 'pending' }),
    not_met: paths.orgEventPresence(at, { status: 'not_met' }),
    not_certified: org.can('read-credentials') ? paths.orgEventCertificates(at, { state: 'missing' }) : null,
  }[kind];
  return (
    <Panel
      title={t(`gap.${kind}`, { n: count })}
      description={t(`why.${kind}`)}
      actions={to === null || closed ? undefined : <ButtonLink to={to}>{t(`act.${kind}`)}</ButtonLink>}
    >
      <div className="space-y-4">
        <ul className="divide-y divide-line">
          {people.map((one, nth) => (
            <li key={one.registration_id ?? one.participant_id ?? nth} className="flex flex-wrap justify-between gap-x-4 gap-y-1 py-2 first:pt-0 last:pb-0">
              <span className="min-w-0 wrap-anywhere">
                <Name person={one} />
                {one.email != null && <span className="ms-2 text-14 text-ink-muted">{one.email}</span>}
              </span>
              {one.counted_seconds != null && one.counted_seconds > 0 && <Duration seconds={one.counted_seconds} />}
            </li>
          ))}
        </ul>
        {count > people.length && <p className="text-14 text-ink-muted">{t('more', { n: count - people.length })}</p>}
      </div>
    </Panel>
  );
}

/** In the drawer of a person presence is corrected and what is missing waived. */
function Name({ person: { registration_id: id, name } }: { person: Gap['people'][number] }) {
  const t = useText(messages);
  const org = useOrganization();
  const [params] = useSearchParams();
  const shown = <span dir="auto">{name ?? t('nameless')}</span>;
  if (id == null || !org.can('read-registrations')) return shown;
  const next = new URLSearchParams(params);
  next.set('person', id);
  return (
    <TextLink quiet preventScrollReset to={`?${next.toString()}`}>
      {shown}
    </TextLink>
  );
}

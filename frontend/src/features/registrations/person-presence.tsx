import { useQuery } from '@tanstack/react-query';
import { person, type PresenceDetail } from './api';
import messages from './messages.en.json';
import { Section } from './section';
import { useDesk } from './use-desk';
import { formatDuration } from '@/lib/format/quantity';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { ErrorState } from '@/ui/error-state';
import { SessionBar } from '@/ui/presence/session-bar';
import { Skeleton } from '@/ui/skeleton';
import { StatusPill } from '@/ui/states/status-pill';
import { ButtonLink } from '@/ui/text-link';

type Session = PresenceDetail['person']['sessions'][number];

export function PersonPresence({ id }: { id: string }) {
  const t = useText(messages);
  const { org, at } = useDesk();
  const query = useQuery(person.presence(org.id, id));
  return (
    <Section
      title={t('person.presence')}
      action={
        <ButtonLink size="small" to={paths.orgEventPresence(at, { correct: id })}>
          {t('person.correct')}
        </ButtonLink>
      }
    >
      {query.isPending && <Skeleton className="h-24" />}
      {query.error && !query.data && <ErrorState inline error={query.error} onRetry={() => void query.refetch()} />}
      {query.data?.person.sessions.length === 0 && <p className="text-ink-muted">{t('person.noPresence')}</p>}
      {query.data?.person.sessions.map((session) => <OneSession key={session.session_id} session={session} detail={query.data} />)}
      {query.data?.missing.map(({ code, text }) => (
        <p key={code + text} className="text-14 text-warning">
          {text}
        </p>
      ))}
    </Section>
  );
}

function OneSession({ session, detail: { event, person: who } }: { session: Session; detail: PresenceDetail }) {
  const t = useText(messages);
  const counted = formatDuration(session.counted_seconds);
  return (
    <div className="space-y-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-semibold">{session.title}</span>
        <StatusPill kind="presence" status={session.status} />
        <span className="text-14 text-ink-muted">{t('person.minutes', { counted, needed: formatDuration(session.needed_seconds) })}</span>
      </p>
      <SessionBar session={session} name={who.full_name ?? who.email ?? session.title} zone={event.time_zone} />
    </div>
  );
}

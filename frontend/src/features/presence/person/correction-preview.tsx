import { useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useWatch } from 'react-hook-form';
import { bodyOf, isTimed, needsSession, type Values } from './correction';
import messages from './messages.en.json';
import type { Segment } from './preset';
import { presence, type Detail, type Person, type SessionResult } from '@/features/presence/api';
import { useDesk } from '@/features/presence/use-desk';
import { useText } from '@/lib/i18n/use-text';
import type { Interval } from '@/lib/presence-geometry';
import { ErrorState } from '@/ui/error-state';
import { SessionBar } from '@/ui/presence/session-bar';
import { Duration } from '@/ui/quantities';
import { Skeleton } from '@/ui/skeleton';
import { StatusPill } from '@/ui/states/status-pill';

/** A preview needs some reason too, and writes nothing. */
const REASON = 'Preview';

/** The bar before and after, as the server would count it. */
export function CorrectionPreview({ detail, span, segment }: { detail: Detail; span?: Interval; segment?: Segment }) {
  const t = useText(messages);
  const { org, eventId } = useDesk();
  const values = useDeferredValue(useWatch<Values>()) as Values;
  const body = bodyOf({ ...values, reason: REASON }, detail.person.registration_id, span, segment);
  const ready = (!isTimed(values.kind) || (body.from !== undefined && body.to !== undefined)) && (!needsSession(values.kind) || values.session !== '');
  const { data, error, isFetching } = useQuery({ ...presence.preview(org.id, eventId, body), enabled: ready, placeholderData: (before) => before });
  return (
    <section aria-label={t('preview')} aria-live="polite" aria-busy={isFetching} className="space-y-3 rounded-control border border-line bg-surface p-4">
      <h3 className="font-semibold">{t('preview')}</h3>
      {error && <ErrorState inline error={error} />}
      {!error && !data && <Skeleton className="h-20" />}
      {!error && data && <Changes before={data.before} after={data.after} zone={detail.event.time_zone} />}
    </section>
  );
}

function Changes({ before, after, zone }: { before: Person; after: Person; zone: string }) {
  const t = useText(messages);
  const pairs = before.sessions.flatMap((one) => {
    const other = after.sessions.find(({ session_id: id }) => id === one.session_id);
    return other && JSON.stringify(one) !== JSON.stringify(other) ? [{ one, other }] : [];
  });
  if (pairs.length === 0 && before.status === after.status && before.overridden === after.overridden) return <p className="text-ink-muted">{t('nothing')}</p>;
  return (
    <div className="space-y-4">
      {pairs.map(({ one, other }) => (
        <div key={one.session_id} className="space-y-2">
          <p className="text-14 font-semibold">{one.title}</p>
          <Side word={t('before')} session={one} zone={zone} />
          <Side word={t('after')} session={other} zone={zone} />
        </div>
      ))}
      <p className="flex flex-wrap items-center gap-2">
        {t('eventResult')}
        <StatusPill kind="presence" status={before.status} />
        <span aria-hidden>→</span>
        <span className="sr-only">{t('becomes')}</span>
        <StatusPill kind="presence" status={after.status} />
      </p>
    </div>
  );
}

function Side({ word, session, zone }: { word: string; session: SessionResult; zone: string }) {
  return (
    <div className="grid items-center gap-x-4 gap-y-1 sm:grid-cols-[4rem_minmax(0,1fr)_auto]">
      <span className="text-14 text-ink-muted">{word}</span>
      <SessionBar compact session={session} name={word} zone={zone} />
      <span className="flex flex-wrap items-center gap-2 text-14">
        <Duration exact seconds={session.counted_seconds} />
        <StatusPill kind="presence" status={session.status} />
      </span>
    </div>
  );
}

import { useState } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { useNavigate, useSearchParams, type Params } from 'react-router';
import { addressWith, PERSON, ROLL } from './address';
import { of, type Event } from './api';
import { BeforeStart } from './before-start';
import { RollCall } from './collect/roll-call';
import { Figures } from './figures';
import { Filters } from './filters';
import messages from './messages.en.json';
import { PeopleList } from './people-list';
import { PresenceDrawer } from './person/presence-drawer';
import { PresenceActions } from './presence-actions';
import { useDesk } from './use-desk';
import { usePeople } from './use-people';
import { filterOf, isOfEverybody, isView, type Shown } from './views';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { useUrlState } from '@/lib/url-state';
import { Banner } from '@/ui/banner';
import { PageTitle } from '@/ui/page-header';
import { SkeletonRows } from '@/ui/skeleton';

export function prefetch(client: QueryClient, { orgId = '', eventId = '' }: Params): void {
  prefetchWith(client, of.event(orgId, eventId));
  prefetchWith(client, of.closing(orgId, eventId));
}

/** E4: who was there, for how long, and why that is the result. */
export default function PresencePage() {
  const t = useText(messages);
  const { event } = useDesk();
  // Held still, or a page that stays open over the start would change under one's hands.
  const [now] = useState(() => Date.now());
  if (!event) return <SkeletonRows />;
  const before = event.status === 'draft' || (event.status === 'published' && Date.parse(event.starts_at) > now);
  return (
    <>
      <PageTitle title={t('title')} />
      {before ? <BeforeStart event={event} /> : <Running event={event} />}
    </>
  );
}

const NONE = { status: 'all', q: '', session: '', view: 'bars' };
/** How often, and for how long, after something was asked for that runs in the background. */
const SOON_MS = 4000;
const SETTLED_MS = 60_000;

function Running({ event }: { event: Event }) {
  const t = useText(messages);
  const { readOnly } = useDesk();
  const [filter, setFilter] = useUrlState(NONE);
  const [awaiting, setAwaiting] = useState(false);
  const shown: Shown = filter;
  const people = usePeople(shown, awaiting && SOON_MS);
  const [params] = useSearchParams();
  const go = useNavigate();
  const open = (name: string, value: string | null) => void go(addressWith(params, name, value), { replace: true, preventScrollReset: true });
  const person = params.get(PERSON);
  const roll = params.get(ROLL);
  const await_ = () => {
    setAwaiting(true);
    setTimeout(() => setAwaiting(false), SETTLED_MS);
  };
  const whole = isView(filter.status) && isOfEverybody(filter.status);
  return (
    <div className="space-y-5">
      {readOnly && <Banner title={t('readOnly')}>{t(event.status === 'closed' ? 'readOnlyClosed' : 'readOnlyCancelled')}</Banner>}
      <Figures event={event} />
      <Filters event={event} filter={filter} setFilter={setFilter} actions={<PresenceActions event={event} filter={whole ? {} : filterOf(shown)} whole={whole} onRoll={(session) => open(ROLL, session)} onAsked={await_} />} />
      <PeopleList event={event} people={people} filter={filter} clear={() => setFilter(NONE)} setView={(view) => setFilter({ view })} />
      {person !== null && <PresenceDrawer key={person} id={person} order={people.rows?.map(({ registration_id: id }) => id) ?? []} open={(id) => open(PERSON, id)} />}
      {roll !== null && <RollCall event={event} session={roll} choose={(session) => open(ROLL, session)} onClose={() => open(ROLL, null)} />}
    </div>
  );
}

import type { QueryClient } from '@tanstack/react-query';
import { Link, useSearchParams, type Params } from 'react-router';
import messages from './messages.en.json';
import { OtherParticipants } from './other-participants';
import { participants, type Matched } from './participants';
import { Queue } from './queue';
import { of } from '@/features/presence/api';
import { useDesk } from '@/features/presence/use-desk';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';
import { Banner } from '@/ui/banner';
import { cn } from '@/ui/cn';
import { PageTitle } from '@/ui/page-header';
import { SkeletonRows } from '@/ui/skeleton';
import { TextLink } from '@/ui/text-link';

const SHOWS: Matched[] = ['no', 'yes', 'ignored'];

export function prefetch(client: QueryClient, { orgId = '', eventId = '' }: Params): void {
  prefetchWith(client, of.event(orgId, eventId));
  client.infiniteQuery(participants.list(orgId, eventId, 'no')).catch(() => undefined);
}

/** E5: whom the meeting saw and nobody knows; a person says who it is. */
export default function TriagePage() {
  const t = useText(messages);
  const { at, event, readOnly } = useDesk();
  const [params] = useSearchParams();
  const show = SHOWS.find((one) => one === params.get('show')) ?? 'no';
  if (!event) return <SkeletonRows />;
  return (
    <div className="space-y-5">
      <PageTitle title={t('title')} />
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
        <h2 className="text-20 font-semibold">{t('title')}</h2>
        <TextLink to={paths.orgEventPresence(at)}>{t('back')}</TextLink>
      </div>
      <Shows show={show} />
      {readOnly && <Banner title={t('readOnly')}>{t('readOnlyBody')}</Banner>}
      {show === 'no' && !readOnly ? <Queue event={event} /> : <OtherParticipants key={show} matched={show} readOnly={readOnly} />}
    </div>
  );
}

function Shows({ show }: { show: Matched }) {
  const t = useText(messages);
  return (
    <nav aria-label={t('shows')}>
      <ul className="flex flex-wrap gap-2">
        {SHOWS.map((one) => (
          <li key={one}>
            <Link
              replace
              preventScrollReset
              to={{ search: one === 'no' ? '' : `show=${one}` }}
              aria-current={one === show ? 'page' : undefined}
              className={cn(
                'inline-flex h-9 items-center rounded-full border px-3 text-14 font-semibold no-underline pointer-coarse:h-11',
                one === show ? 'border-accent bg-accent-soft text-on-accent-soft' : 'border-line bg-surface text-ink-muted hover:border-control hover:text-ink',
              )}
            >
              {t(`show.${one}`)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

import type { QueryClient } from '@tanstack/react-query';
import { useParams, type Params } from 'react-router';
import { myEvents } from './api';
import { PersonalEvent } from './personal-event';
import { prefetchWith } from '@/lib/http/prefetch';

export function prefetch(client: QueryClient, { token = '' }: Params): void {
  prefetchWith(client, myEvents.personal({ seal: token }));
}

/** P7: one address for the whole life of a registration; the link is the key. */
export default function PersonalPage() {
  const { token = '' } = useParams();
  return (
    <div className="page-width max-w-4xl py-8 md:py-12">
      {/* A token page leaves no trace elsewhere (UX-46). */}
      <meta name="robots" content="noindex" />
      <meta name="referrer" content="no-referrer" />
      <PersonalEvent key={token} holder={{ seal: token }} />
    </div>
  );
}

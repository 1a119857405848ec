import type { QueryClient } from '@tanstack/react-query';
import { useParams, type Params } from 'react-router';
import { myEvents } from './api';
import messages from './messages.en.json';
import { PersonalEvent } from './personal-event';
import { prefetchWith } from '@/lib/http/prefetch';
import { useText } from '@/lib/i18n/use-text';
import { paths } from '@/lib/paths';

export function prefetch(client: QueryClient, { registrationId = '' }: Params): void {
  prefetchWith(client, myEvents.personal({ registration: registrationId }));
}

/** M3: as the personal link, for whoever is signed in. */
export default function MyEventPage() {
  const t = useText(messages);
  const { registrationId = '' } = useParams();
  return (
    <div className="max-w-4xl">
      <PersonalEvent key={registrationId} holder={{ registration: registrationId }} back={{ to: paths.myEvents(), label: t('mine.title') }} />
    </div>
  );
}

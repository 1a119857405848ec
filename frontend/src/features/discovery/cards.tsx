import type { Card } from './api';
import { EventCard } from './event-card';
import { Loading, Skeleton } from '@/ui/skeleton';

export function Cards({ events, showOrganizer }: { events: Card[]; showOrganizer?: boolean }) {
  return (
    <ul className="grid gap-4 md:grid-cols-2 lg:grid-cols-3">
      {events.map((event) => (
        <li key={event.slug}>
          <EventCard event={event} showOrganizer={showOrganizer} />
        </li>
      ))}
    </ul>
  );
}

export function CardSkeletons({ count = 6 }: { count?: number }) {
  return (
    <Loading>
      <div className="grid gap-4 md:grid-cols-2 lg:grid-cols-3">
        {Array.from({ length: count }, (_, at) => (
          <div key={at} className="h-52 space-y-3 rounded-control border border-line bg-surface p-5">
            <Skeleton className="w-1/2" />
            <Skeleton className="h-6 w-4/5" />
            <Skeleton className="w-1/3" />
            <Skeleton className="mt-8 w-2/3" />
          </div>
        ))}
      </div>
    </Loading>
  );
}

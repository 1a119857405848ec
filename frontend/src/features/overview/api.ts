import { queryOptions } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';

export type Dashboard = Schema<'Dashboard'>;

export const overview = {
  dashboard: (org: string) =>
    queryOptions({
      queryKey: ['events', org, 'dashboard'],
      queryFn: ({ signal }) => http.get('/api/v1/events/dashboard', { as: { org }, signal }),
    }),
  /** For those who may see events but no figures: what comes next. */
  coming: (org: string) =>
    queryOptions({
      queryKey: ['events', org, 'coming'],
      queryFn: ({ signal }) =>
        http.get('/api/v1/events', { as: { org }, query: { status: 'published,live', sort: 'soonest', limit: 5 }, signal }),
    }),
};

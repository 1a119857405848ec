import { queryOptions } from '@tanstack/react-query';
import type { Schema } from '@/api/contract';
import { http } from '@/lib/http/client';

export type MyRegistration = Schema<'MyRegistration'>;
export type OwnCertificate = Schema<'OwnCertificate'>;

const FEW = 4;

/** The only file of the feature that knows addresses and query keys. */
export const home = {
  upcoming: queryOptions({
    queryKey: ['my-events', 'home', 'upcoming'],
    queryFn: ({ signal }) => http.get('/api/v1/registrations/mine', { query: { when: 'upcoming', limit: FEW }, signal }),
  }),
  past: queryOptions({
    queryKey: ['my-events', 'home', 'past'],
    queryFn: ({ signal }) => http.get('/api/v1/registrations/mine', { query: { when: 'past', limit: FEW }, signal }),
  }),
  certificates: queryOptions({
    queryKey: ['my-certificates', 'home'],
    queryFn: ({ signal }) => http.get('/api/v1/certificates/mine', { query: { limit: FEW }, signal }),
  }),
  totals: queryOptions({
    queryKey: ['my-record', 'totals', '', ''],
    queryFn: ({ signal }) => http.get('/api/v1/cpd/entries/totals', { signal }),
  }),
};

import type { Connection } from './api';

export function aConnection(change: Partial<Connection> = {}): Connection {
  return {
    id: '0198a000-0000-7000-8000-00000000d001', host_name: 'Anna Keller', host_email: 'anna@example.org', status: 'active', missing_scopes: [],
    last_error: null, connected_at: '2026-03-01T09:00:00Z', version: 3, meetings: 2, ...change,
  };
}

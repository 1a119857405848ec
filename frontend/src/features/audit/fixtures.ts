import type { Entry } from './api';

export function anEntry(change: Partial<Entry> = {}): Entry {
  return {
    id: '0198a000-0000-7000-8000-00000000f001',
    actor: { kind: 'user', id: '0198a000-0000-7000-8000-0000000000aa', name: 'Anna Keller' },
    action: 'member.changed',
    target: { kind: 'membership', id: '0198a000-0000-7000-8000-000000000b01' },
    before: { roles: ['viewer'] },
    after: { roles: ['organizer'] },
    ip_prefix: '192.0.2.0/24',
    at: '2026-11-20T09:30:00Z',
    ...change,
  };
}

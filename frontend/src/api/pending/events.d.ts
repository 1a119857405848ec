import type { Endpoint } from '@/api/contract';

type One = { event_id: string };

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/events': {
      get: Endpoint<{
        query?: { status?: string; starts_after?: string; starts_before?: string; q?: string; sort?: 'latest' | 'soonest'; limit?: number; cursor?: string };
        reply: { data: PendingSchemas['ListedEvent'][]; next_cursor: string | null };
      }>;
      post: Endpoint<{ body: PendingSchemas['CreateEvent']; reply: PendingSchemas['Event'] }>;
    };
    '/api/v1/events/counts': { get: Endpoint<{ reply: Record<PendingSchemas['EventStatus'], number> }> };
    '/api/v1/events/dashboard': {
      get: Endpoint<{ query?: { from?: string; to?: string; event_id?: string }; reply: PendingSchemas['Dashboard'] }>;
    };
    '/api/v1/events/{event_id}': {
      get: Endpoint<{ path: One; reply: PendingSchemas['Event'] }>;
      patch: Endpoint<{
        path: One;
        query?: { preview?: boolean };
        body: PendingSchemas['EditEvent'];
        reply: { event: PendingSchemas['Event']; changes: PendingSchemas['EventChange'][]; people_to_tell: number; promoted: number };
      }>;
      delete: Endpoint<{ path: One }>;
    };
    '/api/v1/events/{event_id}/publish': { post: Endpoint<{ path: One; reply: PendingSchemas['Event'] }> };
    '/api/v1/events/{event_id}/unpublish': { post: Endpoint<{ path: One; reply: PendingSchemas['Event'] }> };
    '/api/v1/events/{event_id}/start': { post: Endpoint<{ path: One; reply: PendingSchemas['Event'] }> };
    '/api/v1/events/{event_id}/complete': { post: Endpoint<{ path: One; reply: PendingSchemas['Event'] }> };
    '/api/v1/events/{event_id}/resume': { post: Endpoint<{ path: One; reply: PendingSchemas['Event'] }> };
    '/api/v1/events/{event_id}/close': { post: Endpoint<{ path: One; reply: PendingSchemas['Event'] }> };
    '/api/v1/events/{event_id}/reopen': { post: Endpoint<{ path: One; body: { reason: string }; reply: PendingSchemas['Event'] }> };
    '/api/v1/events/{event_id}/cancel': {
      post: Endpoint<{
        path: One;
        body: { reason: string; message?: string; typed_title: string };
        reply: { event: PendingSchemas['Event']; people_to_tell: number };
      }>;
    };
    '/api/v1/events/{event_id}/duplicate': {
      post: Endpoint<{ path: One; body: { local_start: string; title?: string; copy?: string[] }; reply: PendingSchemas['Event'] }>;
    };
    '/api/v1/events/{event_id}/history': {
      get: Endpoint<{ path: One; query?: { cursor?: string; limit?: number }; reply: { data: PendingSchemas['EventStep'][]; next_cursor: string | null } }>;
    };
    '/api/v1/events/{event_id}/closing': { get: Endpoint<{ path: One; reply: PendingSchemas['Closing'] }> };
    '/api/v1/events/{event_id}/image': {
      put: Endpoint<{ path: One; body: FormData; reply: PendingSchemas['Event'] }>;
      delete: Endpoint<{ path: One; reply: PendingSchemas['Event'] }>;
    };
    '/api/v1/events/{event_id}/sessions': {
      get: Endpoint<{ path: One; reply: { data: PendingSchemas['Session'][] } }>;
      post: Endpoint<{ path: One; body: PendingSchemas['SessionBody']; reply: PendingSchemas['Session'] }>;
    };
    '/api/v1/events/{event_id}/sessions/order': {
      put: Endpoint<{ path: One; body: { ids: string[] }; reply: { data: PendingSchemas['Session'][] } }>;
    };
    '/api/v1/events/{event_id}/sessions/{session_id}': {
      patch: Endpoint<{
        path: { event_id: string; session_id: string };
        body: Partial<PendingSchemas['SessionBody']> & { cancelled?: boolean };
        reply: PendingSchemas['Session'];
      }>;
      delete: Endpoint<{ path: { event_id: string; session_id: string } }>;
    };
    '/api/v1/events/{event_id}/questions': {
      get: Endpoint<{ path: One; reply: { data: PendingSchemas['EventQuestion'][] } }>;
      post: Endpoint<{ path: One; body: PendingSchemas['QuestionBody']; reply: PendingSchemas['EventQuestion'] }>;
    };
    '/api/v1/events/{event_id}/questions/{question_id}': {
      patch: Endpoint<{ path: { event_id: string; question_id: string }; body: Partial<PendingSchemas['QuestionBody']>; reply: PendingSchemas['EventQuestion'] }>;
      delete: Endpoint<{ path: { event_id: string; question_id: string } }>;
    };
    '/api/v1/events/{event_id}/policy': {
      get: Endpoint<{ path: One; reply: PendingSchemas['EventPolicy'] }>;
      put: Endpoint<{ path: One; body: PendingSchemas['EventPolicy'] & { recompute?: boolean }; reply: PendingSchemas['EventPolicy'] }>;
    };
    '/api/v1/events/{event_id}/settings': {
      get: Endpoint<{ path: One; reply: PendingSchemas['EventSettings'] }>;
      put: Endpoint<{ path: One; body: PendingSchemas['EventSettings']; reply: PendingSchemas['EventSettings'] }>;
    };
  }
}

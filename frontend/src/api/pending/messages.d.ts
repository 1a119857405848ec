import type { Endpoint } from '@/api/contract';

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/messages': {
      get: Endpoint<{
        query?: { event_id?: string; registration_id?: string; certificate_id?: string; limit?: number; cursor?: string };
        reply: { data: PendingSchemas['ListedMessage'][]; next_cursor: string | null };
      }>;
    };
    '/api/v1/messages/{id}/resend': { post: Endpoint<{ path: { id: string }; reply: { id: string } }> };
  }
  interface PendingSchemas {
    ListedMessage: {
      id: string; key: string; subject: string | null; recipient: { name: string | null; address: string | null };
      state: 'queued' | 'sending' | 'sent' | 'suppressed' | 'expired' | 'withdrawn' | 'failed' | 'unknown';
      state_at: string; state_reason: string | null; attempts: number; created_at: string; resendable: boolean;
    };
  }
}

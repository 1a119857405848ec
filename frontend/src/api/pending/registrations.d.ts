import type { Endpoint } from '@/api/contract';

type One = { registration_id: string };

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/registrations/counts': { get: Endpoint<{ query: { event_id: string }; reply: PendingSchemas['RegistrationCounts'] }> };
    '/api/v1/registrations/export.csv': { get: Endpoint<{ query: { event_id: string; status?: string; q?: string }; reply: string }> };
    '/api/v1/registrations/waitlist': {
      get: Endpoint<{ query: { event_id: string; cursor?: string; limit?: number }; reply: { data: PendingSchemas['WaitlistEntry'][]; next_cursor: string | null } }>;
    };
    '/api/v1/registrations/{registration_id}/offer': { post: Endpoint<{ path: One; body: { reason: string }; reply: PendingSchemas['Registration'] }> };
    '/api/v1/registrations/{registration_id}/priority': { put: Endpoint<{ path: One; body: { priority: number }; reply: PendingSchemas['Registration'] }> };
    '/api/v1/registrations/bulk': { post: Endpoint<{ body: PendingSchemas['BulkRegistrations']; reply: PendingSchemas['BulkReport'] }> };
    '/api/v1/registrations/import': { post: Endpoint<{ body: FormData; reply: PendingSchemas['BulkReport'] }> };
  }
  interface PendingSchemas {
    RegistrationStatus: 'requested' | 'held' | 'offered' | 'waitlisted' | 'confirmed' | 'expired' | 'cancelled' | 'declined' | 'transferred';
    RegistrationCounts: Record<PendingSchemas['RegistrationStatus'], number> & { capacity: number | null; seats_taken: number; waitlist_max: number };
    ListedRegistration: {
      id: string;
      status: PendingSchemas['RegistrationStatus'];
      mode: 'online' | 'in_person';
      email: string | null;
      full_name: string | null;
      professional_title: string | null;
      organization_name: string | null;
      user_id: string | null;
      source: string;
      created_at: string;
      confirmed_at: string | null;
      cancelled_at: string | null;
      waitlisted_at: string | null;
      waitlist_priority: number;
      presence: 'pending' | 'met' | 'not_met' | 'excused' | null;
      counted_seconds: number | null;
      certificate_code: string | null;
      version: number;
    };
    WaitlistEntry: { id: string; position: number; full_name: string | null; email: string | null; mode: 'online' | 'in_person'; waitlisted_at: string; priority: number };
    BulkRow: { email: string; full_name: string; mode?: 'online' | 'in_person'; professional_title?: string; organization_name?: string };
    BulkRegistrations: {
      event_id: string;
      rows: PendingSchemas['BulkRow'][];
      dry_run?: boolean;
      over_capacity?: 'refuse' | 'waitlist';
      notify?: boolean;
    };
    BulkReport: {
      dry_run: boolean;
      created: number;
      waitlisted: number;
      exists: number;
      refused: number;
      rows: {
        row: number; email: string; outcome: 'created' | 'waitlisted' | 'exists' | 'refused';
        code: string | null; detail: string | null; registration_id: string | null;
      }[];
    };
  }
}

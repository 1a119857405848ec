import type { Endpoint } from '@/api/contract';

type One = { path: { registration_id: string } };

declare module '@/api/contract' {
  interface PendingPaths {
    '/api/v1/registrations/mine': {
      get: Endpoint<{
        query?: { when?: 'upcoming' | 'past' | 'all'; limit?: number; cursor?: string };
        reply: { data: PendingSchemas['MyRegistration'][]; next_cursor?: string | null };
      }>;
    };
    '/api/v1/registrations/personal': { get: Endpoint<{ query?: { registration_id?: string }; reply: PendingSchemas['Personal'] }> };
    '/api/v1/registrations/{registration_id}': {
      get: Endpoint<One & { reply: PendingSchemas['Registration'] }>;
      patch: Endpoint<One & { body: PendingSchemas['EditRegistration']; reply: object }>;
    };
    '/api/v1/registrations/{registration_id}/cancel': { post: Endpoint<One & { body: { reason?: string }; reply: object }> };
    '/api/v1/registrations/{registration_id}/leave-waitlist': { post: Endpoint<One & { reply: object }> };
    '/api/v1/registrations/{registration_id}/accept-offer': { post: Endpoint<One & { reply: object }> };
    '/api/v1/registrations/{registration_id}/decline-offer': { post: Endpoint<One & { reply: object }> };
    '/api/v1/registrations/{registration_id}/resend': { post: Endpoint<One & { reply: { sent: boolean } }> };
    '/api/v1/registrations/recover': { post: Endpoint<{ body: { email: string }; reply: { accepted: boolean } }> };
    '/api/v1/registrations/link-mine': {
      post: Endpoint<{ reply: { linked: number; conflicts: { event_id: string; title: string }[] } }>;
    };
    '/api/v1/attendance/join/{seal}': { get: Endpoint<{ path: { seal: string }; reply: PendingSchemas['JoinState'] }> };
    '/api/v1/attendance/claims': {
      post: Endpoint<{ body: { registration_id: string; display_name: string; about_when: string }; reply: { found: boolean } }>;
    };
    '/api/v1/certificates/gates/{offering}/mine': { get: Endpoint<{ path: { offering: string }; reply: PendingSchemas['PersonGates'] }> };
    '/api/v1/certificates/mine': {
      get: Endpoint<{ query?: { limit?: number; cursor?: string }; reply: { data: PendingSchemas['OwnCertificate'][]; next_cursor?: string | null } }>;
    };
    '/api/v1/certificates/{id}/privacy': {
      patch: Endpoint<{
        path: { id: string };
        body: { name_shown?: 'full' | 'initials' | 'hidden'; pdf_public?: boolean };
        reply: PendingSchemas['OwnCertificate'];
      }>;
    };
    '/api/v1/cpd/entries': {
      get: Endpoint<{
        query?: { from?: string; to?: string; limit?: number; cursor?: string };
        reply: { data: PendingSchemas['Entry'][]; next_cursor?: string | null };
      }>;
    };
    '/api/v1/cpd/entries/totals': {
      get: Endpoint<{ query?: { from?: string; to?: string }; reply: PendingSchemas['EntryTotals'] }>;
    };
  }
  interface PendingSchemas {
    MyRegistration: {
      id: string;
      status: PendingSchemas['RegistrationStatus'];
      mode: 'online' | 'in_person';
      waitlist_position?: number | null;
      offer_expires_at?: string | null;
      event: {
        id: string; slug: string; title: string; status: PendingSchemas['EventStatus']; format: string; starts_at: string; ends_at: string;
        time_zone: string; starts_local: string; ends_local: string; venue_name?: string | null; image_url?: string | null;
        organizer: { name: string; slug?: string | null };
      };
      manage_url: string;
      join_url?: string | null;
      join_opens_at?: string | null;
      presence?: PendingSchemas['PresenceStatus'] | null;
      counted_seconds?: number | null;
      certificate_code?: string | null;
    };
    Personal: {
      registration: {
        id: string;
        status: PendingSchemas['RegistrationStatus'];
        mode: 'online' | 'in_person';
        email?: string | null;
        full_name?: string | null;
        professional_title?: string | null;
        organization_name?: string | null;
        name_shown: 'full' | 'initials' | 'hidden';
        waitlist_position?: number | null;
        offer_expires_at?: string | null;
        confirmed_at?: string | null;
        cancelled_at?: string | null;
        cancel_reason?: string | null;
        can_cancel: boolean;
        cancel_closes_at?: string | null;
        can_edit: boolean;
        answers: { question_id: string; label: string; kind: 'text' | 'select' | 'checkbox'; value: string | boolean; shown: string }[];
        version: number;
      };
      questions: PendingSchemas['PublicQuestion'][];
      event: {
        id: string; slug: string; title: string; summary?: string | null; type: string; format: string;
        status: PendingSchemas['EventStatus']; visibility: string; time_zone: string; starts_at: string; ends_at: string;
        starts_local: string; ends_local: string; venue_name?: string | null; venue_address?: string | null; country?: string | null;
        cancel_reason?: string | null; image?: { alt: string; large_url: string; small_url: string } | null;
        organizer: { id: string; name: string; slug?: string | null };
        sessions: {
          id: string; title: string; starts_at: string; ends_at: string; starts_local: string; ends_local: string; mode: string;
          room?: string | null; cancelled: boolean;
        }[];
      };
      join?: { url: string; kind: 'zoom' | 'link'; opens_at: string; closes_at: string } | null;
      calendar_url?: string | null;
      token?: string | null;
    };
    JoinState: {
      phase: 'early' | 'open' | 'after';
      now: string;
      opens_at: string;
      closes_at: string;
      event: { id: string; slug: string; title: string; time_zone: string; starts_at: string; ends_at: string; status: string };
      registration_id: string;
      full_name?: string | null;
      way: 'zoom' | 'link' | 'none';
      ready: boolean;
      seen: boolean;
      unseen_warning: boolean;
      counted_seconds: number;
      window_seconds: number;
      needed_seconds: number;
      status: PendingSchemas['PresenceStatus'];
      settled: boolean;
    };
    OwnCertificate: {
      id: string; number: string; code: string; status: PendingSchemas['CertificateStatus']; expired: boolean; title: string;
      organization_name: string; from: string; to: string; issued_at: string; expires_on?: string | null; kind: 'credit' | 'attendance';
      credits: PendingSchemas['CertificateCredit'][]; counted_seconds: number; ready: boolean; name_shown: 'full' | 'initials' | 'hidden';
      pdf_public: boolean; verify_url: string; linkedin_url: string; event_id?: string | null; replaced_by?: string | null;
      revoked_at?: string | null;
    };
    Entry: {
      id: string; source: string; verified: boolean; activity_date: string; title: string; provider?: string | null; seconds?: number | null;
      credits?: number | null; credits_text?: string | null; credit_type?: string | null; unit?: string | null; method?: string | null;
      withdrawn_at?: string | null; withdrawn_note?: string | null;
      certificate?: { id: string; number: string; code: string; status: PendingSchemas['CertificateStatus']; ready: boolean } | null;
    };
    EntryTotals: { totals: { credit_type: string; unit: string; credits: number; credits_text: string; entries: number }[]; seconds: number };
  }
}
